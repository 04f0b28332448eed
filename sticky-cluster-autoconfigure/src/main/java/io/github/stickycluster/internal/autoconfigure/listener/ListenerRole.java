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

package io.github.stickycluster.internal.autoconfigure.listener;

/**
 * What a listener method listens to.
 */
enum ListenerRole {

	/** Clients that connect. */
	CONNECT("an @OnConnect method"),

	/** Clients that leave. */
	DISCONNECT("an @OnDisconnect method"),

	/** One event. */
	EVENT("an @OnEvent method"),

	/** All events. */
	ANY_EVENT("an @OnAnyEvent method");

	private final String text;

	ListenerRole(String text) {
		this.text = text;
	}

	/**
	 * Returns whether the method is called for an event.
	 */
	boolean hasEvent() {
		return this == EVENT || this == ANY_EVENT;
	}

	/**
	 * Returns the role in words.
	 */
	@Override
	public String toString() {
		return this.text;
	}

}
