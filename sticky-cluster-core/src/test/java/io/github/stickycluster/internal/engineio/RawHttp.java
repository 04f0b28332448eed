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

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * A connection on which a test writes HTTP and WebSocket byte by byte, and reads answers.
 */
final class RawHttp implements AutoCloseable {

	private static final int TIMEOUT_MILLIS = 10_000;

	private final Socket socket;

	private final InputStream in;

	private final Random random = new Random(3);

	RawHttp(int port) throws IOException {
		this.socket = new Socket(InetAddress.getLoopbackAddress(), port);
		this.socket.setSoTimeout(TIMEOUT_MILLIS);
		this.socket.setTcpNoDelay(true);
		this.in = this.socket.getInputStream();
	}

	Socket socket() {
		return this.socket;
	}

	void send(String text) throws IOException {
		send(text.getBytes(StandardCharsets.UTF_8));
	}

	void send(byte[] bytes) throws IOException {
		this.socket.getOutputStream().write(bytes);
		this.socket.getOutputStream().flush();
	}

	void sendGet(String uri, String... headers) throws IOException {
		send("GET " + uri + " HTTP/1.1\r\nHost: localhost\r\n" + lines(headers) + "\r\n");
	}

	Answer get(String uri, String... headers) throws IOException {
		sendGet(uri, headers);
		return read();
	}

	void sendPost(String uri, byte[] body, String... headers) throws IOException {
		send("POST " + uri + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + body.length + "\r\n" + lines(headers)
				+ "\r\n");
		send(body);
	}

	Answer post(String uri, String body, String... headers) throws IOException {
		sendPost(uri, body.getBytes(StandardCharsets.UTF_8), headers);
		return read();
	}

	/** Asks for a WebSocket and reads the answer. */
	Answer upgrade(String uri, String... headers) throws IOException {
		return get(uri, withUpgrade(headers));
	}

	private static String[] withUpgrade(String... headers) {
		String[] all = Arrays.copyOf(headers, headers.length + 4);
		all[headers.length] = "Connection: Upgrade";
		all[headers.length + 1] = "Upgrade: websocket";
		all[headers.length + 2] = "Sec-WebSocket-Version: 13";
		all[headers.length + 3] = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==";
		return all;
	}

	private static String lines(String... headers) {
		StringBuilder lines = new StringBuilder();
		for (String header : headers) {
			lines.append(header).append("\r\n");
		}
		return lines.toString();
	}

	Answer read() throws IOException {
		String status = line();
		Map<String, String> headers = new TreeMap<>();
		for (String line = line(); !line.isEmpty(); line = line()) {
			int colon = line.indexOf(':');
			headers.put(line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).trim());
		}
		byte[] body = this.in.readNBytes(Integer.parseInt(headers.getOrDefault("content-length", "0")));
		return new Answer(Integer.parseInt(status.split(" ")[1]), headers, body);
	}

	private String line() throws IOException {
		ByteArrayOutputStream line = new ByteArrayOutputStream();
		for (int next = byteOrFail(); next != '\n'; next = byteOrFail()) {
			line.write(next);
		}
		return line.toString(StandardCharsets.ISO_8859_1).trim();
	}

	private int byteOrFail() throws IOException {
		int next = this.in.read();
		if (next < 0) {
			throw new EOFException();
		}
		return next;
	}

	/** Whether the other side has closed the connection, waiting for it. */
	boolean isClosed() throws IOException {
		try {
			while (this.in.read() >= 0) {
				// What is still on the way does not matter.
			}
			return true;
		}
		catch (java.net.SocketTimeoutException ex) {
			return false;
		}
		catch (java.net.SocketException ex) {
			return true;
		}
	}

	void sendText(String text) throws IOException {
		sendFrame(0x81, text.getBytes(StandardCharsets.UTF_8));
	}

	/** Sends a masked frame. */
	void sendFrame(int first, byte[] payload) throws IOException {
		ByteArrayOutputStream frame = new ByteArrayOutputStream();
		frame.write(first);
		if (payload.length < 126) {
			frame.write(0x80 | payload.length);
		}
		else if (payload.length < 65_536) {
			frame.write(0x80 | 126);
			frame.write(payload.length >> 8);
			frame.write(payload.length);
		}
		else {
			frame.write(0x80 | 127);
			frame.writeBytes(java.nio.ByteBuffer.allocate(8).putLong(payload.length).array());
		}
		byte[] mask = new byte[4];
		this.random.nextBytes(mask);
		frame.writeBytes(mask);
		for (int i = 0; i < payload.length; i++) {
			frame.write(payload[i] ^ mask[i & 3]);
		}
		send(frame.toByteArray());
	}

	Frame readFrame() throws IOException {
		int first = byteOrFail();
		long length = byteOrFail();
		int more = (length == 126) ? 2 : (length == 127) ? 8 : 0;
		if (more > 0) {
			length = 0;
			for (int i = 0; i < more; i++) {
				length = (length << 8) | byteOrFail();
			}
		}
		return new Frame(first, this.in.readNBytes((int) length));
	}

	String readText() throws IOException {
		return readFrame().text();
	}

	@Override
	public void close() throws IOException {
		this.socket.close();
	}

	/** An answer. */
	static final class Answer {

		private final int status;

		private final Map<String, String> headers;

		private final byte[] body;

		private Answer(int status, Map<String, String> headers, byte[] body) {
			this.status = status;
			this.headers = headers;
			this.body = body;
		}

		int status() {
			return this.status;
		}

		String header(String name) {
			return this.headers.getOrDefault(name, "");
		}

		String body() {
			return new String(this.body, StandardCharsets.UTF_8);
		}

		byte[] bytes() {
			return this.body;
		}

		/** The session id in an OPEN packet. */
		String sid() {
			String body = body();
			int start = body.indexOf("\"sid\":\"") + 7;
			return body.substring(start, start + SessionId.LENGTH);
		}

	}

	/** A WebSocket frame. */
	static final class Frame {

		private final int first;

		private final byte[] payload;

		private Frame(int first, byte[] payload) {
			this.first = first;
			this.payload = payload;
		}

		int first() {
			return this.first;
		}

		byte[] payload() {
			return this.payload;
		}

		String text() {
			return new String(this.payload, StandardCharsets.UTF_8);
		}

		int closeCode() {
			return ((this.payload[0] & 0xFF) << 8) | (this.payload[1] & 0xFF);
		}

	}

}
