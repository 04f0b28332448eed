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

package io.github.stickycluster.cluster;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * A selection of clients, wherever in the cluster they are connected, and what can be
 * done with it. Immutable: each choice gives a new selection. Thread-safe.
 * <p>
 * The terms are those of Socket.IO's server API. A room's name may also be a socket's id:
 * every socket is in a room of its own.
 * <p>
 * What is asked is answered with what the nodes that are there have said: a node that
 * leaves meanwhile is left out at once, and its clients with it. Futures complete on a
 * thread of the JDK's common pool, never on an event loop; do not wait for them on one.
 */
public interface BroadcastOperator {

	/** How long answers are waited for unless {@link #timeout} says otherwise. */
	Duration DEFAULT_TIMEOUT = Duration.ofSeconds(5);

	/**
	 * Adds rooms: clients in at least one of them are selected, each once.
	 * @param rooms the rooms' names, one at least
	 * @return the selection with these rooms
	 * @throws IllegalArgumentException if there is no room, since the selection of none
	 * would be everybody, or {@code null} for one
	 */
	BroadcastOperator to(String... rooms);

	/**
	 * The same as {@link #to}.
	 * @param rooms the rooms' names, one at least
	 * @return the selection with these rooms
	 * @throws IllegalArgumentException as for {@link #to}
	 */
	default BroadcastOperator in(String... rooms) {
		return to(rooms);
	}

	/**
	 * Leaves clients out that are in one of these rooms.
	 * @param rooms the rooms' names; none leaves nobody out
	 * @return the selection without these rooms
	 * @throws IllegalArgumentException if a room is {@code null}
	 */
	BroadcastOperator except(String... rooms);

	/**
	 * Selects only clients of this node, those of all its workers.
	 * @return the selection without the other nodes
	 */
	BroadcastOperator local();

	/**
	 * Sets how long answers are waited for.
	 * @param timeout the time, above 0; the default is {@link #DEFAULT_TIMEOUT}
	 * @return the same selection
	 * @throws IllegalArgumentException if the timeout is not above 0
	 */
	BroadcastOperator timeout(Duration timeout);

	/**
	 * Lets {@link #emit events} be lost for clients that are not ready to receive, as one
	 * whose connection is slow. Socket.IO's name for this, {@code volatile}, is a keyword
	 * of Java.
	 * @return the same selection
	 */
	BroadcastOperator volatileEvents();

	/**
	 * Sets whether WebSocket frames may be compressed, if the client and the settings
	 * allow it; they may by default. Answers to polls are compressed as a whole, whatever
	 * is set here.
	 * @param compress whether compression is worth it
	 * @return the same selection
	 */
	BroadcastOperator compress(boolean compress);

	/**
	 * Sends an event to the clients selected.
	 * <p>
	 * Returns at once, with the arguments written: they may be changed afterwards. Events
	 * emitted by one thread reach each client in that order.
	 * @param event the event's name
	 * @param args the arguments, written as JSON; {@code byte[]}, {@code ByteBuffer} and
	 * {@code ByteBuf} arrive as binary, at any depth
	 * @throws IllegalArgumentException if the event's name is reserved
	 */
	void emit(String event, Object... args);

	/**
	 * Sends an event to the clients selected and collects their answers.
	 * @param event the event's name
	 * @param args the arguments
	 * @return the answers, complete or not: when all clients have answered or are gone,
	 * or at the {@link #timeout}
	 * @throws IllegalArgumentException if the event's name is reserved
	 */
	default CompletableFuture<Acks<Object>> emitWithAck(String event, Object... args) {
		return emitWithAck(Object.class, event, args);
	}

	/**
	 * Sends an event to the clients selected and collects their answers.
	 * @param <T> the answers' type
	 * @param type the type to read each client's answer as, the first argument of its
	 * acknowledgement; an answer that does not fit counts as missing
	 * @param event the event's name
	 * @param args the arguments
	 * @return the answers, complete or not: when all clients have answered or are gone,
	 * or at the {@link #timeout}
	 * @throws IllegalArgumentException if the event's name is reserved
	 */
	<T> CompletableFuture<Acks<T>> emitWithAck(Class<T> type, String event, Object... args);

	/**
	 * Describes the clients selected.
	 * @return their descriptions as of now; fails with a {@link ClusterTimeoutException}
	 * if a node does not answer in time
	 */
	CompletableFuture<List<SocketDetails>> fetchSockets();

	/**
	 * Counts the clients selected.
	 * @return the number; fails with a {@link ClusterTimeoutException} if a node does not
	 * answer in time
	 */
	CompletableFuture<Long> count();

	/**
	 * Names the rooms that the clients selected have joined.
	 * @return the rooms, without each client's own; fails with a
	 * {@link ClusterTimeoutException} if a node does not answer in time
	 */
	CompletableFuture<Set<String>> rooms();

	/**
	 * Makes the clients selected join rooms.
	 * @param rooms the rooms' names
	 * @throws IllegalArgumentException if a room is {@code null}
	 */
	void socketsJoin(String... rooms);

	/**
	 * Makes the clients selected leave rooms.
	 * @param rooms the rooms' names
	 * @throws IllegalArgumentException if a room is {@code null}
	 */
	void socketsLeave(String... rooms);

	/**
	 * Disconnects the clients selected from their namespace.
	 * @param close whether their connections are closed, too, and so their sockets in all
	 * other namespaces
	 */
	void disconnectSockets(boolean close);

}
