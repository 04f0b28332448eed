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

package io.github.stickycluster.internal.cluster.membership;

import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

import io.github.stickycluster.internal.engineio.SessionId;
import io.github.stickycluster.internal.worker.RoutingTable;
import io.github.stickycluster.internal.worker.WorkerRegistry;
import org.jspecify.annotations.Nullable;

/**
 * Determines the node of a socket by the worker's tag in the socket's id. Thread-safe.
 */
final class SocketLocations {

	private static final int VERSION = 8;

	private static final String SEVERAL = "";

	/** Tags cost a hash, and tables change often. */
	private final Map<String, Integer> tags = new ConcurrentHashMap<>();

	private volatile Map<Integer, String> nodes = Map.of();

	SocketLocations(WorkerRegistry registry) {
		registry.addChangeListener(this::follow);
	}

	private void follow(RoutingTable table) {
		Map<Integer, String> present = new HashMap<>();
		for (RoutingTable.Entry entry : table.entries()) {
			Integer tag = this.tags.computeIfAbsent(entry.worker().id(), SessionId::tagOf);
			present.merge(tag, entry.worker().node(), (one, other) -> one.equals(other) ? one : SEVERAL);
		}
		this.tags.values().retainAll(present.keySet());
		this.nodes = present;
	}

	/**
	 * Returns the node of a socket, if a worker has the tag in its id.
	 * @return the node's id, or null if it is not known
	 */
	@Nullable String nodeOf(UUID socket) {
		if (socket.version() != VERSION) {
			return null;
		}
		String node = this.nodes.get((int) (socket.getMostSignificantBits() >>> 32));
		return SEVERAL.equals(node) ? null : node;
	}

}
