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

package io.github.stickycluster.internal.worker.supervision;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.github.stickycluster.internal.memory.NodeMemory;
import io.github.stickycluster.internal.worker.LateRegistrations;
import io.github.stickycluster.internal.worker.LocalWorker;
import io.github.stickycluster.internal.worker.RoutingTable;
import io.github.stickycluster.internal.worker.Timers;
import io.github.stickycluster.internal.worker.WorkerFactory;
import io.github.stickycluster.internal.worker.WorkerLink;
import io.github.stickycluster.internal.worker.WorkerOperationException;
import io.github.stickycluster.internal.worker.WorkerRegistry;
import io.github.stickycluster.internal.worker.WorkerServer;
import io.github.stickycluster.internal.worker.WorkerSettings;
import io.github.stickycluster.internal.worker.WorkerStatistics;
import io.github.stickycluster.worker.WorkerState;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The workers of this node, all in this JVM.
 */
public final class LocalSupervisor extends Supervisor<SupervisedLocalWorker> {

	private static final Logger logger = LoggerFactory.getLogger(LocalSupervisor.class);

	/** How long a blocked loop may take to answer after its thread was interrupted. */
	private static final Duration AFTER_INTERRUPT = Duration.ofSeconds(1);

	private static final Duration TEND_PERIOD = Duration.ofMillis(100);

	private final WorkerFactory factory;

	private final WorkerLink link;

	/** Of all servers that have been made and have not ended. */
	private final List<Retirement> retirements = new ArrayList<>();

	private @Nullable Watchdog watchdog;

	/**
	 * Creates the workers' owner; nothing is started yet.
	 * @param settings how many workers, and of what size
	 * @param operations how they are watched, drained and restarted
	 * @param factory makes them
	 * @param registry learns their states
	 * @param link joins them to each other
	 * @param memory the node's memory
	 */
	public LocalSupervisor(WorkerSettings settings, OperationSettings operations, WorkerFactory factory,
			WorkerRegistry registry, WorkerLink link, NodeMemory memory) {
		super(settings, operations, registry, memory);
		this.factory = factory;
		this.link = link;
	}

	@Override
	public synchronized void start() {
		Timers started = open("sticky-cluster-operations");
		try {
			for (int number = 1; number <= settings().count(); number++) {
				add(number).start("starting");
			}
		}
		catch (RuntimeException ex) {
			stop();
			throw ex;
		}
		started.every(TEND_PERIOD, this::tendLocked);
		Watchdog watching = new Watchdog(operations(), registry(), new Patients(), memory());
		this.watchdog = watching;
		watching.start();
	}

	@Override
	public synchronized CompletableFuture<Void> shutDownGracefully(Duration window, Duration longest) {
		abandonOperations();
		Duration grace = longest.minus(window).dividedBy(2);
		List<CompletableFuture<Void>> gone = new ArrayList<>();
		for (SupervisedLocalWorker worker : workers()) {
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

	// A blocked loop is woken up if that can be done, and else not waited for.
	private void doNotAwaitBlocked(LocalWorker worker, CompletableFuture<Void> left) {
		if (left.isDone()) {
			return;
		}
		Duration silence = worker.workerServer().silence();
		Duration over = silence.minus(operations().blockedAfter());
		if (over.compareTo(AFTER_INTERRUPT) >= 0) {
			logger.warn("Stopping without the sessions of worker {}, because its event loop is blocked", worker.id());
			left.complete(null);
			return;
		}
		if (!over.isNegative()) {
			worker.workerServer().interruptBlocked();
		}
		super.later(TEND_PERIOD, () -> doNotAwaitBlocked(worker, left));
	}

	@Override
	public int sessions() {
		return registry().localWorkers().stream().mapToInt(LocalWorker::sessions).sum();
	}

	@Override
	public synchronized void stop() {
		abandonOperations();
		if (this.watchdog != null) {
			this.watchdog.stop();
		}
		List<LocalWorker> running = running();
		running.forEach((worker) -> registry().put(worker, WorkerState.DOWN, "stopping"));
		running.forEach(this.link::leave);
		List<WorkerServer> servers = new ArrayList<>();
		running.forEach((worker) -> servers.add(worker.workerServer()));
		this.retirements.stream()
			.filter(Retirement::hasBegun)
			.map(Retirement::server)
			.filter(WorkerServer::answers)
			.forEach(servers::add);
		WorkerServer.stopAll(servers);
		this.retirements.clear();
		registry().localWorkers().forEach((worker) -> registry().remove(worker, "stopped"));
		close();
	}

	@Override
	protected SupervisedLocalWorker create(String id, int number, WorkerStatistics kept) {
		return new SupervisedLocalWorker(this, id, number, kept);
	}

	@Override
	protected void grow(int number) {
		SupervisedLocalWorker worker = add(number);
		try {
			worker.start("starting");
		}
		catch (RuntimeException ex) {
			removed(worker, "cannot be started");
			throw new WorkerOperationException("Worker " + number + " cannot be started: " + ex.getMessage(), ex);
		}
	}

	/**
	 * At shutdown nothing is begun any more.
	 */
	@Override
	public void later(Duration delay, Runnable task) {
		super.later(delay, () -> {
			if (!isShuttingDown()) {
				task.run();
			}
		});
	}

	// For the workers, which are called with the lock held

	WorkerLink link() {
		return this.link;
	}

	LocalWorker server(int number, WorkerStatistics kept, LateRegistrations registrations) {
		return this.factory.create(settings(), number, kept, registrations);
	}

	/**
	 * Prepares the end of a server that is about to be started.
	 */
	Retirement prepareRetirement(WorkerServer server) {
		Retirement retirement = new Retirement(server);
		this.retirements.add(retirement);
		return retirement;
	}

	private synchronized void tendLocked() {
		tend();
	}

	@Override
	protected void tend() {
		for (int i = this.retirements.size() - 1; i >= 0; i--) {
			int index = i;
			attempt(() -> {
				if (this.retirements.get(index).goOn()) {
					this.retirements.remove(index);
				}
			});
		}
		super.tend();
		if (isOutOfMemory()) {
			running().forEach((worker) -> attempt(worker.engine()::relieve));
		}
	}

	private List<LocalWorker> running() {
		List<LocalWorker> running = new ArrayList<>();
		for (SupervisedLocalWorker worker : workers()) {
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
			for (RoutingTable.Entry entry : registry().table().entries()) {
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

		private void ifWatched(LocalWorker worker, Consumer<SupervisedLocalWorker> action) {
			later(Duration.ZERO,
					() -> workers().stream()
						.filter((managed) -> managed.running() == worker && managed.isWatched())
						.findFirst()
						.ifPresent(action));
		}

	}

}
