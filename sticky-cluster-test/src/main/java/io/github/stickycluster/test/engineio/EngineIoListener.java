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

package io.github.stickycluster.test.engineio;

/**
 * Listener of a session. Called on the client's thread; must not block.
 *
 * @since 0.1.0
 */
public interface EngineIoListener {

	/**
	 * Called when the session is open, so that packets can be sent.
	 * @param handshake the server's handshake
	 */
	void onOpen(Handshake handshake);

	/**
	 * Called when a message has arrived.
	 * @param message the message, text or binary
	 */
	void onMessage(EngineIoPacket message);

	/**
	 * Called when the session was upgraded from polling to WebSocket. Only with
	 * {@link ClientTransport#UPGRADE}.
	 */
	default void onUpgrade() {
	}

	/**
	 * Called when the session was closed, or could not be opened. The last call of this
	 * listener.
	 * @param end the reason
	 */
	void onEnd(SessionEnd end);

}
