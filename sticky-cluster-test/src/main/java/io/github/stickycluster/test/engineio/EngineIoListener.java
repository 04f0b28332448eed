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
 * Called with what happens to a session, on the client's own thread; must not block.
 */
public interface EngineIoListener {

	/**
	 * The session is open: packets can be sent.
	 * @param handshake what the server has told
	 */
	void onOpen(Handshake handshake);

	/**
	 * A message has come.
	 * @param message the message, text or binary
	 */
	void onMessage(EngineIoPacket message);

	/**
	 * The session has moved from polling to a WebSocket. Called only with
	 * {@link ClientTransport#UPGRADE}.
	 */
	default void onUpgrade() {
	}

	/**
	 * The session has ended, or has never been opened. Nothing is called afterwards.
	 * @param end how
	 */
	void onEnd(SessionEnd end);

}
