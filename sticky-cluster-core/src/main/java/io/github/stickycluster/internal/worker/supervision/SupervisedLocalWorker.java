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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.github.stickycluster.internal.worker.LateRegistrations;
import io.github.stickycluster.internal.worker.LocalWorker;
import io.github.stickycluster.internal.worker.WorkerStatistics;
import io.github.stickycluster.worker.WorkerState;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The supervision of one worker of this JVM, across the servers that the worker runs one
 * after the other.
 */
final class SupervisedLocalWorker extends SupervisedWorker {

	private static final Logger logger = LoggerFactory.getLogger(SupervisedLocalWorker.class);

	/** How long a session that is to go may finish what is under way. */
	private static final Duration GRACE = Duration.ofSeconds(2);

	/** A gracefulClose that takes longer is held up by a blocked loop. */
	private static final Duration SLACK = GRACE.multipliedBy(3);

	private final LocalSupervisor workers;

	private final LateRegistrations registrations = new LateRegistrations();

	private @Nullable LocalWorker worker;

	private @Nullable Retirement retirement;

	SupervisedLocalWorker(LocalSupervisor workers, String id, int number, WorkerStatistics statistics) {
		super(workers, id, number, statistics);
		this.workers = workers;
	}

	@Override
	protected @Nullable LocalWorker worker() {
		return this.worker;
	}

	/**
	 * Whether it is still to be replaced when it fails.
	 */
	boolean isWatched() {
		return isRunning() && plan() != Plan.SHUT_DOWN;
	}

	/**
	 * The worker whose server runs, if one does.
	 */
	@Nullable LocalWorker running() {
		return isRunning() ? this.worker : null;
	}

	// Starting

	/**
	 * Starts a new server.
	 * @throws RuntimeException if that fails; the worker is DOWN then
	 */
	void start(String reason) {
		up(listen(reason));
	}

	private String listen(String reason) {
		voidWhatWasPlanned();
		clearPlan();
		LocalWorker fresh = this.workers.server(number(), statistics(), this.registrations);
		Retirement end = this.workers.prepareRetirement(fresh.workerServer());
		this.retirement = end;
		this.worker = fresh;
		enter(WorkerState.STARTING, reason);
		try {
			fresh.server().start();
			this.workers.link().join(fresh);
		}
		catch (RuntimeException | Error ex) {
			end.begin();
			enter(WorkerState.DOWN, "cannot start: " + ex.getMessage());
			this.workers.link().leave(fresh);
			fresh.server().stop();
			throw ex;
		}
		return "listens on internal port " + fresh.port();
	}

	@Override
	protected void startAgain(String reason) {
		try {
			String how = listen(reason);
			// Who waits for the restart finds it counted.
			statistics().restarted();
			up(how);
		}
		catch (RuntimeException | Error ex) {
			logger.warn("Could not start worker {}: {}", id(), ex.toString());
			logger.debug("Worker {} cannot be started", id(), ex);
			failed(String.valueOf(ex.getMessage()), ex);
		}
	}

	// What operators ask for

	@Override
	protected boolean isEnded() {
		return state() == WorkerState.DOWN;
	}

	@Override
	protected void begin(Plan next, String reason) {
		present().engine().cancelGracefulClose();
		super.begin(next, reason);
	}

	@Override
	protected void letGo(Duration timeout) {
		later(timeout, () -> {
			LocalWorker present = present();
			if (present.sessions() > 0) {
				logger.info("Worker {} still has {} sessions after draining for {}; disconnecting them over {}", id(),
						present.sessions(), seconds(timeout), seconds(operations().disconnectWindow()));
			}
			disconnect(operations().disconnectWindow(), this::drained);
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
		voidWhatWasPlanned();
		logger.info("Worker {} is drained: it has no open sessions", id());
		if (isLeaving()) {
			goNow("drained");
		}
	}

	private void goNow(String reason) {
		retire(reason);
		removeNow("removed");
	}

	@Override
	protected void removeNow(String reason) {
		this.workers.removed(this, reason);
	}

	@Override
	protected Duration longest(Plan next) {
		Duration disconnecting = operations().disconnectWindow().plus(SLACK).plus(SLACK);
		return (next == Plan.REMOVE) ? operations().drainTimeout().plus(disconnecting) : disconnecting;
	}

	@Override
	protected void overdue() {
		if (isLeaving()) {
			goNow("drained");
		}
		else {
			replaceNow("stopped for the restart");
		}
	}

	/**
	 * Between two calls of those who hold the lock, one that is neither up nor waits has
	 * been forgotten.
	 */
	@Override
	protected boolean isForgotten() {
		return !isRunning() && !isLeaving() && plan() != Plan.SHUT_DOWN;
	}

	@Override
	protected void stay(String reason) {
		LocalWorker present = this.worker;
		if (present != null) {
			voidWhatWasPlanned();
			plan(Plan.NONE);
			present.engine().cancelGracefulClose();
			enter(WorkerState.UP, reason);
		}
	}

	@Override
	protected void replace() {
		present().engine().refuseSessions();
		disconnect(operations().disconnectWindow(), () -> replaceNow("stopped for the restart"));
	}

	private void replaceNow(String reason) {
		retire(reason);
		startAgain("starting again");
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

	private void disconnect(Duration window, Runnable next) {
		voidWhatWasPlanned();
		CompletableFuture<Void> gone = present().engine().depart(window, GRACE);
		Runnable then = unlessVoid(next);
		gone.completeOnTimeout(null, window.plus(SLACK).toMillis(), TimeUnit.MILLISECONDS)
			.whenComplete((done, failure) -> this.workers.later(Duration.ZERO, then));
	}

	private void retire(String reason) {
		LocalWorker old = present();
		Retirement end = this.retirement;
		if (end != null) {
			// Whatever fails from here on, the server ends.
			end.begin();
		}
		voidWhatWasPlanned();
		enter(WorkerState.DOWN, reason);
		this.workers.link().leave(old);
		if (end != null) {
			this.workers.attempt(end::goOn);
		}
	}

	private LocalWorker present() {
		LocalWorker present = this.worker;
		if (present == null) {
			throw new IllegalStateException("Worker " + id() + " has never been started");
		}
		return present;
	}

	// What happens to it

	/**
	 * One of the loops has not answered for too long.
	 */
	void replaceBlocked(Duration silence) {
		String reason = "blocked for " + seconds(silence);
		if (isLeaving()) {
			logger.error("Worker {} is removed at once, because its event loop has been {}", id(), reason);
			goNow(reason);
		}
		else {
			logger.error("Worker {} is replaced, because its event loop has been {}", id(), reason);
			replaceNow(reason);
		}
	}

	/**
	 * The server cannot go on.
	 */
	void onDeath(String cause) {
		logger.error("Worker {} has died: {}", id(), cause);
		String reason = "died: " + cause;
		if (isLeaving()) {
			goNow(reason);
		}
		else {
			retire(reason);
			failed(cause, null);
		}
	}

}
