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

import java.util.Objects;

import tools.jackson.databind.json.JsonMapper;

/**
 * The decision about a handshake: the client is admitted, or gets an HTTP response that
 * says why not. Immutable.
 *
 * @since 0.1.0
 */
public final class HandshakeDecision {

	private static final HandshakeDecision ADMITTED = new HandshakeDecision(200, "", "");

	private static final int FORBIDDEN = 403;

	private static final String JSON = "application/json";

	private final int status;

	private final String contentType;

	private final String body;

	private HandshakeDecision(int status, String contentType, String body) {
		this.status = status;
		this.contentType = contentType;
		this.body = body;
	}

	/**
	 * Admits the client.
	 * @return the decision
	 */
	public static HandshakeDecision admit() {
		return ADMITTED;
	}

	/**
	 * Refuses the client as Socket.IO does: with the status 403 and the JSON
	 * {@code {"code":4,"message":…}}.
	 * @param message the message, which the client can read
	 * @return the decision
	 */
	public static HandshakeDecision refuse(String message) {
		return refuse(FORBIDDEN, message);
	}

	/**
	 * Refuses the client with another status and the JSON {@code {"code":4,"message":…}}.
	 * @param status the HTTP status, 400 to 599
	 * @param message the message, which the client can read
	 * @return the decision
	 * @throws IllegalArgumentException if the status is out of its range
	 */
	public static HandshakeDecision refuse(int status, String message) {
		Objects.requireNonNull(message, "message");
		return refuse(status, JSON, "{\"code\":4,\"message\":" + JsonMapper.shared().writeValueAsString(message) + "}");
	}

	/**
	 * Refuses the client with a response of any kind.
	 * @param status the HTTP status, 400 to 599
	 * @param contentType the content type, such as {@code application/problem+json}
	 * @param body the body, which is sent in UTF-8
	 * @return the decision
	 * @throws IllegalArgumentException if the status is out of its range, or the content
	 * type has a character that a header field cannot have
	 */
	public static HandshakeDecision refuse(int status, String contentType, String body) {
		if (status < 400 || status > 599) {
			throw new IllegalArgumentException("The status must be from 400 to 599, not " + status);
		}
		if (!contentType.chars().allMatch((character) -> character >= ' ' && character < 0x7f)) {
			throw new IllegalArgumentException("The content type has a character that a header field cannot have");
		}
		return new HandshakeDecision(status, contentType, Objects.requireNonNull(body, "body"));
	}

	/**
	 * Returns whether the client is admitted.
	 * @return whether it is
	 */
	public boolean isAdmitted() {
		return this == ADMITTED;
	}

	/**
	 * Returns the HTTP status.
	 * @return 200 if the client is admitted, else 400 to 599
	 */
	public int status() {
		return this.status;
	}

	/**
	 * Returns the content type of the body.
	 * @return the type, empty if the client is admitted
	 */
	public String contentType() {
		return this.contentType;
	}

	/**
	 * Returns the body of the response.
	 * @return the body, empty if the client is admitted
	 */
	public String body() {
		return this.body;
	}

}
