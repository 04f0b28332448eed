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

/**
 * Adds header fields, and so cookies, to the HTTP responses of sessions, as the events
 * {@code initial_headers} and {@code headers} of Socket.IO do. Beans of this type are
 * called in their order, on an event loop, which they must not block.
 * <p>
 * What a bean throws does not reach the client: the response goes out with the fields
 * that were set before, and the log warns once a minute. Responses that refuse a request
 * have none of the fields.
 *
 * @since 0.1.0
 */
public interface HandshakeHeaders {

	/**
	 * Adds fields to the response that opens a session: the first one of polling, or the
	 * status 101 of a client that begins with WebSocket.
	 * @param handshake the request
	 * @param response takes the fields
	 */
	default void onHandshake(Handshake handshake, ResponseHeaders response) {
	}

	/**
	 * Adds fields to each response of a session: that of the handshake, after
	 * {@link #onHandshake}, those of all polling requests, and the status 101 of an
	 * upgrade.
	 * @param handshake the request that opened the session
	 * @param response takes the fields
	 */
	default void onResponse(Handshake handshake, ResponseHeaders response) {
	}

}
