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

import java.util.List;
import java.util.Locale;
import java.util.Set;

import io.github.stickycluster.socketio.HandshakeHeaders;
import io.github.stickycluster.socketio.ResponseHeaders;
import io.netty.handler.codec.http.HttpHeaderValidationUtil;
import io.netty.handler.codec.http.HttpHeaders;

/**
 * Adds the application's header fields to the responses of sessions. Thread-safe.
 */
final class SessionHeaders {

	/** Those that delimit a message, or belong to the protocol. */
	private static final Set<String> OWN = Set.of("connection", "content-encoding", "content-length", "content-type",
			"keep-alive", "te", "trailer", "transfer-encoding", "upgrade");

	private static final String OWN_PREFIX = "sec-websocket-";

	private final List<HandshakeHeaders> beans;

	private final EngineIoWarnings warnings;

	/**
	 * Creates the headers of a server.
	 * @param beans the application's, in their order
	 * @param warnings told of failures
	 */
	SessionHeaders(List<HandshakeHeaders> beans, EngineIoWarnings warnings) {
		this.beans = List.copyOf(beans);
		this.warnings = warnings;
	}

	/**
	 * Adds the fields of a response.
	 * @param handshake the request that opened the session
	 * @param initial whether the response opens it
	 * @param headers the response's
	 */
	void addTo(Handshake handshake, boolean initial, HttpHeaders headers) {
		if (this.beans.isEmpty()) {
			return;
		}
		HandshakeRequest request = new HandshakeRequest(handshake);
		ResponseHeaders response = new Checked(headers);
		for (HandshakeHeaders bean : this.beans) {
			try {
				if (initial) {
					bean.onHandshake(request, response);
				}
				bean.onResponse(request, response);
			}
			catch (Exception ex) {
				this.warnings.failed("A HandshakeHeaders bean failed, so a response lacks some of its header fields",
						ex);
			}
		}
	}

	/**
	 * Checks names and values before they are written.
	 *
	 * @param headers takes them
	 */
	private record Checked(HttpHeaders headers) implements ResponseHeaders {

		@Override
		public void set(String name, String value) {
			check(name, value);
			this.headers.set(name, value);
		}

		@Override
		public void add(String name, String value) {
			check(name, value);
			this.headers.add(name, value);
		}

		// Not with the value, which may be a secret, nor with a malformed name.
		private static void check(String name, String value) {
			if (name.isEmpty() || HttpHeaderValidationUtil.validateToken(name) >= 0) {
				throw new IllegalArgumentException("The name of a header field has a character that it cannot have");
			}
			String lower = name.toLowerCase(Locale.ROOT);
			if (OWN.contains(lower) || lower.startsWith(OWN_PREFIX)) {
				throw new IllegalArgumentException("The header field " + name + " is set by the server alone");
			}
			if (HttpHeaderValidationUtil.validateValidHeaderValue(value) >= 0) {
				throw new IllegalArgumentException(
						"The value of the header field " + name + " has a character that it cannot have");
			}
		}

	}

}
