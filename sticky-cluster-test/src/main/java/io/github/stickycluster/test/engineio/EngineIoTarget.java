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

package io.github.stickycluster.test.engineio;

import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import javax.net.ssl.SSLContext;

import io.github.stickycluster.test.time.TestClock;
import org.jspecify.annotations.Nullable;

/**
 * The server that a client connects to, and the settings of the connection.
 *
 * @param host host name or address of the server
 * @param port port of the server
 * @param path path of the handshake, such as {@code /socket.io/}
 * @param version version of Engine.IO
 * @param transport transport of the session
 * @param query query parameters in addition to those of the protocol
 * @param headers header fields of every request
 * @param source local address to connect from; {@code null} for the system's choice
 * @param tls TLS context; {@code null} for no TLS
 * @param compression whether a WebSocket offers permessage-deflate
 * @param clock the time that the client keeps; {@code null} for the system's
 * @since 0.1.0
 */
public record EngineIoTarget(String host, int port, String path, EngineIoVersion version, ClientTransport transport,
		Map<String, String> query, Map<String, List<String>> headers, @Nullable InetSocketAddress source,
		@Nullable SSLContext tls, boolean compression, @Nullable TestClock clock) {

	/**
	 * Creates a target without compression, and with the system's time.
	 * @param host host name or address of the server
	 * @param port port of the server
	 * @param path path of the handshake, such as {@code /socket.io/}
	 * @param version version of Engine.IO
	 * @param transport transport of the session
	 * @param query query parameters in addition to those of the protocol
	 * @param headers header fields of every request
	 * @param source local address to connect from; {@code null} for the system's choice
	 * @param tls TLS context; {@code null} for no TLS
	 */
	public EngineIoTarget(String host, int port, String path, EngineIoVersion version, ClientTransport transport,
			Map<String, String> query, Map<String, List<String>> headers, @Nullable InetSocketAddress source,
			@Nullable SSLContext tls) {
		this(host, port, path, version, transport, query, headers, source, tls, false, null);
	}

	/**
	 * Creates an immutable copy.
	 */
	public EngineIoTarget {
		query = Map.copyOf(query);
		headers = Map.copyOf(headers);
	}

	/**
	 * Returns the path and query of a request.
	 * @param transport the name of the transport
	 * @param sid the session id; {@code null} in the handshake
	 */
	String requestTarget(String transport, @Nullable String sid) {
		Map<String, String> parameters = new LinkedHashMap<>();
		parameters.put("EIO", Integer.toString(this.version.number()));
		parameters.put("transport", transport);
		if (sid != null) {
			parameters.put("sid", sid);
		}
		parameters.putAll(this.query);
		return this.path + parameters.entrySet()
			.stream()
			.map((parameter) -> encode(parameter.getKey()) + "=" + encode(parameter.getValue()))
			.collect(Collectors.joining("&", "?", ""));
	}

	URI webSocketUri(@Nullable String sid) {
		String scheme = (this.tls != null) ? "wss" : "ws";
		return URI.create(scheme + "://" + hostAndPort() + requestTarget("websocket", sid));
	}

	/**
	 * Returns the server as the value of the header field {@code Host}.
	 */
	String hostAndPort() {
		return ((this.host.indexOf(':') >= 0) ? "[" + this.host + "]" : this.host) + ":" + this.port;
	}

	private static String encode(String text) {
		return URLEncoder.encode(text, StandardCharsets.UTF_8);
	}

}
