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

package io.github.stickycluster.demo.cluster;

import io.github.stickycluster.actuate.StickyClusterEndpoint.WorkerDescriptor;
import io.github.stickycluster.autoconfigure.WorkerStateChangedEvent;
import io.github.stickycluster.worker.WorkerState;
import org.jspecify.annotations.Nullable;

/**
 * A change of a worker, as pages are told of it.
 *
 * @param number counts the changes of one node, so that a page notes each once
 * @param worker the worker's id
 * @param from its state before, or null if the worker is new
 * @param to its state now, or null if the worker is gone
 * @param blocked whether its event loop answers no more, or again; null if that is not
 * what has changed
 * @param reason why, in words for people
 * @param at when, in milliseconds since 1970
 */
record Change(long number, String worker, @Nullable WorkerState from, @Nullable WorkerState to,
		@Nullable Boolean blocked, String reason, long at) {

	static Change of(long number, WorkerStateChangedEvent event) {
		return new Change(number, event.getWorkerId(), event.getFrom(), event.getTo(), null, event.getReason(),
				event.getTimestamp());
	}

	static Change ofBlocked(long number, WorkerDescriptor worker) {
		String reason = worker.blocked() ? "does not answer: new sessions go to other workers" : "answers again";
		return new Change(number, worker.id(), worker.state(), worker.state(), worker.blocked(), reason,
				System.currentTimeMillis());
	}

}
