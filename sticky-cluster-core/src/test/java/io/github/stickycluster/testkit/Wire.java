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

package io.github.stickycluster.testkit;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import javax.net.ssl.SSLContext;

/**
 * One TCP connection on which a test decides every byte and when it is sent.
 */
public final class Wire implements Closeable {

	private static final int TIMEOUT_MILLIS = 20_000;

	private Socket socket = new Socket();

	private final int port;

	private InputStream in;

	private boolean ended;

	private Wire(int port, String from, int receiveBuffer) {
		try {
			this.port = port;
			this.socket.bind(new InetSocketAddress(from, 0));
			if (receiveBuffer > 0) {
				this.socket.setReceiveBufferSize(receiveBuffer);
			}
			this.socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MILLIS);
			this.socket.setTcpNoDelay(true);
			this.socket.setSoTimeout(TIMEOUT_MILLIS);
			this.in = new BufferedInputStream(this.socket.getInputStream());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Connects to a port of this machine.
	 * @param port the port
	 * @return the connection
	 */
	public static Wire to(int port) {
		return new Wire(port, "127.0.0.1", 0);
	}

	/**
	 * Connects from another address of this machine, as another client would.
	 * @param address an address within 127.0.0.0/8
	 * @param port the port
	 * @return the connection
	 */
	public static Wire from(String address, int port) {
		return new Wire(port, address, 0);
	}

	/**
	 * Connects with a small receive buffer, so that a peer that writes soon has to wait.
	 * @param port the port
	 * @param bytes the receive buffer's size
	 * @return the connection
	 */
	public static Wire withReceiveBuffer(int port, int bytes) {
		return new Wire(port, "127.0.0.1", bytes);
	}

	/**
	 * Begins TLS, after whatever has been sent before. The handshake comes with the next
	 * bytes; if it fails, they cannot be sent, or no answer can be read.
	 * @param client the client's side
	 * @return this connection
	 */
	public Wire startTls(SSLContext client) {
		try {
			this.socket = client.getSocketFactory().createSocket(this.socket, "127.0.0.1", this.port, true);
			this.in = new BufferedInputStream(this.socket.getInputStream());
			return this;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	public int port() {
		return this.port;
	}

	public int localPort() {
		return this.socket.getLocalPort();
	}

	public Wire send(byte[] bytes) {
		try {
			this.socket.getOutputStream().write(bytes);
			return this;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	public Wire send(String text) {
		return send(text.getBytes(StandardCharsets.UTF_8));
	}

	public Wire send(HttpRequest request) {
		return send(request.bytes());
	}

	/**
	 * Sends the bytes one by one, each in a write of its own.
	 * @param bytes what to send
	 * @return this connection
	 */
	public Wire trickle(byte[] bytes) {
		for (byte value : bytes) {
			send(new byte[] { value });
		}
		return this;
	}

	/**
	 * Sends a request and reads its response.
	 * @param request the request
	 * @return the response
	 */
	public HttpAnswer exchange(HttpRequest request) {
		send(request);
		return request.isHead() ? answerToHead() : answer();
	}

	public HttpAnswer get(String target) {
		return exchange(HttpRequest.get(target));
	}

	public HttpAnswer post(String target, String body) {
		return exchange(HttpRequest.post(target, body));
	}

	public HttpAnswer answer() {
		return answer(true);
	}

	public HttpAnswer answerToHead() {
		return answer(false);
	}

	private HttpAnswer answer(boolean withBody) {
		try {
			int status = Integer.parseInt(line().split(" ")[1]);
			Map<String, List<String>> headers = new LinkedHashMap<>();
			for (String line = line(); !line.isEmpty(); line = line()) {
				int colon = line.indexOf(':');
				headers.computeIfAbsent(line.substring(0, colon).toLowerCase(Locale.ROOT), (name) -> new ArrayList<>())
					.add(line.substring(colon + 1).trim());
			}
			boolean bodiless = !withBody || status / 100 == 1 || status == 204 || status == 304;
			byte[] body = (bodiless) ? new byte[0] : body(headers);
			this.ended |= headers.getOrDefault("connection", List.of()).contains("close");
			return new HttpAnswer(status, headers, body);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private byte[] body(Map<String, List<String>> headers) throws IOException {
		if (headers.containsKey("content-length")) {
			return read(Integer.parseInt(headers.get("content-length").get(0)));
		}
		if (headers.containsKey("transfer-encoding")) {
			return chunks();
		}
		this.ended = true;
		return this.in.readAllBytes();
	}

	private byte[] chunks() throws IOException {
		ByteArrayOutputStream body = new ByteArrayOutputStream();
		while (true) {
			byte[] chunk = read(Integer.parseInt(line().trim(), 16));
			body.write(chunk);
			line();
			if (chunk.length == 0) {
				return body.toByteArray();
			}
		}
	}

	private String line() throws IOException {
		ByteArrayOutputStream line = new ByteArrayOutputStream();
		for (int value = this.in.read(); value != '\n'; value = this.in.read()) {
			if (value < 0) {
				throw new EOFException("closed by the server after '" + line.toString(StandardCharsets.UTF_8) + "'");
			}
			line.write(value);
		}
		return line.toString(StandardCharsets.UTF_8).stripTrailing();
	}

	public int readByte() throws IOException {
		int value = this.in.read();
		if (value < 0) {
			throw new EOFException("closed by the server");
		}
		return value;
	}

	public byte[] read(int length) throws IOException {
		byte[] bytes = this.in.readNBytes(length);
		if (bytes.length < length) {
			throw new EOFException("closed by the server after " + bytes.length + " of " + length + " bytes");
		}
		return bytes;
	}

	/**
	 * Reads until the server closes the connection, in order or with a reset.
	 * @return all that came
	 */
	public String rest() {
		ByteArrayOutputStream rest = new ByteArrayOutputStream();
		try {
			this.in.transferTo(rest);
		}
		catch (SocketTimeoutException ex) {
			throw new AssertionError("still open after " + rest.toString(StandardCharsets.UTF_8), ex);
		}
		catch (IOException ex) {
			// Reset: closed with bytes that nobody read.
		}
		return rest.toString(StandardCharsets.UTF_8);
	}

	/**
	 * Whether the server sends nothing for a while and leaves the connection open.
	 * @param time how long to listen
	 * @return {@code true} if nothing came
	 */
	public boolean silentFor(Duration time) {
		try {
			this.in.mark(1);
			this.socket.setSoTimeout((int) time.toMillis());
			this.in.read();
			this.in.reset();
			return false;
		}
		catch (SocketTimeoutException ex) {
			return true;
		}
		catch (IOException ex) {
			return false;
		}
		finally {
			resetTimeout();
		}
	}

	/**
	 * Whether the server closes the connection, whatever it says before.
	 * @param time how long to wait between two bytes
	 * @return {@code true} if the connection ended
	 */
	public boolean closesWithin(Duration time) {
		try {
			this.socket.setSoTimeout((int) time.toMillis());
			this.in.transferTo(OutputStream.nullOutputStream());
			return true;
		}
		catch (SocketTimeoutException ex) {
			return false;
		}
		catch (IOException ex) {
			return true;
		}
		finally {
			resetTimeout();
		}
	}

	void timeout(Duration time) {
		try {
			this.socket.setSoTimeout((int) time.toMillis());
		}
		catch (SocketException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void resetTimeout() {
		try {
			if (!this.socket.isClosed()) {
				this.socket.setSoTimeout(TIMEOUT_MILLIS);
			}
		}
		catch (SocketException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Sends the end of the stream, and leaves the other direction open.
	 */
	public void endOutput() {
		try {
			this.socket.shutdownOutput();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Closes the connection with a reset instead of an orderly end.
	 */
	public void reset() {
		try {
			this.socket.setSoLinger(true, 0);
			this.socket.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Whether the last response said that the connection ends.
	 * @return {@code true} if another request needs another connection
	 */
	public boolean isEnded() {
		return this.ended || this.socket.isClosed();
	}

	@Override
	public void close() {
		try {
			this.socket.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
