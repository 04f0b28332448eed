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

package io.github.stickycluster.internal.socketio;

import io.netty.buffer.ByteBuf;
import io.netty.util.CharsetUtil;
import org.jspecify.annotations.Nullable;

/**
 * The part of a packet before its payload.
 *
 * @param type the packet type; a binary one only while it has attachments
 * @param attachments how many binary frames follow
 * @param namespace the namespace as the server names it, without its query
 * @param query the query of the namespace (Engine.IO 3 only), empty if there is none
 * @param ackId the ack id, or {@code null} if there is none
 */
record PacketHead(PacketType type, int attachments, String namespace, String query, @Nullable Long ackId) {

	/** The largest integer that JavaScript counts exactly. */
	private static final long MAX_ACK_ID = (1L << 53) - 1;

	/**
	 * Reads a head, and leaves the buffer's reader index at the payload.
	 * @param packet the packet
	 * @param queries whether a namespace may carry a query
	 * @param maxAttachments the most attachments allowed
	 * @return the head
	 * @throws PacketException if it is malformed
	 */
	static PacketHead read(ByteBuf packet, boolean queries, int maxAttachments) throws PacketException {
		PacketType type = type(packet);
		int attachments = (isBinary(type)) ? attachments(packet, maxAttachments) : 0;
		String name = namespace(packet);
		int question = (queries) ? name.indexOf('?') : -1;
		String path = (question < 0) ? name : name.substring(0, question);
		String query = (question < 0) ? "" : name.substring(question + 1);
		return new PacketHead(type, attachments, Namespaces.toServerName(path), query, ackId(packet));
	}

	private static PacketType type(ByteBuf packet) throws PacketException {
		PacketType type = (packet.isReadable()) ? PacketType.of(packet.readByte() - '0') : null;
		if (type == null) {
			throw new PacketException(PacketError.TYPE, "The packet type is missing or unknown");
		}
		return type;
	}

	private static boolean isBinary(PacketType type) {
		return type == PacketType.BINARY_EVENT || type == PacketType.BINARY_ACK;
	}

	private static int attachments(ByteBuf packet, int max) throws PacketException {
		int start = packet.readerIndex();
		long count = digits(packet, max);
		if (count > max) {
			throw new PacketException(PacketError.TOO_MANY_ATTACHMENTS,
					"The packet has more than " + max + " attachments");
		}
		if (packet.readerIndex() == start || !packet.isReadable() || packet.readByte() != '-') {
			throw new PacketException(PacketError.ATTACHMENT_COUNT, "The number of attachments is missing");
		}
		return (int) count;
	}

	private static String namespace(ByteBuf packet) {
		if (!packet.isReadable() || packet.getByte(packet.readerIndex()) != '/') {
			return Namespaces.DEFAULT;
		}
		int comma = packet.bytesBefore((byte) ',');
		String name = packet.readCharSequence((comma < 0) ? packet.readableBytes() : comma, CharsetUtil.UTF_8)
			.toString();
		packet.skipBytes((comma < 0) ? 0 : 1);
		return name;
	}

	private static @Nullable Long ackId(ByteBuf packet) throws PacketException {
		int start = packet.readerIndex();
		long id = digits(packet, MAX_ACK_ID);
		if (id > MAX_ACK_ID) {
			throw new PacketException(PacketError.ACK_ID, "The ack id is too large");
		}
		return (packet.readerIndex() > start) ? id : null;
	}

	/**
	 * Reads digits for as long as their value is at most a maximum.
	 */
	private static long digits(ByteBuf packet, long max) {
		long value = 0;
		while (value <= max && packet.isReadable()) {
			int digit = packet.getByte(packet.readerIndex()) - '0';
			if (digit < 0 || digit > 9) {
				break;
			}
			value = value * 10 + digit;
			packet.skipBytes(1);
		}
		return value;
	}

}
