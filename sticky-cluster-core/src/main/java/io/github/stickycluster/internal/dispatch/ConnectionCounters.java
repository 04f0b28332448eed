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

package io.github.stickycluster.internal.dispatch;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The {@link ConnectionCounter} of each worker.
 */
public final class ConnectionCounters {

	private final Map<String, ConnectionCounter> counters = new ConcurrentHashMap<>();

	/**
	 * Returns a worker's counter.
	 * @param workerId the worker's id
	 * @return its counter, made when first asked for
	 */
	public ConnectionCounter of(String workerId) {
		return this.counters.computeIfAbsent(workerId, (id) -> new ConnectionCounter());
	}

	/**
	 * Returns the open connections of all workers.
	 * @return open connections
	 */
	public int active() {
		return this.counters.values().stream().mapToInt(ConnectionCounter::active).sum();
	}

}
