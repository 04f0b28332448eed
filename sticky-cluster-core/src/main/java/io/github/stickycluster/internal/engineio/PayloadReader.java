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
 * Reads the payloads that clients post: those of Engine.IO 4 (packets between record
 * separators), and of Engine.IO 3 as text (each packet behind its length in UTF-16 units)
 * and as binary (each behind a kind, its length in digits and 255). Never keeps a buffer.
 */
final class PayloadReader {

	/** Digits of a length; ten are enough for any number of bytes there can be. */
	private static final int MAX_DIGITS = 10;

	private final int maxPackets;

	PayloadReader(int maxPackets) {
		this.maxPackets = maxPackets;
	}

	/**
	 * Reads a payload of Engine.IO 4.
	 * @param payload the body; its reader index moves
	 * @param sink takes the packets
	 * @throws PayloadException if it is malformed; packets before the fault were taken
	 */
	void readVersion4(ByteBuf payload, PacketSink sink) throws PayloadException {
		requireUtf8(payload);
		int packets = 0;
		boolean more = true;
		while (more) {
			count(++packets);
			int end = payload.bytesBefore(PacketType.SEPARATOR);
			boolean last = (end < 0);
			ByteBuf packet = payload.readSlice(last ? payload.readableBytes() : end);
			more = readVersion4Packet(packet, sink) && !last;
			if (!last) {
				payload.skipBytes(1);
			}
		}
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
	 * Reads a payload of Engine.IO 3 that is text.
	 * @param payload the body; its reader index moves
	 * @param sink takes the packets
	 * @throws PayloadException if it is malformed; packets before the fault were taken
	 */
	void readVersion3Text(ByteBuf payload, PacketSink sink) throws PayloadException {
		requireUtf8(payload);
		if (!payload.isReadable()) {
			throw new PayloadException("The payload is empty");
		}
		int packets = 0;
		boolean more = true;
		while (more && payload.isReadable()) {
			count(++packets);
			ByteBuf packet = payload.readSlice(Utf16.bytes(payload, readLength(payload)));
			// The reference server skips empty packets.
			more = !packet.isReadable() || readVersion3Packet(packet, sink);
		}
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
	 * Reads a payload of Engine.IO 3 that is binary.
	 * @param payload the body; its reader index moves
	 * @param sink takes the packets
	 * @throws PayloadException if it is malformed; packets before the fault were taken
	 */
	void readVersion3Binary(ByteBuf payload, PacketSink sink) throws PayloadException {
		int packets = 0;
		boolean more = true;
		while (more && payload.isReadable()) {
			count(++packets);
			byte kind = payload.readByte();
			ByteBuf packet = payload.readSlice(readBinaryLength(payload));
			if (kind == 0) {
				requireUtf8(packet);
				more = readVersion3Packet(packet, sink);
			}
			else if (kind == 1) {
				more = readVersion3BinaryPacket(packet, sink);
			}
			else {
				throw new PayloadException("A packet is neither text nor binary, but of the kind " + kind);
			}
		}
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

	private void count(int packets) throws PayloadException {
		if (packets > this.maxPackets) {
			throw new PayloadException("The payload has more than " + this.maxPackets + " packets");
		}
	}

}
