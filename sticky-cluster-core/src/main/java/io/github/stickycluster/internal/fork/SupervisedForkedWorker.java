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
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.github.stickycluster.internal.worker.WorkerStatistics;
import io.github.stickycluster.internal.worker.supervision.OperationSettings;
import io.github.stickycluster.internal.worker.supervision.SupervisedWorker;
import io.github.stickycluster.worker.WorkerState;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One forked worker through all its processes.
 */
final class SupervisedForkedWorker extends SupervisedWorker {

	private static final Logger logger = LoggerFactory.getLogger(SupervisedForkedWorker.class);

	/** How long a process may live on that has closed its control connection. */
	private static final Duration AFTER_LOSS = Duration.ofSeconds(2);

	private final ForkSupervisor children;

	private final ForkedWorker worker;

	/** Completes when the worker is up for the first time. */
	private final CompletableFuture<Void> started = new CompletableFuture<>();

	private boolean stopping;

	private @Nullable ChildProcess process;

	/** Why this side has killed the process, if that is a failure. */
	private @Nullable String killed;

	private long launched;

	/** Whether the present process has closed its control connection. */
	private boolean cutOff;

	/** When it did so, as {@link System#nanoTime()}. */
	private long lost;

	private long heard;

	private boolean silent;

	private WorkerStatistics.Snapshot counted = WorkerStatistics.Snapshot.ZERO;

	private long connections;

	SupervisedForkedWorker(ForkSupervisor children, int number, ForkedWorker worker) {
		super(children, worker.id(), number, worker.statistics());
		this.children = children;
		this.worker = worker;
	}

	@Override
	protected ForkedWorker worker() {
		return this.worker;
	}

	CompletableFuture<Void> started() {
		return this.started;
	}

	// Starting

	/**
	 * Starts a process; the worker is up when the process says so.
	 */
	void start(String reason) {
		voidWhatWasPlanned();
		clearPlan();
		this.stopping = false;
		this.cutOff = false;
		this.silent = false;
		this.killed = null;
		this.counted = WorkerStatistics.Snapshot.ZERO;
		this.connections = 0;
		this.launched = System.nanoTime();
		enter(WorkerState.STARTING, reason);
		try {
			ChildProcess fresh = this.children.launch(this);
			this.process = fresh;
			begun();
			this.worker.runsIn(fresh.pid());
			fresh.addExitListener(() -> this.children.later(Duration.ZERO, () -> exited(fresh)));
		}
		catch (IOException ex) {
			failed("cannot be launched: " + ex.getMessage(), List.of());
			return;
		}
	}

	/**
	 * The process takes connections.
	 */
	void ready() {
		if (state() != WorkerState.STARTING) {
			return;
		}
		voidWhatWasPlanned();
		this.heard = System.nanoTime();
		if (plan() == Plan.DRAIN) {
			command(ControlType.DRAIN);
		}
		up("process " + this.worker.pid() + " takes connections");
		this.started.complete(null);
	}

	@Override
	protected void startAgain(String reason) {
		if (this.children.isShuttingDown()) {
			return;
		}
		statistics().restarted();
		start(reason);
	}

	// What operators ask for

	@Override
	protected boolean isEnded() {
		return this.process == null;
	}

	@Override
	protected void letGo(Duration timeout) {
		command(ControlType.DRAIN);
		if (isLeaving()) {
			later(timeout.plus(this.children.processes().stopTimeout()),
					() -> stop(this.children.processes().stopTimeout()));
		}
	}

	@Override
	protected void removeNow(String reason) {
		if (this.process != null) {
			kill();
		}
		else {
			this.children.removed(this, reason);
		}
	}

	@Override
	protected Duration longest(Plan next) {
		Duration stopping = this.children.processes().stopTimeout().multipliedBy(2);
		return (next == Plan.REMOVE) ? operations().drainTimeout().plus(stopping) : stopping;
	}

	@Override
	protected void overdue() {
		kill();
	}

	@Override
	protected boolean isForgotten() {
		return this.process == null && this.started.isDone() && !isLeaving() && plan() != Plan.SHUT_DOWN;
	}

	@Override
	protected void stay(String reason) {
		voidWhatWasPlanned();
		if (this.stopping) {
			plan(Plan.RESTART);
			return;
		}
		plan(Plan.NONE);
		command(ControlType.RESUME);
		enter(WorkerState.UP, reason);
	}

	@Override
	protected void replace() {
		stop(this.children.processes().stopTimeout());
	}

	/**
	 * Lets the clients go and ends the process.
	 * @return completes when it has ended
	 */
	CompletableFuture<Void> shutDown(Duration longest) {
		voidWhatWasPlanned();
		ChildProcess present = this.process;
		if (present == null) {
			return CompletableFuture.completedFuture(null);
		}
		CompletableFuture<Void> done = new CompletableFuture<>();
		present.addExitListener(() -> done.complete(null));
		if (state() == WorkerState.STARTING) {
			plan(Plan.SHUT_DOWN);
			kill();
		}
		else {
			begin(Plan.SHUT_DOWN, "the application is shutting down");
			stop(longest);
		}
		return done;
	}

