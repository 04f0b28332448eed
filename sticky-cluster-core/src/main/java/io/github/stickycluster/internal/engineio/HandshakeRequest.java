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

import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

import io.github.stickycluster.socketio.Handshake;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.cookie.Cookie;
import io.netty.handler.codec.http.cookie.ServerCookieDecoder;
import org.jspecify.annotations.Nullable;

/**
 * A handshake as applications see it. Parses what is asked for once.
 */
public final class HandshakeRequest implements Handshake {

	private final io.github.stickycluster.internal.engineio.Handshake request;

	private final Supplier<Object> auth;

	private final Supplier<Map<String, String>> namespaceVariables;

	private volatile @Nullable Map<String, List<String>> headers;

	private volatile @Nullable Map<String, List<String>> parameters;

	private volatile @Nullable Map<String, String> cookies;

	/**
	 * Shows a request of a client that is in no namespace.
	 * @param request the request
	 */
	public HandshakeRequest(io.github.stickycluster.internal.engineio.Handshake request) {
		this(request, Map::of, Map::of);
	}

	/**
	 * Shows a request.
	 * @param request the request
	 * @param auth tells what came with the CONNECT
	 * @param namespaceVariables tells the variables of the namespace
	 */
	public HandshakeRequest(io.github.stickycluster.internal.engineio.Handshake request, Supplier<Object> auth,
			Supplier<Map<String, String>> namespaceVariables) {
		this.request = request;
		this.auth = auth;
		this.namespaceVariables = namespaceVariables;
	}

	@Override
	public Map<String, List<String>> headers() {
		Map<String, List<String>> present = this.headers;
		if (present == null) {
			present = parse(this.request.headers());
			this.headers = present;
		}
		return present;
	}

	private static Map<String, List<String>> parse(HttpHeaders headers) {
		Map<String, List<String>> values = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
		headers.forEach((header) -> values.computeIfAbsent(header.getKey(), (name) -> new ArrayList<>(1))
			.add(header.getValue()));
		values.replaceAll((name, all) -> List.copyOf(all));
		return Collections.unmodifiableMap(values);
	}

	@Override
	public Map<String, List<String>> parameters() {
		Map<String, List<String>> present = this.parameters;
		if (present == null) {
			present = Collections.unmodifiableMap(this.request.parameters());
			this.parameters = present;
		}
		return present;
	}

	@Override
	public Map<String, String> cookies() {
		Map<String, String> present = this.cookies;
		if (present == null) {
			Map<String, String> values = new LinkedHashMap<>();
			for (String header : headers().getOrDefault(HttpHeaderNames.COOKIE.toString(), List.of())) {
				for (Cookie cookie : ServerCookieDecoder.LAX.decodeAll(header)) {
					values.putIfAbsent(cookie.name(), cookie.value());
				}
			}
			present = Collections.unmodifiableMap(values);
			this.cookies = present;
		}
		return present;
	}

	@Override
	public InetSocketAddress clientAddress() {
		return this.request.address();
	}

	@Override
	public InetSocketAddress localAddress() {
		return this.request.local();
	}

	@Override
	public boolean isSecure() {
		return this.request.isSecure();
	}

	@Override
	public @Nullable X509Certificate clientCertificate() {
		return this.request.clientCertificate();
	}

	@Override
	public String url() {
		return this.request.url();
	}

	@Override
	public Instant time() {
		return this.request.time();
	}

	@Override
	public Object auth() {
		return this.auth.get();
	}

	@Override
	public Map<String, String> namespaceVariables() {
		return this.namespaceVariables.get();
	}

}
