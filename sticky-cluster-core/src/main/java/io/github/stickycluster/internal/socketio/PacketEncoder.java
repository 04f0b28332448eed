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

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import io.github.stickycluster.internal.engineio.EncodedPacket;
import io.github.stickycluster.internal.engineio.EngineIoVersion;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufOutputStream;
import io.netty.buffer.ByteBufUtil;
import org.jspecify.annotations.Nullable;

/**
 * Encodes packets of Socket.IO protocols 5 and 4. Events and acks look alike in both
 * protocols, so that all receivers share their bytes.
 * <p>
 * Thread-safe; the workers of a JVM may share one.
 */
public final class PacketEncoder {

	private static final char ENGINE_MESSAGE = '4';

	/** Engine.IO type, packet type, attachment count and dash, comma, ack id. */
	private static final int MAX_HEAD = 1 + 1 + 11 + 1 + 19;

	private final SocketIoJson json;

	private final ByteBufAllocator allocator = ByteBufAllocator.DEFAULT;

	/**
	 * Creates an encoder.
	 * @param json writes the payloads
	 */
	public PacketEncoder(SocketIoJson json) {
		this.json = json;
	}

	EncodedPacket ack(String namespace, @Nullable Long ackId, List<?> arguments) {
		return encode(PacketType.ACK, namespace, ackId, null, arguments);
	}

	EncodedPacket event(String namespace, String name, List<?> arguments, @Nullable Long ackId) {
		if (PayloadSyntax.isReserved(ArgumentChecks.present(name, "event"))) {
			throw new IllegalArgumentException(
					"\"" + name + "\" is a reserved event name, which clients refuse; use another name");
		}
		return encode(PacketType.EVENT, namespace, ackId, name, arguments);
	}

	/**
	 * Puts an event's payload, written before, into a packet.
	 * @param namespace the namespace, as the server names it
	 * @param payload the event's name and arguments
	 * @param ackId the id to acknowledge, or {@code null} if none is asked for
	 * @param compress whether a transport may compress it
	 * @return the packet, which the caller owns; any thread may send it
	 */
	public static EncodedPacket event(String namespace, JsonPayload payload, @Nullable Long ackId, boolean compress) {
		ByteBufAllocator allocator = ByteBufAllocator.DEFAULT;
		Attachments attachments = new Attachments(allocator);
		payload.attachments().forEach((bytes) -> attachments.add(bytes, 0, bytes.length));
		ByteBuf text = text(allocator, PacketType.EVENT, namespace, ackId, attachments, payload.json().length,
				(out) -> out.write(payload.json()));
		return new EncodedPacket(text, attachments.buffers(), compress);
	}

	private EncodedPacket encode(PacketType type, String namespace, @Nullable Long ackId, @Nullable String event,
			List<?> arguments) {
		Attachments attachments = new Attachments(this.allocator);
		try {
			ByteBuf text = text(type, namespace, ackId, attachments,
					(out) -> this.json.writeArguments(out, event, arguments, attachments));
			return new EncodedPacket(text, attachments.buffers());
		}
		catch (RuntimeException | Error ex) {
			attachments.release();
			throw ex;
		}
	}

	EncodedPacket connect(EngineIoVersion version, String namespace, UUID socketId) {
		return plain(PacketType.CONNECT, namespace, (out) -> {
			if (version == EngineIoVersion.V4) {
				// A UUID needs no escapes, nor the mapper.
				out.buffer().writeCharSequence("{\"sid\":\"" + socketId + "\"}", StandardCharsets.US_ASCII);
			}
		});
	}

	// A refusal: an object in protocol 5, in protocol 4 the data, or else the message.
	EncodedPacket connectError(EngineIoVersion version, String namespace, String message, @Nullable Object data) {
		if (version != EngineIoVersion.V4) {
			return error(namespace, (data != null) ? data : message);
		}
		Map<String, Object> payload = new LinkedHashMap<>();
		payload.put("message", message);
		if (data != null) {
			payload.put("data", data);
		}
		return error(namespace, payload);
	}

	private EncodedPacket error(String namespace, Object payload) {
		return plain(PacketType.CONNECT_ERROR, namespace, (out) -> this.json.writeValue(out, payload));
	}

	EncodedPacket disconnect(String namespace) {
		return plain(PacketType.DISCONNECT, namespace, (out) -> {
		});
	}

	private EncodedPacket plain(PacketType type, String namespace, PayloadWriter payload) {
		Attachments none = new Attachments(this.allocator);
		return new EncodedPacket(text(type, namespace, null, none, payload), List.of());
	}

	private ByteBuf text(PacketType type, String namespace, @Nullable Long ackId, Attachments attachments,
			PayloadWriter payload) {
		return text(this.allocator, type, namespace, ackId, attachments, 128, payload);
	}

	private static ByteBuf text(ByteBufAllocator allocator, PacketType type, String namespace, @Nullable Long ackId,
			Attachments attachments, int expectedSize, PayloadWriter payload) {
		int room = EncodedPacket.TEXT_HEADROOM + MAX_HEAD + ByteBufUtil.utf8MaxBytes(namespace);
		ByteBuf buffer = allocator.ioBuffer(room + expectedSize);
		try {
			buffer.writerIndex(room);
			payload.write(new ByteBufOutputStream(buffer));
			writeHead(buffer, room, type, namespace, ackId, attachments.count());
			return buffer;
		}
		catch (IOException ex) {
			buffer.release();
			throw new UncheckedIOException(ex);
		}
		catch (RuntimeException | Error ex) {
			buffer.release();
			throw ex;
		}
	}

	// Writes the head in front of the payload, from behind: only after the payload it is
	// known how many attachments there are.
	private static void writeHead(ByteBuf buffer, int payloadStart, PacketType type, String namespace,
			@Nullable Long ackId, int attachments) {
		int index = payloadStart;
		if (ackId != null) {
			index = prepend(buffer, index, ackId);
		}
		if (!namespace.isEmpty()) {
			buffer.setByte(--index, ',');
			byte[] name = namespace.getBytes(StandardCharsets.UTF_8);
			index -= name.length;
			// A sequence would want room for the longest characters behind it.
			buffer.setBytes(index, name);
		}
		if (attachments > 0) {
			buffer.setByte(--index, '-');
			index = prepend(buffer, index, attachments);
		}
		buffer.setByte(--index, ((attachments > 0) ? binary(type) : type).digit());
		buffer.setByte(--index, ENGINE_MESSAGE);
		buffer.readerIndex(index);
	}

	private static int prepend(ByteBuf buffer, int end, long number) {
		int index = end;
		long rest = number;
		do {
			buffer.setByte(--index, (int) ('0' + rest % 10));
			rest /= 10;
		}
		while (rest > 0);
		return index;
	}

	private static PacketType binary(PacketType type) {
		return (type == PacketType.EVENT) ? PacketType.BINARY_EVENT : PacketType.BINARY_ACK;
	}

	@FunctionalInterface
	private interface PayloadWriter {

		void write(ByteBufOutputStream out) throws IOException;

	}

}
