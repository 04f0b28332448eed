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

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

import io.github.stickycluster.worker.WorkerState;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The registry of all workers and their states, which it publishes as immutable
 * {@link RoutingTable routing tables}.
 * <p>
 * Thread-safe. Reading never blocks; a listener is called on the thread that made the
 * change, before the change's call returns.
 */
public final class WorkerRegistry {

	private static final Logger logger = LoggerFactory.getLogger(WorkerRegistry.class);

	private final List<Consumer<RoutingTable>> listeners = new CopyOnWriteArrayList<>();

	private final List<Consumer<WorkerChange>> changeListeners = new CopyOnWriteArrayList<>();

	private final Map<String, Instant> since = new ConcurrentHashMap<>();

	private final WorkerTags tags = new WorkerTags();

	private volatile RoutingTable table = RoutingTable.EMPTY;

	/** Whether an error has kept a listener from being told of the table. */
	private volatile boolean untold;

	/**
	 * Returns the picture of this moment.
	 * @return the routing table
	 */
	public RoutingTable table() {
		return this.table;
	}

	/**
	 * Calls the listener with the present table, and with each later one.
	 * @param listener what to call; must be quick and must not change the registry
	 */
	public synchronized void addChangeListener(Consumer<RoutingTable> listener) {
		this.listeners.add(listener);
		listener.accept(this.table);
	}

	/**
	 * Returns since when a worker of this JVM has been in its state.
	 * @param workerId the worker's id
	 * @return the moment of the last change, or empty if there is no such worker here
	 */
	public Optional<Instant> since(String workerId) {
		return Optional.ofNullable(this.since.get(workerId));
	}

	/**
	 * Returns the workers of this JVM.
	 * @return the local workers, whatever their state
	 */
	public List<LocalWorker> localWorkers() {
		List<LocalWorker> workers = new ArrayList<>();
		for (RoutingTable.Entry entry : this.table.entries()) {
			if (entry.worker() instanceof LocalWorker worker) {
				workers.add(worker);
			}
		}
		return workers;
	}

	/**
	 * Calls the listener with each later change of the state of a worker of this node, on
	 * the thread that makes the change.
	 * @param listener what to call; must be quick
	 */
	public void addStateListener(Consumer<WorkerChange> listener) {
		this.changeListeners.add(listener);
	}

	/**
	 * Puts a worker of this node in a state, adding the worker if it is new. It counts as
	 * not blocked.
	 * @param worker the worker; takes the place of an earlier one of the same id
	 * @param state its new state
	 * @param reason why, for the log
	 */
	public void put(OwnWorker worker, WorkerState state, String reason) {
		@Nullable WorkerState before;
		synchronized (this) {
			List<RoutingTable.Entry> entries = new ArrayList<>(this.table.entries());
			int index = indexOf(entries, worker.id());
			RoutingTable.Entry entry = new RoutingTable.Entry(worker, state);
			if (index < 0) {
				before = null;
				entries.add(entry);
			}
			else {
				before = entries.set(index, entry).state();
			}
			if (before != state) {
				this.since.put(worker.id(), Instant.now());
			}
			publish(entries);
		}
		if (before != state) {
			tell(new WorkerChange(worker.id(), before, state, reason));
		}
	}

	/**
	 * Notes whether a worker's event loops answer.
	 * @param worker the worker; nothing happens if it is not in the table any more
	 * @param blocked whether one of its loops does not
	 */
	public synchronized void setBlocked(OwnWorker worker, boolean blocked) {
		List<RoutingTable.Entry> entries = new ArrayList<>(this.table.entries());
		int index = indexOf(entries, worker.id());
		if (index >= 0 && entries.get(index).worker() == worker && entries.get(index).blocked() != blocked) {
			entries.set(index, new RoutingTable.Entry(worker, entries.get(index).state(), blocked));
			publish(entries);
		}
	}

	/**
	 * Removes a worker of this node.
	 * @param worker the worker
	 * @param reason why, for the log
	 */
	public void remove(OwnWorker worker, String reason) {
		WorkerState before;
		synchronized (this) {
			List<RoutingTable.Entry> entries = new ArrayList<>(this.table.entries());
			int index = indexOf(entries, worker.id());
			if (index < 0 || entries.get(index).worker() != worker) {
				return;
			}
			before = entries.remove(index).state();
			this.since.remove(worker.id());
			publish(entries);
		}
		tell(new WorkerChange(worker.id(), before, null, reason));
	}

	private void tell(WorkerChange change) {
		if (change.to() == WorkerState.STARTING) {
			logger.debug("Worker {} is {}: {}", change.workerId(), change.to(), change.reason());
		}
		else if (change.to() != null) {
			logger.info("Worker {} is {}: {}", change.workerId(), change.to(), change.reason());
		}
		else {
			logger.info("Worker {} was removed: {}", change.workerId(), change.reason());
		}
		for (Consumer<WorkerChange> listener : this.changeListeners) {
			try {
				listener.accept(change);
			}
			catch (RuntimeException ex) {
				logger.warn("A listener for state changes of workers failed for worker {}", change.workerId(), ex);
			}
		}
	}

	/**
	 * Puts the workers of another node in place of those known of it before.
	 * @param node the other node's id
	 * @param workers its workers with their states, as it has last described them; none
	 * when the node has gone
	 */
	public void putNode(String node, List<RoutingTable.Entry> workers) {
		List<RoutingTable.Entry> before;
		synchronized (this) {
			before = this.table.entries().stream().filter((entry) -> isOf(node, entry)).toList();
			if (before.equals(workers)) {
				return;
			}
			List<RoutingTable.Entry> entries = new ArrayList<>(this.table.entries());
			entries.removeAll(before);
			workers.stream().filter((entry) -> !isOwn(entry.worker().id())).forEach(entries::add);
			publish(entries);
		}
		logger.debug("Node {} has {}, had {}", node, workers, before);
	}

	/**
	 * Of a worker in a process of its own, this node knows more than its heartbeats say.
	 */
	private boolean isOwn(String id) {
		return this.table.find(id).filter((entry) -> entry.worker() instanceof OwnWorker).isPresent();
	}

	private static boolean isOf(String node, RoutingTable.Entry entry) {
		return entry.worker() instanceof RemoteWorker remote && remote.node().equals(node);
	}

	private void publish(List<RoutingTable.Entry> entries) {
		this.table = new RoutingTable(this.tags.order(entries));
		tellAll();
	}

	private void tellAll() {
		this.untold = true;
		this.listeners.forEach((listener) -> listener.accept(this.table));
		this.untold = false;
	}

	/**
	 * Makes good what an error has cut off, as for want of memory: a state that the
	 * worker's owner has changed and this does not know, and listeners that were not told
	 * of the last table.
	 */
	public void confirm(OwnWorker worker, WorkerState state) {
		if (!isIn(worker, state)) {
			put(worker, state, "after an error");
		}
		else if (this.untold) {
			synchronized (this) {
				tellAll();
			}
		}
	}

	private boolean isIn(OwnWorker worker, WorkerState state) {
		List<RoutingTable.Entry> entries = this.table.entries();
		for (int i = 0; i < entries.size(); i++) {
			RoutingTable.Entry entry = entries.get(i);
			if (entry.worker() == worker) {
				return entry.state() == state;
			}
		}
		return false;
	}

	private static int indexOf(List<RoutingTable.Entry> entries, String id) {
		for (int i = 0; i < entries.size(); i++) {
			if (entries.get(i).worker().id().equals(id)) {
				return i;
			}
		}
		return -1;
	}

}
