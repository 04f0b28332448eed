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

import com.corundumstudio.socketio.store.StoreFactory;

/**
 * Joins the workers to each other.
 */
public interface WorkerLink {

	/**
	 * Returns what a new worker's server tells the other workers through.
	 * @param workerId the worker's id
	 * @return the factory for that worker alone
	 */
	StoreFactory storeFactory(String workerId);

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
