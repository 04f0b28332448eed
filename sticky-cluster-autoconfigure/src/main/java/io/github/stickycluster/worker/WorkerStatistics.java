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

import java.util.concurrent.atomic.LongAdder;

/**
 * What a worker has done since the start of the JVM; outlives the worker's restarts.
 */
public final class WorkerStatistics {

	private final LongAdder eventsReceived = new LongAdder();

	void eventReceived() {
		this.eventsReceived.increment();
	}

	/**
	 * Returns how many events the worker's clients have sent.
	 * @return events since the start
	 */
	public long eventsReceived() {
		return this.eventsReceived.sum();
	}

}
