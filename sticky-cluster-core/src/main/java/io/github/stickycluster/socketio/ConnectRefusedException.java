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

package io.github.stickycluster.socketio;

import org.jspecify.annotations.Nullable;

/**
 * Thrown by a {@link SocketInterceptor} to refuse a client that connects to a namespace.
 * The client gets a {@code connect_error} with the message and the data.
 *
 * @since 0.1.0
 */
public class ConnectRefusedException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final transient @Nullable Object data;

	/**
	 * Refuses a client.
	 * @param message the message that the client gets
	 */
	public ConnectRefusedException(String message) {
		this(message, null);
	}

	/**
	 * Refuses a client with data.
	 * @param message the message that the client gets
	 * @param data what the client gets as {@code data} of the error, written as JSON, or
	 * {@code null}
	 */
	public ConnectRefusedException(String message, @Nullable Object data) {
		super(message);
		this.data = data;
	}

	/**
	 * Returns the data that the client gets.
	 * @return the data, or {@code null}
	 */
	public @Nullable Object getData() {
		return this.data;
	}

}
