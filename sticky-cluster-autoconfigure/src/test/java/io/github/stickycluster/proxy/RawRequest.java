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

package io.github.stickycluster.proxy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;

import io.github.stickycluster.testsupport.SourceAddressSocketFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Writes requests byte by byte, each on a connection of its own and from an address of
 * its own.
 */
final class RawRequest {

	private static final int TIMEOUT_MILLIS = 10_000;

	private RawRequest() {
	}

	static String get(int port, String source, String uri, String... headers) throws IOException {
		return body(send(port, source, head("GET", uri, 0, headers)));
	}

	static String post(int port, String source, String uri, String body, String... headers) throws IOException {
		return body(send(port, source, head("POST", uri, body.length(), headers) + body));
	}

	static String head(String method, String uri, int length, String... headers) {
		StringBuilder head = new StringBuilder(method + " " + uri + " HTTP/1.1\r\nHost: localhost\r\n");
		for (String header : headers) {
			head.append(header).append("\r\n");
		}
		return head + "Content-Length: " + length + "\r\nConnection: close\r\n\r\n";
	}

	/**
	 * Sends bytes and returns all that comes until the connection is closed.
	 */
	static String send(int port, String source, String bytes) throws IOException {
		try (Socket socket = SourceAddressSocketFactory.of(source).createSocket("127.0.0.1", port)) {
			socket.setSoTimeout(TIMEOUT_MILLIS);
			socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
			socket.getOutputStream().flush();
			return readAll(socket.getInputStream());
		}
	}

	private static String readAll(InputStream in) throws IOException {
		ByteArrayOutputStream all = new ByteArrayOutputStream();
		try {
			in.transferTo(all);
		}
		catch (SocketException ex) {
			// Reset: closed with bytes that nobody read.
		}
		return all.toString(StandardCharsets.UTF_8);
	}

	static String body(String answer) {
		assertThat(answer).startsWith("HTTP/1.1 200 ");
		return answer.substring(answer.indexOf("\r\n\r\n") + 4);
	}

}
