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

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/**
 * The API of the whole cluster: operations on all clients of the default namespace, and
 * access to the other namespaces. Inject this bean to send to clients from anywhere in
 * the application.
 *
 * @since 0.1.0
 */
public interface SocketCluster extends NamespaceOperator {

	/**
	 * Returns the operations of a namespace.
	 * @param namespace the name, such as {@code "/"} or {@code "/chat"}
	 * @return the operations on all clients of that namespace
	 * @throws IllegalArgumentException if the name is a pattern such as
	 * {@code "/tenant-{id}"}
	 */
	NamespaceOperator of(String namespace);

	/**
	 * Returns the operations of all namespaces of a pattern that clients are in, on all
	 * nodes. An event is encoded once for each of these namespaces.
	 * @param pattern the pattern as it was declared, such as {@code "/tenant-{id}"}
	 * @return the operations on all clients of these namespaces
	 * @throws IllegalArgumentException if it is no pattern
	 * @see io.github.stickycluster.socketio.SocketNamespace
	 */
	NamespaceOperator ofAll(String pattern);

	/**
	 * Returns whether a user is online: whether a client of the user is connected to any
	 * namespace on any node, or was within {@code sticky-cluster.security.offline-grace}.
	 * Asks one node at most, unless nodes have just joined or left.
	 * @param user the user's name, that of the clients' Spring Security authentication
	 * @return whether the user is online; fails with a {@link ClusterTimeoutException} if
	 * a node does not reply within {@link #DEFAULT_TIMEOUT}
	 * @throws IllegalArgumentException if the user is {@code null}
	 */
	CompletableFuture<Boolean> isOnline(String user);

	/**
	 * Fetches the users that are online, with the number of their clients in all
	 * namespaces on all nodes.
	 * @return the users, each once, in no order; fails with a
	 * {@link ClusterTimeoutException} if a node does not reply within
	 * {@link #DEFAULT_TIMEOUT}
	 */
	CompletableFuture<List<OnlineUser>> fetchUsers();

	/**
	 * Disconnects all clients of a user from all namespaces on all nodes, and closes
	 * their connections. The clients do not connect again by themselves; a client that
	 * connects anew with valid credentials is let in.
	 * @param user the user's name
	 * @return the number of the user's sockets; completes when no listener on any node is
	 * called any more with what these clients send, and fails with a
	 * {@link ClusterTimeoutException} if a node does not reply within
	 * {@link #DEFAULT_TIMEOUT}
	 * @throws IllegalArgumentException if the user is {@code null}
	 */
	CompletableFuture<Long> disconnectUser(String user);

	/**
	 * Returns this node's id.
	 * @return the value of {@code sticky-cluster.node-id}, or its default: host name,
	 * address and port
	 */
	String nodeId();

	/**
	 * Returns the nodes that are in the cluster at the time of the call. The process of
	 * each forked worker counts as a node of its own, beside the node that forked it.
	 * @return the nodes' ids, including this node's
	 */
	Set<String> nodes();

	/**
	 * Returns the worker that a client is connected to.
	 * @param socket the client's socket id, in any namespace
	 * @return the worker's id; empty if the worker is not in this JVM or the client is
	 * not connected
	 */
	Optional<String> workerOf(UUID socket);

}
