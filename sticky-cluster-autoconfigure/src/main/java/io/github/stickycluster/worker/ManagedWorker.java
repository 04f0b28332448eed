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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One worker of this node through all its servers: decides what follows on a request of
 * an operator, on a failure and on the passing of time. Guarded by the lock of
 * {@link Workers}.
 */
final class ManagedWorker {

	private static final Logger logger = LoggerFactory.getLogger(ManagedWorker.class);

	/** How long a session that is to go may finish what is under way. */
	private static final Duration GRACE = Duration.ofSeconds(2);

	/** A departure that takes longer is held up by a blocked loop. */
	private static final Duration SLACK = GRACE.multipliedBy(3);

	private final Workers workers;

	private final String id;

	private final int number;

	private final WorkerStatistics statistics;

	private final CrashLoop crashes;

	private Plan plan = Plan.NONE;

	/** Counts up whenever what was planned is void. */
	private int turn;

	private @Nullable LocalWorker worker;

	private WorkerState state = WorkerState.DOWN;

	private boolean givenUp;

	private @Nullable CompletableFuture<Void> restarted;

	ManagedWorker(Workers workers, String id, int number, WorkerStatistics statistics) {
		this.workers = workers;
		this.id = id;
		this.number = number;
		this.statistics = statistics;
		OperationSettings settings = workers.operations();
		this.crashes = new CrashLoop(settings.restartBackoff(), settings.restartAttempts());
	}

	String id() {
		return this.id;
	}

	int number() {
		return this.number;
	}

	WorkerStatistics statistics() {
		return this.statistics;
	}

	boolean isGivenUp() {
		return this.givenUp;
	}

	/**
	 * Whether it was asked to go, and will.
	 */
	boolean isLeaving() {
		return this.plan == Plan.REMOVE;
	}

	/**
	 * Whether it takes no new sessions, or will not when it is up again.
	 */
	boolean isDraining() {
		return this.state == WorkerState.DRAINING || this.plan == Plan.DRAIN;
	}

	/**
	 * Whether it is still to be replaced when it fails.
	 */
	boolean isWatched() {
		return running() != null && this.plan != Plan.SHUT_DOWN;
	}

	/**
	 * The worker whose server runs, if one does.
	 */
	@Nullable LocalWorker running() {
		return (this.state == WorkerState.UP || this.state == WorkerState.DRAINING) ? this.worker : null;
	}

	// Starting

	/**
	 * Starts a new server. A worker that is drained stays so.
	 * @throws RuntimeException if that fails; the worker is DOWN then
	 */
	void start(String reason) {
		this.turn++;
		clearPlan();
		LocalWorker fresh = this.workers.create(this.number, this.statistics);
		this.worker = fresh;
		enter(WorkerState.STARTING, reason);
		try {
			fresh.server().start();
			this.workers.link().join(fresh);
		}
		catch (RuntimeException | Error ex) {
			enter(WorkerState.DOWN, "cannot start: " + ex.getMessage());
			this.workers.link().leave(fresh);
			fresh.server().stop();
			throw ex;
		}
		this.givenUp = false;
		this.crashes.up(System.nanoTime());
		String listens = "listens on internal port " + fresh.port();
		if (this.plan == Plan.DRAIN) {
			enter(WorkerState.DRAINING, listens + " and is still drained");
		}
		else {
			enter(WorkerState.UP, listens);
		}
		finish(null);
	}

	// What operators ask for

	void drain() {
		if (this.state != WorkerState.UP) {
			throw new WorkerOperationException(
					"Worker '" + this.id + "' is " + describe() + "; only one that is UP can be drained");
		}
		drain(Plan.DRAIN, "drain requested");
	}

	void remove(String reason) {
		finish(new WorkerOperationException("Worker '" + this.id + "' is being removed"));
		if (this.state == WorkerState.UP || this.state == WorkerState.DRAINING) {
			drain(Plan.REMOVE, reason);
		}
		else {
			this.turn++;
			this.workers.removed(this, reason);
		}
	}

	void resume() {
		if (this.state != WorkerState.DRAINING || this.plan != Plan.DRAIN) {
			throw new WorkerOperationException(
					"Worker '" + this.id + "' is " + describe() + "; only one that is draining can be resumed"
							+ ((this.state == WorkerState.DOWN) ? ", and one that is DOWN restarted" : ""));
		}
		stay("resume requested");
	}

	/**
	 * Takes a removal back.
	 */
	void stay(String reason) {
		LocalWorker present = this.worker;
		if (present != null) {
			this.turn++;
			this.plan = Plan.NONE;
			present.engine().cancelDeparture();
			enter(WorkerState.UP, reason);
		}
	}

	/**
	 * Replaces the server when its clients have been disconnected.
	 * @return completes when the new server is up, exceptionally if it cannot be started
	 */
	CompletableFuture<Void> restart(String reason) {
		if (this.state == WorkerState.STARTING || this.plan == Plan.RESTART || this.plan == Plan.REMOVE) {
			throw new WorkerOperationException(
					"Worker '" + this.id + "' is " + describe() + "; it cannot be restarted now");
		}
		// Who waits for an earlier one, such as a rolling restart, is served by this one.
		CompletableFuture<Void> done = (this.restarted != null) ? this.restarted : new CompletableFuture<>();
		this.restarted = done;
		this.crashes.reset();
		this.givenUp = false;
		if (this.state == WorkerState.DOWN) {
			this.plan = Plan.NONE;
			startAgain(reason);
		}
		else {
			begin(Plan.RESTART, reason);
			present().engine().refuseSessions();
			disconnect(this.workers.operations().disconnectWindow(), () -> replace("stopped for the restart"));
		}
		return done;
	}

