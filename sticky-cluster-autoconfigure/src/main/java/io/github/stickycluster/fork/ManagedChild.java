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
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.github.stickycluster.worker.CrashLoop;
import io.github.stickycluster.worker.ForkedWorker;
import io.github.stickycluster.worker.OperationSettings;
import io.github.stickycluster.worker.WorkerOperationException;
import io.github.stickycluster.worker.WorkerState;
import io.github.stickycluster.worker.WorkerStatistics;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One forked worker through all its processes: decides what follows on a request of an
 * operator, on the end of a process and on the passing of time. Guarded by the lock of
 * {@link Children}.
 */
final class ManagedChild {

	private static final Logger logger = LoggerFactory.getLogger(ManagedChild.class);

	/** How long a process may live on that has closed its control connection. */
	private static final Duration AFTER_LOSS = Duration.ofSeconds(2);

	private final Children children;

	private final int number;

	private final ForkedWorker worker;

	private final CrashLoop crashes;

	/** Completes when the worker is up for the first time. */
	private final CompletableFuture<Void> started = new CompletableFuture<>();

	private Plan plan = Plan.NONE;

	/** Counts up whenever what was planned is void. */
	private int turn;

	private WorkerState state = WorkerState.DOWN;

	private boolean stopping;

	private boolean givenUp;

	private @Nullable ChildProcess process;

	private long heard;

	private boolean silent;

	private WorkerStatistics.Snapshot counted = WorkerStatistics.Snapshot.ZERO;

	private long connections;

	private @Nullable CompletableFuture<Void> restarted;

	ManagedChild(Children children, int number, ForkedWorker worker) {
		this.children = children;
		this.number = number;
		this.worker = worker;
		OperationSettings settings = children.operations();
		this.crashes = new CrashLoop(settings.restartBackoff(), settings.restartAttempts());
	}

	String id() {
		return this.worker.id();
	}

	int number() {
		return this.number;
	}

	ForkedWorker worker() {
		return this.worker;
	}

	CompletableFuture<Void> started() {
		return this.started;
	}

	boolean isGivenUp() {
		return this.givenUp;
	}

	boolean isLeaving() {
		return this.plan == Plan.REMOVE;
	}

	/**
	 * Whether it takes no new sessions, or will not when it is up again.
	 */
	boolean isDraining() {
		return this.state == WorkerState.DRAINING || this.plan == Plan.DRAIN;
	}

	@Nullable ChildProcess process() {
		return this.process;
	}

	// Starting

	/**
	 * Starts a process; the worker is up when the process says so. A worker that is
	 * drained stays so.
	 */
	void start(String reason) {
		this.turn++;
		clearPlan();
		this.stopping = false;
		this.silent = false;
		this.counted = WorkerStatistics.Snapshot.ZERO;
		this.connections = 0;
		enter(WorkerState.STARTING, reason);
		try {
			ChildProcess fresh = this.children.launch(this);
			this.process = fresh;
			this.worker.runsIn(fresh.pid());
			fresh.onExit(() -> this.children.later(Duration.ZERO, () -> exited(fresh)));
		}
		catch (IOException ex) {
			failed("cannot be launched: " + ex.getMessage(), List.of());
			return;
		}
		Duration patience = this.children.settings().startTimeout();
		later(patience, () -> {
			logger.warn("Worker {} is not ready after {}: its process is killed", id(), seconds(patience));
			kill();
		});
	}

	/**
	 * The process takes connections.
	 */
	void ready() {
		if (this.state != WorkerState.STARTING) {
			return;
		}
		this.turn++;
		this.givenUp = false;
		this.crashes.up(System.nanoTime());
		this.heard = System.nanoTime();
		String ready = "process " + this.worker.pid() + " takes connections";
		if (this.plan == Plan.DRAIN) {
			command(ControlType.DRAIN);
			enter(WorkerState.DRAINING, ready + " and is still drained");
		}
		else {
			enter(WorkerState.UP, ready);
		}
		this.started.complete(null);
		finish(null);
	}

	// What operators ask for

	void drain() {
		if (this.state != WorkerState.UP) {
			throw new WorkerOperationException(
					"Worker '" + id() + "' is " + describe() + "; only one that is UP can be drained");
		}
		drain(Plan.DRAIN, "drain requested");
	}

	void resume() {
		if (this.state != WorkerState.DRAINING || this.plan != Plan.DRAIN) {
			throw new WorkerOperationException(
					"Worker '" + id() + "' is " + describe() + "; only one that is draining can be resumed"
							+ ((this.state == WorkerState.DOWN) ? ", and one that is DOWN restarted" : ""));
		}
		stay("resume requested");
	}

