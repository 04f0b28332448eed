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

import java.util.Set;

import io.github.stickycluster.socketio.DisconnectReason;

/**
 * Watches the sockets and rooms of a JVM, for the application. Called on any thread, in
 * the order in which things happen to a socket; must be thread-safe, and must neither
 * block nor throw.
 */
public interface SocketWatch {

	/** Watches nothing. */
	SocketWatch NONE = new SocketWatch() {
	};

	/**
	 * A socket has entered its namespace, and the application's listeners were called.
	 * @param socket the socket
	 */
	default void connected(SocketIoSocket socket) {
	}

	/**
	 * A socket has left its namespace, and the application's listeners were called.
	 * @param socket the socket
	 * @param reason why it has left
	 * @param rooms the rooms that it was in until then
	 */
	default void disconnected(SocketIoSocket socket, DisconnectReason reason, Set<String> rooms) {
	}

	/**
	 * A socket has joined a room.
	 * @param socket the socket
	 * @param room the room
	 */
	default void joined(SocketIoSocket socket, String room) {
	}

	/**
	 * A socket has left a room, for whatever reason.
	 * @param socket the socket
	 * @param room the room
	 */
	default void left(SocketIoSocket socket, String room) {
	}

}
