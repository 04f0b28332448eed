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

import java.util.Arrays;
import java.util.Base64;

import io.github.stickycluster.internal.websocket.Utf8;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;

/**
 * Reads a payload that a client posted, packet by packet: one of Engine.IO 4 (packets
 * between record separators), or of Engine.IO 3 as text (each packet behind its length in
 * UTF-16 units) or as binary (each behind a kind, its length in digits and 255). The
 * buffer stays the caller's; its reader index moves.
 */
final class PayloadReader {

	/** Digits of a length; ten are enough for any number of bytes there can be. */
	private static final int MAX_DIGITS = 10;

	private final ByteBuf payload;

	private final Format format;

	private final int maxPackets;

	private int packets;

	private PayloadReader(ByteBuf payload, Format format, int maxPackets) {
		this.payload = payload;
		this.format = format;
		this.maxPackets = maxPackets;
	}

	/**
	 * Begins to read a payload of Engine.IO 4.
	 * @param payload the body
	 * @param maxPackets the most packets that it may have
	 * @throws PayloadException if it is no text
	 */
	static PayloadReader version4(ByteBuf payload, int maxPackets) throws PayloadException {
		requireUtf8(payload);
		return new PayloadReader(payload, Format.VERSION_4, maxPackets);
	}

	/**
	 * Begins to read a payload of Engine.IO 3 that is text.
	 * @param payload the body
	 * @param maxPackets the most packets that it may have
	 * @throws PayloadException if it is no text, or empty
	 */
	static PayloadReader version3Text(ByteBuf payload, int maxPackets) throws PayloadException {
		requireUtf8(payload);
		if (!payload.isReadable()) {
			throw new PayloadException("The payload is empty");
		}
		return new PayloadReader(payload, Format.VERSION_3_TEXT, maxPackets);
	}

	/**
	 * Begins to read a payload of Engine.IO 3 that is binary.
	 * @param payload the body
	 * @param maxPackets the most packets that it may have
	 */
	static PayloadReader version3Binary(ByteBuf payload, int maxPackets) {
		return new PayloadReader(payload, Format.VERSION_3_BINARY, maxPackets);
	}

	/**
	 * Reads the next packet.
	 * @param sink takes it
	 * @return whether to go on: there is another packet, and the sink takes it
	 * @throws PayloadException if the payload is malformed; packets before the fault were
	 * taken
	 */
	boolean read(PacketSink sink) throws PayloadException {
		return switch (this.format) {
			case VERSION_4 -> readVersion4(sink);
			case VERSION_3_TEXT -> readVersion3Text(sink) && this.payload.isReadable();
			case VERSION_3_BINARY -> this.payload.isReadable() && readVersion3Binary(sink) && this.payload.isReadable();
		};
	}

	private boolean readVersion4(PacketSink sink) throws PayloadException {
		count();
		int end = this.payload.bytesBefore(PacketType.SEPARATOR);
		boolean last = (end < 0);
		ByteBuf packet = this.payload.readSlice(last ? this.payload.readableBytes() : end);
		boolean more = readVersion4Packet(packet, sink) && !last;
		if (!last) {
			this.payload.skipBytes(1);
		}
		return more;
	}

	// The reference server skips empty packets.
	private boolean readVersion3Text(PacketSink sink) throws PayloadException {
		count();
		ByteBuf packet = this.payload.readSlice(Utf16.bytes(this.payload, readLength(this.payload)));
		return !packet.isReadable() || readVersion3Packet(packet, sink);
	}

	private boolean readVersion3Binary(PacketSink sink) throws PayloadException {
		count();
		byte kind = this.payload.readByte();
		ByteBuf packet = this.payload.readSlice(readBinaryLength(this.payload));
		if (kind == 0) {
			requireUtf8(packet);
			return readVersion3Packet(packet, sink);
		}
		if (kind == 1) {
			return readVersion3BinaryPacket(packet, sink);
		}
		throw new PayloadException("A packet is neither text nor binary, but of the kind " + kind);
	}

	/**
	 * Reads one packet of text of Engine.IO 4, as in a payload or a WebSocket message.
	 * @param packet the packet
	 * @param sink takes it
	 * @return whether to go on
	 * @throws PayloadException if it is malformed
	 */
	static boolean readVersion4Packet(ByteBuf packet, PacketSink sink) throws PayloadException {
		if (packet.isReadable() && packet.getByte(packet.readerIndex()) == PacketType.BASE64) {
			return sink.binary(base64(packet.skipBytes(1)));
		}
		return text(packet, sink);
	}

