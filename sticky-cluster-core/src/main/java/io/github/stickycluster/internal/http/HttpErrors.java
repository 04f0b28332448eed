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

package io.github.stickycluster.internal.http;

import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;

/**
 * The responses to requests that fail before a handler gets them.
 */
final class HttpErrors {

	private HttpErrors() {
	}

	/**
	 * Tells the status for a request that could not be decoded.
	 * @param cause why not
	 */
	static HttpResponseStatus status(Throwable cause) {
		if (cause instanceof UnsupportedHttpVersionException) {
			return HttpResponseStatus.HTTP_VERSION_NOT_SUPPORTED;
		}
		if (cause instanceof TooLongHttpLineException) {
			return HttpResponseStatus.REQUEST_URI_TOO_LONG;
		}
		return (cause instanceof TooLongHttpHeaderException || cause instanceof TooLongFrameException)
				? HttpResponseStatus.REQUEST_HEADER_FIELDS_TOO_LARGE : HttpResponseStatus.BAD_REQUEST;
	}

	/** Makes a response without a body after which the connection is closed. */
	static FullHttpResponse closing(HttpResponseStatus status) {
		FullHttpResponse response = empty(status);
		HttpUtil.setContentLength(response, 0);
		HttpUtil.setKeepAlive(response, false);
		return response;
	}

	/** Makes a response without a body. */
	static FullHttpResponse empty(HttpResponseStatus status) {
		return new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status);
	}

}
