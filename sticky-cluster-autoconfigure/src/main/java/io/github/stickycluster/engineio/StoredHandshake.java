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

package io.github.stickycluster.engineio;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

import com.corundumstudio.socketio.HandshakeData;
import io.github.stickycluster.socketio.QueryStrings;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.ReadOnlyHttpHeaders;
import org.jspecify.annotations.Nullable;

/**
 * The request that opened a session. Its headers are kept as one block of bytes for as
 * long as the session lives, and its parameters in the URL alone; they are read anew when
 * somebody asks, which few do after the handshake.
 */
final class StoredHandshake extends HandshakeData {

	private static final long serialVersionUID = 1L;

	private final byte[] headers;

	StoredHandshake(HttpExchange exchange) {
		super(null, null, exchange.clientAddress(), local(exchange), exchange.request().uri(), isCrossDomain(exchange));
		this.headers = pack(exchange.request());
	}

	/** The bytes of what the client sent, which are kept. */
	int cost() {
		return this.headers.length + getUrl().length();
	}

	@Override
	public HttpHeaders getHttpHeaders() {
		String block = new String(this.headers, StandardCharsets.ISO_8859_1);
		List<CharSequence> pairs = new ArrayList<>();
		int start = 0;
		for (int end = block.indexOf('\n'); end >= 0; end = block.indexOf('\n', start)) {
			pairs.add(block.substring(start, end));
			start = end + 1;
		}
		return new ReadOnlyHttpHeaders(false, pairs.toArray(new CharSequence[0]));
	}

	@Override
	public Map<String, List<String>> getUrlParams() {
		return QueryStrings.ofUri(getUrl());
	}

	@Override
	public @Nullable String getSingleUrlParam(String name) {
		List<String> values = getUrlParams().get(name);
		return (values != null && values.size() == 1) ? values.get(0) : null;
	}

	private static byte[] pack(HttpRequest request) {
		StringBuilder block = new StringBuilder(512);
		Iterator<Map.Entry<CharSequence, CharSequence>> entries = request.headers().iteratorCharSequence();
		while (entries.hasNext()) {
			Map.Entry<CharSequence, CharSequence> entry = entries.next();
			// The codec lets no line feed into a name or a value.
			block.append(entry.getKey()).append('\n').append(entry.getValue()).append('\n');
		}
		return block.toString().getBytes(StandardCharsets.ISO_8859_1);
	}

	private static InetSocketAddress local(HttpExchange exchange) {
		SocketAddress local = exchange.channel().localAddress();
		return (local instanceof InetSocketAddress address) ? address : new InetSocketAddress(0);
	}

	private static boolean isCrossDomain(HttpExchange exchange) {
		String origin = exchange.request().headers().get(HttpHeaderNames.ORIGIN);
		return origin != null && !origin.equalsIgnoreCase("null");
	}

}
