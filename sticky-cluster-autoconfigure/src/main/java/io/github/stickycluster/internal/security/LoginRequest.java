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

package io.github.stickycluster.internal.security;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

import io.github.stickycluster.socketio.Handshake;
import io.netty.util.NetUtil;

/**
 * Sends a request with the cookies of a client, by a connection of its own: the HTTP
 * clients of the JDK write a {@code Host} of their own, and the filter chain must see
 * that of the client.
 */
final class LoginRequest {

	/** The header that has the ticket. */
	static final String TICKET = "Sticky-Cluster-Login";

	private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);

	/** As long as a client waits for its authentication. */
	private static final Duration READ_TIMEOUT = Duration.ofSeconds(10);

	/** Filters may look at these. */
	private static final List<String> PASSED = List.of("Cookie", "User-Agent", "Accept-Language");

	/** {@code HTTP/1.1 204}. */
	private static final int STATUS_END = 12;

	private static final int STATUS_START = 9;

	private LoginRequest() {
	}

	/**
	 * Sends a request and waits for its response.
	 * @return the status of the response
	 * @throws IOException if there is none
	 */
	static int send(InetSocketAddress server, String path, String ticket, Handshake handshake) throws IOException {
		try (Socket socket = new Socket()) {
			socket.connect(server, (int) CONNECT_TIMEOUT.toMillis());
			socket.setSoTimeout((int) READ_TIMEOUT.toMillis());
			socket.getOutputStream().write(request(path, ticket, handshake).getBytes(StandardCharsets.ISO_8859_1));
			return status(socket.getInputStream());
		}
	}

	// Neither a page to return to after the login is kept for such a request, nor is it
	// redirected.
	private static String request(String path, String ticket, Handshake handshake) {
		StringBuilder request = new StringBuilder("GET ").append(path).append(" HTTP/1.1\r\n");
		String host = handshake.header("Host");
		add(request, "Host", (host != null) ? host : "localhost");
		add(request, "Connection", "close");
		add(request, "X-Requested-With", "XMLHttpRequest");
		add(request, "X-Forwarded-For", NetUtil.toAddressString(handshake.clientAddress().getAddress()));
		add(request, "X-Forwarded-Proto", handshake.isSecure() ? "https" : "http");
		add(request, TICKET, ticket);
		for (String name : PASSED) {
			handshake.headers().getOrDefault(name, List.of()).forEach((value) -> add(request, name, value));
		}
		return request.append("\r\n").toString();
	}

	// The codec of the client's request lets no line break into a value.
	private static void add(StringBuilder request, String name, String value) {
		request.append(name).append(": ").append(value).append("\r\n");
	}

	private static int status(InputStream response) throws IOException {
		String line = new String(response.readNBytes(STATUS_END), StandardCharsets.ISO_8859_1);
		if (!line.matches("HTTP/1\\.[01] [1-9][0-9]{2}")) {
			throw new IOException("The response is not one of HTTP/1.1");
		}
		return Integer.parseInt(line.substring(STATUS_START));
	}

}
