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

package io.github.stickycluster.internal.dispatch;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import java.util.function.Predicate;

import io.github.stickycluster.dispatch.RoutingScope;
import io.github.stickycluster.internal.balance.BoundedLoad;
import io.github.stickycluster.internal.balance.RendezvousHash;
import io.github.stickycluster.internal.engineio.SessionId;
import io.github.stickycluster.internal.net.ClientKey;
import io.github.stickycluster.internal.worker.LocalWorker;
import io.github.stickycluster.internal.worker.OwnWorker;
import io.github.stickycluster.internal.worker.RoutingTable;
import io.github.stickycluster.internal.worker.Worker;
import io.github.stickycluster.internal.worker.WorkerRegistry;
import io.github.stickycluster.worker.WorkerState;
import io.netty.util.collection.IntObjectHashMap;
import io.netty.util.collection.IntObjectMap;
import org.jspecify.annotations.Nullable;

/**
 * Selects the worker of a session by the session id, and the worker for a new session by
 * the client's address among the workers that are up.
 * <p>
 * Thread-safe without locks: each change of the workers replaces the immutable list of
 * candidates.
 */
public final class WorkerSelector {

	private final ClientKey key;

	private final @Nullable BoundedLoad bound;

	private final RoutingScope scope;

	private final boolean forked;

	private volatile Candidates candidates = Candidates.NONE;

	/**
	 * Creates a selector that follows a registry.
	 * @param registry the workers
	 * @param key makes the client key of an address
	 * @param bound what a worker may hold before new sessions go to the next one of their
	 * address, or null for no bound
	 */
	public WorkerSelector(WorkerRegistry registry, ClientKey key, @Nullable BoundedLoad bound) {
		this(registry, key, bound, RoutingScope.NODE);
	}

	/**
	 * Creates a selector that follows a registry.
	 * @param registry the workers
	 * @param key makes the client key of an address
	 * @param bound what a worker may hold before new sessions go to the next one of their
	 * address, or null for no bound
	 * @param scope whose workers new sessions go to
	 */
	public WorkerSelector(WorkerRegistry registry, ClientKey key, @Nullable BoundedLoad bound, RoutingScope scope) {
		this(registry, key, bound, scope, null);
	}

	/**
	 * Creates a selector that follows a registry.
	 * @param registry the workers
	 * @param key makes the client key of an address
	 * @param bound what a worker may hold before new sessions go to the next one of their
	 * address, or null for no bound
	 * @param scope whose workers new sessions go to
	 * @param siblings tells by their ids the nodes that count as this one, since the same
	 * process has forked them; null for a process that was not forked
	 */
	public WorkerSelector(WorkerRegistry registry, ClientKey key, @Nullable BoundedLoad bound, RoutingScope scope,
			@Nullable Predicate<String> siblings) {
		this.key = key;
		this.bound = bound;
		this.scope = scope;
		this.forked = siblings != null;
		Predicate<String> family = (siblings != null) ? siblings : (node) -> false;
		registry.addChangeListener((table) -> this.candidates = Candidates.of(table, scope, family));
	}

	/**
	 * Selects a worker for a new session.
	 * @param clientAddress the client address
	 * @return the same worker for the same client key as long as the same workers are up,
	 * and none is over its bound; null if none is up
	 */
	public @Nullable Worker forClient(InetAddress clientAddress) {
		return this.candidates.sessions().select(this.key.of(clientAddress), this.bound);
	}

	/**
	 * Returns whether a client's new sessions go to a worker only since the first one of
	 * their address is over its bound.
	 */
	boolean isOverflow(InetAddress clientAddress, Worker selected) {
		return this.bound != null && this.candidates.sessions().select(this.key.of(clientAddress), null) != selected;
	}

	/**
	 * Selects a worker for a new session that comes over a connection. Of the client at
	 * the connection's other end, the parent of a forked process has decided already.
	 * @param clientAddress the client address
	 * @param peer the other end of the connection
	 * @return as {@link #forClient(InetAddress)}
	 */
	@Nullable Worker forClient(InetAddress clientAddress, @Nullable SocketAddress peer) {
		boolean decided = this.forked && this.scope == RoutingScope.NODE && peer instanceof InetSocketAddress address
				&& clientAddress.equals(address.getAddress());
		Worker own = decided ? forConnection(clientAddress) : null;
		return (own != null) ? own : forClient(clientAddress);
	}

	/**
	 * Selects the worker on whose event loops a connection shall live: the one that its
	 * new sessions go to, if that is in this JVM.
	 * @param peer the connection's peer
	 * @return a worker of this JVM, or null if none is up
	 */
	@Nullable LocalWorker forConnection(InetAddress peer) {
		return this.candidates.connections().select(this.key.of(peer), this.bound);
	}

