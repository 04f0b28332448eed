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

import java.util.List;

import io.github.stickycluster.worker.WorkerState;
import org.jspecify.annotations.Nullable;

/**
 * The worker to which a request would be routed, and the reasons.
 *
 * @param worker the id of the worker, or {@code null} if no worker would accept the
 * request
 * @param client the client's address
 * @param key the part of the client's address that selects the worker
 * @param steps the steps of the decision, one sentence each
 * @param ranking all workers in the client key's rendezvous order, the first one that
 * takes new sessions and is not over its bound being selected for a new session
 */
public record RouteExplanation(@Nullable String worker, String client, String key, List<String> steps,
		List<Candidate> ranking) {

	public RouteExplanation {
		steps = List.copyOf(steps);
		ranking = List.copyOf(ranking);
	}

	/**
	 * A worker's place in the ranking.
	 *
	 * @param worker the worker's id
	 * @param state its state
	 * @param takesSessions whether new sessions may go there
	 * @param score its rendezvous score for the client key; the highest is first
	 * @param weight its weight
	 * @param load how many sessions it has to carry
	 * @param capacity how many it may carry before new ones go to the next worker, or
	 * null if it takes none or {@code load-factor} is off
	 */
	public record Candidate(String worker, WorkerState state, boolean takesSessions, double score, double weight,
			int load, @Nullable Long capacity) {

	}

}
