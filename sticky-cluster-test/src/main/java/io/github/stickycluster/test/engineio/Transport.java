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

import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Carries packets to and from the server. Used on the network's thread.
 */
interface Transport {

	/**
	 * Returns the transport's name in the protocol.
	 */
	String name();

	/**
	 * Returns whether messages are compressed.
	 */
	default boolean isCompressed() {
		return false;
	}

	/**
	 * Opens a session, or, where there is one, a further transport for it.
	 */
	void open();

	/**
	 * Sends packets in their order.
	 */
	void send(List<EngineIoPacket> packets);

	/**
	 * Ends the transport. What was given to {@link #send} before is still tried.
	 * @return completes when the connections have been closed
	 */
	CompletableFuture<Void> close();

	/**
	 * Called with what comes.
	 */
	interface Listener {

		/**
		 * The transport can send packets that are not part of a handshake.
		 */
		void onReady();

		void onPacket(EngineIoPacket packet);

		/**
		 * The transport has ended; called once at most, and not after
		 * {@link Transport#close}.
		 */
		void onEnd(SessionEnd end);

	}

}
