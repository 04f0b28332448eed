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

package io.github.stickycluster.test.engineio;

/**
 * The reason why a session was closed, or could not be opened.
 *
 * @param cause the cause
 * @param detail a description for people: the server's message or the network's error;
 * may be empty
 * @param status status code of the HTTP response that ended the session, or 0
 * @since 0.1.0
 */
public record SessionEnd(Cause cause, String detail, int status) {

	static SessionEnd of(Cause cause, String detail) {
		return new SessionEnd(cause, detail, 0);
	}

	static SessionEnd refused(HttpReply reply) {
		return new SessionEnd(Cause.TRANSPORT_ERROR, reply.text(), reply.status());
	}

	@Override
	public String toString() {
		return this.cause + ((this.status != 0) ? ", HTTP status " + this.status : "")
				+ (this.detail.isEmpty() ? "" : ": " + this.detail);
	}

	/**
	 * The causes, in the words of the JavaScript client.
	 */
	public enum Cause {

		/** The server, or the network, has closed the transport. */
		TRANSPORT_CLOSE("transport close"),

		/** The transport has failed, or the server has refused a request. */
		TRANSPORT_ERROR("transport error"),

		/** No heartbeat has arrived in time. */
		PING_TIMEOUT("ping timeout"),

		/** The client has received data that is not valid in the protocol. */
		PARSE_ERROR("parse error"),

		/** The client has closed the session. */
		CLIENT("forced close");

		private final String words;

		Cause(String words) {
			this.words = words;
		}

		@Override
		public String toString() {
			return this.words;
		}

	}

}
