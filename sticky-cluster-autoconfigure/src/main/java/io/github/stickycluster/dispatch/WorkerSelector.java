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

package io.github.stickycluster.dispatch;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.github.stickycluster.balance.RendezvousHash;
import io.github.stickycluster.engineio.SessionId;
import io.github.stickycluster.net.ClientKey;
import io.github.stickycluster.worker.LocalWorker;
import io.github.stickycluster.worker.RoutingTable;
import io.github.stickycluster.worker.Worker;
import io.github.stickycluster.worker.WorkerRegistry;
import io.github.stickycluster.worker.WorkerState;
import org.jspecify.annotations.Nullable;

/**
 * Selects the worker of a session by its id, and the worker for a new session by its
 * client address among those that are up.
 * <p>
 * Thread-safe and free of locks: a change of the workers puts new candidates in place of
 * the old ones.
 */
public final class WorkerSelector {

	private volatile Candidates candidates = Candidates.of(RoutingTable.EMPTY);

	public WorkerSelector(WorkerRegistry registry) {
		registry.onChange((table) -> this.candidates = Candidates.of(table));
	}

	/**
	 * Selects a worker for a new session.
	 * @param clientAddress the client address
	 * @return the same worker for the same address as long as the same workers are up;
	 * null if none is
	 */
	public @Nullable LocalWorker forClient(InetAddress clientAddress) {
		Candidates present = this.candidates;
		if (present.up().isEmpty()) {
			return null;
		}
		return present.up().get(RendezvousHash.select(ClientKey.of(clientAddress), present.seeds()));
	}

	/**
	 * Finds the worker that made a session id, whether or not it takes new sessions.
	 * @param sid the session id that a client sent
	 * @return its worker, or null if it is none of ours
	 */
	public @Nullable LocalWorker forSession(String sid) {
		return this.candidates.byTag().get(SessionId.tagIn(sid));
	}

	private record Candidates(List<LocalWorker> up, long[] seeds, Map<Long, LocalWorker> byTag) {

		private static Candidates of(RoutingTable table) {
			List<LocalWorker> up = table.up().stream().map(LocalWorker.class::cast).toList();
			long[] seeds = up.stream().mapToLong((worker) -> RendezvousHash.seed(worker.id())).toArray();
			return new Candidates(up, seeds, byTag(table));
		}

		private static Map<Long, LocalWorker> byTag(RoutingTable table) {
			Map<Long, LocalWorker> byTag = new HashMap<>();
			for (RoutingTable.Entry entry : table.entries()) {
				Worker worker = entry.worker();
				boolean serves = entry.state() == WorkerState.UP || entry.state() == WorkerState.DRAINING;
				if (serves && worker instanceof LocalWorker local) {
					byTag.put(Integer.toUnsignedLong(SessionId.tagOf(worker.id())), local);
				}
			}
			return byTag;
		}

	}

}
