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

import io.github.stickycluster.internal.engineio.EngineIoObserver;
import io.github.stickycluster.socketio.DisconnectReason;

/**
 * Observes the events of sessions and sockets, for meters.
 * <p>
 * Called on event loops, and on any thread for sent packets. An observer must be
 * thread-safe, and must neither block nor throw. Namespaces are as clients write them,
 * {@code /} for the default one; namespaces and event names handed over are ones the
 * application declared, never a client's invention.
 */
public interface SocketIoObserver extends EngineIoObserver {

	/** An observer that does nothing. */
	SocketIoObserver NONE = new SocketIoObserver() {
	};

	/**
	 * A client connected to a namespace.
	 * @param namespace the namespace
	 */
	default void socketConnected(String namespace) {
	}

	/**
	 * A client was refused by a namespace's auth listeners.
	 * @param namespace the namespace
	 */
	default void socketRefused(String namespace) {
	}

	/**
	 * A client asked for a namespace that does not exist.
	 */
	default void namespaceUnknown() {
	}

	/**
	 * A client left a namespace.
	 * @param namespace the namespace
	 * @param reason why it has left
	 */
	default void socketDisconnected(String namespace, DisconnectReason reason) {
	}

	/**
	 * A client asked for a namespace that would have to be made, and there are too many.
	 */
	default void namespaceLimited() {
	}

	/**
	 * An event with a listener arrived.
	 * @param namespace the namespace
	 * @param event the event's name
	 */
	default void eventReceived(String namespace, String event) {
	}

	/**
	 * An event without a listener arrived.
	 * @param namespace the namespace
	 */
	default void eventIgnored(String namespace) {
	}

	/**
	 * An event's arguments did not fit its listener's types; the listener was not called.
	 * @param namespace the namespace
	 * @param event the event's name
	 */
	default void eventMismatched(String namespace, String event) {
	}

	/**
	 * An ack's arguments did not fit its callback's types; the callback was told of a
	 * timeout.
	 * @param namespace the namespace
	 */
	default void ackMismatched(String namespace) {
	}

	/**
	 * An ack did not come in its time.
	 * @param namespace the namespace
	 */
	default void ackTimedOut(String namespace) {
	}

	/**
	 * A call of a listener, that waited for a thread, was dropped since the worker has
	 * stopped or memory was short.
	 */
	default void callDropped() {
	}

	/**
	 * A client sent a packet that closes its session.
	 * @param error what was wrong with it
	 */
	default void packetRefused(PacketError error) {
	}

}