	/**
	 * Reads one packet of text of Engine.IO 3, as in a payload or a WebSocket message.
	 * @param packet the packet
	 * @param sink takes it
	 * @return whether to go on
	 * @throws PayloadException if it is malformed
	 */
	static boolean readVersion3Packet(ByteBuf packet, PacketSink sink) throws PayloadException {
		if (!packet.isReadable() || packet.getByte(packet.readerIndex()) != PacketType.BASE64) {
			return text(packet, sink);
		}
		packet.skipBytes(1);
		if (!packet.isReadable() || packet.readByte() != PacketType.MESSAGE) {
			throw new PayloadException("A base64 packet is not a message");
		}
		return sink.binary(base64(packet));
	}

	/**
	 * Reads a binary packet of Engine.IO 3: its type as a number, then the bytes.
	 */
	static boolean readVersion3BinaryPacket(ByteBuf packet, PacketSink sink) throws PayloadException {
		if (!packet.isReadable() || packet.readByte() != PacketType.MESSAGE - '0') {
			throw new PayloadException("A binary packet is not a message");
		}
		return sink.binary(packet);
	}

	private static boolean text(ByteBuf packet, PacketSink sink) throws PayloadException {
		if (!packet.isReadable()) {
			throw new PayloadException("A packet is empty");
		}
		byte type = packet.readByte();
		if (!PacketType.isKnown(type)) {
			throw new PayloadException("Unknown packet type " + (type & 0xFF));
		}
		return sink.text(type, packet);
	}

	private static ByteBuf base64(ByteBuf text) throws PayloadException {
		try {
			return Unpooled.wrappedBuffer(Base64.getDecoder().decode(withoutLineBreaks(text)));
		}
		catch (IllegalArgumentException ex) {
			throw new PayloadException("Invalid base64: " + ex.getMessage());
		}
	}

	// Remove when engine.io-client-java encodes base64 without line breaks: 2.1 breaks
	// lines after 76 characters and at the end (see socketio/engine.io-server-java#66).
	private static byte[] withoutLineBreaks(ByteBuf text) {
		if (text.bytesBefore((byte) '\n') < 0) {
			return ByteBufUtil.getBytes(text);
		}
		byte[] result = new byte[text.readableBytes()];
		int length = 0;
		for (int i = text.readerIndex(); i < text.writerIndex(); i++) {
			byte character = text.getByte(i);
			if (character != '\r' && character != '\n') {
				result[length++] = character;
			}
		}
		return Arrays.copyOf(result, length);
	}

	private static int readLength(ByteBuf payload) throws PayloadException {
		int digits = payload.bytesBefore(Math.min(payload.readableBytes(), MAX_DIGITS + 1), (byte) ':');
		if (digits < 1) {
			throw new PayloadException("A packet has no length");
		}
		int length = 0;
		for (int i = 0; i < digits; i++) {
			length = append(length, payload.readByte() - '0', payload);
		}
		payload.skipBytes(1);
		return length;
	}

	private static int readBinaryLength(ByteBuf payload) throws PayloadException {
		int digits = payload.bytesBefore(Math.min(payload.readableBytes(), MAX_DIGITS + 1), (byte) 255);
		if (digits < 1) {
			throw new PayloadException("A packet has no length");
		}
		int length = 0;
		for (int i = 0; i < digits; i++) {
			length = append(length, payload.readByte(), payload);
		}
		payload.skipBytes(1);
		if (length > payload.readableBytes()) {
			throw new PayloadException(
					"A packet has a length of " + length + " bytes, but only " + payload.readableBytes() + " are left");
		}
		return length;
	}

	private static int append(int length, int digit, ByteBuf payload) throws PayloadException {
		// No packet is longer than its payload.
		if (digit < 0 || digit > 9 || length > payload.readableBytes() || length > (Integer.MAX_VALUE - digit) / 10) {
			throw new PayloadException("A packet's length is missing or exceeds the payload");
		}
		return length * 10 + digit;
	}

	private static void requireUtf8(ByteBuf text) throws PayloadException {
		if (!Utf8.isValid(text)) {
			throw new PayloadException("A packet is not valid UTF-8");
		}
	}

	private void count() throws PayloadException {
		if (++this.packets > this.maxPackets) {
			throw new PayloadException("The payload has more than " + this.maxPackets + " packets");
		}
	}

	private enum Format {

		VERSION_4, VERSION_3_TEXT, VERSION_3_BINARY

	}

}
