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

package io.github.stickycluster.benchmarks.load;

import java.nio.charset.StandardCharsets;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;

/**
 * WebSocket frames as a client sends them (RFC 6455, section 5.2), made once and sent
 * again and again.
 */
final class Frames {

	private static final int FINAL = 0x80;

	private static final int TEXT = 1;

	private static final int BINARY = 2;

	private static final int MASKED = 0x80;

	/** Frames live as long as the process, which is no leak. */
	private static final ByteBufAllocator KEPT = new UnpooledByteBufAllocator(true, true);

	/** Any will do, as long as the server has to take it off. */
	private static final byte[] MASK = { 0x37, (byte) 0xfa, 0x21, 0x3d };

	private static final int SHORT_LENGTH = 125;

	private static final int LENGTH_IN_TWO_BYTES = 126;

	private static final int HEAD = 8;

	private Frames() {
	}

	static ByteBuf text(String text) {
		return frame(TEXT, text.getBytes(StandardCharsets.UTF_8));
	}

	static ByteBuf binary(byte[] payload) {
		return frame(BINARY, payload);
	}

	/**
	 * Joins frames that are sent together.
	 */
	static ByteBuf both(ByteBuf first, ByteBuf second) {
		ByteBuf both = KEPT.directBuffer(first.readableBytes() + second.readableBytes());
		both.writeBytes(first.duplicate()).writeBytes(second.duplicate());
		return Unpooled.unreleasableBuffer(both);
	}

	private static ByteBuf frame(int opcode, byte[] payload) {
		ByteBuf frame = KEPT.directBuffer(payload.length + HEAD);
		frame.writeByte(FINAL | opcode);
		if (payload.length <= SHORT_LENGTH) {
			frame.writeByte(MASKED | payload.length);
		}
		else {
			frame.writeByte(MASKED | LENGTH_IN_TWO_BYTES).writeShort(payload.length);
		}
		frame.writeBytes(MASK);
		for (int i = 0; i < payload.length; i++) {
			frame.writeByte(payload[i] ^ MASK[i & 3]);
		}
		return Unpooled.unreleasableBuffer(frame);
	}

}
