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

package io.github.stickycluster.engineio;

import java.util.ArrayDeque;
import java.util.Objects;
import java.util.Queue;

import io.github.stickycluster.socketio.EncodedPacket;
import org.jspecify.annotations.Nullable;

/**
 * What waits for a polling client's next poll, in order: messages, of each of which it
 * owns a reference, and packets of text as bytes. Used on the session's event loop; only
 * {@link #bytes()} may be asked elsewhere.
 */
final class PendingPackets {

	/** What a waiting packet costs besides its bytes. */
	static final int OVERHEAD = 64;

	/** Made when needed, since a session on WebSocket never does. */
	private @Nullable Queue<Object> packets;

	/** To other threads an older value does no harm. */
	private int bytes;

	/**
	 * Adds a message or a packet of text.
	 * @param packet an {@link EncodedPacket}, a reference of which is taken over, or a
	 * byte array
	 */
	void add(Object packet) {
		Queue<Object> packets = this.packets;
		if (packets == null) {
			packets = new ArrayDeque<>(4);
			this.packets = packets;
		}
		packets.add(packet);
		this.bytes += size(packet) + OVERHEAD;
	}

	boolean isEmpty() {
		return this.packets == null;
	}

	int bytes() {
		return this.bytes;
	}

	boolean hasBinary() {
		return this.packets != null && this.packets.stream()
			.anyMatch((packet) -> packet instanceof EncodedPacket message && !message.attachments().isEmpty());
	}

	/**
	 * Moves packets into a payload, as many as it may have and at least one.
	 * @param writer writes the payload
	 * @param settings tell the limits of a payload
	 * @return whether none is left
	 */
	boolean moveTo(PayloadWriter writer, EngineIoSettings settings) {
		Queue<Object> packets = this.packets;
		int count = 0;
		for (Object next = peek(packets); next != null; next = peek(packets)) {
			if (count > 0
					&& (count >= settings.maxPayloadPackets() || writer.size() + size(next) > settings.maxPayload())) {
				return false;
			}
			count++;
			write(take(), writer);
		}
		this.packets = null;
		return true;
	}

	/**
	 * Moves all packets to a WebSocket, not flushing it.
	 * @param handler the WebSocket
	 * @param version3 whether the session speaks Engine.IO 3
	 */
	void moveTo(WebSocketHandler handler, boolean version3) {
		while (peek(this.packets) != null) {
			handler.send(take(), version3);
		}
		this.packets = null;
	}

	/** Drops everything. */
	void release() {
		while (peek(this.packets) != null) {
			if (take() instanceof EncodedPacket message) {
				message.release();
			}
		}
		this.packets = null;
	}

	private static void write(Object packet, PayloadWriter writer) {
		if (packet instanceof EncodedPacket message) {
			writer.message(message);
			message.release();
		}
		else {
			writer.text((byte[]) packet);
		}
	}

	private static @Nullable Object peek(@Nullable Queue<Object> packets) {
		return (packets != null) ? packets.peek() : null;
	}

	private Object take() {
		Object packet = Objects.requireNonNull(this.packets).remove();
		this.bytes -= size(packet) + OVERHEAD;
		return packet;
	}

	private static int size(Object packet) {
		return (packet instanceof EncodedPacket message) ? message.size() : ((byte[]) packet).length;
	}

}
