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

package io.github.stickycluster.fork;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.ObjLongConsumer;

import io.github.stickycluster.worker.FinishedOperation;
import io.github.stickycluster.worker.ForkedWorker;
import io.github.stickycluster.worker.NodeWorkers;
import io.github.stickycluster.worker.OperationSettings;
import io.github.stickycluster.worker.RollingRestart;
import io.github.stickycluster.worker.Timers;
import io.github.stickycluster.worker.UnknownWorkerException;
import io.github.stickycluster.worker.WorkerOperationException;
import io.github.stickycluster.worker.WorkerRegistry;
import io.github.stickycluster.worker.WorkerSettings;
import io.github.stickycluster.worker.WorkerStatistics;
import org.jspecify.annotations.Nullable;

/**
 * The workers of this node, each in a JVM of its own: starts, supervises and stops the
 * processes.
 */
public final class Children implements NodeWorkers {

	private static final SecureRandom RANDOM = new SecureRandom();

	private static final Duration WATCH_PERIOD = Duration.ofMillis(250);

	private static final Duration LONGEST_END = Duration.ofSeconds(5);

	private final ForkSettings settings;

	private final WorkerSettings workers;

	private final OperationSettings operations;

	private final WorkerRegistry registry;

	private final FamilyHub hub;

	private final Consumer<String> obituaries;

	private final ObjLongConsumer<ForkedWorker> counts;

	private final Map<String, WorkerStatistics> statistics = new ConcurrentHashMap<>();

	private final TreeMap<Integer, ManagedChild> children = new TreeMap<>();

	private @Nullable Timers timers;

	private final RollingRestart<ManagedChild> rolling = new RollingRestart<>(ManagedChild::restart, this::isSkipped,
			this::later);

	private boolean shuttingDown;

	/**
	 * Creates the children's owner; nothing is started yet.
	 * @param settings how children are started and stopped
	 * @param workers how many workers, and of what weight
	 * @param operations how they are watched, drained and restarted
	 * @param registry learns their states
	 * @param hub speaks with them
	 * @param obituaries told the id of each worker whose process is gone, so that the
	 * other nodes need not find out
	 * @param counts told how many connections a worker was given since the last time
	 */
	public Children(ForkSettings settings, WorkerSettings workers, OperationSettings operations,
			WorkerRegistry registry, FamilyHub hub, Consumer<String> obituaries, ObjLongConsumer<ForkedWorker> counts) {
		this.settings = settings;
		this.workers = workers;
		this.operations = operations;
		this.registry = registry;
		this.hub = hub;
		this.obituaries = obituaries;
		this.counts = counts;
	}

	@Override
	public void start() {
		List<CompletableFuture<Void>> started = new ArrayList<>();
		synchronized (this) {
			this.shuttingDown = false;
			this.hub.open();
			Timers fresh = new Timers("sticky-cluster-children");
			this.timers = fresh;
			for (int number = 1; number <= this.workers.count(); number++) {
				started.add(add(number, true).started());
			}
			fresh.every(WATCH_PERIOD, this::watch);
		}
		try {
			awaitAll(started);
		}
		catch (RuntimeException ex) {
			stop();
			throw ex;
		}
	}

	private static void awaitAll(List<CompletableFuture<Void>> started) {
		CompletableFuture<Void> failed = new CompletableFuture<>();
		started.forEach((one) -> one.whenComplete((up, failure) -> {
			if (failure != null) {
				failed.completeExceptionally(failure);
			}
		}));
		try {
			CompletableFuture.anyOf(failed, CompletableFuture.allOf(started.toArray(CompletableFuture[]::new))).join();
		}
		catch (CompletionException ex) {
			if (ex.getCause() instanceof ChildStartException cause) {
				throw cause;
			}
			throw ex;
		}
	}

	@Override
	public synchronized CompletableFuture<Void> shutDownGracefully(Duration window, Duration longest) {
		this.shuttingDown = true;
		WorkerOperationException reason = new WorkerOperationException("The application is shutting down");
		this.rolling.abandon(reason);
		this.children.values().forEach((child) -> child.abandon(reason));
		List<CompletableFuture<Void>> gone = new ArrayList<>();
		this.children.values().forEach((child) -> gone.add(child.shutDown(longest)));
		return CompletableFuture.allOf(gone.toArray(CompletableFuture[]::new))
			.completeOnTimeout(null, longest.toMillis(), TimeUnit.MILLISECONDS);
	}

	@Override
	public void stop() {
		shutDownGracefully(Duration.ZERO, LONGEST_END).join();
		synchronized (this) {
			if (this.timers != null) {
				this.timers.stop();
			}
			for (ManagedChild child : this.children.values()) {
				child.kill();
				this.registry.remove(child.worker(), "stopped");
			}
			this.children.clear();
		}
		this.hub.close();
	}

	@Override
	public synchronized int sessions() {
		return this.children.values().stream().mapToInt((child) -> child.worker().sessions()).sum();
	}

