/*
 * Copyright 2026-present the original author or authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

package io.github.stickycluster.test;

import java.time.Duration;
import java.util.List;

import io.github.stickycluster.internal.worker.supervision.WorkerOperations;
import io.github.stickycluster.test.sample.EchoListeners;
import io.github.stickycluster.test.sample.OrderListeners;
import io.github.stickycluster.test.sample.Orders;
import io.github.stickycluster.test.sample.Reports;
import io.github.stickycluster.test.sample.SampleApplication;
import io.github.stickycluster.test.time.TestClock;
import org.junit.jupiter.api.Test;
import org.mockito.Mockito;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.core.env.Environment;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.bean.override.mockito.MockitoBean;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;

/**
 * Tests of {@link SocketIoTest}.
 */
@SocketIoTest(properties = "sample=yes")
@ContextConfiguration(classes = SampleApplication.class)
class SocketIoTestTests {

	@MockitoBean
	private Orders orders;

	@Test
	void hasListenersAndMocksOfWhatTheyUse(SocketTestClient client) {
		given(this.orders.of("Ada")).willReturn(List.of("mocked"));
		client.emitWithAck("orders", "Ada").expect(new ParameterizedTypeReference<List<String>>() {
		}).isEqualTo(List.of("mocked"));
	}

	@Test
	void hasInheritedListeners(SocketTestClientBuilder builder) {
		SocketTestClient client = builder.engineIo(3).connect();
		client.emitWithAck("echo", "hello").expect(String.class).isEqualTo("hello");
	}

	@Test
	void letsTimePass(SocketTestClient lost, SocketTestClient other, TestClock clock) {
		lost.faults().goSilent();
		clock.advance(Duration.ofSeconds(46));
		lost.expectDisconnect(DisconnectReason.PING_TIMEOUT);
		other.emitWithAck("echo", "here").expect(String.class).isEqualTo("here");
	}

	@Test
	void hasOneWorkerAndTheTestsProperties(@Autowired WorkerOperations operations, @Autowired Environment environment) {
		assertThat(operations.count()).isOne();
		assertThat(environment.getProperty("sample")).isEqualTo("yes");
		assertThat(environment.getProperty("local.sticky-cluster.port", Integer.class)).isPositive().isNotEqualTo(9092);
	}

	@Test
	void hasNothingElse(@Autowired ApplicationContext context) {
		assertThat(context.getBeansOfType(EchoListeners.class)).hasSize(1);
		assertThat(context.getBeansOfType(OrderListeners.class)).hasSize(1);
		assertThat(context.getBeanNamesForType(Orders.class)).singleElement()
			.satisfies((name) -> assertThat(Mockito.mockingDetails(context.getBean(name)).isMock()).isTrue());
		assertThat(context.getBeansOfType(Reports.class)).isEmpty();
		assertThat(context.containsBean("stickyClusterEndpoint")).isFalse();
	}

}
