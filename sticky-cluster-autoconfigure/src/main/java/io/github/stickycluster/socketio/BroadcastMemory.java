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

package io.github.stickycluster.socketio;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

import com.corundumstudio.socketio.protocol.Packet;
import io.netty.util.concurrent.GlobalEventExecutor;
import org.jspecify.annotations.Nullable;

/**
 * The last broadcast of one thread and its bytes.
 * <p>
 * Used by its thread; only the sweep, which drops what the thread left behind, runs on
 * another. Whoever takes the remembered broadcast out owns it, so the two never share it.
 */
final class BroadcastMemory {

	private static final long SWEEP_MILLIS = 100;

	private final AtomicReference<@Nullable Broadcast> last = new AtomicReference<>();

	private final AtomicBoolean sweeping = new AtomicBoolean();

	/**
	 * Gives the bytes of a packet, encoding it unless it was the last one on this thread.
	 * @param packet the packet
	 * @param namespace the namespace it is sent in
	 * @param receiver whom it is for; nobody gets a broadcast twice, so the same receiver
	 * again means a new packet in the old object
	 * @param encoding encodes the packet
	 * @return the bytes, one reference of which is the caller's
	 */
	EncodedPacket recall(Packet packet, String namespace, Object receiver, Supplier<EncodedPacket> encoding) {
		Broadcast broadcast = this.last.getAndSet(null);
		if (broadcast == null || !broadcast.matches(packet, namespace, receiver)) {
			release(broadcast);
			broadcast = new Broadcast(packet, namespace, receiver, encoding.get());
		}
		EncodedPacket encoded = broadcast.encoded.retain();
		release(this.last.getAndSet(broadcast));
		sweepLater();
		return encoded;
	}

	void forget() {
		release(this.last.getAndSet(null));
	}

	@SuppressWarnings("FutureReturnValueIgnored")
	private void sweepLater() {
		if (!this.sweeping.get() && this.sweeping.compareAndSet(false, true)) {
			GlobalEventExecutor.INSTANCE.schedule(this::sweep, SWEEP_MILLIS, TimeUnit.MILLISECONDS);
		}
	}

	private void sweep() {
		// First, so that what comes in from now on starts a sweep of its own.
		this.sweeping.set(false);
		forget();
	}

	private static void release(@Nullable Broadcast broadcast) {
		if (broadcast != null) {
			broadcast.encoded.release();
		}
	}

	private static final class Broadcast {

		private final Packet packet;

		private final String name;

		private final String namespace;

		private final @Nullable List<?> data;

		private final Object[] elements;

		private final Object first;

		private final EncodedPacket encoded;

		private Object latest;

		Broadcast(Packet packet, String namespace, Object receiver, EncodedPacket encoded) {
			this.packet = packet;
			this.name = packet.getName();
			this.namespace = namespace;
			this.data = packet.getData();
			this.elements = (this.data != null) ? this.data.toArray() : new Object[0];
			this.first = receiver;
			this.latest = receiver;
			this.encoded = encoded;
		}

		@SuppressWarnings("ReferenceEquality")
		boolean matches(Packet packet, String namespace, Object receiver) {
			boolean same = packet == this.packet && packet.getName() == this.name && namespace.equals(this.namespace)
					&& packet.getData() == this.data && sameElements() && receiver != this.first
					&& receiver != this.latest;
			this.latest = receiver;
			return same;
		}

		private boolean sameElements() {
			if (this.data == null) {
				return true;
			}
			int i = 0;
			for (Object element : this.data) {
				if (i == this.elements.length || element != this.elements[i++]) {
					return false;
				}
			}
			return i == this.elements.length;
		}

	}

}
