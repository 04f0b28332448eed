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

package io.github.stickycluster.dispatch;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.github.stickycluster.balance.BoundedLoad;
import io.github.stickycluster.balance.RendezvousHash;
import io.github.stickycluster.engineio.SessionId;
import io.github.stickycluster.net.ClientKey;
import io.github.stickycluster.worker.LocalWorker;
import io.github.stickycluster.worker.RoutingTable;
import io.github.stickycluster.worker.Worker;
import io.github.stickycluster.worker.WorkerRegistry;
import io.github.stickycluster.worker.WorkerState;
import org.jspecify.annotations.Nullable;

/**
 * Selects the worker of a session by its id, and the worker for a new session by its
 * client address among those that are up.
 * <p>
 * Thread-safe and free of locks: a change of the workers puts new candidates in place of
 * the old ones.
 */
public final class WorkerSelector {

	private final ClientKey key;

	private final @Nullable BoundedLoad bound;

	private volatile Candidates candidates = Candidates.of(RoutingTable.EMPTY);

	/**
	 * Creates a selector that follows a registry.
	 * @param registry the workers
	 * @param key makes the client key of an address
	 * @param bound what a worker may hold before new sessions go to the next one of their
	 * address, or null for no bound
	 */
	public WorkerSelector(WorkerRegistry registry, ClientKey key, @Nullable BoundedLoad bound) {
		this.key = key;
		this.bound = bound;
		registry.onChange((table) -> this.candidates = Candidates.of(table));
	}

	/**
	 * Selects a worker for a new session.
	 * @param clientAddress the client address
	 * @return the same worker for the same client key as long as the same workers are up,
	 * and none is over its bound; null if none is up
	 */
	public @Nullable LocalWorker forClient(InetAddress clientAddress) {
		Candidates present = this.candidates;
		long key = this.key.of(clientAddress);
		int selected = (this.bound != null) ? selectBounded(present, key, this.bound) : present.select(key);
		return (selected != RendezvousHash.NONE) ? present.up().get(selected) : null;
	}

	/**
	 * Finds the worker that made a session id, whether or not it takes new sessions.
	 * @param sid the session id that a client sent
	 * @return its worker, or null if it is none of ours
	 */
	public @Nullable LocalWorker forSession(String sid) {
		return this.candidates.byTag().get(SessionId.tagIn(sid));
	}

	/**
	 * Returns the workers that new sessions may go to.
	 * @return the workers at this moment
	 */
	List<? extends Worker> candidates() {
		return this.candidates.up();
	}

	private static int selectBounded(Candidates present, long key, BoundedLoad bound) {
		long total = present.load();
		int selected = RendezvousHash.select(key, present.seeds(), present.weights(),
				(index) -> present.up().get(index).load() < bound.capacity(total, present.share(index)));
		// Sessions that come meanwhile may fill the last one that had room.
		return (selected != RendezvousHash.NONE) ? selected : present.select(key);
	}

	/**
	 * What is selected from, taken from one routing table.
	 */
	private record Candidates(List<LocalWorker> up, long[] seeds, double[] weights, double totalWeight,
			boolean weighted, Map<Long, LocalWorker> byTag) {

		private static Candidates of(RoutingTable table) {
			List<LocalWorker> up = table.up()
				.stream()
				.filter(LocalWorker.class::isInstance)
				.map(LocalWorker.class::cast)
				.toList();
			long[] seeds = up.stream().mapToLong((worker) -> RendezvousHash.seed(worker.id())).toArray();
			double[] weights = up.stream().mapToDouble(Worker::weight).toArray();
			boolean weighted = up.stream().mapToDouble(Worker::weight).distinct().count() > 1;
			double total = up.stream().mapToDouble(Worker::weight).sum();
			return new Candidates(up, seeds, weights, total, weighted, byTag(table));
		}

		private static Map<Long, LocalWorker> byTag(RoutingTable table) {
			Map<Long, LocalWorker> byTag = new HashMap<>();
			for (RoutingTable.Entry entry : table.entries()) {
				Worker worker = entry.worker();
				boolean serves = entry.state() == WorkerState.UP || entry.state() == WorkerState.DRAINING;
				if (serves && worker instanceof LocalWorker local) {
					byTag.put(Integer.toUnsignedLong(SessionId.tagOf(worker.id())), local);
				}
			}
			return byTag;
		}

		/**
		 * Equal weights need no logarithm.
		 */
		private int select(long key) {
			return this.weighted ? RendezvousHash.select(key, this.seeds, this.weights, (index) -> true)
					: RendezvousHash.select(key, this.seeds);
		}

		private double share(int index) {
			return this.weights[index] / this.totalWeight;
		}

		private long load() {
			long load = 0;
			for (LocalWorker worker : this.up) {
				load += worker.load();
			}
			return load;
		}

	}

}