	@Override
	public synchronized int count() {
		return (int) this.children.values().stream().filter((child) -> !child.isLeaving()).count();
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
		return this.rolling.begin(List.copyOf(this.children.values()));
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
		this.workers.checkCount(count);
		String reason = "resized to " + count + ((count == 1) ? " worker" : " workers");
		for (ManagedChild child : List.copyOf(this.children.tailMap(count, false).values())) {
			if (!child.isLeaving()) {
				child.remove(reason);
			}
		}
		for (int number = 1; number <= count; number++) {
			ManagedChild present = this.children.get(number);
			if (present == null) {
				add(number, false);
			}
			else if (present.isLeaving()) {
				present.stay(reason);
			}
		}
	}

	@Override
	public synchronized boolean isGivenUp(String id) {
		return this.children.values().stream().anyMatch((child) -> child.id().equals(id) && child.isGivenUp());
	}

	// One that an operator drains or removes is left alone.
	private boolean isSkipped(ManagedChild child) {
		return this.children.get(child.number()) != child || child.isDraining();
	}

	private void refuseIfShuttingDown() {
		if (this.shuttingDown || this.timers == null) {
			throw new WorkerOperationException("This node is shutting down");
		}
	}

	private ManagedChild find(String id) {
		refuseIfShuttingDown();
		return this.children.values()
			.stream()
			.filter((child) -> child.id().equals(id))
			.findFirst()
			.orElseThrow(() -> new UnknownWorkerException(id));
	}

	private ManagedChild add(int number, boolean required) {
		String id = this.workers.workerId(number);
		WorkerStatistics kept = this.statistics.computeIfAbsent(id, (first) -> new WorkerStatistics());
		ForkedWorker worker = new ForkedWorker(id, this.workers.weight(number), this.settings.host(), kept);
		ManagedChild child = new ManagedChild(this, number, worker);
		this.children.put(number, child);
		shareConnections();
		if (!required) {
			child.started().complete(null);
		}
		child.start("starting");
		return child;
	}

	// For the children, which are called with the lock held

	ForkSettings settings() {
		return this.settings;
	}

	OperationSettings operations() {
		return this.operations;
	}

	WorkerRegistry registry() {
		return this.registry;
	}

	ChildProcess launch(ManagedChild child) throws IOException {
		String token = HexFormat.of().formatHex(randomBytes());
		Path file = this.hub.directory().resolve(child.number() + ".json");
		Files.deleteIfExists(file);
		new ChildFile(child.id(), token, ProcessHandle.current().pid(),
				this.settings.properties().apply(child.number()))
			.write(file);
		this.hub.expect(child.id(), token, new Listener(child));
		List<String> command = new ArrayList<>(this.settings.command());
		// The first is the java executable.
		command.add(1, "-D" + ChildFile.PROPERTY + "=" + file);
		command.addAll(this.settings.arguments());
		return ChildProcess.launch(command, child.id());
	}

	private static byte[] randomBytes() {
		byte[] bytes = new byte[16];
		RANDOM.nextBytes(bytes);
		return bytes;
	}

	@Nullable ChildLink link(ManagedChild child) {
		return this.hub.link(child.id());
	}

	void forget(ManagedChild child) {
		this.hub.forget(child.id());
	}

	boolean isShuttingDown() {
		return this.shuttingDown;
	}

	void died(String id) {
		this.obituaries.accept(id);
	}

	void counted(ForkedWorker worker, long connections) {
		this.counts.accept(worker, connections);
	}

	void removed(ManagedChild child, String reason) {
		this.children.remove(child.number(), child);
		this.registry.remove(child.worker(), reason);
		shareConnections();
	}

	/**
	 * Connections are spread over the children, and each counts its own; one that is
	 * leaving still has some.
	 */
	private void shareConnections() {
		int most = this.settings.maxConnections();
		int sharers = this.children.size();
		if (most > 0 && sharers > 0) {
			this.hub.maxConnections((most + sharers - 1) / sharers);
		}
	}

	/**
	 * Runs a task with the lock held, unless the children have been stopped before.
	 */
	void later(Duration delay, Runnable task) {
		Timers present = this.timers;
		if (present != null) {
			present.after(delay, () -> {
				synchronized (this) {
					task.run();
				}
			});
		}
	}

	private synchronized void watch() {
		long now = System.nanoTime();
		this.children.values().forEach((child) -> child.watch(now));
	}

	/**
	 * Leaves the event loop to the connections.
	 */
	private final class Listener implements ChildListener {

		private final ManagedChild child;

		private Listener(ManagedChild child) {
			this.child = child;
		}

		@Override
		public void onReady() {
			later(Duration.ZERO, this.child::ready);
		}

		@Override
		public void onReport(ChildReport report) {
			later(Duration.ZERO, () -> this.child.reported(report));
		}

		@Override
		public void onLost() {
			later(Duration.ZERO, this.child::lost);
		}

	}

}
