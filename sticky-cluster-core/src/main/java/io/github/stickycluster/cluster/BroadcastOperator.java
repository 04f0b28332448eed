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
 * A selection of the cluster's clients, and the operations on it. Immutable and
 * thread-safe: each method that narrows the selection or sets an option returns a new
 * one.
 * <p>
 * The terms are those of Socket.IO's server API. Every socket is in a room named like its
 * id, so a socket's id is a room's name as well.
 * <p>
 * A query covers the nodes that are in the cluster. If a node leaves during a query, the
 * result is without that node and its clients, and does not wait for the timeout. Futures
 * complete on a thread of the JDK's common pool, never on an event loop. Do not block an
 * event loop, and so a listener, to wait for one.
 *
 * @since 0.1.0
 */
public interface BroadcastOperator {

	/**
	 * The time to wait for acks and replies unless {@link #timeout} sets another: 5 s.
	 */
	Duration DEFAULT_TIMEOUT = Duration.ofSeconds(5);

	/**
	 * Selects the clients that are in at least one of the rooms; a client in several
	 * rooms is selected once. A second call adds its rooms.
	 * @param rooms the rooms' names, at least one
	 * @return the selection with these rooms
	 * @throws IllegalArgumentException if there is no room, which would select all
	 * clients, or if a room is {@code null}
	 */
	BroadcastOperator to(String... rooms);

	/**
	 * Selects the clients that are in at least one of the rooms, as {@link #to} does.
	 * @param rooms the rooms' names, at least one
	 * @return the selection with these rooms
	 * @throws IllegalArgumentException as for {@link #to}
	 */
	default BroadcastOperator in(String... rooms) {
		return to(rooms);
	}

	/**
	 * Selects the clients of users, as {@link #to} selects those of rooms: a user's
	 * clients in this namespace are in a room that nobody else can join and that
	 * {@link #rooms} does not list. A second call adds its users, and rooms that are
	 * selected as well add their clients.
	 * @param users the users' names, at least one: the names of the clients' Spring
	 * Security authentications
	 * @return the selection with these users
	 * @throws IllegalArgumentException if there is no user, which would select all
	 * clients, or if a user is {@code null}
	 */
	BroadcastOperator toUser(String... users);

	/**
	 * Excludes the clients of users.
	 * @param users the users' names; without any, no client is excluded
	 * @return the selection without the clients of these users
	 * @throws IllegalArgumentException if a user is {@code null}
	 */
	BroadcastOperator exceptUser(String... users);

	/**
	 * Excludes the clients that are in one of the rooms.
	 * @param rooms the rooms' names; without any, no client is excluded
	 * @return the selection without the clients of these rooms
	 * @throws IllegalArgumentException if a room is {@code null}
	 */
	BroadcastOperator except(String... rooms);

	/**
	 * Selects only the clients of this node, those of all its workers.
	 * @return the selection without the clients of other nodes
	 */
	BroadcastOperator local();

	/**
	 * Sets the time to wait for the acks of clients and the replies of nodes.
	 * @param timeout the time, above 0; the default is {@link #DEFAULT_TIMEOUT}
	 * @return a selection of the same clients with this timeout
	 * @throws IllegalArgumentException if the timeout is not above 0
	 */
	BroadcastOperator timeout(Duration timeout);

	/**
	 * Makes {@link #emit events} volatile: a client that is not ready to receive, such as
	 * one with a slow connection, misses the event. Socket.IO calls this
	 * {@code volatile}, which is a keyword in Java.
	 * @return a selection of the same clients with volatile events
	 */
	BroadcastOperator volatileEvents();

	/**
	 * Sets whether the WebSocket frames of an event may be compressed, where the client
	 * and {@code sticky-cluster.socket-io.compression} allow it; the default is
	 * {@code true}. The responses to polling requests are compressed independently of
	 * this setting.
	 * @param compress {@code false} to send the frames uncompressed
	 * @return a selection of the same clients with this option
	 */
	BroadcastOperator compress(boolean compress);

	/**
	 * Sends an event to the selected clients.
	 * <p>
	 * The arguments are written before the method returns, so they may be changed
	 * afterwards. The method does not wait for the clients. Each client receives the
	 * events of one thread in the order in which the thread emitted them.
	 * @param event the event's name
	 * @param args the arguments, written as JSON; {@code byte[]}, {@code ByteBuffer} and
	 * {@code ByteBuf} arrive as binary, at any depth
	 * @throws IllegalArgumentException if the event's name is reserved by Socket.IO
	 */
	void emit(String event, Object... args);

	/**
	 * Sends an event to the selected clients and collects their acks. The values are what
	 * Jackson reads as {@code Object}: maps, lists, strings, numbers and booleans.
	 * @param event the event's name
	 * @param args the arguments, as for {@link #emit}
	 * @return the acks; completes when each client has acknowledged the event or
	 * disconnected, and with the acks so far at the {@link #timeout}
	 * @throws IllegalArgumentException if the event's name is reserved by Socket.IO
	 */
	default CompletableFuture<Acks<Object>> emitWithAck(String event, Object... args) {
		return emitWithAck(Object.class, event, args);
	}

	/**
	 * Sends an event to the selected clients and collects their acks.
	 * @param <T> the type of an ack's value
	 * @param type the type to read the first value of each ack as; an ack whose value
	 * does not have this type counts as missing
	 * @param event the event's name
	 * @param args the arguments, as for {@link #emit}
	 * @return the acks; completes when each client has acknowledged the event or
	 * disconnected, and with the acks so far at the {@link #timeout}
	 * @throws IllegalArgumentException if the event's name is reserved by Socket.IO
	 */
	<T> CompletableFuture<Acks<T>> emitWithAck(Class<T> type, String event, Object... args);

	/**
	 * Fetches a description of each selected client.
	 * @return the descriptions as of the time of the call; fails with a
	 * {@link ClusterTimeoutException} if a node does not reply within the
	 * {@link #timeout}
	 */
	CompletableFuture<List<SocketDetails>> fetchSockets();

	/**
	 * Counts the selected clients.
	 * @return the number; fails with a {@link ClusterTimeoutException} if a node does not
	 * reply within the {@link #timeout}
	 */
	CompletableFuture<Long> count();

	/**
	 * Fetches the names of the rooms that the selected clients have joined.
	 * @return the names, without the room of each client that is named like its id; fails
	 * with a {@link ClusterTimeoutException} if a node does not reply within the
	 * {@link #timeout}
	 */
	CompletableFuture<Set<String>> rooms();

	/**
	 * Makes the selected clients join rooms.
	 * @param rooms the rooms' names
	 * @throws IllegalArgumentException if a room is {@code null}
	 */
	void socketsJoin(String... rooms);

	/**
	 * Makes the selected clients leave rooms.
	 * @param rooms the rooms' names
	 * @throws IllegalArgumentException if a room is {@code null}
	 */
	void socketsLeave(String... rooms);

	/**
	 * Disconnects the selected clients from their namespace.
	 * @param close {@code true} to close their connections as well, which disconnects
	 * them from all namespaces
	 */
	void disconnectSockets(boolean close);

}
