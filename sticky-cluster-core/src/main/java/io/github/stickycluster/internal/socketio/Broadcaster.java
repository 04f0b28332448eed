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

import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Reaches the sockets of a namespace, on whatever worker and node they are. Namespaces
 * are as the server names them; no room means all sockets of the namespace. Thread-safe.
 */
public interface Broadcaster {

	/**
	 * Sends an event.
	 * @param namespace the namespace
	 * @param rooms the rooms, each socket in one of them gets it once
	 * @param except rooms and ids of sockets whose members go without
	 * @param event the event's name
	 * @param arguments its arguments
	 */
	void emit(String namespace, Set<String> rooms, Set<String> except, String event, Object... arguments);

	/**
	 * Sends an event to sockets of this JVM alone.
	 * @param namespace the namespace
	 * @param rooms the rooms
	 * @param excluded tells which sockets go without
	 * @param event the event's name
	 * @param arguments its arguments
	 */
	void emitHere(String namespace, Set<String> rooms, Predicate<SocketIoSocket> excluded, String event,
			Object... arguments);

	/**
	 * Takes the sockets out of the namespace.
	 * @param namespace the namespace
	 * @param rooms the rooms
	 */
	void disconnect(String namespace, Set<String> rooms);

	/**
	 * Lists the sockets of this JVM.
	 * @param namespace the namespace
	 * @param rooms the rooms
	 * @return the sockets, each once
	 */
	List<SocketIoSocket> sockets(String namespace, Set<String> rooms);

	/**
	 * Returns whether there is no other JVM, and never will be.
	 * @return whether this JVM is alone
	 */
	boolean isAlone();

}
