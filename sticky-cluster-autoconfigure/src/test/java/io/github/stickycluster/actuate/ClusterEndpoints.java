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

package io.github.stickycluster.actuate;

import io.github.stickycluster.internal.worker.WorkerRegistry;
import io.github.stickycluster.internal.worker.supervision.WorkerOperations;

/**
 * Makes endpoints of nodes whose own is not exposed.
 */
public final class ClusterEndpoints {

	private ClusterEndpoints() {
	}

	/**
	 * Makes the endpoint of a node without a dispatcher.
	 * @param workers the node's workers
	 * @param operations what operates them
	 * @return the endpoint
	 */
	public static StickyClusterEndpoint of(WorkerRegistry workers, WorkerOperations operations) {
		return new StickyClusterEndpoint("family", null, workers, operations);
	}

}
