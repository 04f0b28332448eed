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

import java.util.concurrent.CompletableFuture;

/**
 * A selection of the clients of one namespace, on all workers; immutable, so that it can
 * be kept and refined.
 */
public interface BroadcastOperator {

	/**
	 * Adds rooms: clients in at least one of them are selected, each once.
	 * @param rooms the rooms' names
	 * @return the selection with these rooms
	 */
	BroadcastOperator to(String... rooms);

	/**
	 * The same as {@link #to}.
	 * @param rooms the rooms' names
	 * @return the selection with these rooms
	 */
	default BroadcastOperator in(String... rooms) {
		return to(rooms);
	}

	/**
	 * Leaves clients out that are in one of these rooms.
	 * @param rooms the rooms' names
	 * @return the selection without these rooms
	 */
	BroadcastOperator except(String... rooms);

	/**
	 * Sends an event to the clients selected.
	 * <p>
	 * Returns at once. Events emitted by one thread reach each client in that order.
	 * @param event the event's name
	 * @param args the arguments, encoded as JSON later: they must not be changed any more
	 */
	void emit(String event, Object... args);

	/**
	 * Counts the clients selected.
	 * @return the number, complete when every worker has answered; do not wait for it on
	 * an event loop
	 */
	CompletableFuture<Long> count();

}
