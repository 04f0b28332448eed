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

import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * A {@link Link} over a WebSocket.
 */
final class WebSocketLink implements Link {

	private final RawWebSocket socket;

	private final boolean isVersion3;

	private final Open open;

	WebSocketLink(RawWebSocket socket, boolean isVersion3) {
		this(socket, isVersion3, Open.parse(socket.text()));
	}

	WebSocketLink(RawWebSocket socket, boolean isVersion3, Open open) {
		this.socket = socket;
		this.isVersion3 = isVersion3;
		this.open = open;
	}

	@Override
	public Open handshake() {
		return this.open;
	}

	@Override
	public void send(Message... packets) {
		for (Message packet : packets) {
			if (packet.text() != null) {
				this.socket.send(packet.text());
			}
			else {
				this.socket.send(this.isVersion3 ? Payload.typed(packet.bytes()) : packet.bytes());
			}
		}
	}

	@Override
	public Message next() {
		while (true) {
			Message next = decode(this.socket.message());
			if (next.isText("2") && !this.isVersion3) {
				this.socket.send("3");
			}
			else if (!next.isText("6") && !next.isText("3")) {
				return next;
			}
		}
	}

	private Message decode(Frame frame) {
		return switch (frame.opcode()) {
			case Frame.TEXT -> Message.of(new String(frame.payload(), StandardCharsets.UTF_8));
			case Frame.BINARY -> Message.of(this.isVersion3 ? Payload.untyped(frame.payload()) : frame.payload());
			default -> throw new AssertionError("no message: " + frame + " " + frame.closeStatus());
		};
	}

	@Override
	public boolean isClosedByServer() {
		try {
			this.socket.closeStatus();
			return true;
		}
		catch (AssertionError ex) {
			return false;
		}
	}

	@Override
	public void leave() {
		try {
			this.socket.send("1");
		}
		catch (UncheckedIOException ex) {
			throw new AssertionError("already closed", ex);
		}
	}

	@Override
	public void close() {
		this.socket.close();
	}

}
