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

import java.util.function.Consumer;

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
	 * Returns what is told of the users of a new worker's sockets.
	 * @return takes the name of each user whose first socket of the worker has come or
	 * whose last one has gone; quick, and must not block
	 */
	default Consumer<String> userChanges() {
		return (user) -> {
		};
	}

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
