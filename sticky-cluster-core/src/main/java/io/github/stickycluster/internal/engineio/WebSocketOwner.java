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
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;

/**
 * Handles the messages and the end of a WebSocket: first the upgrade attempt, then the
 * session. Called on the event loop.
 */
interface WebSocketOwner {

	/** Owns a WebSocket that nobody wants. */
	WebSocketOwner NOBODY = new WebSocketOwner() {

		@Override
		public void onWebSocketText(ByteBuf message) {
		}

		@Override
		public void onWebSocketBinary(ByteBuf message) {
		}

		@Override
		public void onWebSocketAnswered() {
		}

		@Override
		public void onWebSocketInactive() {
		}

		@Override
		public void onWebSocketFailure() {
		}

	};

	/**
	 * Takes a message of text.
	 * @param message the message, valid only during the call
	 */
	void onWebSocketText(ByteBuf message);

	/**
	 * Takes a binary message.
	 * @param message the message, valid only during the call
	 */
	void onWebSocketBinary(ByteBuf message);

	/**
	 * Something was read.
	 * @param kept the memory of what has not come whole, in bytes
	 */
	default void onWebSocketRead(int kept) {
	}

	/** Makes the queue for what the channel does not take. */
	default PendingPackets newBacklog() {
		return new PendingPackets(null);
	}

	/** A ping of the WebSocket protocol was answered. */
	void onWebSocketAnswered();

	/** The client has closed the WebSocket, or its connection is gone. */
	void onWebSocketInactive();

	/**
	 * Takes notice of a failure that is not the client's, before anything is done about
	 * it.
	 * @param failure the failure
	 */
	default void notice(Throwable failure) {
	}

	/** The client broke the rules, or handling its message failed. */
	void onWebSocketFailure();

	/**
	 * Closes a WebSocket that a client may not have.
	 * @param handler the WebSocket
	 */
	static void refuse(WebSocketHandler handler) {
		handler.bind(NOBODY);
		handler.close(WebSocketCloseStatus.NORMAL_CLOSURE);
	}

}
