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
 * All clients of a namespace, and its events between nodes.
 */
public interface NamespaceOperator extends BroadcastOperator {

	/**
	 * Selects one client, wherever it is connected. Only the node that holds it is told
	 * or asked.
	 * @param id its socket id in this namespace, as {@code SocketIOClient.getSessionId()}
	 * and the client's {@code socket.id} tell it
	 * @return the client, or nobody if there is none with this id
	 * @throws IllegalArgumentException if the id is {@code null}
	 */
	BroadcastOperator socket(UUID id);

	/**
	 * Sets how long answers are waited for, those of nodes as well.
	 */
	@Override
	NamespaceOperator timeout(Duration timeout);

	/**
	 * Sends an event to the {@link OnServerEvent} methods of all other nodes. Clients
	 * never see it.
	 * @param event the event's name
	 * @param args the arguments, written as JSON
	 */
	void serverSideEmit(String event, Object... args);

	/**
	 * Sends an event to the {@link OnServerEvent} methods of all other nodes and collects
	 * what they return.
	 * @param <T> the answers' type
	 * @param type the type to read each node's answer as
	 * @param event the event's name
	 * @param args the arguments, written as JSON
	 * @return the answers, one of each node, complete or not: when all have answered, or
	 * at the {@link #timeout}; a node without such a method, or whose method failed,
	 * counts as missing
	 */
	<T> CompletableFuture<Acks<T>> serverSideEmitWithAck(Class<T> type, String event, Object... args);

}
