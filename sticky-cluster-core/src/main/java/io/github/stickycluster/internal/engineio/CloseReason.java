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

/**
 * The reasons for the end of a session, in the words of the reference server.
 */
public enum CloseReason {

	/** The client closed the transport, or it broke. */
	TRANSPORT_CLOSE("transport close"),

	/** Reading or writing failed. */
	TRANSPORT_ERROR("transport error"),

	/** The client did not answer a ping in time. */
	PING_TIMEOUT("ping timeout"),

	/** The client sent what the protocol does not allow. */
	PARSE_ERROR("parse error"),

	/** The client was in no namespace for the connect timeout. */
	CONNECT_TIMEOUT("connect timeout"),

	/** The server closed the session. */
	FORCED_SERVER_CLOSE("forced server close"),

	/** The client does not read and its pending bytes went over the limit. */
	SLOW_CLIENT("slow client"),

	/** Memory ran out in the session's work. */
	OUT_OF_MEMORY("out of memory"),

	/** The worker stops. */
	SERVER_SHUTTING_DOWN("server shutting down"),

	/** Memory was short, and the session kept more than others or was never used. */
	MEMORY("memory short"),

	/** The client's token has expired, and the client has sent no other. */
	IDENTITY_EXPIRED("token expired"),

	/** A packet would have taken more memory, once parsed, than a packet may. */
	PARSED_SIZE("parsed packet too large");

	private final String text;

	CloseReason(String text) {
		this.text = text;
	}

	/**
	 * Whether the client is there to be told: what waits for it and the close itself wait
	 * for its polls, and its posts are not refused meanwhile.
	 * @return whether the session is closed in good order
	 */
	public boolean isOrderly() {
		return switch (this) {
			case CONNECT_TIMEOUT, FORCED_SERVER_CLOSE, IDENTITY_EXPIRED, SERVER_SHUTTING_DOWN -> true;
			default -> false;
		};
	}

	/**
	 * The reason as the reference server words it.
	 * @return the text
	 */
	public String text() {
		return this.text;
	}

}
