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

package io.github.stickycluster.internal.fork;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.ObjLongConsumer;

import io.github.stickycluster.internal.memory.NodeMemory;
import io.github.stickycluster.internal.worker.Timers;
import io.github.stickycluster.internal.worker.WorkerRegistry;
import io.github.stickycluster.internal.worker.WorkerSettings;
import io.github.stickycluster.internal.worker.WorkerStatistics;
import io.github.stickycluster.internal.worker.supervision.OperationSettings;
import io.github.stickycluster.internal.worker.supervision.Supervisor;
import org.jspecify.annotations.Nullable;

/**
 * The workers of this node, each in a JVM of its own: starts, supervises and stops the
 * processes.
 */
public final class ForkSupervisor extends Supervisor<SupervisedForkedWorker> {

	private static final SecureRandom RANDOM = new SecureRandom();

	private static final Duration WATCH_PERIOD = Duration.ofMillis(250);

	private static final Duration LONGEST_END = Duration.ofSeconds(5);

	private final ForkSettings processes;

	private final FamilyHub hub;

	private final Consumer<String> obituaries;

	private final ObjLongConsumer<ForkedWorker> counts;

	/**
	 * Creates the children's owner; nothing is started yet.
	 * @param processes how children are started and stopped
	 * @param workers how many workers, and of what weight
	 * @param operations how they are watched, drained and restarted
	 * @param registry learns their states
	 * @param hub speaks with them
	 * @param obituaries told the id of each worker whose process is gone, so that the
	 * other nodes need not find out
	 * @param counts told how many connections a worker was given since the last time
	 * @param memory the node's memory
	 */
	public ForkSupervisor(ForkSettings processes, WorkerSettings workers, OperationSettings operations,
			WorkerRegistry registry, FamilyHub hub, Consumer<String> obituaries, ObjLongConsumer<ForkedWorker> counts,
			NodeMemory memory) {
		super(workers, operations, registry, memory);
		this.processes = processes;
		this.hub = hub;
		this.obituaries = obituaries;
		this.counts = counts;
	}

	@Override
	public void start() {
		List<CompletableFuture<Void>> started = new ArrayList<>();
		synchronized (this) {
			this.hub.open();
			Timers fresh = open("sticky-cluster-children");
			for (int number = 1; number <= settings().count(); number++) {
				SupervisedForkedWorker child = add(number);
				started.add(child.started());
				begin(child);
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
		abandonOperations();
		List<CompletableFuture<Void>> gone = new ArrayList<>();
		workers().forEach((child) -> gone.add(child.shutDown(longest)));
		return CompletableFuture.allOf(gone.toArray(CompletableFuture[]::new))
			.completeOnTimeout(null, longest.toMillis(), TimeUnit.MILLISECONDS);
	}

	@Override
	public void stop() {
		shutDownGracefully(Duration.ZERO, LONGEST_END).join();
		synchronized (this) {
			for (SupervisedForkedWorker child : workers()) {
				child.kill();
				registry().remove(child.worker(), "stopped");
			}
			close();
		}
		this.hub.close();
	}

	@Override
	public synchronized int sessions() {
		return workers().stream().mapToInt((child) -> child.worker().sessions()).sum();
	}

	@Override
	protected SupervisedForkedWorker create(String id, int number, WorkerStatistics kept) {
		return new SupervisedForkedWorker(this, number,
				new ForkedWorker(id, settings().weight(), this.processes.host(), kept));
	}

	@Override
	protected void grow(int number) {
		SupervisedForkedWorker child = add(number);
		// Nobody waits for its start: if it fails, it is started again.
		child.started().complete(null);
		begin(child);
	}

	private void begin(SupervisedForkedWorker child) {
		shareConnections();
		child.start("starting");
	}

	// For the children, which are called with the lock held

	ForkSettings processes() {
		return this.processes;
	}

	ChildProcess launch(SupervisedForkedWorker child) throws IOException {
		String token = HexFormat.of().formatHex(randomBytes());
		Path file = this.hub.directory().resolve(child.number() + ".json");
		Files.deleteIfExists(file);
		new ChildFile(child.id(), token, ProcessHandle.current().pid(),
				this.processes.properties().apply(child.number()))
			.write(file);
		Listener listener = new Listener(child);
		this.hub.expect(child.id(), token, listener);
		List<String> command = new ArrayList<>(this.processes.command());
		// The first is the java executable.
		command.add(1, "-D" + ChildFile.PROPERTY + "=" + file);
		command.addAll(this.processes.arguments());
		ChildProcess launched = ChildProcess.launch(command, child.id());
		listener.process = launched;
		return launched;
	}

	private static byte[] randomBytes() {
		byte[] bytes = new byte[16];
		RANDOM.nextBytes(bytes);
		return bytes;
	}

	@Nullable ChildLink link(SupervisedForkedWorker child) {
		return this.hub.link(child.id());
	}

	void forget(SupervisedForkedWorker child) {
		this.hub.forget(child.id());
	}

	void died(String id) {
		this.obituaries.accept(id);
	}

	void counted(ForkedWorker worker, long connections) {
		this.counts.accept(worker, connections);
	}

	@Override
	protected void removed(SupervisedForkedWorker child, String reason) {
		super.removed(child, reason);
		shareConnections();
	}

	/**
	 * Connections are spread over the children, and each counts its own; one that is
	 * leaving still has some.
	 */
	private void shareConnections() {
		int most = this.processes.maxConnections();
		int sharers = workers().size();
		if (most > 0 && sharers > 0) {
			this.hub.maxConnections((most + sharers - 1) / sharers);
		}
	}

	private synchronized void watch() {
		long now = System.nanoTime();
		List.copyOf(workers()).forEach((child) -> attempt(() -> child.watch(now)));
		tend();
	}

	/**
	 * Hears one process of a child, and leaves the event loop to the connections. What
	 * comes when the process has ended, as the end of its connection may, is not about
	 * the next one.
	 */
	private final class Listener implements ChildListener {

		private final SupervisedForkedWorker child;

		/** Set with the lock held that was when it was launched. */
		private @Nullable ChildProcess process;

		private Listener(SupervisedForkedWorker child) {
			this.child = child;
		}

		@Override
		public void onReady() {
			tell(this.child::ready);
		}

		@Override
		public void onReport(ChildReport report) {
			tell(() -> this.child.reported(report));
		}

		@Override
		public void onLost() {
			tell(this.child::lost);
		}

		private void tell(Runnable event) {
			later(Duration.ZERO, () -> {
				if (this.process != null && this.child.runsIn(this.process)) {
					event.run();
				}
			});
		}

	}

}
