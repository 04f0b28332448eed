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

import io.netty.buffer.ByteBuf;

/**
 * Listener of one Engine.IO session. Called on the session's event loop, except for
 * methods that return a value, which any thread may call.
 */
public interface SessionListener {

	/** The session is open, and its handshake is queued. */
	void onOpen();

	/**
	 * A message came as text.
	 * @param message the message without Engine.IO's type; the caller releases it, and
	 * its indexes stay as they are
	 */
	void onText(ByteBuf message);

	/**
	 * A binary message came.
	 * @param message the message without any Engine.IO type or Base64; the caller
	 * releases it, and its indexes stay as they are
	 */
	void onBinary(ByteBuf message);

	/** The client pinged, as it does in Engine.IO 3. */
	void onPing();

	/** The client answered a ping, as it does in Engine.IO 4. */
	void onPong();

	/**
	 * The client sent what is no packet of Engine.IO; the session closes.
	 * @param problem what is wrong with it, in words of ours
	 */
	void onMalformed(String problem);

	/**
	 * The session has closed; called once, whatever the cause.
	 * @param reason why
	 */
	void onClose(CloseReason reason);

	/**
	 * Waits until the listener takes more messages. One action waits at a time.
	 * @param action run once, on the event loop
	 */
	void runWhenReady(Runnable action);

	/**
	 * Returns whether the listener is so far behind that nothing more should be read from
	 * the client.
	 * @return whether it is
	 */
	boolean isBusy();

	/**
	 * Returns whether the client uses the session. One that is not used for the connect
	 * timeout is closed with {@link CloseReason#CONNECT_TIMEOUT}.
	 * @return whether it does
	 */
	boolean isUsed();

	/**
	 * Returns whether the client awaits a response, which the end of the session would
	 * lose.
	 * @return whether it does
	 */
	boolean owesAcks();

	/**
	 * Returns whether a response of the client is awaited, which the end of the session
	 * would lose.
	 * @return whether it is
	 */
	boolean awaitsAcks();

	/**
	 * Returns the heap of a message of which parts are missing. Asked on the event loop.
	 * @return bytes
	 */
	int keptBytes();

	/**
	 * Returns the heap of the messages that wait until the application takes them, and of
	 * the callbacks that wait for the client.
	 * @return bytes
	 */
	int waitingBytes();

	/**
	 * Drops the messages that wait and that the application has not begun to take.
	 */
	void discardWaiting();

}
