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

import io.github.stickycluster.test.sample.EchoListeners;
import io.github.stickycluster.test.sample.OrderListeners;
import io.github.stickycluster.test.sample.SampleApplication;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.test.context.ContextConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link SocketIoTest#listeners()}.
 */
@SocketIoTest(EchoListeners.class)
@ContextConfiguration(classes = SampleApplication.class)
class SelectedListenersTests {

	@Test
	void hasOnlyTheListenersThatAreNamed(@Autowired ApplicationContext context, SocketTestClient client) {
		client.emitWithAck("echo", "hello").expect(String.class).isEqualTo("hello");
		assertThat(context.getBeansOfType(OrderListeners.class)).isEmpty();
	}

}
