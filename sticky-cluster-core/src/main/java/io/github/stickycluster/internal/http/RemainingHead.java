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

import java.util.List;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;

/**
 * The part of a request's head that is kept until its response: the header fields on
 * which the response depends.
 */
final class RemainingHead {

	private static final List<CharSequence> FIELDS = List.of(HttpHeaderNames.ORIGIN, HttpHeaderNames.ACCEPT_ENCODING,
			"sec-fetch-site", HttpHeaderNames.CONTENT_LENGTH, HttpHeaderNames.TRANSFER_ENCODING,
			HttpHeaderNames.EXPECT);

	/** Longer than an origin with the longest host name, and than what browsers send. */
	private static final int LONGEST = 300;

	private RemainingHead() {
	}

	/**
	 * Copies what is left.
	 * @param request the request
	 * @return a request with the method, the version and a few fields
	 */
	static HttpRequest of(HttpRequest request) {
		HttpHeaders all = request.headers();
		HttpHeaders left = new DefaultHttpHeaders();
		for (CharSequence name : FIELDS) {
			String value = all.get(name);
			if (value != null && value.length() <= LONGEST) {
				left.set(name, value);
			}
		}
		HttpUtil.setKeepAlive(left, request.protocolVersion(), HttpUtil.isKeepAlive(request));
		return new DefaultHttpRequest(request.protocolVersion(), request.method(), "/", left);
	}

}
