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

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import org.jspecify.annotations.Nullable;

/**
 * Creates the heads of forwarded messages: without the fields that are meant for one
 * connection only (RFC 9110, section 7.6.1), and with exactly one statement of the body's
 * length (RFC 9112, section 6).
 */
final class ForwardHeaders {

	private static final List<CharSequence> HOP_BY_HOP = List.of(HttpHeaderNames.CONNECTION, "Keep-Alive",
			"Proxy-Connection", HttpHeaderNames.PROXY_AUTHENTICATE, HttpHeaderNames.PROXY_AUTHORIZATION,
			HttpHeaderNames.TE, HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderNames.UPGRADE, "HTTP2-Settings");

	private ForwardHeaders() {
	}

	/**
	 * Whether a request asks to become a WebSocket; other upgrades are not forwarded.
	 */
	static boolean isUpgrade(HttpRequest request) {
		return HttpMethod.GET.equals(request.method()) && HttpVersion.HTTP_1_1.equals(request.protocolVersion())
				&& request.headers().contains(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET, true)
				&& request.headers().containsValue(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE, true);
	}

	/**
	 * Whether a request's body is told in the one way that cannot be misread: by its
	 * length, or chunked and nothing else.
	 */
	static boolean isFramed(HttpRequest request) {
		List<String> codings = request.headers().getAll(HttpHeaderNames.TRANSFER_ENCODING);
		if (codings.isEmpty()) {
			return true;
		}
		return codings.size() == 1 && HttpHeaderValues.CHUNKED.contentEqualsIgnoreCase(codings.get(0).trim())
				&& HttpVersion.HTTP_1_1.equals(request.protocolVersion())
				&& !request.headers().contains(HttpHeaderNames.CONTENT_LENGTH);
	}

	static boolean hasBody(HttpRequest request) {
		return HttpUtil.isTransferEncodingChunked(request) || HttpUtil.getContentLength(request, 0L) > 0;
	}

	/**
	 * Creates the head of a request that goes on to the server.
	 */
	static HttpRequest request(HttpRequest request) {
		boolean chunked = HttpUtil.isTransferEncodingChunked(request);
		String length = request.headers().get(HttpHeaderNames.CONTENT_LENGTH);
		HttpHeaders headers = request.headers().copy();
		String host = headers.get(HttpHeaderNames.HOST);
		removeHopByHop(headers);
		if (host != null) {
			// Even if the client calls it a matter of the connection.
			headers.set(HttpHeaderNames.HOST, host);
		}
		delimit(headers, chunked, length);
		if (isUpgrade(request)) {
			upgrade(headers);
		}
		return new DefaultHttpRequest(HttpVersion.HTTP_1_1, request.method(), request.uri(), headers);
	}

	/**
	 * Creates the head of a response that goes on to the client.
	 * @param response the server's
	 * @param chunked whether the body goes on in chunks
	 */
	static HttpResponse response(HttpResponse response, boolean chunked) {
		String length = response.headers().get(HttpHeaderNames.CONTENT_LENGTH);
		HttpHeaders headers = response.headers().copy();
		removeHopByHop(headers);
		delimit(headers, chunked, length);
		return new DefaultHttpResponse(HttpVersion.HTTP_1_1, response.status(), headers);
	}

	/**
	 * The head of a response that accepts an upgrade.
	 */
	static HttpHeaders upgraded(HttpResponse response) {
		HttpHeaders headers = response.headers().copy();
		removeHopByHop(headers);
		headers.remove(HttpHeaderNames.CONTENT_LENGTH);
		upgrade(headers);
		return headers;
	}

	private static void upgrade(HttpHeaders headers) {
		headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE);
		headers.set(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET);
	}

	private static void delimit(HttpHeaders headers, boolean chunked, @Nullable String length) {
		headers.remove(HttpHeaderNames.CONTENT_LENGTH);
		if (chunked) {
			headers.set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
		}
		else if (length != null) {
			headers.set(HttpHeaderNames.CONTENT_LENGTH, length);
		}
	}

	private static void removeHopByHop(HttpHeaders headers) {
		List<String> named = new ArrayList<>();
		for (String line : headers.getAll(HttpHeaderNames.CONNECTION)) {
			for (String name : line.split(",", -1)) {
				named.add(name.trim().toLowerCase(Locale.ROOT));
			}
		}
		named.stream().filter((name) -> !name.isEmpty()).forEach(headers::remove);
		HOP_BY_HOP.forEach(headers::remove);
	}

}