	/**
	 * Lets no new session in and disconnects the present ones; the server goes on.
	 * @return completes when they are gone
	 */
	CompletableFuture<Void> shutDown(Duration window, Duration grace) {
		LocalWorker present = running();
		if (present == null) {
			return CompletableFuture.completedFuture(null);
		}
		begin(Plan.SHUT_DOWN, "the application is shutting down");
		present.engine().refuseSessions();
		return present.engine().depart(window, grace);
	}

	/**
	 * Tells who waits for its restart that there will be none.
	 */
	void abandon(WorkerOperationException reason) {
		finish(reason);
	}

	private void drain(Plan next, String reason) {
		Duration timeout = this.workers.operations().drainTimeout();
		begin(next, reason + "; its sessions may go on for " + seconds(timeout));
		later(timeout, () -> {
			LocalWorker present = present();
			if (present.sessions() > 0) {
				logger.info("Worker {} disconnects its last {} sessions over {}", this.id, present.sessions(),
						seconds(this.workers.operations().disconnectWindow()));
			}
			disconnect(this.workers.operations().disconnectWindow(), this::drained);
		});
		// It may be empty long before.
		later(Duration.ofMillis(200), this::lookWhetherDrained);
	}

	private void lookWhetherDrained() {
		if (present().load() == 0) {
			drained();
		}
		else {
			later(Duration.ofMillis(200), this::lookWhetherDrained);
		}
	}

	private void drained() {
		this.turn++;
		logger.info("Worker {} has no sessions any more", this.id);
		if (this.plan == Plan.REMOVE) {
			goNow("drained");
		}
	}

	private void goNow(String reason) {
		retire(reason);
		this.workers.removed(this, "removed");
	}

	private void disconnect(Duration window, Runnable next) {
		this.turn++;
		CompletableFuture<Void> gone = present().engine().depart(window, GRACE);
		int mine = this.turn;
		gone.completeOnTimeout(null, window.plus(SLACK).toMillis(), TimeUnit.MILLISECONDS)
			.whenComplete((done, failure) -> this.workers.later(Duration.ZERO, () -> ifStill(mine, next)));
	}

	private void replace(String reason) {
		retire(reason);
		startAgain("starting again");
	}

	private void retire(String reason) {
		LocalWorker old = present();
		this.turn++;
		enter(WorkerState.DOWN, reason);
		this.workers.link().leave(old);
		old.workerServer().closePort();
		this.workers.retire(Retirement.of(old.workerServer()));
	}

	// What happens to it

	/**
	 * One of the loops has not answered for too long.
	 */
	void replaceBlocked(Duration silence) {
		String reason = "blocked for " + seconds(silence);
		if (this.plan == Plan.REMOVE) {
			logger.error("Worker {} is removed at once, since its event loop has been {}", this.id, reason);
			goNow(reason);
		}
		else {
			logger.error("Worker {} is replaced, since its event loop has been {}", this.id, reason);
			replace(reason);
		}
	}

	/**
	 * The server cannot go on.
	 */
	void onDeath(String cause) {
		logger.error("Worker {} has died: {}", this.id, cause);
		String reason = "died: " + cause;
		if (this.plan == Plan.REMOVE) {
			goNow(reason);
		}
		else {
			retire(reason);
			onFailure(cause, null);
		}
	}

	private void startAgain(String reason) {
		try {
			start(reason);
			this.statistics.restarted();
		}
		catch (RuntimeException | Error ex) {
			logger.warn("Worker {} cannot be started: {}", this.id, ex.toString());
			logger.debug("Worker {} cannot be started", this.id, ex);
			onFailure(String.valueOf(ex.getMessage()), ex);
		}
	}

	private void onFailure(String cause, @Nullable Throwable failure) {
		this.turn++;
		clearPlan();
		if (this.crashes.fail(System.nanoTime())) {
			Duration delay = this.crashes.delay();
			logger.warn("Worker {} is started again in {} (failure {} of {})", this.id, seconds(delay),
					this.crashes.failures(), this.crashes.attempts());
			later(delay, () -> startAgain("starting again after failure " + this.crashes.failures()));
		}
		else {
			this.givenUp = true;
			logger.error(
					"Worker {} stays DOWN after {} failures in a row, the last of them: {}. Its clients go to the"
							+ " other workers. Restart it when the cause is gone.",
					this.id, this.crashes.failures(), cause);
			finish(new WorkerOperationException("Worker '" + this.id + "' cannot be started: " + cause,
					(failure != null) ? failure : new IllegalStateException(cause)));
		}
	}

	// How

	private void begin(Plan next, String reason) {
		this.turn++;
		this.plan = next;
		present().engine().cancelDeparture();
		enter(WorkerState.DRAINING, reason);
	}

	// An operator who drains means the worker, not the server that it has just then.
	private void clearPlan() {
		if (this.plan != Plan.DRAIN) {
			this.plan = Plan.NONE;
		}
	}

	private void enter(WorkerState next, String reason) {
		this.state = next;
		LocalWorker present = this.worker;
		if (present != null) {
			this.workers.registry().put(present, next, reason);
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
		this.workers.later(delay, () -> ifStill(mine, task));
	}

	private void ifStill(int then, Runnable task) {
		if (this.turn == then) {
			task.run();
		}
	}

	private LocalWorker present() {
		LocalWorker present = this.worker;
		if (present == null) {
			throw new IllegalStateException("Worker " + this.id + " has never been started");
		}
		return present;
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
