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

import java.nio.charset.StandardCharsets;
import java.util.Base64;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;

/**
 * Writes one payload for a polling client. The caller of {@link #payload()} owns the
 * buffer; the packets keep their owner.
 */
abstract class PayloadWriter {

	private final ByteBuf buffer;

	private PayloadWriter(ByteBufAllocator allocator) {
		this.buffer = allocator.buffer();
	}

	/**
	 * A writer in text, binary data as base64.
	 * @param version3 whether for Engine.IO 3, and not 4
	 * @param allocator makes the buffer
	 * @return the writer
	 */
	static PayloadWriter text(boolean version3, ByteBufAllocator allocator) {
		return version3 ? version3Text(allocator) : version4(allocator);
	}

	/**
	 * A writer for Engine.IO 4.
	 * @param allocator makes the buffer
	 * @return the writer
	 */
	static PayloadWriter version4(ByteBufAllocator allocator) {
		return new Version4(allocator);
	}

	/**
	 * A writer for Engine.IO 3 in text, binary data as base64.
	 * @param allocator makes the buffer
	 * @return the writer
	 */
	static PayloadWriter version3Text(ByteBufAllocator allocator) {
		return new Version3Text(allocator);
	}

	/**
	 * A writer for Engine.IO 3 in binary.
	 * @param allocator makes the buffer
	 * @return the writer
	 */
	static PayloadWriter version3Binary(ByteBufAllocator allocator) {
		return new Version3Binary(allocator);
	}

	/**
	 * Adds a message.
	 * @param packet the message, which stays the caller's
	 */
	final void message(EncodedPacket packet) {
		text(packet.text());
		for (ByteBuf attachment : packet.attachments()) {
			binary(attachment);
		}
	}

	/**
	 * Adds a packet of text.
	 * @param packet the packet with its type, in ASCII
	 */
	abstract void text(byte[] packet);

	abstract void text(ByteBuf packet);

	abstract void binary(ByteBuf data);

	/**
	 * The payload so far.
	 * @return the buffer, which the caller then owns
	 */
	final ByteBuf payload() {
		return this.buffer;
	}

	final int size() {
		return this.buffer.readableBytes();
	}

	final ByteBuf buffer() {
		return this.buffer;
	}

	static byte[] base64(ByteBuf data) {
		return Base64.getEncoder().encode(ByteBufUtil.getBytes(data));
	}

	private static void copy(ByteBuf source, ByteBuf target) {
		// The source is shared with other event loops, so its indices stay.
		target.writeBytes(source, source.readerIndex(), source.readableBytes());
	}

	private static final class Version4 extends PayloadWriter {

		private Version4(ByteBufAllocator allocator) {
			super(allocator);
		}

		@Override
		void text(byte[] packet) {
			separate();
			buffer().writeBytes(packet);
		}

		@Override
		void text(ByteBuf packet) {
			separate();
			copy(packet, buffer());
		}

		@Override
		void binary(ByteBuf data) {
			separate();
			buffer().writeByte(PacketType.BASE64).writeBytes(base64(data));
		}

		private void separate() {
			if (buffer().isReadable()) {
				buffer().writeByte(PacketType.SEPARATOR);
			}
		}

	}

	private static final class Version3Text extends PayloadWriter {

		private Version3Text(ByteBufAllocator allocator) {
			super(allocator);
		}

		@Override
		void text(byte[] packet) {
			length(packet.length);
			buffer().writeBytes(packet);
		}

		@Override
		void text(ByteBuf packet) {
			length(Utf16.units(packet));
			copy(packet, buffer());
		}

		@Override
		void binary(ByteBuf data) {
			byte[] base64 = base64(data);
			length(base64.length + 2);
			buffer().writeByte(PacketType.BASE64).writeByte(PacketType.MESSAGE).writeBytes(base64);
		}

		private void length(int units) {
			buffer().writeCharSequence(Integer.toString(units), StandardCharsets.US_ASCII);
			buffer().writeByte(':');
		}

	}

	private static final class Version3Binary extends PayloadWriter {

		private Version3Binary(ByteBufAllocator allocator) {
			super(allocator);
		}

		@Override
		void text(byte[] packet) {
			head(0, packet.length);
			buffer().writeBytes(packet);
		}

		@Override
		void text(ByteBuf packet) {
			head(0, packet.readableBytes());
			copy(packet, buffer());
		}

		@Override
		void binary(ByteBuf data) {
			head(1, data.readableBytes() + 1);
			buffer().writeByte(PacketType.MESSAGE - '0');
			copy(data, buffer());
		}

		private void head(int kind, int length) {
			buffer().writeByte(kind);
			String digits = Integer.toString(length);
			for (int i = 0; i < digits.length(); i++) {
				buffer().writeByte(digits.charAt(i) - '0');
			}
			buffer().writeByte(255);
		}

	}

}
