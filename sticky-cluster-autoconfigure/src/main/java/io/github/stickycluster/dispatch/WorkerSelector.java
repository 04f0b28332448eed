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
import java.util.List;
import java.util.Optional;

import io.github.stickycluster.balance.RendezvousHash;
import io.github.stickycluster.net.ClientKey;
import io.github.stickycluster.worker.RoutingTable;
import io.github.stickycluster.worker.Worker;
import io.github.stickycluster.worker.WorkerRegistry;

/**
 * Selects the worker for a client address among those that are up.
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
	 * Selects a worker.
	 * @param clientAddress the client address
	 * @return the same worker for the same address as long as the same workers are up;
	 * empty if none is
	 */
	public Optional<Worker> select(InetAddress clientAddress) {
		Candidates present = this.candidates;
		if (present.workers().isEmpty()) {
			return Optional.empty();
		}
		int index = RendezvousHash.select(ClientKey.of(clientAddress), present.seeds());
		return Optional.of(present.workers().get(index));
	}

	private record Candidates(List<Worker> workers, long[] seeds) {

		private static Candidates of(RoutingTable table) {
			List<Worker> up = table.up();
			return new Candidates(up, up.stream().mapToLong((worker) -> RendezvousHash.seed(worker.id())).toArray());
		}

	}

}
