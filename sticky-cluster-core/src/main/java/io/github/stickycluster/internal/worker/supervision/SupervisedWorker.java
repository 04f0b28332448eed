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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.github.stickycluster.internal.memory.NodeMemory;
import io.github.stickycluster.internal.worker.OwnWorker;
import io.github.stickycluster.internal.worker.WorkerOperationException;
import io.github.stickycluster.internal.worker.WorkerStatistics;
import io.github.stickycluster.worker.WorkerState;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The supervision of one worker of this node, across the servers or processes that the
 * worker runs one after the other: handles requests of operators, failures and timeouts.
 * Guarded by the lock of its {@link Supervisor}.
 */
public abstract class SupervisedWorker {

	private static final Logger logger = LoggerFactory.getLogger(SupervisedWorker.class);

	/** After which a step that has come to nothing is done again. */
	private static final long LOST = TimeUnit.SECONDS.toNanos(10);

	private final Supervisor<?> supervisor;

	private final String id;

	private final int number;

	private final WorkerStatistics statistics;

	private final CrashLoop crashes;

	private Plan plan = Plan.NONE;

	/** Counts up whenever what was planned is void. */
	private int turn;

	private WorkerState state = WorkerState.DOWN;

	private volatile boolean givenUp;

	/** Whether it has ended unasked and is to be started again when its time has come. */
	private volatile boolean waiting;

	/** When it is started again, as {@link System#nanoTime()}. */
	private volatile long nextTry;

	/** When what was begun must have ended, as {@link System#nanoTime()}. */
	private long latest;

	private @Nullable CompletableFuture<Void> restarted;

	/**
	 * Creates a worker that is down.
	 * @param supervisor whose worker it is
	 * @param id its id
	 * @param number its number, from 1
	 * @param statistics what it has done, kept over restarts
	 */
	protected SupervisedWorker(Supervisor<?> supervisor, String id, int number, WorkerStatistics statistics) {
		this.supervisor = supervisor;
		this.id = id;
		this.number = number;
		this.statistics = statistics;
		OperationSettings settings = supervisor.operations();
		this.crashes = new CrashLoop(settings.restartBackoff(), settings.restartAttempts());
	}

	/**
	 * Returns the worker's id.
	 * @return the id
	 */
	public final String id() {
		return this.id;
	}

	/**
	 * Returns the worker's number on this node.
	 * @return the number, from 1
	 */
	public final int number() {
		return this.number;
	}

	/**
	 * Returns what the worker has done.
	 * @return the same statistics before and after a restart
	 */
	protected final WorkerStatistics statistics() {
		return this.statistics;
	}

	/**
	 * Returns what the registry knows this worker by.
	 * @return the present one, or the last if none runs, or null if none ever did
	 */
	protected abstract @Nullable OwnWorker worker();

	/**
	 * Returns its state.
	 * @return what the registry was told last
	 */
	protected final WorkerState state() {
		return this.state;
	}

	/**
	 * Returns whether the worker runs and may have clients.
	 * @return whether it is up or draining
	 */
	protected final boolean isRunning() {
		return this.state == WorkerState.UP || this.state == WorkerState.DRAINING;
	}

	/**
	 * Returns the reason why the worker is draining, or will be when it is up again.
	 * @return the plan
	 */
	protected final Plan plan() {
		return this.plan;
	}

	/**
	 * Returns whether the worker has failed so often that it is started again only once
	 * in a while.
	 */
	final boolean isGivenUp() {
		return this.givenUp;
	}

	/**
	 * When it is started again, if it waits for that.
	 */
	final @Nullable Instant nextTry() {
		return this.waiting ? Instant.now().plusNanos(this.nextTry - System.nanoTime()) : null;
	}

	/**
	 * Returns whether the worker is being removed.
	 * @return whether it is being removed
	 */
	public final boolean isLeaving() {
		return this.plan == Plan.REMOVE;
	}

	/**
	 * Whether it takes no new sessions, or will not when it is up again.
	 */
	final boolean isDraining() {
		return this.state == WorkerState.DRAINING || this.plan == Plan.DRAIN;
	}

	// What operators ask for

	final void drain() {
		if (this.state != WorkerState.UP) {
			throw refused("only a worker that is UP can be drained");
		}
		drain(Plan.DRAIN, "drain requested");
	}

	final void resume() {
		if (this.state != WorkerState.DRAINING || this.plan != Plan.DRAIN) {
			throw refused("only a worker that is draining can be resumed"
					+ ((this.state == WorkerState.DOWN) ? "; restart it instead" : ""));
		}
		stay("resume requested");
	}

