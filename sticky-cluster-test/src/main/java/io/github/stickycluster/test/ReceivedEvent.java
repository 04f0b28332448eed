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

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * An event that a client has received.
 *
 * @since 0.1.0
 */
public final class ReceivedEvent {

	private final String name;

	private final Arguments arguments;

	private final @Nullable Consumer<Arguments> ack;

	private final AtomicBoolean acknowledged = new AtomicBoolean();

	ReceivedEvent(String name, Arguments arguments, @Nullable Consumer<Arguments> ack) {
		this.name = name;
		this.arguments = arguments;
		this.ack = ack;
	}

	/**
	 * Returns the event's name.
	 * @return the name
	 */
	public String name() {
		return this.name;
	}

	/**
	 * Returns the number of arguments.
	 * @return the number, without the event's name
	 */
	public int size() {
		return this.arguments.values().size();
	}

	/**
	 * Returns an argument.
	 * @param <T> the type
	 * @param index the index of the argument, from 0
	 * @param type the type to read the argument as
	 * @return the argument, or {@code null} if there is no such argument
	 * @throws AssertionError if the argument does not have the type
	 */
	public <T> @Nullable T argument(int index, Class<T> type) {
		return this.arguments.get(index, type, toString());
	}

	/**
	 * Returns whether the server expects an ack.
	 * @return {@code true} if the event carries an ack id
	 */
	public boolean expectsAck() {
		return this.ack != null;
	}

	/**
	 * Acknowledges the event.
	 * @param values the values of the ack
	 * @throws AssertionError if the server does not expect an ack, or has received one
	 * already
	 */
	public void ack(@Nullable Object... values) {
		if (this.ack == null) {
			throw new AssertionError("The server does not expect an ack of " + this);
		}
		if (!this.acknowledged.compareAndSet(false, true)) {
			throw new AssertionError("The client has acknowledged the event already: " + this);
		}
		this.ack.accept(Arguments.of(this.arguments.mapper(), values));
	}

	Arguments arguments() {
		return this.arguments;
	}

	@Override
	public String toString() {
		return "\"" + this.name + "\" " + this.arguments + ((this.ack != null) ? ", which expects an ack" : "");
	}

}