	private void stop(Duration patience) {
		voidWhatWasPlanned();
		this.stopping = true;
		command(ControlType.STOP);
		later(patience, () -> {
			logger.warn("The process of worker {} has not exited within {} of its stop; killing it", id(),
					seconds(patience));
			kill();
		});
	}

	void kill() {
		ChildProcess present = this.process;
		if (present != null) {
			present.kill();
		}
	}

	private void command(ControlType type) {
		ChildLink link = this.children.link(this);
		if (link != null) {
			link.command(type);
		}
	}

	// What happens to it

	/**
	 * Returns whether a process is the present one.
	 */
	boolean runsIn(ChildProcess candidate) {
		return this.process == candidate;
	}

	void reported(ChildReport report) {
		this.heard = System.nanoTime();
		this.worker.describe(report.description());
		statistics().add(report.statistics(), this.counted);
		this.counted = report.statistics();
		this.children.counted(this.worker, report.connections() - this.connections);
		this.connections = report.connections();
		boolean mayCount = isRunning() || (state() == WorkerState.DOWN && this.process != null);
		ChildLink link = this.children.link(this);
		if (!mayCount || link == null || link.commands() != report.commands()) {
			return;
		}
		noteBlocked(report.blocked());
		if (report.givenUp() && !this.stopping) {
			logger.warn("Replacing the process of worker {}, because it can neither serve nor restart its worker",
					id());
			kill();
		}
		else if (plan() == Plan.NONE && report.state() != state() && report.state() != WorkerState.STARTING) {
			enter(report.state(), "reported by its process");
		}
		else if (isLeaving() && !this.stopping && report.description().load() == 0) {
			logger.info("Worker {} is drained: it has no open sessions", id());
			stop(this.children.processes().stopTimeout());
		}
	}

	/**
	 * Looks whether the process still speaks.
	 */
	void watch(long now) {
		ChildProcess present = this.process;
		if (present != null && !present.isAlive()) {
			// In case the news of it was lost.
			exited(present);
			return;
		}
		if (present != null && state() == WorkerState.STARTING
				&& now - this.launched > this.children.processes().startTimeout().toNanos()) {
			this.killed = "was not ready after " + seconds(this.children.processes().startTimeout())
					+ " and was killed";
			kill();
		}
		boolean unasked = plan() == Plan.NONE || plan() == Plan.DRAIN;
		if (this.cutOff && unasked && now - this.lost > AFTER_LOSS.toNanos()) {
			kill();
		}
		if (!isRunning()) {
			return;
		}
		Duration silence = Duration.ofNanos(now - this.heard);
		OperationSettings settings = operations();
		if (!this.silent && silence.compareTo(settings.blockedAfter()) > 0) {
			this.silent = true;
			logger.warn(
					"The process of worker {} has sent no status report for {}; routing new sessions to other workers",
					id(), seconds(silence));
			this.children.registry().setBlocked(this.worker, true);
		}
		if (!settings.restartAfter().isZero() && silence.compareTo(settings.restartAfter()) > 0) {
			logger.error("Worker {} is replaced, because its process has sent no status report for {}", id(),
					seconds(silence));
			this.heard = now;
			kill();
		}
	}

	private void noteBlocked(boolean blocked) {
		if (this.silent) {
			this.silent = false;
			logger.info("The process of worker {} sends status reports again", id());
		}
		this.children.registry().setBlocked(this.worker, blocked);
	}

	/**
	 * The control connection has ended, which a process notices that goes on.
	 */
	void lost() {
		if (this.process == null) {
			return;
		}
		this.cutOff = true;
		this.lost = System.nanoTime();
		if (state() != WorkerState.DOWN) {
			enter(WorkerState.DOWN, "its process has closed the control connection");
			this.children.died(id());
		}
	}

	private void exited(ChildProcess ended) {
		if (this.process != ended) {
			return;
		}
		this.process = null;
		this.worker.ended();
		voidWhatWasPlanned();
		this.children.forget(this);
		String ending = (this.killed != null) ? this.killed : ended.ending();
		if (state() != WorkerState.DOWN) {
			enter(WorkerState.DOWN, "its process " + ending);
			this.children.died(id());
		}
		switch (plan()) {
			case RESTART -> startAgain("starting again");
			case REMOVE -> this.children.removed(this, "removed");
			case SHUT_DOWN -> logger.debug("The process of worker {} {}", id(), ending);
			case NONE, DRAIN -> failed(ending, ended.output());
		}
	}

	private void failed(String ending, List<String> output) {
		String cause = "its process " + ending;
		if (state() != WorkerState.DOWN) {
			enter(WorkerState.DOWN, cause);
		}
		ChildStartException failure = new ChildStartException(id(), ending, output);
		if (!this.started.completeExceptionally(failure)) {
			failed(cause, failure);
		}
	}

}
