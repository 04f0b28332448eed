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
import java.util.concurrent.CompletableFuture;

import io.github.stickycluster.internal.worker.WorkerOperationException;
import io.github.stickycluster.worker.FinishedOperation;
import io.github.stickycluster.worker.WorkerState;
import org.jspecify.annotations.Nullable;

/**
 * The operations on the workers of this running node: drain, resume, restart, and a
 * change of their number. The Actuator endpoint {@code stickycluster} offers the same.
 * Thread-safe.
 * <p>
 * Each method starts an operation and does not wait for its end; the workers' states show
 * the progress.
 */
public final class WorkerOperations {

	private final NodeWorkers workers;

	/**
	 * Creates the operations.
	 * @param workers the workers of this node
	 */
	public WorkerOperations(NodeWorkers workers) {
		this.workers = workers;
	}

	/**
	 * Drains a worker: no new session comes to it, and those that exist go on until the
	 * drain timeout, when the rest of the clients are disconnected, spread over the
	 * disconnect window; they connect again to other workers by themselves. The worker
	 * stays {@link WorkerState#DRAINING} until it is resumed or restarted.
	 * @param workerId the worker's id
	 * @throws UnknownWorkerException if this node has no such worker
	 * @throws WorkerOperationException if the worker is not {@link WorkerState#UP}
	 */
	public void drain(String workerId) {
		this.workers.drain(workerId);
	}

	/**
	 * Lets new sessions come to a draining worker again.
	 * @param workerId the worker's id
	 * @throws UnknownWorkerException if this node has no such worker
	 * @throws WorkerOperationException if the worker is not draining, or draining in
	 * order to be restarted or removed
	 */
	public void resume(String workerId) {
		this.workers.resume(workerId);
	}

	/**
	 * Restarts a worker: its clients are disconnected, spread over the disconnect window,
	 * each after what it has under way, and connect again to other workers; then a new
	 * server with new event loops takes the place of the old one. A worker that is
	 * {@link WorkerState#DOWN} is started.
	 * @param workerId the worker's id
	 * @return completes when the worker is {@link WorkerState#UP} again, exceptionally
	 * when it was given up or removed, or the application shuts down
	 * @throws UnknownWorkerException if this node has no such worker
	 * @throws WorkerOperationException if the worker is starting, being restarted or
	 * being removed
	 */
	public CompletableFuture<Void> restart(String workerId) {
		return this.workers.restart(workerId);
	}

	/**
	 * Restarts the workers one after the other, each when the one before is
	 * {@link WorkerState#UP} again. Those that are draining are left alone. Stops at a
	 * worker that cannot be started.
	 * @return completes after the last one, exceptionally when one was given up or the
	 * application shuts down
	 * @throws WorkerOperationException if a rolling restart is under way
	 */
	public CompletableFuture<Void> rollingRestart() {
		return this.workers.rollingRestart();
	}

	/**
	 * Changes the number of workers. Those added take their share of the new sessions;
	 * those that are too many, the ones with the highest numbers, are drained and then
	 * removed.
	 * @param count how many workers this node shall have, 1 to 256
	 * @throws WorkerOperationException if the number is out of range or a rolling restart
	 * is under way
	 */
	public void resize(int count) {
		this.workers.resize(count);
	}

	/**
	 * Returns how many workers this node has.
	 * @return workers, without those that are being removed
	 */
	public int count() {
		return this.workers.count();
	}

	/**
	 * Returns whether a rolling restart is running.
	 * @return whether it is
	 */
	public boolean isRolling() {
		return this.workers.isRolling();
	}

	/**
	 * Returns the result of the last rolling restart that has ended.
	 * @return its outcome, or null if none has ended since this node started
	 */
	public @Nullable FinishedOperation lastOperation() {
		return this.workers.lastOperation();
	}

	/**
	 * Returns whether a worker has failed so often in a row that it is started again only
	 * once in a while.
	 * @param workerId the worker's id
	 * @return whether it is {@link WorkerState#DOWN} and failed that often
	 */
	public boolean isGivenUp(String workerId) {
		return this.workers.isGivenUp(workerId);
	}

	/**
	 * Returns when a worker that has failed is started again.
	 * @param workerId the worker's id
	 * @return the moment, at the earliest: it is later while the node has no memory; null
	 * if the worker does not wait to be started again
	 */
	public @Nullable Instant nextTry(String workerId) {
		return this.workers.nextTry(workerId);
	}

}
