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

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketTimeoutException;
import java.time.Duration;

/**
 * A WebSocket client that sends what it is told and shows every frame it receives.
 */
public final class RawWebSocket implements Closeable {

	private final Wire wire;

	private RawWebSocket(Wire wire) {
		this.wire = wire;
	}

	/**
	 * The request that opens a WebSocket.
	 * @param target the path and query
	 * @return the request
	 */
	public static HttpRequest handshake(String target) {
		return HttpRequest.get(target)
			.header("Connection", "Upgrade")
			.header("Upgrade", "websocket")
			.header("Sec-WebSocket-Version", "13")
			.header("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==");
	}

	/**
	 * Opens a WebSocket.
	 * @param port the port
	 * @param target the path and query
	 * @return the WebSocket
	 */
	public static RawWebSocket open(int port, String target) {
		return open(Wire.to(port), handshake(target));
	}

	public static RawWebSocket open(Wire wire, HttpRequest handshake) {
		HttpAnswer answer = wire.exchange(handshake);
		if (answer.status() != 101) {
			throw new AssertionError("no WebSocket: " + answer);
		}
		return new RawWebSocket(wire);
	}

	/**
	 * Goes on after a handshake that the test did itself.
	 * @param wire the connection, past the server's answer
	 * @return the WebSocket
	 */
	public static RawWebSocket on(Wire wire) {
		return new RawWebSocket(wire);
	}

	public Wire wire() {
		return this.wire;
	}

	public RawWebSocket send(String text) {
		return send(Frame.text(text));
	}

	public RawWebSocket send(byte[] bytes) {
		return send(Frame.binary(bytes));
	}

	public RawWebSocket send(Frame frame) {
		this.wire.send(frame.masked());
		return this;
	}

	public Frame frame() {
		try {
			return Frame.read(this.wire);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * The next text or binary message, put together from its frames.
	 * @return the message, or a close frame
	 */
	public Frame message() {
		Frame first = frame();
		if (first.fin()) {
			return first;
		}
		ByteArrayOutputStream payload = new ByteArrayOutputStream();
		payload.writeBytes(first.payload());
		for (Frame next = frame();; next = frame()) {
			payload.writeBytes(next.payload());
			if (next.fin()) {
				return new Frame(true, first.opcode(), payload.toByteArray());
			}
		}
	}

	public String text() {
		Frame message = message();
		if (message.opcode() != Frame.TEXT) {
			throw new AssertionError("not a text: " + message);
		}
		return message.text();
	}

	/**
	 * Reads on until the server's close frame, and answers it, or the end of the
	 * connection without one.
	 * @return the close frame's status; 1006 when there was none, as RFC 6455 has it
	 */
	public int closeStatus() {
		try {
			while (true) {
				Frame frame = Frame.read(this.wire);
				if (frame.opcode() == Frame.CLOSE) {
					this.wire.send(frame.masked());
					return frame.closeStatus();
				}
			}
		}
		catch (SocketTimeoutException ex) {
			throw new AssertionError("still open", ex);
		}
		catch (IOException ex) {
			return 1006;
		}
	}

	/**
	 * Whether the server ends the connection, with or without a close frame, which is
	 * answered.
	 * @param time how long to wait between two frames
	 * @return {@code true} if the connection ended
	 */
	public boolean closesWithin(Duration time) {
		this.wire.timeout(time);
		try {
			closeStatus();
			return this.wire.closesWithin(time);
		}
		catch (AssertionError ex) {
			return false;
		}
	}

	public boolean silentFor(Duration time) {
		return this.wire.silentFor(time);
	}

	@Override
	public void close() {
		this.wire.close();
	}

}
