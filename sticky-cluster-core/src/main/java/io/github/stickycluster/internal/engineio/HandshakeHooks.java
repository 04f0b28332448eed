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

package io.github.stickycluster.internal.engineio;

import java.time.Duration;
import java.util.List;

import io.github.stickycluster.socketio.HandshakeAuthorizer;
import io.github.stickycluster.socketio.HandshakeHeaders;

/**
 * The application's part in handshakes.
 *
 * @param authorizers decide about them, in this order
 * @param timeout how long all of them may take together
 * @param headers add header fields to responses, in this order
 */
public record HandshakeHooks(List<HandshakeAuthorizer> authorizers, Duration timeout, List<HandshakeHeaders> headers) {

	/** Clients of the reference server give up a handshake after 20 s. */
	private static final Duration TIMEOUT = Duration.ofSeconds(10);

	/** An application that takes no part. */
	public static final HandshakeHooks NONE = new HandshakeHooks(List.of(), List.of());

	public HandshakeHooks {
		authorizers = List.copyOf(authorizers);
		headers = List.copyOf(headers);
	}

	/**
	 * Creates the hooks of an application.
	 * @param authorizers decide about handshakes, in this order
	 * @param headers add header fields to responses, in this order
	 */
	public HandshakeHooks(List<HandshakeAuthorizer> authorizers, List<HandshakeHeaders> headers) {
		this(authorizers, TIMEOUT, headers);
	}

}
