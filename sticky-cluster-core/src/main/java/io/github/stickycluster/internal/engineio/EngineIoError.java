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

import io.netty.handler.codec.http.HttpResponseStatus;

/**
 * The errors in responses of an Engine.IO server, with the codes and messages of the
 * reference server.
 */
public enum EngineIoError {

	/** The {@code transport} parameter is absent, unknown or not enabled. */
	UNKNOWN_TRANSPORT(0, "Transport unknown"),

	/** The {@code sid} parameter names no session of this worker. */
	UNKNOWN_SID(1, "Session ID unknown"),

	/**
	 * A method other than GET for a handshake, or other than GET and POST for a session.
	 */
	BAD_HANDSHAKE_METHOD(2, "Bad handshake method"),

	/** Anything else that is wrong with a request. */
	BAD_REQUEST(3, "Bad request"),

	/** Refused by the allowed origins or by the authorization listener. */
	FORBIDDEN(4, "Forbidden"),

	/** The {@code EIO} parameter is absent or names a version that is not served. */
	UNSUPPORTED_PROTOCOL_VERSION(5, "Unsupported protocol version");

	private final int code;

	private final String message;

	EngineIoError(int code, String message) {
		this.code = code;
		this.message = message;
	}

	/**
	 * The number a client sees.
	 * @return 0 to 5
	 */
	public int code() {
		return this.code;
	}

	/**
	 * The HTTP status that goes with it.
	 * @return 403 for {@link #FORBIDDEN}, else 400
	 */
	public HttpResponseStatus status() {
		return (this == FORBIDDEN) ? HttpResponseStatus.FORBIDDEN : HttpResponseStatus.BAD_REQUEST;
	}

	/**
	 * The body that goes with it.
	 * @return a JSON object with {@code code} and {@code message}
	 */
	public String json() {
		return "{\"code\":" + this.code + ",\"message\":\"" + this.message + "\"}";
	}

}
