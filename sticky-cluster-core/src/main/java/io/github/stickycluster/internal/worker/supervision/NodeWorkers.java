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

import io.github.stickycluster.worker.FinishedOperation;
import org.jspecify.annotations.Nullable;

/**
 * The workers of this node, in this JVM or in forked ones, with the operations to start,
 * operate and stop all of them. Thread-safe.
 */
public interface NodeWorkers {

	/**
	 * Starts all workers, or none: those already running are stopped when one cannot be
	 * started. Blocks until they are up.
	 */
	void start();

	/**
	 * Lets no new session in and disconnects those that exist in such a way that their
	 * clients connect again by themselves, after what is under way.
	 * @param window the time over which the disconnects are spread
	 * @param longest when to go on without those that are left
	 * @return completes when no session is left or the time is up
	 */
	CompletableFuture<Void> shutDownGracefully(Duration window, Duration longest);

	/**
	 * Stops all workers; their clients' connections are closed.
	 */
	void stop();

	/**
	 * Counts the sessions of this node.
	 * @return sessions of all workers
	 */
	int sessions();

	/**
	 * Returns how many workers this node has.
	 * @return workers, without those that are being removed
	 */
	int count();

	/**
	 * Does what {@link WorkerOperations#drain} says.
	 * @param id the worker's id
	 */
	void drain(String id);

	/**
	 * Does what {@link WorkerOperations#resume} says.
	 * @param id the worker's id
	 */
	void resume(String id);

	/**
	 * Does what {@link WorkerOperations#restart} says.
	 * @param id the worker's id
	 * @return completes when the worker is up again
	 */
	CompletableFuture<Void> restart(String id);

	/**
	 * Does what {@link WorkerOperations#rollingRestart} says.
	 * @return completes after the last one
	 */
	CompletableFuture<Void> rollingRestart();

	/**
	 * Returns whether a rolling restart is running.
	 * @return whether it is
	 */
	boolean isRolling();

	/**
	 * Does what {@link WorkerOperations#lastOperation} says.
	 * @return its outcome, or null
	 */
	@Nullable FinishedOperation lastOperation();

	/**
	 * Implements {@link WorkerOperations#resize}.
	 * @param count how many workers this node shall have
	 */
	void resize(int count);

	/**
	 * Implements {@link WorkerOperations#isGivenUp}.
	 * @param id the worker's id
	 * @return whether the worker is tried only now and then
	 */
	boolean isGivenUp(String id);

	/**
	 * Does what {@link WorkerOperations#nextTry} says.
	 * @param id the worker's id
	 * @return the moment, or null
	 */
	@Nullable Instant nextTry(String id);

	/**
	 * Returns whether the workers fail repeatedly for lack of memory, so that the node
	 * cannot serve.
	 * @return whether they have failed too often in a row, and none is up
	 */
	boolean isBroken();

}
