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
 * The reason why a socket has left its namespace: those of Socket.IO's reference server,
 * in its words, and others of this server, each of which stands for one of them.
 *
 * @since 0.1.0
 * @see <a href="https://socket.io/docs/v4/server-socket-instance/#disconnect">Socket.IO:
 * disconnect</a>
 */
public enum DisconnectReason {

	/** The client has left the namespace, as by {@code socket.disconnect()}. */
	CLIENT_NAMESPACE_DISCONNECT("client namespace disconnect"),

	/** The server has disconnected the socket. */
	SERVER_NAMESPACE_DISCONNECT("server namespace disconnect"),

	/** The connection was closed by the client, or was lost. */
	TRANSPORT_CLOSE("transport close"),

	/** Reading from the connection or writing to it has failed. */
	TRANSPORT_ERROR("transport error"),

	/** The client did not reply to a ping in time. */
	PING_TIMEOUT("ping timeout"),

	/** The client has sent what the protocol does not allow. */
	PARSE_ERROR("parse error"),

	/** The server has closed the session. */
	FORCED_SERVER_CLOSE("forced server close"),

	/** The worker stops. */
	SERVER_SHUTTING_DOWN("server shutting down"),

	/** The client did not read, and more waited for it than may wait. */
	SLOW_CLIENT("slow client", TRANSPORT_CLOSE),

	/** Memory was short, and the session kept more of it than others. */
	MEMORY("memory short", TRANSPORT_CLOSE),

	/** Memory ran out while the session was served. */
	OUT_OF_MEMORY("out of memory", TRANSPORT_ERROR),

	/** The client's token has expired, and the client has sent no other. */
	TOKEN_EXPIRED("token expired", TRANSPORT_CLOSE),

	/** A packet would have taken more memory than a packet may. */
	PARSED_SIZE("parsed packet too large", PARSE_ERROR);

	private final String text;

	private final DisconnectReason standard;

	DisconnectReason(String text) {
		this.text = text;
		this.standard = this;
	}

	DisconnectReason(String text, DisconnectReason standard) {
		this.text = text;
		this.standard = standard;
	}

	/**
	 * Returns the reason that code for Socket.IO's own reasons knows.
	 * @return this reason, or the one of Socket.IO's that it stands for
	 */
	public DisconnectReason standard() {
		return this.standard;
	}

	/**
	 * Returns the reason in words, for one of Socket.IO's in those of its reference
	 * server.
	 * @return the text
	 */
	@Override
	public String toString() {
		return this.text;
	}

}
