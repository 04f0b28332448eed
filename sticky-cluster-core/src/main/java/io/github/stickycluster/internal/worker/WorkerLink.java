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

import io.github.stickycluster.internal.socketio.Broadcaster;

/**
 * Connects the workers of this JVM with each other and with other nodes.
 */
public interface WorkerLink {

	/**
	 * Returns what the namespaces of a new worker reach their sockets by, of whatever
	 * worker.
	 * @param workerId the worker's id
	 * @return the broadcaster for that worker
	 */
	Broadcaster broadcaster(String workerId);

	/**
	 * Called when a worker runs: from now on it hears the others.
	 * @param worker the worker
	 */
	void join(LocalWorker worker);

	/**
	 * Called before a worker stops.
	 * @param worker the worker, which may never have joined
	 */
	void leave(LocalWorker worker);

}
