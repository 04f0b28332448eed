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

import java.util.List;

import io.github.stickycluster.actuate.StickyClusterEndpoint.ClusterDescriptor;
import io.github.stickycluster.actuate.StickyClusterEndpoint.DispatcherDescriptor;
import io.github.stickycluster.actuate.StickyClusterEndpoint.WorkerDescriptor;
import io.github.stickycluster.worker.FinishedOperation;
import org.jspecify.annotations.Nullable;

/**
 * What a node tells of itself to the Cluster pages of all nodes.
 *
 * @param node the node's id
 * @param dispatcher its dispatcher, or null if it has none
 * @param operation what is being done to all its workers, or null
 * @param lastOperation what has become of the last such operation, or null
 * @param workers its workers
 * @param changes what has happened to them of late, the oldest first: told again each
 * time, since a page on a worker that is restarted misses some
 */
record Picture(String node, @Nullable DispatcherDescriptor dispatcher, @Nullable String operation,
		@Nullable FinishedOperation lastOperation, List<WorkerDescriptor> workers, List<Change> changes) {

	static Picture of(ClusterDescriptor cluster, List<Change> changes) {
		List<WorkerDescriptor> own = cluster.workers()
			.stream()
			.filter((worker) -> worker.node().equals(cluster.node()))
			.toList();
		return new Picture(cluster.node(), cluster.dispatcher(), cluster.operation(), cluster.lastOperation(), own,
				changes);
	}

}
