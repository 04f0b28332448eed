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

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * One WebSocket frame of RFC 6455.
 *
 * @param fin whether it ends its message
 * @param opcode what it carries
 * @param payload the payload, not masked
 */
public record Frame(boolean fin, int opcode, byte[] payload) {

	public static final int CONTINUATION = 0;

	public static final int TEXT = 1;

	public static final int BINARY = 2;

	public static final int CLOSE = 8;

	public static final int PING = 9;

	public static final int PONG = 10;

	private static final byte[] MASK = { 0x11, 0x22, 0x33, 0x44 };

	public static Frame text(String text) {
		return new Frame(true, TEXT, text.getBytes(StandardCharsets.UTF_8));
	}

	public static Frame binary(byte[] bytes) {
		return new Frame(true, BINARY, bytes);
	}

	static Frame read(Wire wire) throws IOException {
		int first = wire.readByte();
		int length = wire.readByte();
		if (length == 126) {
			length = ByteBuffer.wrap(wire.read(2)).getShort() & 0xFFFF;
		}
		else if (length == 127) {
			length = (int) ByteBuffer.wrap(wire.read(8)).getLong();
		}
		return new Frame((first & 0x80) != 0, first & 0x0F, wire.read(length));
	}

	public String text() {
		return new String(this.payload, StandardCharsets.UTF_8);
	}

	/**
	 * The status of a close frame.
	 * @return the status, or 1005 when the frame carries none
	 */
	public int closeStatus() {
		return (this.payload.length < 2) ? 1005 : ByteBuffer.wrap(this.payload).getShort() & 0xFFFF;
	}

	/**
	 * The frame as a client sends it.
	 * @return the bytes, masked
	 */
	public byte[] masked() {
		ByteBuffer bytes = head(0x80).put(MASK);
		for (int i = 0; i < this.payload.length; i++) {
			bytes.put((byte) (this.payload[i] ^ MASK[i % 4]));
		}
		return flip(bytes);
	}

	/**
	 * The frame as no client may send it.
	 * @return the bytes, not masked
	 */
	public byte[] unmasked() {
		return flip(head(0).put(this.payload));
	}

	private ByteBuffer head(int mask) {
		ByteBuffer bytes = ByteBuffer.allocate(14 + this.payload.length);
		bytes.put((byte) ((this.fin ? 0x80 : 0) | this.opcode));
		if (this.payload.length < 126) {
			return bytes.put((byte) (mask | this.payload.length));
		}
		if (this.payload.length < 65_536) {
			return bytes.put((byte) (mask | 126)).putShort((short) this.payload.length);
		}
		return bytes.put((byte) (mask | 127)).putLong(this.payload.length);
	}

	private static byte[] flip(ByteBuffer buffer) {
		byte[] bytes = new byte[buffer.flip().remaining()];
		buffer.get(bytes);
		return bytes;
	}

	@Override
	public String toString() {
		return "Frame[" + this.opcode + (this.fin ? "" : "…") + " " + text() + "]";
	}

}
