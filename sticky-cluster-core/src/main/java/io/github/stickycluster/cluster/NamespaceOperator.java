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
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/**
 * Operations on all clients of a namespace, and events from node to node in that
 * namespace.
 *
 * @since 0.1.0
 */
public interface NamespaceOperator extends BroadcastOperator {

	/**
	 * Selects one client of the cluster. Operations send a message only to the node that
	 * the client is connected to.
	 * @param id the client's socket id in this namespace:
	 * {@code SocketIOClient.getSessionId()} on the server, {@code socket.id} on the
	 * client
	 * @return a selection of this client, which is empty if no client has this id
	 * @throws IllegalArgumentException if the id is {@code null}
	 */
	BroadcastOperator socket(UUID id);

	/**
	 * {@inheritDoc} Applies to {@link #serverSideEmitWithAck} as well.
	 */
	@Override
	NamespaceOperator timeout(Duration timeout);

	/**
	 * Sends an event to the {@link OnServerEvent} methods of all other nodes, and to no
	 * client. Does not wait for the other nodes.
	 * @param event the event's name
	 * @param args the arguments, written as JSON
	 */
	void serverSideEmit(String event, Object... args);

	/**
	 * Sends an event to the {@link OnServerEvent} methods of all other nodes and collects
	 * the values that the methods return.
	 * @param <T> the type of a reply's value
	 * @param type the type to read each node's reply as
	 * @param event the event's name
	 * @param args the arguments, written as JSON
	 * @return one reply of each node; completes when all nodes have replied, and with the
	 * replies so far at the {@link #timeout}. A node that has no method for the event, or
	 * whose method threw an exception, counts as missing.
	 */
	<T> CompletableFuture<Acks<T>> serverSideEmitWithAck(Class<T> type, String event, Object... args);

}
