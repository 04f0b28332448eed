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

package io.github.stickycluster.internal.worker;

import io.github.stickycluster.internal.budget.KeptMemory;
import io.github.stickycluster.internal.engineio.EngineIoVersion;
import io.github.stickycluster.socketio.Transport;
import org.jspecify.annotations.Nullable;

/**
 * A worker of this node, whose states this node decides.
 */
public non-sealed interface OwnWorker extends Worker {

	/**
	 * Returns what the worker has done.
	 * @return the same statistics before and after a restart
	 */
	WorkerStatistics statistics();

	/**
	 * Counts the sessions of one kind.
	 * @param version their protocol
	 * @param transport their transport
	 * @return the number of sessions
	 */
	long sessions(EngineIoVersion version, Transport transport);

	/**
	 * Returns how much waits for clients to read it.
	 * @return bytes
	 */
	long pendingBytes();

	/**
	 * Returns the memory that the worker uses for its clients.
	 * @return bytes, and how many they may be
	 */
	KeptMemory keptMemory();

	/**
	 * Counts the calls of listeners that wait for a thread or run, where listeners run
	 * off the event loops.
	 * @return how many; 0 where they run on the event loops
	 */
	long pendingCalls();

	/**
	 * Counts the namespaces in use that were made for clients by a pattern.
	 * @return how many
	 */
	int madeNamespaces();

	/**
	 * Returns the process that the worker has to itself.
	 * @return the process, or null if it runs in this JVM
	 */
	default @Nullable WorkerProcess process() {
		return null;
	}

}
