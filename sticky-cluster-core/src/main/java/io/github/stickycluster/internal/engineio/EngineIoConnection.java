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

import java.util.UUID;

import io.github.stickycluster.internal.budget.LoopBudget;
import io.github.stickycluster.socketio.Transport;
import io.netty.util.concurrent.EventExecutor;

/**
 * The view of a client's Engine.IO session that its {@link SessionListener} gets.
 * Thread-safe except where a method says otherwise.
 */
public interface EngineIoConnection {

	/**
	 * Returns the session id, which is the client's secret.
	 * @return the id
	 */
	UUID id();

	/**
	 * Returns the request that opened the session.
	 * @return the handshake, with the client's real address
	 */
	Handshake handshake();

	/**
	 * Returns the protocol.
	 * @return the version
	 */
	EngineIoVersion version();

	/**
	 * Returns the transport of this moment.
	 * @return the transport
	 */
	Transport transport();

	/**
	 * Returns the event loop that the session lives on.
	 * @return the loop, always the same
	 */
	EventExecutor eventLoop();

	/**
	 * Sends a message, or drops it if the session has closed; the messages of one thread
	 * keep their order.
	 * @param packet the message, one reference of which is taken over
	 */
	void write(EncodedPacket packet);

	/**
	 * Closes the session after what was written before, and then calls
	 * {@link SessionListener#onClose}. May be called more than once.
	 * @param reason why
	 */
	void close(CloseReason reason);

	/**
	 * Returns whether the session is open.
	 * @return whether it is
	 */
	boolean isOpen();

	/**
	 * Returns whether so little waits to be sent that more may be.
	 * @return whether the session is open and its client keeps up
	 */
	boolean isWritable();

	/**
	 * Returns the account of the event loop that the session lives on.
	 * @return the account, always the same
	 */
	LoopBudget budget();

	/**
	 * The client uses the session from now on. Called on the event loop.
	 */
	void onUsed();

	/**
	 * The listener keeps more heap for the session, or less, until its end. Called on the
	 * event loop.
	 * @param more the difference in bytes
	 */
	void onKept(int more);

}
