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
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;

import io.github.stickycluster.internal.memory.NodeMemory;
import io.github.stickycluster.internal.worker.OwnWorker;
import io.github.stickycluster.internal.worker.Timers;
import io.github.stickycluster.internal.worker.WorkerOperationException;
import io.github.stickycluster.internal.worker.WorkerRegistry;
import io.github.stickycluster.internal.worker.WorkerSettings;
import io.github.stickycluster.internal.worker.WorkerStatistics;
import io.github.stickycluster.worker.FinishedOperation;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Supervises the workers of this node, and carries out the operations on them. All state
 * is guarded by this object's lock.
 *
 * @param <W> a worker as its owner knows it
 */
public abstract class Supervisor<W extends SupervisedWorker> implements NodeWorkers {

	private static final Logger logger = LoggerFactory.getLogger(Supervisor.class);

	private final WorkerSettings settings;

	private final OperationSettings operations;

	private final WorkerRegistry registry;

	private final NodeMemory memory;

	private final Map<String, WorkerStatistics> statistics = new ConcurrentHashMap<>();

	/** May be read without the lock. */
	private final ConcurrentNavigableMap<Integer, W> workers = new ConcurrentSkipListMap<>();

	private final RollingRestart<W> rolling = new RollingRestart<>(SupervisedWorker::restart, this::isSkipped);

	/**
	 * Failures of workers for want of memory: all workers share it, so they count once.
	 */
	private final CrashLoop memoryCrashes;

	/** Until when a failure for want of memory is no further one. */
	private long sameFailure = System.nanoTime();

	private volatile boolean crashing;

	private volatile @Nullable Timers timers;

	private boolean shuttingDown;

	/**
	 * Creates a supervisor without workers.
	 * @param settings how many workers, and of what size
	 * @param operations how they are watched, drained and restarted
	 * @param registry learns their states
	 * @param memory the node's memory
	 */
	protected Supervisor(WorkerSettings settings, OperationSettings operations, WorkerRegistry registry,
			NodeMemory memory) {
		this.settings = settings;
		this.operations = operations;
		this.registry = registry;
		this.memory = memory;
		this.memoryCrashes = new CrashLoop(operations.restartBackoff(), operations.restartAttempts());
	}

	/**
	 * Creates a worker; it is started afterwards.
	 * @param id its id
	 * @param number its number, from 1
	 * @param kept what the worker has done before
	 * @return the worker
	 */
	protected abstract W create(String id, int number, WorkerStatistics kept);

	/**
	 * Starts one more worker on an operator's request.
	 * @param number its number
	 * @throws WorkerOperationException if it cannot be started
	 */
	protected abstract void grow(int number);

	/**
	 * Lets operations begin.
	 * @param threadName the name of the thread that runs what comes later
	 * @return the thread's timers
	 */
	protected final Timers open(String threadName) {
		this.shuttingDown = false;
		Timers fresh = new Timers(threadName, this.memory::notice);
		this.timers = fresh;
		return fresh;
	}

	/**
	 * Creates a worker and keeps it.
	 * @param number its number
	 * @return the worker
	 */
	protected final W add(int number) {
		String id = this.settings.workerId(number);
		W worker = create(id, number, this.statistics.computeIfAbsent(id, (first) -> new WorkerStatistics()));
		this.workers.put(number, worker);
		return worker;
	}

	/**
	 * Forgets a worker that has ended.
	 * @param worker the worker
	 * @param reason why, for the log
	 */
	protected void removed(W worker, String reason) {
		this.workers.remove(worker.number(), worker);
		OwnWorker present = worker.worker();
		if (present != null) {
			this.registry.remove(present, reason);
		}
	}

	/**
	 * Refuses operations from now on, and ends those that are under way.
	 */
	protected final void abandonOperations() {
		this.shuttingDown = true;
		WorkerOperationException reason = new WorkerOperationException("The application is shutting down");
		this.rolling.abandon(reason);
		this.workers.values().forEach((worker) -> worker.abandon(reason));
	}

	/**
	 * Ends what is to come later, and forgets all workers.
	 */
	protected final void close() {
		Timers present = this.timers;
		if (present != null) {
			present.stop();
		}
		this.workers.clear();
	}

	/**
	 * Returns the workers.
	 * @return a view, in the order of their numbers
	 */
	protected final Collection<W> workers() {
		return this.workers.values();
	}

	/**
	 * Returns a worker.
	 * @param number its number
	 * @return the worker, or null if there is none
	 */
	protected final @Nullable W worker(int number) {
		return this.workers.get(number);
	}

	@Override
	public final synchronized int count() {
		return (int) this.workers.values().stream().filter((worker) -> !worker.isLeaving()).count();
	}

	@Override
	public final synchronized void drain(String id) {
		find(id).drain();
	}

	@Override
	public final synchronized void resume(String id) {
		find(id).resume();
	}

	@Override
	public final synchronized CompletableFuture<Void> restart(String id) {
		return find(id).restart("restart requested");
	}

