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

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.stickycluster.internal.engineio.SessionId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The workers by the tags in their session ids. If two workers have the same tag, the one
 * that was added first holds it until it is removed. Used under the lock of
 * {@link WorkerRegistry}.
 */
final class WorkerTags {

	private static final Logger logger = LoggerFactory.getLogger(WorkerTags.class);

	/** Tags cost a hash, and tables change often. */
	private final Map<String, Integer> tags = new HashMap<>();

	/** The id of the worker that holds a tag. */
	private final Map<Integer, String> holders = new HashMap<>();

	/** The ids of those that share another's tag. */
	private final Set<String> latecomers = new HashSet<>();

	/**
	 * Puts those last whose tag another one holds.
	 * @param entries all workers
	 * @return the same workers, in the same order if no two share a tag
	 */
	List<RoutingTable.Entry> order(List<RoutingTable.Entry> entries) {
		forgetOthersThan(entries);
		List<RoutingTable.Entry> last = new ArrayList<>();
		for (RoutingTable.Entry entry : entries) {
			String id = entry.worker().id();
			String holder = this.holders.computeIfAbsent(this.tags.computeIfAbsent(id, SessionId::tagOf), (tag) -> id);
			if (!holder.equals(id)) {
				last.add(entry);
				report(holder, entry.worker());
			}
		}
		if (last.isEmpty()) {
			return entries;
		}
		List<RoutingTable.Entry> ordered = new ArrayList<>(entries);
		ordered.removeAll(last);
		ordered.addAll(last);
		return ordered;
	}

	private void forgetOthersThan(List<RoutingTable.Entry> entries) {
		Set<String> ids = new HashSet<>();
		entries.forEach((entry) -> ids.add(entry.worker().id()));
		this.tags.keySet().retainAll(ids);
		this.holders.values().retainAll(ids);
		this.latecomers.retainAll(ids);
	}

	private void report(String holder, Worker latecomer) {
		if (this.latecomers.add(latecomer.id())) {
			logger.error(
					"Workers '{}' and '{}' have ids with the same 32-bit hash, with which their session ids begin. "
							+ "Requests for sessions of '{}' that arrive at other nodes are routed to '{}' and "
							+ "refused. Give node '{}' another 'sticky-cluster.node-id'",
					holder, latecomer.id(), latecomer.id(), holder, latecomer.node());
		}
	}

}
