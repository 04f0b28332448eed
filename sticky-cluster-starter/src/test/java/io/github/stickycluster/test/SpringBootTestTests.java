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

import java.util.List;

import io.github.stickycluster.test.sample.SampleApplication;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

import org.springframework.boot.test.context.SpringBootTest;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link AutoConfigureSocketTestClient} in a test of the whole application.
 */
@SpringBootTest(classes = SampleApplication.class,
		properties = { "sticky-cluster.address=127.0.0.1", "sticky-cluster.socket-io.path=/realtime" })
@AutoConfigureSocketTestClient
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SpringBootTestTests {

	private SocketTestClient earlier;

	@BeforeEach
	void connect(SocketTestClient client) {
		assertThat(client.isConnected()).isTrue();
	}

	@Test
	@Order(1)
	void connectsToTheWholeApplication(SocketTestClient client) {
		client.emitWithAck("orders", "Ada").expect().hasArguments(List.of("Ada's first", "Ada's second"));
		this.earlier = client.reconnect();
	}

	@Test
	@Order(2)
	void closesClientsAfterTheirTest() {
		assertThat(this.earlier.isConnected()).isFalse();
		this.earlier.expectDisconnect(DisconnectReason.IO_CLIENT_DISCONNECT);
	}

	@AfterEach
	void closesNothingBeforeTheEnd(SocketTestClient client) {
		assertThat(client.isConnected()).isTrue();
	}

}
