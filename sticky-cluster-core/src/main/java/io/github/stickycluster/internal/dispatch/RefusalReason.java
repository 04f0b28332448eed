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

package io.github.stickycluster.internal.dispatch;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;

/**
 * The reasons for which the dispatcher refuses a connection. Most have the name of the
 * property that sets the limit.
 */
public enum RefusalReason {

	/** There are as many connections as there may be. */
	MAX_CONNECTIONS(HttpResponseStatus.SERVICE_UNAVAILABLE, 5),

	/** The client has as many connections as one may have. */
	MAX_CONNECTIONS_PER_CLIENT(HttpResponseStatus.TOO_MANY_REQUESTS, 5),

	/** The client makes connections faster than one may. */
	NEW_CONNECTIONS_PER_CLIENT(HttpResponseStatus.TOO_MANY_REQUESTS, 1),

	/** The head of a request is too large. */
	REQUEST_HEAD_SIZE(HttpResponseStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, 0),

	/** The head of a request did not arrive in time. */
	REQUEST_HEAD_TIMEOUT(HttpResponseStatus.REQUEST_TIMEOUT, 0),

	/** The TLS handshake failed, took too long, or was left before its end. */
	TLS_HANDSHAKE(HttpResponseStatus.BAD_REQUEST, 0);

	private final int status;

	private final int retryAfterSeconds;

	private final String response;

	RefusalReason(HttpResponseStatus status, int retryAfterSeconds) {
		this.status = status.code();
		this.retryAfterSeconds = retryAfterSeconds;
		String retryAfter = (retryAfterSeconds > 0) ? "Retry-After: " + retryAfterSeconds + "\r\n" : "";
		this.response = "HTTP/1.1 " + status + "\r\n" + retryAfter + "Connection: close\r\nContent-Length: 0\r\n\r\n";
	}

	/**
	 * The bytes of the response after which the connection is closed.
	 */
	ByteBuf response(ByteBufAllocator allocator) {
		return ByteBufUtil.writeAscii(allocator, this.response);
	}

	/**
	 * The response to one request on a connection that stays.
	 */
	FullHttpResponse response() {
		FullHttpResponse response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1,
				HttpResponseStatus.valueOf(this.status), Unpooled.EMPTY_BUFFER);
		if (this.retryAfterSeconds > 0) {
			response.headers().setInt(HttpHeaderNames.RETRY_AFTER, this.retryAfterSeconds);
		}
		return response;
	}

}
