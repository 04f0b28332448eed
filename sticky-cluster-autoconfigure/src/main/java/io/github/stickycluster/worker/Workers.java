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

package io.github.stickycluster.worker;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The workers of this node, all in this JVM.
 */
public final class Workers implements NodeWorkers {

	private static final Logger logger = LoggerFactory.getLogger(Workers.class);

	/** How long a blocked loop may take to answer after its thread was interrupted. */
	private static final Duration AFTER_INTERRUPT = Duration.ofSeconds(1);

	private static final Duration RETIREMENT_PERIOD = Duration.ofMillis(100);

	private final WorkerSettings settings;

	private final OperationSettings operations;

	private final WorkerFactory factory;

	private final WorkerRegistry registry;

	private final WorkerLink link;

	private final Map<String, WorkerStatistics> statistics = new ConcurrentHashMap<>();

	private final TreeMap<Integer, ManagedWorker> workers = new TreeMap<>();

	private final List<Retirement> retiring = new ArrayList<>();

	private @Nullable Timers timers;

	private @Nullable Watchdog watchdog;

	private final RollingRestart<ManagedWorker> rolling = new RollingRestart<>(ManagedWorker::restart, this::isSkipped,
			this::later);

	private boolean shuttingDown;

	/**
	 * Creates the workers' owner; nothing is started yet.
	 * @param settings how many workers, and of what size
	 * @param operations how they are watched, drained and restarted
	 * @param factory makes them
	 * @param registry learns their states
	 * @param link joins them to each other
	 */
	public Workers(WorkerSettings settings, OperationSettings operations, WorkerFactory factory,
			WorkerRegistry registry, WorkerLink link) {
		this.settings = settings;
		this.operations = operations;
		this.factory = factory;
		this.registry = registry;
		this.link = link;
	}

	@Override
	public synchronized void start() {
		this.shuttingDown = false;
		Timers started = new Timers("sticky-cluster-operations");
		this.timers = started;
		try {
			for (int number = 1; number <= this.settings.count(); number++) {
				add(number);
			}
		}
		catch (RuntimeException ex) {
			stop();
			throw ex;
		}
		started.every(RETIREMENT_PERIOD, this::goOnRetiring);
		Watchdog watching = new Watchdog(this.operations, this.registry, new Patients());
		this.watchdog = watching;
		watching.start();
	}

	@Override
	public synchronized CompletableFuture<Void> shutDownGracefully(Duration window, Duration longest) {
		abandonOperations();
		Duration grace = longest.minus(window).dividedBy(2);
		List<CompletableFuture<Void>> gone = new ArrayList<>();
		for (ManagedWorker worker : this.workers.values()) {
			CompletableFuture<Void> left = worker.shutDown(window, grace);
			LocalWorker running = worker.running();
			if (running != null) {
				doNotAwaitBlocked(running, left);
			}
			gone.add(left);
		}
		return CompletableFuture.allOf(gone.toArray(CompletableFuture[]::new))
			.completeOnTimeout(null, longest.toMillis(), TimeUnit.MILLISECONDS);
	}

	private void abandonOperations() {
		this.shuttingDown = true;
		WorkerOperationException reason = new WorkerOperationException("The application is shutting down");
		this.rolling.abandon(reason);
		this.workers.values().forEach((worker) -> worker.abandon(reason));
	}

	// A blocked loop is woken up if that can be done, and else not waited for.
	private void doNotAwaitBlocked(LocalWorker worker, CompletableFuture<Void> left) {
		Timers present = this.timers;
		if (present == null || left.isDone()) {
			return;
		}
		Duration silence = worker.workerServer().silence();
		Duration over = silence.minus(this.operations.blockedAfter());
		if (over.compareTo(AFTER_INTERRUPT) >= 0) {
			logger.warn("Worker {} is not waited for, since its event loop is blocked", worker.id());
			left.complete(null);
			return;
		}
		if (!over.isNegative()) {
			worker.workerServer().interruptBlocked();
		}
		present.after(RETIREMENT_PERIOD, () -> doNotAwaitBlocked(worker, left));
	}

	@Override
	public int sessions() {
		return this.registry.localWorkers().stream().mapToInt(LocalWorker::sessions).sum();
	}

	@Override
	public synchronized void stop() {
		abandonOperations();
		if (this.watchdog != null) {
			this.watchdog.stop();
		}
		if (this.timers != null) {
			this.timers.stop();
		}
		List<LocalWorker> running = running();
		running.forEach((worker) -> this.registry.put(worker, WorkerState.DOWN, "stopping"));
		running.forEach(this.link::leave);
		List<WorkerServer> servers = new ArrayList<>();
		running.forEach((worker) -> servers.add(worker.workerServer()));
		this.retiring.stream().map(Retirement::server).filter(WorkerServer::answers).forEach(servers::add);
		WorkerServer.stopAll(servers);
		this.retiring.clear();
		this.registry.localWorkers().forEach((worker) -> this.registry.remove(worker, "stopped"));
		this.workers.clear();
	}

	@Override
	public synchronized int count() {
		return (int) this.workers.values().stream().filter((worker) -> !worker.isLeaving()).count();
	}

	// Operations

	@Override
	public synchronized void drain(String id) {
		find(id).drain();
	}

	@Override
	public synchronized void resume(String id) {
		find(id).resume();
	}

