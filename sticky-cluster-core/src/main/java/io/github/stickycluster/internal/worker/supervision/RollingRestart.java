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

import java.time.Instant;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BiFunction;
import java.util.function.Predicate;

import io.github.stickycluster.internal.worker.WorkerOperationException;
import io.github.stickycluster.worker.FinishedOperation;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Restarts a node's workers one after the other, and stops at the first that cannot be
 * started. Guarded by the lock of its owner, whose tasks run with the lock held.
 *
 * @param <W> a worker as its owner knows it
 */
public final class RollingRestart<W> {

	/** The name of the operation. */
	public static final String ACTION = "rolling-restart";

	private static final Logger logger = LoggerFactory.getLogger(RollingRestart.class);

	private final BiFunction<W, String, CompletableFuture<Void>> restart;

	private final Predicate<W> skipped;

	private @Nullable CompletableFuture<Void> running;

	private List<W> workers = List.of();

	/** How many have had their turn. */
	private int done;

	private @Nullable CompletableFuture<Void> current;

	private @Nullable FinishedOperation last;

	/**
	 * Prepares restarts.
	 * @param restart restarts a worker for a reason; completes when it is up again
	 * @param skipped whether a worker is left alone when its turn comes
	 */
	public RollingRestart(BiFunction<W, String, CompletableFuture<Void>> restart, Predicate<W> skipped) {
		this.restart = restart;
		this.skipped = skipped;
	}

	/**
	 * Returns whether a rolling restart is running.
	 * @return whether it is
	 */
	public boolean isRunning() {
		return this.running != null;
	}

	/**
	 * Refuses what cannot be done meanwhile.
	 * @param advice what to do instead
	 * @throws WorkerOperationException if a rolling restart is under way
	 */
	public void refuseIfRunning(String advice) {
		if (isRunning()) {
			throw new WorkerOperationException("A rolling restart is running; " + advice);
		}
	}

	/**
	 * Returns the result of the last rolling restart that has ended.
	 * @return its outcome, or null if none has ended yet
	 */
	public @Nullable FinishedOperation last() {
		return this.last;
	}

	/**
	 * Ends the one that is under way, if one is: the workers that are left are not
	 * restarted.
	 * @param reason why
	 */
	public void abandon(WorkerOperationException reason) {
		CompletableFuture<Void> all = this.running;
		if (all != null) {
			fail(reason, all);
		}
	}

	/**
	 * Goes on, if the present worker has been restarted. To be called several times a
	 * second; a callback could be lost for want of memory, and all workers after it.
	 */
	public void tend() {
		CompletableFuture<Void> all = this.running;
		CompletableFuture<Void> restarting = this.current;
		if (all == null || (restarting != null && !restarting.isDone())) {
			return;
		}
		try {
			if (restarting != null) {
				restarting.join();
			}
			next(all);
		}
		catch (CompletionException | CancellationException ex) {
			fail(ex, all);
		}
	}

	/**
	 * Begins a rolling restart.
	 * @param workers the workers, in the order of their restarts
	 * @return completes after the last one, exceptionally if one cannot be started
	 * @throws WorkerOperationException if a rolling restart is under way
	 */
	public CompletableFuture<Void> begin(List<W> workers) {
		if (isRunning()) {
			throw new WorkerOperationException("A rolling restart is running already");
		}
		CompletableFuture<Void> all = new CompletableFuture<>();
		this.workers = List.copyOf(workers);
		this.done = 0;
		this.current = null;
		this.running = all;
		logger.info("Started the rolling restart of {} workers", workers.size());
		next(all);
		return all;
	}

	private void next(CompletableFuture<Void> all) {
		while (this.done < this.workers.size() && this.skipped.test(this.workers.get(this.done))) {
			this.done++;
		}
		if (this.done == this.workers.size()) {
			end(null);
			logger.info("Finished the rolling restart of {} workers", this.workers.size());
			all.complete(null);
			return;
		}
		W worker = this.workers.get(this.done);
		this.current = restarted(worker, (this.done + 1) + " of " + this.workers.size());
		this.done++;
	}

	private CompletableFuture<Void> restarted(W worker, String turn) {
		try {
			return this.restart.apply(worker, "rolling restart, " + turn);
		}
		catch (WorkerOperationException ex) {
			return CompletableFuture.failedFuture(ex);
		}
	}

	private void fail(Throwable failure, CompletableFuture<Void> all) {
		if (this.running != all) {
			return;
		}
		Throwable inner = (failure instanceof CompletionException) ? failure.getCause() : null;
		Throwable cause = (inner != null) ? inner : failure;
		end(String.valueOf(cause.getMessage()));
		logger.error("Rolling restart stopped at worker {} of {}; the remaining workers keep running and were not "
				+ "restarted: {}", this.done, this.workers.size(), String.valueOf(cause));
		all.completeExceptionally(cause);
	}

	private void end(@Nullable String failure) {
		this.running = null;
		this.current = null;
		this.workers = List.of();
		this.last = new FinishedOperation(ACTION, Instant.now(), failure);
	}

}
