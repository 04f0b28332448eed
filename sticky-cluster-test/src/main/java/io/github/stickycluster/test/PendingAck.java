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

import java.lang.reflect.Type;
import java.time.Duration;

import tools.jackson.databind.JsonNode;

import org.springframework.core.ParameterizedTypeReference;

/**
 * The ack that a client expects for an event it has emitted.
 *
 * @since 0.1.0
 */
public final class PendingAck {

	private final NamespaceSocket socket;

	private final Duration timeout;

	private final String event;

	private final long id;

	PendingAck(NamespaceSocket socket, Duration timeout, String event, long id) {
		this.socket = socket;
		this.timeout = timeout;
		this.event = event;
		this.id = id;
	}

	/**
	 * Waits for the ack.
	 * @return assertions on all values of the ack, as a JSON array
	 * @throws AssertionError if the ack does not arrive within the client's timeout, or
	 * the client is disconnected
	 */
	public AckAssert<JsonNode> expect() {
		Arguments values = await();
		return new AckAssert<>(values.values(), values, this.event);
	}

	/**
	 * Waits for the ack.
	 * @param <T> the type
	 * @param type the type to read the first value of the ack as
	 * @return assertions on the first value, which is {@code null} in an empty ack
	 * @throws AssertionError if the ack does not arrive within the client's timeout, the
	 * client is disconnected, or the value does not have the type
	 */
	public <T> AckAssert<T> expect(Class<T> type) {
		return expectType(type);
	}

	/**
	 * Waits for the ack.
	 * @param <T> the type
	 * @param type the type to read the first value of the ack as
	 * @return assertions on the first value, which is {@code null} in an empty ack
	 * @throws AssertionError if the ack does not arrive within the client's timeout, the
	 * client is disconnected, or the value does not have the type
	 */
	public <T> AckAssert<T> expect(ParameterizedTypeReference<T> type) {
		return expectType(type.getType());
	}

	/**
	 * Waits for the ack, and verifies that it is an error: a listener has failed, the
	 * arguments are not valid, or no listener receives the event.
	 * @return assertions on the error
	 * @throws AssertionError if the ack does not arrive within the client's timeout, the
	 * client is disconnected, or the ack is no error
	 */
	public AckErrorAssert expectError() {
		return AckErrorAssert.of(await(), "the ack of \"" + this.event + "\"");
	}

	/**
	 * Verifies that no ack arrives within a time.
	 * @param quiet the time to wait
	 * @throws AssertionError if the ack arrives
	 */
	public void expectNone(Duration quiet) {
		Arguments values = this.socket.await(quiet, () -> this.socket.takeAck(this.id));
		if (values != null) {
			throw new AssertionError("An ack of \"" + this.event + "\" arrived: " + values);
		}
	}

	private <T> AckAssert<T> expectType(Type type) {
		Arguments values = await();
		T first = values.get(0, type, "the ack of \"" + this.event + "\"");
		return new AckAssert<>(first, values, this.event);
	}

	private Arguments await() {
		Arguments values = this.socket.await(this.timeout, () -> this.socket.takeAck(this.id));
		if (values == null) {
			throw Failures.missing("ack of \"" + this.event + "\"", this.timeout, this.socket);
		}
		return values;
	}

}