	@Override
	public synchronized CompletableFuture<Void> restart(String id) {
		return find(id).restart("restart requested");
	}

	@Override
	public synchronized CompletableFuture<Void> rollingRestart() {
		refuseIfShuttingDown();
		return this.rolling.begin(List.copyOf(this.workers.values()));
	}

	@Override
	public synchronized boolean isRolling() {
		return this.rolling.isRunning();
	}

	@Override
	public synchronized @Nullable FinishedOperation lastOperation() {
		return this.rolling.last();
	}

	@Override
	public synchronized void resize(int count) {
		refuseIfShuttingDown();
		this.rolling.refuseIfRunning("resize when it has ended");
		this.settings.checkCount(count);
		String reason = "resized to " + count + ((count == 1) ? " worker" : " workers");
		for (ManagedWorker worker : List.copyOf(this.workers.tailMap(count, false).values())) {
			if (!worker.isLeaving()) {
				worker.remove(reason);
			}
		}
		for (int number = 1; number <= count; number++) {
			ManagedWorker present = this.workers.get(number);
			if (present == null) {
				addNow(number);
			}
			else if (present.isLeaving()) {
				present.stay(reason);
			}
		}
	}

	@Override
	public synchronized boolean isGivenUp(String id) {
		return this.workers.values().stream().anyMatch((worker) -> worker.id().equals(id) && worker.isGivenUp());
	}

	// One that an operator drains or removes is left alone.
	private boolean isSkipped(ManagedWorker worker) {
		return this.workers.get(worker.number()) != worker || worker.isDraining();
	}

	private void refuseIfShuttingDown() {
		if (this.shuttingDown || this.timers == null) {
			throw new WorkerOperationException("This node is shutting down");
		}
	}

	private ManagedWorker find(String id) {
		refuseIfShuttingDown();
		return this.workers.values()
			.stream()
			.filter((worker) -> worker.id().equals(id))
			.findFirst()
			.orElseThrow(() -> new UnknownWorkerException(id));
	}

	private void addNow(int number) {
		try {
			add(number);
		}
		catch (RuntimeException ex) {
			ManagedWorker failed = this.workers.get(number);
			if (failed != null) {
				removed(failed, "cannot be started");
			}
			throw new WorkerOperationException("Worker " + number + " cannot be started: " + ex.getMessage(), ex);
		}
	}

	private void add(int number) {
		String id = this.settings.workerId(number);
		WorkerStatistics kept = this.statistics.computeIfAbsent(id, (first) -> new WorkerStatistics());
		ManagedWorker worker = new ManagedWorker(this, id, number, kept);
		this.workers.put(number, worker);
		worker.start("starting");
	}

	// For the workers, which are called with the lock held

	OperationSettings operations() {
		return this.operations;
	}

	WorkerRegistry registry() {
		return this.registry;
	}

	WorkerLink link() {
		return this.link;
	}

	LocalWorker create(int number, WorkerStatistics kept) {
		return this.factory.create(this.settings, number, kept);
	}

	/**
	 * Runs a task with the lock held, unless the workers have been stopped before.
	 */
	void later(Duration delay, Runnable task) {
		Timers present = this.timers;
		if (present != null) {
			present.after(delay, () -> {
				synchronized (this) {
					if (!this.shuttingDown) {
						task.run();
					}
				}
			});
		}
	}

	void retire(Retirement retirement) {
		this.retiring.add(retirement);
	}

	void removed(ManagedWorker worker, String reason) {
		this.workers.remove(worker.number(), worker);
		this.registry.table()
			.find(worker.id())
			.map(RoutingTable.Entry::worker)
			.filter(LocalWorker.class::isInstance)
			.map(LocalWorker.class::cast)
			.ifPresent((present) -> this.registry.remove(present, reason));
	}

	private synchronized void goOnRetiring() {
		this.retiring.removeIf(Retirement::goOn);
	}

	private List<LocalWorker> running() {
		List<LocalWorker> running = new ArrayList<>();
		for (ManagedWorker worker : this.workers.values()) {
			LocalWorker present = worker.running();
			if (present != null) {
				running.add(present);
			}
		}
		return running;
	}

	/**
	 * The running workers as the watchdog sees them.
	 */
	private final class Patients implements Watchdog.Patients {

		@Override
		public List<LocalWorker> running() {
			List<LocalWorker> running = new ArrayList<>();
			for (RoutingTable.Entry entry : Workers.this.registry.table().entries()) {
				boolean runs = entry.state() == WorkerState.UP || entry.state() == WorkerState.DRAINING;
				if (runs && entry.worker() instanceof LocalWorker worker) {
					running.add(worker);
				}
			}
			return running;
		}

		@Override
		public void onBlockedTooLong(LocalWorker worker, Duration silence) {
			ifWatched(worker, (managed) -> managed.replaceBlocked(silence));
		}

		@Override
		public void onDeath(LocalWorker worker, String cause) {
			ifWatched(worker, (managed) -> managed.onDeath(cause));
		}

		private void ifWatched(LocalWorker worker, Consumer<ManagedWorker> action) {
			later(Duration.ZERO,
					() -> Workers.this.workers.values()
						.stream()
						.filter((managed) -> managed.running() == worker && managed.isWatched())
						.findFirst()
						.ifPresent(action));
		}

	}

}
