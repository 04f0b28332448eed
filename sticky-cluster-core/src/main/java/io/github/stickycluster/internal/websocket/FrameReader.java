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

import io.github.stickycluster.internal.budget.Costs;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import org.jspecify.annotations.Nullable;

/**
 * Reads the frames of a client (RFC 6455, section 5) where no extension is negotiated:
 * each in the buffer it came in, unmasked in place and neither copied nor wrapped, which
 * is what makes it cheaper than Netty's decoder. Used on the channel's event loop.
 */
public final class FrameReader {

	private static final int FINAL = 0x80;

	private static final int RESERVED = 0x70;

	private static final int OPCODE = 0x0f;

	private static final int MASKED = 0x80;

	private static final int CONTROL = 0x08;

	private static final int MASK_BYTES = 4;

	private static final int MAX_CONTROL_PAYLOAD = 125;

	private final int maxPayload;

	/** A frame that has not arrived whole. */
	private @Nullable ByteBuf rest;

	private boolean inFragments;

	private boolean stopped;

	/**
	 * Creates the reader of one channel.
	 * @param maxPayload the bytes of the largest frame's payload
	 */
	public FrameReader(int maxPayload) {
		this.maxPayload = maxPayload;
	}

	/**
	 * Reads the frames that are whole, and keeps the rest.
	 * @param bytes what arrived; stays the caller's, and its content is changed
	 * @param allocator makes a buffer for the rest
	 * @param sink takes the frames
	 * @throws CorruptedWebSocketFrameException if the client breaks the rules; nothing is
	 * read any more then
	 */
	public void read(ByteBuf bytes, ByteBufAllocator allocator, FrameSink sink) {
		boolean fresh = (this.rest == null);
		ByteBuf all = join(bytes);
		try {
			boolean more = true;
			while (more && !this.stopped) {
				more = readFrame(all, sink);
			}
			if (all.isReadable() && !this.stopped) {
				this.rest = fresh ? copy(all, allocator) : all.retain().discardReadBytes();
			}
		}
		catch (CorruptedWebSocketFrameException ex) {
			this.stopped = true;
			throw ex;
		}
		finally {
			all.release();
		}
	}

	/** The memory of a frame that has not arrived whole. */
	public int kept() {
		return (this.rest != null) ? Costs.room(this.rest) : 0;
	}

	/** Reads nothing any more. */
	public void stop() {
		this.stopped = true;
		if (this.rest != null) {
			this.rest.release();
			this.rest = null;
		}
	}

	private ByteBuf join(ByteBuf bytes) {
		ByteBuf rest = this.rest;
		if (rest == null) {
			return bytes.retain();
		}
		this.rest = null;
		return rest.writeBytes(bytes);
	}

	// So that a few bytes do not hold the large buffer that they came in.
	private static ByteBuf copy(ByteBuf all, ByteBufAllocator allocator) {
		return allocator.buffer(2 * all.readableBytes()).writeBytes(all);
	}

	private boolean readFrame(ByteBuf in, FrameSink sink) {
		int start = in.readerIndex();
		int readable = in.readableBytes();
		if (readable < 2) {
			return false;
		}
		int first = in.getUnsignedByte(start);
		int second = in.getUnsignedByte(start + 1);
		check(first, second);
		int lengthBytes = lengthBytes(second & ~MASKED);
		int head = 2 + lengthBytes + MASK_BYTES;
		if (readable < head) {
			return false;
		}
		long length = length(in, start + 2, second & ~MASKED);
		if (readable - head < length) {
			return false;
		}
		int mask = in.getInt(start + 2 + lengthBytes);
		ByteBuf payload = in.skipBytes(head).readSlice((int) length);
		unmask(payload, mask);
		pass(first, payload, sink);
		return true;
	}

	private void check(int first, int second) {
		int opcode = first & OPCODE;
		boolean last = (first & FINAL) != 0;
		if ((first & RESERVED) != 0) {
			throw violation("a reserved bit is set");
		}
		if ((second & MASKED) == 0) {
			throw violation("a frame is not masked");
		}
		if ((opcode & CONTROL) != 0) {
			if (opcode > Opcode.PONG) {
				throw violation("unknown opcode " + opcode);
			}
			if (!last || (second & ~MASKED) > MAX_CONTROL_PAYLOAD) {
				throw violation("a control frame is fragmented or too long");
			}
		}
		else if (opcode > Opcode.BINARY) {
			throw violation("unknown opcode " + opcode);
		}
		else if (this.inFragments != (opcode == Opcode.CONTINUATION)) {
			throw violation("a message's fragments are out of order");
		}
	}

	private static int lengthBytes(int code) {
		if (code < 126) {
			return 0;
		}
		return (code == 126) ? Short.BYTES : Long.BYTES;
	}

	private long length(ByteBuf in, int index, int code) {
		long length = code;
		if (code == 126) {
			length = in.getUnsignedShort(index);
		}
		else if (code == 127) {
			length = in.getLong(index);
		}
		if ((code == 126 && length < 126) || (code == 127 && length < 65_536)) {
			throw violation("a length is negative or not in its shortest form");
		}
		if (length > this.maxPayload) {
			throw new CorruptedWebSocketFrameException(WebSocketCloseStatus.MESSAGE_TOO_BIG,
					"a frame of " + length + " bytes");
		}
		return length;
	}

	private static void unmask(ByteBuf payload, int mask) {
		int index = payload.readerIndex();
		int end = payload.writerIndex();
		long twice = ((long) mask << Integer.SIZE) | (mask & 0xffff_ffffL);
		for (; end - index >= Long.BYTES; index += Long.BYTES) {
			payload.setLong(index, payload.getLong(index) ^ twice);
		}
		for (int shift = 24; index < end; index++, shift = (shift - 8) & 31) {
			payload.setByte(index, payload.getByte(index) ^ (mask >>> shift));
		}
	}

	private void pass(int first, ByteBuf payload, FrameSink sink) {
		int opcode = first & OPCODE;
		boolean last = (first & FINAL) != 0;
		if ((opcode & CONTROL) == 0) {
			this.inFragments = !last;
			sink.data(opcode, last, payload);
		}
		else if (opcode == Opcode.CLOSE) {
			sink.close(closeStatus(payload));
		}
		else if (opcode == Opcode.PING) {
			sink.ping(payload);
		}
	}

	private static int closeStatus(ByteBuf payload) {
		if (!payload.isReadable()) {
			return WebSocketCloseStatus.EMPTY.code();
		}
		int status = (payload.readableBytes() > 1) ? payload.readUnsignedShort() : -1;
		if (status < 0 || !WebSocketCloseStatus.isValidStatusCode(status) || !Utf8.isValid(payload)) {
			throw violation("a close frame without a valid status");
		}
		return status;
	}

	private static CorruptedWebSocketFrameException violation(String problem) {
		return new CorruptedWebSocketFrameException(WebSocketCloseStatus.PROTOCOL_ERROR, problem);
	}

}
