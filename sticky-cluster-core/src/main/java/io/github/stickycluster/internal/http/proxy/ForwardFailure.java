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

package io.github.stickycluster.internal.http.proxy;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;

/**
 * The reasons for which a request was not forwarded, or its response was cut off.
 */
public enum ForwardFailure {

	/** The server could not be connected to. */
	UNREACHABLE(502),

	/** The server closed the connection before its response was complete. */
	BROKEN(502),

	/** The server's response was not HTTP. */
	MALFORMED(502),

	/** The server did not begin its response in time. */
	TIMEOUT(504),

	/** The client sent the request's body more slowly than it must. */
	SLOW_REQUEST(408),

	/** The client read the response more slowly than it must. */
	SLOW_RESPONSE(408),

	/** The client had too many requests under way for too long. */
	TOO_MANY(429);

	private static final int RETRY_AFTER_SECONDS = 1;

	private final int status;

	ForwardFailure(int status) {
		this.status = status;
	}

	FullHttpResponse response() {
		FullHttpResponse response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1,
				HttpResponseStatus.valueOf(this.status), Unpooled.EMPTY_BUFFER);
		if (!endsConnection()) {
			response.headers().setInt(HttpHeaderNames.RETRY_AFTER, RETRY_AFTER_SECONDS);
		}
		return response;
	}

	/** Whether the rest of the client's request is not waited for. */
	boolean endsConnection() {
		return this == SLOW_REQUEST;
	}

}