	/**
	 * Selects the worker process that a connection is passed on to.
	 * @param peer the connection's peer
	 * @param ready whether a process can take a connection now
	 * @return a worker of this node in a JVM of its own, the same for the same client key
	 * as long as the same workers are up and ready; null if there is none
	 */
	public @Nullable OwnWorker forProcess(InetAddress peer, Predicate<OwnWorker> ready) {
		Group<OwnWorker> processes = this.candidates.processes();
		long client = this.key.of(peer);
		OwnWorker selected = processes.select(client, this.bound);
		return (selected == null || ready.test(selected)) ? selected : processes.selectReady(client, ready);
	}

	/**
	 * Returns whose workers new sessions go to.
	 * @return the scope
	 */
	public RoutingScope scope() {
		return this.scope;
	}

	/**
	 * Finds the worker that made a session id, whether or not it takes new sessions.
	 * @param sid the session id that a client sent
	 * @return its worker, on whatever node, or null if it is none of ours
	 */
	public @Nullable Worker forSession(String sid) {
		long tag = SessionId.tagIn(sid);
		return (tag < 0) ? null : this.candidates.byTag().get((int) tag);
	}

	/**
	 * Returns the workers that new sessions may go to.
	 * @return the workers at this moment
	 */
	List<? extends Worker> candidates() {
		return this.candidates.sessions().workers();
	}

	/**
	 * The candidates for a selection, taken from one routing table.
	 *
	 * @param sessions the workers that new sessions go to
	 * @param connections the workers whose event loops connections live on
	 * @param processes the workers that connections are passed on to
	 * @param byTag the workers that serve, by their session ids' tags
	 */
	private record Candidates(Group<? extends Worker> sessions, Group<LocalWorker> connections,
			Group<OwnWorker> processes, IntObjectMap<Worker> byTag) {

		private static final Candidates NONE = of(RoutingTable.EMPTY, RoutingScope.NODE, (node) -> false);

		/**
		 * A node without a worker that is up sends new sessions to the others, whatever
		 * the scope.
		 */
		private static Candidates of(RoutingTable table, RoutingScope scope, Predicate<String> siblings) {
			List<Worker> up = table.up();
			List<Worker> own = up.stream()
				.filter((worker) -> worker instanceof OwnWorker || siblings.test(worker.node()))
				.toList();
			boolean ownOnly = scope == RoutingScope.NODE && !own.isEmpty();
			return new Candidates(Group.of(ownOnly ? own : up), group(up, LocalWorker.class, (worker) -> true),
					group(up, OwnWorker.class, (worker) -> worker.process() != null), byTag(table));
		}

		private static <W extends Worker> Group<W> group(List<Worker> workers, Class<W> type, Predicate<W> members) {
			return Group.of(workers.stream().filter(type::isInstance).map(type::cast).filter(members).toList());
		}

		private static IntObjectMap<Worker> byTag(RoutingTable table) {
			IntObjectMap<Worker> byTag = new IntObjectHashMap<>();
			for (RoutingTable.Entry entry : table.entries()) {
				if (entry.state() == WorkerState.UP || entry.state() == WorkerState.DRAINING) {
					byTag.putIfAbsent(SessionId.tagOf(entry.worker().id()), entry.worker());
				}
			}
			return byTag;
		}

	}

	/**
	 * Workers to select one of.
	 */
	private record Group<W extends Worker>(List<W> workers, long[] seeds, double[] weights, double totalWeight,
			boolean weighted) {

		private static <W extends Worker> Group<W> of(List<W> workers) {
			long[] seeds = workers.stream().mapToLong((worker) -> RendezvousHash.seed(worker.id())).toArray();
			double[] weights = workers.stream().mapToDouble(Worker::weight).toArray();
			boolean weighted = workers.stream().mapToDouble(Worker::weight).distinct().count() > 1;
			double total = workers.stream().mapToDouble(Worker::weight).sum();
			return new Group<>(workers, seeds, weights, total, weighted);
		}

		private @Nullable W select(long key, @Nullable BoundedLoad bound) {
			int selected = (bound != null) ? selectBounded(key, bound) : select(key);
			return (selected != RendezvousHash.NONE) ? this.workers.get(selected) : null;
		}

		private @Nullable W selectReady(long key, Predicate<W> ready) {
			int selected = RendezvousHash.select(key, this.seeds, this.weights,
					(index) -> ready.test(this.workers.get(index)));
			return (selected != RendezvousHash.NONE) ? this.workers.get(selected) : null;
		}

		private int selectBounded(long key, BoundedLoad bound) {
			long total = load();
			int selected = RendezvousHash.select(key, this.seeds, this.weights,
					(index) -> this.workers.get(index).load() < bound.capacity(total, share(index)));
			// Sessions that come meanwhile may fill the last one that had room.
			return (selected != RendezvousHash.NONE) ? selected : select(key);
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
			for (W worker : this.workers) {
				load += worker.load();
			}
			return load;
		}

	}

}
