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

package io.github.stickycluster.internal.worker;

import java.util.List;
import java.util.Optional;

import io.github.stickycluster.worker.WorkerState;

/**
 * An immutable snapshot of all workers and their states, in the order in which they were
 * added.
 *
 * @param entries the workers, each with its state; of two whose session ids have the same
 * tag, the one that was there first stands before the other
 */
public record RoutingTable(List<Entry> entries) {

	/**
	 * The picture before the first worker was added.
	 */
	public static final RoutingTable EMPTY = new RoutingTable(List.of());

	public RoutingTable {
		entries = List.copyOf(entries);
	}

	/**
	 * Returns the workers that take new sessions.
	 * @return the workers that are {@link WorkerState#UP} and whose event loops answer;
	 * if all of them are blocked, those
	 */
	public List<Worker> up() {
		List<Worker> answering = this.entries.stream()
			.filter((entry) -> entry.state() == WorkerState.UP && !entry.blocked())
			.map(Entry::worker)
			.toList();
		return answering.isEmpty() ? blocked() : answering;
	}

	private List<Worker> blocked() {
		return this.entries.stream().filter((entry) -> entry.state() == WorkerState.UP).map(Entry::worker).toList();
	}

	/**
	 * Finds a worker by its id.
	 * @param id the worker's id
	 * @return its entry, or empty if there is no such worker
	 */
	public Optional<Entry> find(String id) {
		return this.entries.stream().filter((entry) -> entry.worker().id().equals(id)).findFirst();
	}

	/**
	 * A worker and its state.
	 *
	 * @param worker the worker
	 * @param state its state when the picture was taken
	 * @param blocked whether one of its event loops has not answered for too long
	 */
	public record Entry(Worker worker, WorkerState state, boolean blocked) {

		/**
		 * A worker whose event loops answer.
		 * @param worker the worker
		 * @param state its state
		 */
		public Entry(Worker worker, WorkerState state) {
			this(worker, state, false);
		}

	}

}