	final void remove(String reason) {
		finish(new WorkerOperationException("Worker '" + this.id + "' is being removed"));
		if (isRunning()) {
			drain(Plan.REMOVE, reason);
		}
		else {
			voidWhatWasPlanned();
			this.waiting = false;
			this.plan = Plan.REMOVE;
			removeNow(reason);
		}
	}

	/**
	 * Replaces what runs when its clients have been disconnected.
	 * @return completes when the new one is up, exceptionally if it cannot be started
	 */
	final CompletableFuture<Void> restart(String reason) {
		if (this.state == WorkerState.STARTING || this.plan == Plan.RESTART || this.plan == Plan.REMOVE) {
			throw refused("it cannot be restarted now");
		}
		// Who waits for an earlier one, such as a rolling restart, is served by this one.
		CompletableFuture<Void> done = (this.restarted != null) ? this.restarted : new CompletableFuture<>();
		this.restarted = done;
		this.crashes.reset();
		this.givenUp = false;
		this.waiting = false;
		if (isEnded()) {
			this.plan = Plan.NONE;
			startAgain(reason);
		}
		else {
			begin(Plan.RESTART, reason);
			replace();
		}
		return done;
	}

	private void drain(Plan next, String reason) {
		Duration timeout = operations().drainTimeout();
		begin(next, reason + "; its sessions may stay open for " + seconds(timeout));
		letGo(timeout);
	}

	/**
	 * Fails the pending restart, since there will be none.
	 */
	final void abandon(WorkerOperationException reason) {
		finish(reason);
	}

	private WorkerOperationException refused(String rule) {
		return new WorkerOperationException("Worker '" + this.id + "' is " + describe() + "; " + rule);
	}

	private String describe() {
		return switch (this.plan) {
			case RESTART -> "being restarted";
			case REMOVE -> "being removed";
			case SHUT_DOWN -> "shutting down";
			case NONE, DRAIN -> this.state.name();
		};
	}

	// How it is done

	/**
	 * Returns whether no server or process runs that has to end before a start.
	 * @return whether it can be started at once
	 */
	protected abstract boolean isEnded();

	/**
	 * Returns how long what is planned takes at most.
	 * @param next a restart or a removal
	 * @return the time until it must have ended
	 */
	protected abstract Duration longest(Plan next);

	/**
	 * Starts anew what has ended.
	 * @param reason why, for the log
	 */
	protected abstract void startAgain(String reason);

	/**
	 * Lets the clients go and then starts anew.
	 */
	protected abstract void replace();

	/**
	 * Lets no new session in, and those that are there end by themselves. If it is to be
	 * removed, it goes when they are gone.
	 * @param timeout how long sessions may go on
	 */
	protected abstract void letGo(Duration timeout);

	/**
	 * Takes a drain or a removal back.
	 * @param reason why, for the log
	 */
	protected abstract void stay(String reason);

	/**
	 * Removes a worker that has no clients.
	 * @param reason why, for the log
	 */
	protected abstract void removeNow(String reason);

	// What happens to it

	/**
	 * Looks whether it is time to start it again, and goes on with what has come to
	 * nothing: an error, as for want of memory, may end a task before it has planned the
	 * next. Called several times a second.
	 * @param now the time of {@link System#nanoTime()}
	 */
	protected void tend(long now) {
		OwnWorker present = worker();
		if (present != null && this.state != WorkerState.STARTING) {
			this.supervisor.registry().confirm(present, this.state);
		}
		if (!this.waiting && isForgotten()) {
			this.waiting = true;
			this.nextTry = now;
		}
		if (this.waiting && now - this.nextTry >= 0 && !this.supervisor.isOutOfMemory()) {
			// In case this try does not even come to an end.
			this.nextTry = now + LOST;
			startAgain("starting again after failure " + this.crashes.failures());
		}
		else if (isRunning() && (this.plan == Plan.RESTART || this.plan == Plan.REMOVE) && now - this.latest >= 0) {
			this.latest = now + LOST;
			overdue();
		}
	}

	/**
	 * Returns whether the worker should run but does not, and no start is scheduled.
	 * @return whether something has come to nothing
	 */
	protected abstract boolean isForgotten();

	/**
	 * A restart or a removal has not come to an end in its time.
	 */
	protected abstract void overdue();

	/**
	 * It does not wait any more for its time to be started again.
	 */
	protected final void begun() {
		this.waiting = false;
	}

