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

import java.util.ArrayDeque;
import java.util.Objects;
import java.util.Queue;

import io.github.stickycluster.internal.budget.Costs;
import org.jspecify.annotations.Nullable;

/**
 * The packets that wait until a client takes more, in order: messages, of each of which
 * it owns a reference, packets of text as bytes, and what a WebSocket does when all
 * before it was sent. Used on the session's event loop; only {@link #bytes()} may be
 * asked elsewhere.
 */
final class PendingPackets {

	/** An array of bytes has a head. */
	private static final int ARRAY = 16;

	/** Made when needed, since a client that keeps up never does. */
	private @Nullable Queue<Object> packets;

	private final @Nullable SharedPackets shared;

	/** To other threads an older value does no harm. */
	private int bytes;

	/** Of the heap, without packets that other clients may wait for too. */
	private int ownHeap;

	private int ownDirect;

	/**
	 * Creates an empty queue.
	 * @param shared where packets that others wait for too are charged, or {@code null}
	 * for no session's queue
	 */
	PendingPackets(@Nullable SharedPackets shared) {
		this.shared = shared;
	}

	/**
	 * Adds a packet.
	 * @param packet an {@link EncodedPacket}, a reference of which is taken over, a byte
	 * array, or another object that {@link #take()} is to return
	 */
	void add(Object packet) {
		Queue<Object> packets = this.packets;
		if (packets == null) {
			packets = new ArrayDeque<>(4);
			this.packets = packets;
		}
		packets.add(packet);
		count(packet, 1);
		if (this.shared != null && packet instanceof EncodedPacket message && message.isShared()) {
			this.shared.add(message);
		}
	}

	boolean isEmpty() {
		return this.packets == null;
	}

	/**
	 * The memory that the packets take; a message that other clients wait for too counts
	 * whole for each of them.
	 */
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
	 */
	void moveTo(PayloadWriter writer, EngineIoSettings settings) {
		int count = 0;
		for (Object next = peek(); next != null; next = peek()) {
			if (count > 0
					&& (count >= settings.maxPayloadPackets() || writer.size() + size(next) > settings.maxPayload())) {
				return;
			}
			count++;
			write(take(), writer);
		}
	}

	/**
	 * Takes the first packet out.
	 * @return the packet, whose reference is the caller's
	 */
	Object take() {
		Queue<Object> packets = Objects.requireNonNull(this.packets);
		Object packet = packets.remove();
		count(packet, -1);
		if (this.shared != null && packet instanceof EncodedPacket message && message.isShared()) {
			this.shared.remove(message);
		}
		if (packets.isEmpty()) {
			this.packets = null;
		}
		return packet;
	}

	private void count(Object packet, int sign) {
		this.bytes += sign * cost(packet);
		if (!(packet instanceof EncodedPacket message)) {
			this.ownHeap += sign * cost(packet);
		}
		else if (message.isShared()) {
			this.ownHeap += sign * Costs.SLOT;
		}
		else {
			this.ownHeap += sign * (Costs.SLOT + message.heapCost());
			this.ownDirect += sign * message.directCost();
		}
	}

	/** The heap that the packets take which nobody else waits for. */
	int ownHeap() {
		return this.ownHeap;
	}

	/** The direct memory that the packets take which nobody else waits for. */
	int ownDirect() {
		return this.ownDirect;
	}

	/** Drops everything. */
	void release() {
		while (!isEmpty()) {
			if (take() instanceof EncodedPacket message) {
				message.release();
			}
		}
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

	private @Nullable Object peek() {
		return (this.packets != null) ? this.packets.peek() : null;
	}

	private static int size(Object packet) {
		return (packet instanceof EncodedPacket message) ? message.size() : ((byte[]) packet).length;
	}

	/**
	 * Returns the memory that a packet takes while it waits.
	 */
	static int cost(Object packet) {
		if (packet instanceof EncodedPacket message) {
			return Costs.SLOT + message.heapCost() + message.directCost();
		}
		return (packet instanceof byte[] text) ? Costs.SLOT + ARRAY + text.length : Costs.SLOT;
	}

}
