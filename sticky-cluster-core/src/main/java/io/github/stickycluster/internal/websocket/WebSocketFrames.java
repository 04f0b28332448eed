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

package io.github.stickycluster.internal.websocket;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/**
 * Writes the heads of unmasked, unfragmented WebSocket frames (RFC 6455, section 5.2).
 */
public final class WebSocketFrames {

	/** Marks a frame that is the last, or the only, fragment. */
	public static final int FINAL = 0x80;

	/** The first byte of a final text frame. */
	public static final int TEXT = FINAL | Opcode.TEXT;

	/** The first byte of a final binary frame. */
	public static final int BINARY = FINAL | Opcode.BINARY;

	private static final int MAX_HEAD = 10;

	private WebSocketFrames() {
	}

	/**
	 * Creates a frame of a payload that has room for the head before its reader index.
	 * All receivers of a shared payload write the same bytes there, so they need not
	 * agree on who does.
	 * @param first the first byte
	 * @param payload the payload, which stays the caller's
	 * @return the frame, sharing the payload's memory; the caller owns this reference
	 */
	public static ByteBuf inHeadroom(int first, ByteBuf payload) {
		return payload.retainedDuplicate().readerIndex(writeHead(first, payload));
	}

	/**
	 * Creates a payload that has room for the head before its reader index a frame.
	 * @param first the first byte
	 * @param payload the payload, taken over
	 * @return the frame: the same buffer
	 */
	public static ByteBuf becoming(int first, ByteBuf payload) {
		return payload.readerIndex(writeHead(first, payload));
	}

	private static int writeHead(int first, ByteBuf payload) {
		int length = payload.readableBytes();
		int start = payload.readerIndex() - headLength(length);
		payload.setByte(start, first);
		if (length < 126) {
			payload.setByte(start + 1, length);
		}
		else if (length < 65_536) {
			payload.setByte(start + 1, 126);
			payload.setShort(start + 2, length);
		}
		else {
			payload.setByte(start + 1, 127);
			payload.setLong(start + 2, length);
		}
		return start;
	}

	/**
	 * Creates a frame of parts, copying them.
	 * @param allocator makes the frame's buffer
	 * @param first the first byte
	 * @param parts the payload
	 * @return the frame, which the caller owns
	 */
	public static ByteBuf copy(ByteBufAllocator allocator, int first, byte[]... parts) {
		int length = 0;
		for (byte[] part : parts) {
			length += part.length;
		}
		ByteBuf frame = head(allocator, first, length);
		for (byte[] part : parts) {
			frame.writeBytes(part);
		}
		return frame;
	}

	/**
	 * Starts a frame.
	 * @param allocator makes the frame's buffer
	 * @param first the first byte
	 * @param length the bytes of the payload, for which there is room
	 * @return the frame's head, which the caller owns
	 */
	public static ByteBuf head(ByteBufAllocator allocator, int first, int length) {
		ByteBuf frame = allocator.ioBuffer(MAX_HEAD + length);
		frame.writeByte(first);
		if (length < 126) {
			frame.writeByte(length);
		}
		else if (length < 65_536) {
			frame.writeByte(126).writeShort(length);
		}
		else {
			frame.writeByte(127).writeLong(length);
		}
		return frame;
	}

	private static int headLength(int length) {
		if (length < 126) {
			return 2;
		}
		return (length < 65_536) ? 4 : MAX_HEAD;
	}

}