	/**
	 * Notes that the worker accepts clients. A worker that was drained by an operator
	 * stays so after a restart.
	 * @param how how it takes them, for the log
	 */
	protected final void up(String how) {
		this.givenUp = false;
		this.waiting = false;
		this.crashes.up(System.nanoTime());
		this.supervisor.workerIsUp();
		if (this.plan == Plan.DRAIN) {
			enter(WorkerState.DRAINING, how + "; still draining");
		}
		else {
			enter(WorkerState.UP, how);
		}
		finish(null);
	}

	/**
	 * It has ended unasked or could not be started: it is started again after a while,
	 * and after too many failures in a row after a long while.
	 * @param cause why
	 * @param failure the failure to start, or null
	 */
	protected final void failed(String cause, @Nullable Throwable failure) {
		long now = System.nanoTime();
		// First what needs no memory.
		this.waiting = true;
		this.nextTry = now + LOST;
		voidWhatWasPlanned();
		clearPlan();
		boolean ofNode = this.supervisor.isOutOfMemory() || NodeMemory.isLack(failure);
		CrashLoop counting = ofNode ? this.supervisor.memoryCrashes() : this.crashes;
		boolean few = ofNode ? this.supervisor.failedForMemory(now) : this.crashes.fail(now);
		Duration delay = counting.delay();
		this.nextTry = now + delay.toNanos();
		boolean before = this.givenUp;
		this.givenUp = !few;
		if (few) {
			logger.warn("Worker {} is started again in {} (failure {} of {}{}): {}", this.id, seconds(delay),
					counting.failures(), counting.attempts(), ofNode ? " of the node, for lack of memory" : "", cause);
			return;
		}
		if (before) {
			logger.warn("Worker {} is still DOWN after {} failures in a row; next attempt in {}: {}", this.id,
					counting.failures(), seconds(delay), cause);
		}
		else {
			logger.error(
					"Worker {} stays DOWN after {} failures in a row, most recently: {}. New sessions are routed to "
							+ "other workers. The next attempt is in {}; remove the cause, then restart the worker",
					this.id, counting.failures(), cause, seconds(delay));
		}
		finish(new WorkerOperationException("Worker '" + this.id + "' cannot be started: " + cause,
				(failure != null) ? failure : new IllegalStateException(cause)));
	}

	/**
	 * Begins to let the clients go.
	 * @param next why
	 * @param reason why, for the log
	 */
	protected void begin(Plan next, String reason) {
		voidWhatWasPlanned();
		this.plan = next;
		this.latest = System.nanoTime() + longest(next).toNanos();
		enter(WorkerState.DRAINING, reason);
	}

	/**
	 * Enters a state.
	 * @param next the state
	 * @param reason why, for the log
	 */
	protected final void enter(WorkerState next, String reason) {
		this.state = next;
		OwnWorker present = worker();
		if (present != null) {
			this.supervisor.registry().put(present, next, reason);
		}
	}

	/**
	 * Changes the plan.
	 * @param next the new plan
	 */
	protected final void plan(Plan next) {
		this.plan = next;
	}

	/**
	 * Forgets the plan, unless an operator has drained the worker.
	 */
	protected final void clearPlan() {
		if (this.plan != Plan.DRAIN) {
			this.plan = Plan.NONE;
		}
	}

	/**
	 * Makes void what waits for its time.
	 */
	protected final void voidWhatWasPlanned() {
		this.turn++;
	}

	/**
	 * Runs a task after a time, unless it is void by then.
	 * @param delay how long to wait
	 * @param task what to run
	 */
	protected final void later(Duration delay, Runnable task) {
		this.supervisor.later(delay, unlessVoid(task));
	}

	/**
	 * Creates a task that does nothing once it is void.
	 * @param task the task
	 * @return the same, to be run with the lock held
	 */
	protected final Runnable unlessVoid(Runnable task) {
		int mine = this.turn;
		return () -> {
			if (this.turn == mine) {
				task.run();
			}
		};
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

	/**
	 * Returns how workers are watched, drained and restarted.
	 * @return the settings
	 */
	protected final OperationSettings operations() {
		return this.supervisor.operations();
	}

	/**
	 * Writes a time for the log.
	 * @param duration the time
	 * @return seconds
	 */
	protected static String seconds(Duration duration) {
		return duration.toMillis() / 1000.0 + " s";
	}

	/**
	 * Why it is draining.
	 */
	protected enum Plan {

		/** It is not, or for no reason of this node's. */
		NONE,

		/** An operator wants it. */
		DRAIN,

		/** It is started anew afterwards. */
		RESTART,

		/** It goes for good. */
		REMOVE,

		/** The application ends. */
		SHUT_DOWN

	}

}
