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

import io.github.stickycluster.socketio.Transport;

/**
 * Observes the events of Engine.IO sessions, for meters.
 * <p>
 * Called on event loops, and on any thread for sent packets. An observer must be
 * thread-safe, and must neither block nor throw.
 */
public interface EngineIoObserver {

	/**
	 * A session was opened.
	 * @param version its protocol
	 * @param transport its first transport
	 */
	default void sessionOpened(EngineIoVersion version, Transport transport) {
	}

	/**
	 * A session went from polling to WebSocket.
	 */
	default void sessionUpgraded() {
	}

	/**
	 * A session ended.
	 * @param reason why
	 */
	default void sessionClosed(CloseReason reason) {
	}

	/**
	 * An HTTP request was refused.
	 * @param code Engine.IO's error code, 0 to 5, or -1 where it has none
	 */
	default void requestRefused(int code) {
	}

	/**
	 * A message of a client arrived.
	 * @param bytes its payload in bytes
	 */
	default void bytesReceived(int bytes) {
	}

	/**
	 * A message was handed to a client's transport.
	 * @param bytes its payload in bytes
	 */
	default void bytesSent(int bytes) {
	}

	/**
	 * A client sent more than its rate allows and will not be read from for a while.
	 */
	default void clientThrottled() {
	}

}