	void remove(String reason) {
		finish(new WorkerOperationException("Worker '" + id() + "' is being removed"));
		if (this.state == WorkerState.UP || this.state == WorkerState.DRAINING) {
			drain(Plan.REMOVE, reason);
		}
		else {
			this.turn++;
			this.plan = Plan.REMOVE;
			if (this.process != null) {
				kill();
			}
			else {
				this.children.removed(this, reason);
			}
		}
	}

	/**
	 * Takes a removal back.
	 */
	void stay(String reason) {
		this.turn++;
		if (this.stopping) {
			this.plan = Plan.RESTART;
			return;
		}
		this.plan = Plan.NONE;
		command(ControlType.RESUME);
		enter(WorkerState.UP, reason);
	}

	CompletableFuture<Void> restart(String reason) {
		if (this.state == WorkerState.STARTING || this.plan == Plan.RESTART || this.plan == Plan.REMOVE) {
			throw new WorkerOperationException(
					"Worker '" + id() + "' is " + describe() + "; it cannot be restarted now");
		}
		// Who waits for an earlier one, such as a rolling restart, is served by this one.
		CompletableFuture<Void> done = (this.restarted != null) ? this.restarted : new CompletableFuture<>();
		this.restarted = done;
		this.crashes.reset();
		this.givenUp = false;
		if (this.process == null) {
			this.plan = Plan.NONE;
			startAgain(reason);
		}
		else {
			begin(Plan.RESTART, reason);
			stop(this.children.settings().stopTimeout());
		}
		return done;
	}

	/**
	 * Lets the clients go and ends the process.
	 * @return completes when it has ended
	 */
	CompletableFuture<Void> shutDown(Duration longest) {
		this.turn++;
		ChildProcess present = this.process;
		if (present == null) {
			return CompletableFuture.completedFuture(null);
		}
		CompletableFuture<Void> done = new CompletableFuture<>();
		present.onExit(() -> done.complete(null));
		if (this.state == WorkerState.STARTING) {
			this.plan = Plan.SHUT_DOWN;
			kill();
		}
		else {
			begin(Plan.SHUT_DOWN, "the application is shutting down");
			stop(longest);
		}
		return done;
	}

	/**
	 * Tells who waits for its restart that there will be none.
	 */
	void abandon(WorkerOperationException reason) {
		finish(reason);
	}

	private void drain(Plan next, String reason) {
		Duration timeout = this.children.operations().drainTimeout();
		begin(next, reason + "; its sessions may go on for " + seconds(timeout));
		command(ControlType.DRAIN);
		if (next == Plan.REMOVE) {
			later(timeout.plus(this.children.settings().stopTimeout()),
					() -> stop(this.children.settings().stopTimeout()));
		}
	}

	private void stop(Duration patience) {
		this.turn++;
		this.stopping = true;
		command(ControlType.STOP);
		later(patience, () -> {
			logger.warn("The process of worker {} does not exit: it is killed", id());
			kill();
		});
	}

	void kill() {
		ChildProcess present = this.process;
		if (present != null) {
			present.kill();
		}
	}

	// What happens to it

	void reported(ChildReport report) {
		this.heard = System.nanoTime();
		this.worker.describe(report.description());
		this.worker.statistics().add(report.statistics(), this.counted);
		this.counted = report.statistics();
		this.children.counted(this.worker, report.connections() - this.connections);
		this.connections = report.connections();
		boolean mayCount = this.state == WorkerState.UP || this.state == WorkerState.DRAINING
				|| (this.state == WorkerState.DOWN && this.process != null);
		ChildLink link = this.children.link(this);
		if (!mayCount || link == null || link.commands() != report.commands()) {
			return;
		}
		noteBlocked(report.blocked());
		if (report.givenUp() && !this.stopping) {
			logger.warn("The process of worker {} is replaced, since the worker in it cannot be started again", id());
			kill();
		}
		else if (this.plan == Plan.NONE && report.state() != this.state && report.state() != WorkerState.STARTING) {
			enter(report.state(), "as its process says");
		}
		else if (this.plan == Plan.REMOVE && !this.stopping && report.description().load() == 0) {
			logger.info("Worker {} has no sessions any more", id());
			stop(this.children.settings().stopTimeout());
		}
	}

