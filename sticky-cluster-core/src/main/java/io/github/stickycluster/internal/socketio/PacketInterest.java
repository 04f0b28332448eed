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

import org.jspecify.annotations.Nullable;

/**
 * Decides for a decoder which arguments are read. No type is instantiated for a client
 * that has not connected to the namespace.
 */
interface PacketInterest {

	/**
	 * Returns the name by which the listeners of a namespace are registered.
	 * @param namespace the namespace
	 * @return the name, or {@code null} if the session is not in the namespace
	 */
	@Nullable String heardAs(String namespace);

	/**
	 * Returns the receiver of an ack.
	 * @param namespace the namespace
	 * @param id the ack's id
	 * @return the receiver, or {@code null} if none waits
	 */
	@Nullable AckReceiver awaiting(String namespace, long id);

	/**
	 * Returns whether the arguments of events and acks wait for a thread that reads them
	 * itself: as text they take least.
	 * @return whether only their syntax is to be checked now
	 */
	default boolean readsLater() {
		return false;
	}

	/**
	 * The heap that the objects may take which a packet is parsed to.
	 * @return bytes
	 */
	default long packetLimit() {
		return Long.MAX_VALUE;
	}

}
