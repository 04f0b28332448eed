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

package io.github.stickycluster.internal.autoconfigure.fork;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;

import io.github.stickycluster.internal.autoconfigure.DispatcherLifecycle;
import io.github.stickycluster.internal.autoconfigure.WebServerAddress;
import io.github.stickycluster.internal.budget.KeptMemory;
import io.github.stickycluster.internal.dispatch.ConnectionCounter;
import io.github.stickycluster.internal.dispatch.ConnectionLimits;
import io.github.stickycluster.internal.dispatch.Dispatcher;
import io.github.stickycluster.internal.engineio.EngineIoVersion;
import io.github.stickycluster.internal.fork.ChildReport;
import io.github.stickycluster.internal.fork.ForkedWorker;
import io.github.stickycluster.internal.fork.ParentLink;
import io.github.stickycluster.internal.worker.LocalWorker;
import io.github.stickycluster.internal.worker.RoutingTable;
import io.github.stickycluster.internal.worker.WorkerRegistry;
import io.github.stickycluster.internal.worker.WorkerStatistics;
import io.github.stickycluster.internal.worker.supervision.WorkerOperations;
import io.github.stickycluster.socketio.Transport;
import io.github.stickycluster.worker.WorkerState;
import org.jspecify.annotations.Nullable;

import org.springframework.context.SmartLifecycle;

/**
 * Offers a child's worker to its parent when everything is up, and does what the parent
 * asks for.
 */
class ChildLifecycle implements SmartLifecycle {

	/**
	 * Right after the dispatcher, which takes the connections.
	 */
	static final int PHASE = DispatcherLifecycle.PHASE + 1;

	private final ParentLink parent;

	private final Dispatcher dispatcher;

	private final ConnectionLimits limits;

	private final WorkerRegistry registry;

	private final WorkerOperations operations;

	private final @Nullable WebServerAddress webServer;

	private final BooleanSupplier broken;

	private volatile boolean running;

	ChildLifecycle(ParentLink parent, Dispatcher dispatcher, ConnectionLimits limits, WorkerRegistry registry,
			WorkerOperations operations, @Nullable WebServerAddress webServer, BooleanSupplier broken) {
		this.parent = parent;
		this.dispatcher = dispatcher;
		this.limits = limits;
		this.registry = registry;
		this.operations = operations;
		this.webServer = webServer;
		this.broken = broken;
	}

	@Override
	public void start() {
		WebServerAddress address = this.webServer;
		if (address != null) {
			this.parent.addWebPortListener(address::listensOn);
		}
		this.parent.addMaxConnectionsListener(this.limits::maxConnections);
		this.registry.addStateListener((change) -> this.parent.reportNow());
		this.parent.ready(this.dispatcher::adopt, new Follower(), this::report);
		this.running = true;
	}

	private ChildReport report() {
		RoutingTable.Entry entry = this.registry.table()
			.entries()
			.stream()
			.filter((candidate) -> candidate.worker() instanceof LocalWorker)
			.findFirst()
			.orElse(null);
		if (entry == null || !(entry.worker() instanceof LocalWorker worker)) {
			return new ChildReport(this.parent.followed(), WorkerState.DOWN, false, false, describe(null, 0), 0,
					WorkerStatistics.Snapshot.ZERO);
		}
		ConnectionCounter counter = this.dispatcher.connections().of(worker.id());
		return new ChildReport(this.parent.followed(), entry.state(), entry.blocked(),
				this.operations.isGivenUp(worker.id()) || this.broken.getAsBoolean(),
				describe(worker, counter.active()), counter.routed(), worker.statistics().snapshot());
	}

	private static ForkedWorker.Description describe(@Nullable LocalWorker worker, int connections) {
		MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
		long gcMillis = 0;
		for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
			gcMillis += Math.max(0, collector.getCollectionTime());
		}
		if (worker == null) {
			return new ForkedWorker.Description(0, 0, 0, connections, Map.of(), 0, 0, 0, KeptMemory.NONE,
					heap.getUsed(), heap.getMax(), gcMillis);
		}
		return new ForkedWorker.Description(Math.max(0, worker.port()), worker.sessions(), worker.load(), connections,
				sessionsByKind(worker), worker.pendingBytes(), worker.pendingCalls(), worker.madeNamespaces(),
				worker.keptMemory(), heap.getUsed(), heap.getMax(), gcMillis);
	}

	private static Map<String, Long> sessionsByKind(LocalWorker worker) {
		Map<String, Long> sessions = new HashMap<>();
		for (EngineIoVersion version : new EngineIoVersion[] { EngineIoVersion.V3, EngineIoVersion.V4 }) {
			for (Transport transport : Transport.values()) {
				long open = worker.sessions(version, transport);
				if (open > 0) {
					sessions.put(ForkedWorker.Description.kind(version, transport), open);
				}
			}
		}
		return sessions;
	}

	@Override
	public void stop() {
		this.running = false;
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public int getPhase() {
		return PHASE;
	}

	/**
	 * Does what the parent asks for.
	 */
	private final class Follower implements ParentLink.Commands {

		private final String worker = ChildLifecycle.this.parent.child().worker();

		@Override
		public void drain() {
			ChildLifecycle.this.operations.drain(this.worker);
		}

		@Override
		public void resume() {
			ChildLifecycle.this.operations.resume(this.worker);
		}

		@Override
		public void stop() {
			ChildExit.requested();
		}

	}

}