	@Override
	public final synchronized CompletableFuture<Void> rollingRestart() {
		refuseIfShuttingDown();
		return this.rolling.begin(List.copyOf(this.workers.values()));
	}

	@Override
	public final synchronized boolean isRolling() {
		return this.rolling.isRunning();
	}

	@Override
	public final synchronized @Nullable FinishedOperation lastOperation() {
		return this.rolling.last();
	}

	@Override
	public final synchronized void resize(int count) {
		refuseIfShuttingDown();
		this.rolling.refuseIfRunning("resize after its end");
		this.settings.checkCount(count);
		String reason = "resized to " + count + ((count == 1) ? " worker" : " workers");
		for (W worker : List.copyOf(this.workers.tailMap(count, false).values())) {
			if (!worker.isLeaving()) {
				worker.remove(reason);
			}
		}
		for (int number = 1; number <= count; number++) {
			W present = this.workers.get(number);
			if (present == null) {
				grow(number);
			}
			else if (present.isLeaving()) {
				present.stay(reason);
			}
		}
	}

	@Override
	public final boolean isGivenUp(String id) {
		return this.workers.values().stream().anyMatch((worker) -> worker.id().equals(id) && worker.isGivenUp());
	}

	@Override
	public final @Nullable Instant nextTry(String id) {
		for (W worker : this.workers.values()) {
			if (worker.id().equals(id)) {
				return worker.nextTry();
			}
		}
		return null;
	}

	@Override
	public final boolean isBroken() {
		return this.crashing;
	}

	/**
	 * Does for each worker what its time has come for, and goes on with a rolling
	 * restart. Called several times a second, with the lock held.
	 */
	protected void tend() {
		if (this.shuttingDown) {
			return;
		}
		long now = System.nanoTime();
		List.copyOf(this.workers.values()).forEach((worker) -> attempt(() -> worker.tend(now)));
		this.rolling.tend();
	}

	/**
	 * Runs a task that is done again if it fails, so that others go on.
	 * @param task the task
	 */
	public final void attempt(Runnable task) {
		try {
			task.run();
		}
		catch (RuntimeException | Error ex) {
			this.memory.notice(ex);
			logger.warn("A task of the supervision of workers failed and is repeated: {}", ex.toString());
			logger.debug("A task of the supervision of workers failed", ex);
		}
	}

	final boolean isOutOfMemory() {
		return this.memory.isOut();
	}

	final CrashLoop memoryCrashes() {
		return this.memoryCrashes;
	}

	/**
	 * Counts a failure of a worker for want of memory.
	 * @return whether there have not been too many in a row yet
	 */
	final boolean failedForMemory(long now) {
		if (now - this.sameFailure >= 0) {
			boolean few = this.memoryCrashes.fail(now);
			if (!few && !this.crashing) {
				logger
					.error("The workers of this node have failed {} times in a row for want of memory: the node cannot"
							+ " serve and should be restarted, with more memory", this.memoryCrashes.failures());
			}
			this.crashing = !few;
			this.sameFailure = now + this.memoryCrashes.delay().toNanos();
		}
		return !this.crashing;
	}

	final void workerIsUp() {
		this.memoryCrashes.up(System.nanoTime());
		this.crashing = false;
	}

	// One that an operator drains or removes is left alone.
	private boolean isSkipped(W worker) {
		return this.workers.get(worker.number()) != worker || worker.isDraining();
	}

	private void refuseIfShuttingDown() {
		if (this.shuttingDown || this.timers == null) {
			throw new WorkerOperationException("This node is shutting down");
		}
	}

	private W find(String id) {
		refuseIfShuttingDown();
		return this.workers.values()
			.stream()
			.filter((worker) -> worker.id().equals(id))
			.findFirst()
			.orElseThrow(() -> new UnknownWorkerException(id));
	}

	/**
	 * Runs a task with the lock held, unless the timers have ended before. On any thread.
	 * @param delay how long to wait
	 * @param task the task
	 */
	public void later(Duration delay, Runnable task) {
		Timers present = this.timers;
		if (present != null) {
			present.after(delay, () -> {
				synchronized (this) {
					task.run();
				}
			});
		}
	}

	/**
	 * Returns whether the application is shutting down.
	 * @return whether operations are refused
	 */
	public final boolean isShuttingDown() {
		return this.shuttingDown;
	}

	/**
	 * Returns how many workers there are to be, and of what size.
	 * @return the settings
	 */
	protected final WorkerSettings settings() {
		return this.settings;
	}

	/**
	 * Returns how the workers are watched, drained and restarted.
	 * @return the settings
	 */
	public final OperationSettings operations() {
		return this.operations;
	}

	/**
	 * Returns the node's memory.
	 * @return the memory
	 */
	protected final NodeMemory memory() {
		return this.memory;
	}

	/**
	 * Returns what learns the workers' states.
	 * @return the registry
	 */
	public final WorkerRegistry registry() {
		return this.registry;
	}

}
