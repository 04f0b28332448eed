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

package io.github.stickycluster.internal.socketio;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The refusal of a client by an auth listener, in the form that is sent to the client: a
 * message and, optionally, data.
 *
 * @param message the message
 * @param data the data, or {@code null}
 */
public record Refusal(String message, @Nullable Object data) {

	private static final String DEFAULT_MESSAGE = "Not authorized";

	/**
	 * Reads an auth listener's error data: a string is the message; a map with a message
	 * is taken as it stands; anything else is the data.
	 * @param errorData the error data
	 * @return the refusal
	 */
	public static Refusal of(@Nullable Object errorData) {
		if (errorData instanceof CharSequence message) {
			return new Refusal(message.toString(), null);
		}
		if (errorData instanceof Map<?, ?> map && map.get("message") instanceof CharSequence message) {
			return new Refusal(message.toString(), map.get("data"));
		}
		return new Refusal(DEFAULT_MESSAGE, errorData);
	}

}
