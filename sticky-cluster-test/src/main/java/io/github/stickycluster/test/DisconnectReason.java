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

import io.github.stickycluster.test.engineio.SessionEnd;

/**
 * The reasons of a client's disconnect, in the words of the JavaScript client.
 *
 * @since 0.1.0
 */
public enum DisconnectReason {

	/** The server has disconnected the client from the namespace. */
	IO_SERVER_DISCONNECT("io server disconnect"),

	/** The client has disconnected from the namespace or closed its connection. */
	IO_CLIENT_DISCONNECT("io client disconnect"),

	/** The client has received no heartbeat of the server in time. */
	PING_TIMEOUT("ping timeout"),

	/** The server, or the network, has closed the connection. */
	TRANSPORT_CLOSE("transport close"),

	/** The connection has failed, or the server has refused a request. */
	TRANSPORT_ERROR("transport error"),

	/** The client has received data that is not valid in the protocol. */
	PARSE_ERROR("parse error");

	private final String words;

	DisconnectReason(String words) {
		this.words = words;
	}

	static DisconnectReason of(SessionEnd end) {
		return switch (end.cause()) {
			case TRANSPORT_CLOSE -> TRANSPORT_CLOSE;
			case TRANSPORT_ERROR -> TRANSPORT_ERROR;
			case PING_TIMEOUT -> PING_TIMEOUT;
			case PARSE_ERROR -> PARSE_ERROR;
			case CLIENT -> IO_CLIENT_DISCONNECT;
		};
	}

	@Override
	public String toString() {
		return this.words;
	}

}
