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

package io.github.stickycluster.benchmarks.micro;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;

import io.github.stickycluster.dispatch.RoutingScope;
import io.github.stickycluster.internal.dispatch.WorkerSelector;
import io.github.stickycluster.internal.engineio.SessionIds;
import io.github.stickycluster.internal.net.ClientKey;
import io.github.stickycluster.internal.worker.RemoteWorker;
import io.github.stickycluster.internal.worker.RoutingTable;
import io.github.stickycluster.internal.worker.Worker;
import io.github.stickycluster.internal.worker.WorkerRegistry;
import io.github.stickycluster.worker.WorkerState;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * Finds the worker of a request: of a new session by its client address, of a session by
 * its id.
 */
@State(Scope.Benchmark)
public class Routing {

	private static final int CLIENTS = 1_024;

	private final InetAddress[] addresses = new InetAddress[CLIENTS];

	private final String[] sids = new String[CLIENTS];

	/** The workers of the cluster. */
	@Param("16")
	public int workers;

	private @Nullable WorkerSelector selector;

	private int next;

	/**
	 * Makes the workers and the clients.
	 * @throws UnknownHostException never
	 */
	@Setup
	public void prepare() throws UnknownHostException {
		WorkerRegistry registry = new WorkerRegistry();
		this.selector = new WorkerSelector(registry, new ClientKey(32, 64), null, RoutingScope.CLUSTER);
		List<RoutingTable.Entry> entries = new ArrayList<>();
		List<SessionIds> ids = new ArrayList<>();
		for (int i = 0; i < this.workers; i++) {
			Worker worker = new RemoteWorker("node-" + i, "node", new InetSocketAddress("127.0.0.1", 9_000 + i), 1, 0,
					0);
			entries.add(new RoutingTable.Entry(worker, WorkerState.UP));
			ids.add(new SessionIds(worker.id()));
		}
		registry.putNode("node", entries);
		for (int i = 0; i < CLIENTS; i++) {
			this.addresses[i] = InetAddress.getByAddress(new byte[] { 10, 0, (byte) (i >>> 8), (byte) i });
			this.sids[i] = ids.get(i % this.workers).next().toString();
		}
	}

	@Benchmark
	public @Nullable Worker newSession() {
		return selector().forClient(this.addresses[next()]);
	}

	@Benchmark
	public @Nullable Worker session() {
		return selector().forSession(this.sids[next()]);
	}

	private int next() {
		this.next = (this.next + 1) % CLIENTS;
		return this.next;
	}

	private WorkerSelector selector() {
		if (this.selector == null) {
			throw new IllegalStateException("Not prepared");
		}
		return this.selector;
	}

}