	/**
	 * Looks whether the process still speaks.
	 */
	void watch(long now) {
		if (this.state != WorkerState.UP && this.state != WorkerState.DRAINING) {
			return;
		}
		Duration silence = Duration.ofNanos(now - this.heard);
		OperationSettings settings = this.children.operations();
		if (!this.silent && silence.compareTo(settings.blockedAfter()) > 0) {
			this.silent = true;
			logger.warn("The process of worker {} has not been heard for {}; new sessions go to other workers", id(),
					seconds(silence));
			this.children.registry().setBlocked(this.worker, true);
		}
		if (!settings.restartAfter().isZero() && silence.compareTo(settings.restartAfter()) > 0) {
			logger.error("Worker {} is replaced, since its process has not been heard for {}", id(), seconds(silence));
			this.heard = now;
			kill();
		}
	}

	private void noteBlocked(boolean blocked) {
		if (this.silent) {
			this.silent = false;
			logger.info("The process of worker {} is heard again", id());
		}
		this.children.registry().setBlocked(this.worker, blocked);
	}

	/**
	 * The control connection has ended, which a process notices that goes on.
	 */
	void lost() {
		ChildProcess present = this.process;
		if (present == null || this.state == WorkerState.DOWN) {
			return;
		}
		enter(WorkerState.DOWN, "its process is gone");
		this.children.died(id());
		if (this.plan == Plan.NONE || this.plan == Plan.DRAIN) {
			later(AFTER_LOSS, this::kill);
		}
	}

	private void exited(ChildProcess ended) {
		if (this.process != ended) {
			return;
		}
		this.process = null;
		this.worker.ended();
		this.turn++;
		this.children.forget(this);
		if (this.state != WorkerState.DOWN) {
			enter(WorkerState.DOWN, "its process " + ended.ending());
			this.children.died(id());
		}
		switch (this.plan) {
			case RESTART -> startAgain("starting again");
			case REMOVE -> this.children.removed(this, "removed");
			case SHUT_DOWN -> logger.debug("The process of worker {} {}", id(), ended.ending());
			case NONE, DRAIN -> failed(ended.ending(), ended.output());
		}
	}

	private void startAgain(String reason) {
		if (this.children.isShuttingDown()) {
			return;
		}
		this.worker.statistics().restarted();
		start(reason);
	}

	private void failed(String cause, List<String> output) {
		this.turn++;
		clearPlan();
		if (this.state != WorkerState.DOWN) {
			enter(WorkerState.DOWN, "its process " + cause);
		}
		if (!this.started.isDone()) {
			this.started.completeExceptionally(new ChildStartException(id(), cause, output));
			return;
		}
		if (this.crashes.fail(System.nanoTime())) {
			Duration delay = this.crashes.delay();
			logger.warn("The process of worker {} {}; it is started again in {} (failure {} of {})", id(), cause,
					seconds(delay), this.crashes.failures(), this.crashes.attempts());
			later(delay, () -> startAgain("starting again after failure " + this.crashes.failures()));
		}
		else {
			this.givenUp = true;
			logger.error(
					"Worker {} stays DOWN after {} failures in a row, the last of them: its process {}. Its clients go"
							+ " to the other workers. Restart it when the cause is gone.",
					id(), this.crashes.failures(), cause);
			finish(new WorkerOperationException("Worker '" + id() + "' cannot be started: its process " + cause,
					new ChildStartException(id(), cause, output)));
		}
	}

	// How

	private void begin(Plan next, String reason) {
		this.turn++;
		this.plan = next;
		enter(WorkerState.DRAINING, reason);
	}

	// An operator who drains means the worker, not the process that it has just then.
	private void clearPlan() {
		if (this.plan != Plan.DRAIN) {
			this.plan = Plan.NONE;
		}
	}

	private void enter(WorkerState next, String reason) {
		this.state = next;
		this.children.registry().put(this.worker, next, reason);
	}

	private void command(ControlType type) {
		ChildLink link = this.children.link(this);
		if (link != null) {
			link.command(type);
		}
	}

	private void finish(@Nullable Throwable failure) {
		CompletableFuture<Void> done = this.restarted;
		this.restarted = null;
		if (done != null && failure == null) {
			done.complete(null);
		}
		else if (done != null) {
			done.completeExceptionally(failure);
		}
	}

	private void later(Duration delay, Runnable task) {
		int mine = this.turn;
		this.children.later(delay, () -> {
			if (this.turn == mine) {
				task.run();
			}
		});
	}

	private String describe() {
		return switch (this.plan) {
			case RESTART -> "being restarted";
			case REMOVE -> "being removed";
			case SHUT_DOWN -> "shutting down";
			case NONE, DRAIN -> this.state.name();
		};
	}

	static String seconds(Duration duration) {
		return duration.toMillis() / 1000.0 + " s";
	}

	/**
	 * Why it is draining.
	 */
	private enum Plan {

		NONE, DRAIN, RESTART, REMOVE, SHUT_DOWN

	}

}
