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

import org.jspecify.annotations.Nullable;

/**
 * Assertions on an event that a client has received.
 *
 * @param <T> the type of the event's first argument, or {@link ReceivedEvent}
 * @since 0.1.0
 */
public final class EventAssert<T> extends PayloadAssert<EventAssert<T>, T> {

	private final ReceivedEvent event;

	EventAssert(@Nullable T actual, ReceivedEvent event) {
		super(actual, EventAssert.class, event.arguments(), "The event " + event);
		this.event = event;
	}

	/**
	 * Acknowledges the event.
	 * @param values the values of the ack
	 * @return these assertions
	 * @throws AssertionError if the server does not expect an ack, or has received one
	 * already
	 */
	public EventAssert<T> ack(@Nullable Object... values) {
		this.event.ack(values);
		return this;
	}

	/**
	 * Returns the event with all its arguments.
	 * @return the event
	 */
	public ReceivedEvent event() {
		return this.event;
	}

}
