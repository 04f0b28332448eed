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

package io.github.stickycluster.internal.metrics;

import java.util.function.ToDoubleFunction;

import io.github.stickycluster.internal.budget.KeptMemory;
import io.github.stickycluster.internal.dispatch.ConnectionCounter;
import io.github.stickycluster.internal.engineio.CloseReason;
import io.github.stickycluster.internal.engineio.EngineIoError;
import io.github.stickycluster.internal.engineio.EngineIoVersion;
import io.github.stickycluster.internal.socketio.PacketError;
import io.github.stickycluster.internal.worker.OwnWorker;
import io.github.stickycluster.internal.worker.RoutingTable;
import io.github.stickycluster.internal.worker.WorkerProcess;
import io.github.stickycluster.internal.worker.WorkerRegistry;
import io.github.stickycluster.internal.worker.WorkerStatistics;
import io.github.stickycluster.metrics.StickyClusterMeter;
import io.github.stickycluster.socketio.DisconnectReason;
import io.github.stickycluster.socketio.Transport;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;

/**
 * The meters of one worker, which go on over its restarts.
 */
final class WorkerMeters {

	private static final double NANOS_PER_SECOND = 1e9;

	private static final double MILLIS_PER_SECOND = 1e3;

	private final WorkerRegistry workers;

	private final String id;

	private final Meters meters;

	private WorkerMeters(WorkerRegistry workers, String id, Meters meters) {
		this.workers = workers;
		this.id = id;
		this.meters = meters;
	}

	/**
	 * Registers the meters of a worker.
	 * @param registry where to
	 * @param workers knows the worker that has the id at each moment
	 * @param worker the worker, as it is now
	 * @param connections those that the dispatcher has given to it, or null without one
	 */
	static WorkerMeters bind(MeterRegistry registry, WorkerRegistry workers, OwnWorker worker,
			@Nullable ConnectionCounter connections) {
		WorkerMeters bound = new WorkerMeters(workers, worker.id(), new Meters(registry));
		bound.bindSessions(worker.statistics());
		bound.bindPackets(worker.statistics());
		bound.bindEvents(worker.statistics());
		bound.bindMemory();
		bound.bindLoops(worker.statistics());
		WorkerProcess process = worker.process();
		if (process != null) {
			bound.bindProcess(process);
		}
		if (connections != null) {
			bound.counter(StickyClusterMeter.CONNECTIONS_ROUTED, connections, ConnectionCounter::routed);
			bound.gauge(StickyClusterMeter.CONNECTIONS_ACTIVE, connections, ConnectionCounter::active);
		}
		return bound;
	}

	void remove() {
		this.meters.remove();
	}

	private void bindSessions(WorkerStatistics statistics) {
		for (Transport transport : new Transport[] { Transport.POLLING, Transport.WEBSOCKET }) {
			for (EngineIoVersion version : new EngineIoVersion[] { EngineIoVersion.V3, EngineIoVersion.V4 }) {
				this.meters.gauge(StickyClusterMeter.SESSIONS, this,
						(present) -> present.present((worker) -> worker.sessions(version, transport)), this.id,
						transport.getValue(), version.getValue());
				this.meters.counter(StickyClusterMeter.SESSIONS_OPENED, statistics,
						(present) -> present.sessionsOpened(version, transport), this.id, transport.getValue(),
						version.getValue());
			}
		}
		counter(StickyClusterMeter.SESSIONS_UPGRADED, statistics, WorkerStatistics::sessionsUpgraded);
		for (CloseReason reason : CloseReason.values()) {
			this.meters.counter(StickyClusterMeter.SESSIONS_CLOSED, statistics,
					(present) -> present.sessionsClosed(reason), this.id, Meters.tagValue(reason));
		}
		for (EngineIoError error : EngineIoError.values()) {
			this.meters.counter(StickyClusterMeter.REQUESTS_REFUSED, statistics,
					(present) -> present.requestsRefused(error), this.id, Meters.tagValue(error));
		}
		this.meters.counter(StickyClusterMeter.REQUESTS_REFUSED, statistics, WorkerStatistics::requestsRefusedOtherwise,
				this.id, "other");
		counter(StickyClusterMeter.SOCKETS_CONNECTED, statistics, WorkerStatistics::socketsConnected);
		for (DisconnectReason reason : DisconnectReason.values()) {
			this.meters.counter(StickyClusterMeter.SOCKETS_DISCONNECTED, statistics,
					(present) -> present.socketsDisconnected(reason), this.id, Meters.tagValue(reason));
		}
		this.meters.counter(StickyClusterMeter.SOCKETS_REFUSED, statistics, WorkerStatistics::socketsRefused, this.id,
				"auth");
		this.meters.counter(StickyClusterMeter.SOCKETS_REFUSED, statistics, WorkerStatistics::namespacesUnknown,
				this.id, "unknown-namespace");
		this.meters.counter(StickyClusterMeter.SOCKETS_REFUSED, statistics, WorkerStatistics::namespacesLimited,
				this.id, "too-many-namespaces");
		gauge(StickyClusterMeter.NAMESPACES, this, (present) -> present.present(OwnWorker::madeNamespaces));
	}

	private void bindPackets(WorkerStatistics statistics) {
		counter(StickyClusterMeter.PACKETS_RECEIVED, statistics, WorkerStatistics::packetsReceived);
		counter(StickyClusterMeter.PACKETS_SENT, statistics, WorkerStatistics::packetsSent);
		counter(StickyClusterMeter.PAYLOAD_RECEIVED, statistics, WorkerStatistics::bytesReceived);
		counter(StickyClusterMeter.PAYLOAD_SENT, statistics, WorkerStatistics::bytesSent);
		gauge(StickyClusterMeter.PAYLOAD_PENDING, this, (present) -> present.present(OwnWorker::pendingBytes));
		for (PacketError error : PacketError.values()) {
			this.meters.counter(StickyClusterMeter.PACKETS_REFUSED, statistics,
					(present) -> present.packetsRefused(error), this.id, Meters.tagValue(error));
		}
	}

	private void bindEvents(WorkerStatistics statistics) {
		counter(StickyClusterMeter.EVENTS_RECEIVED, statistics, WorkerStatistics::eventsReceived);
		counter(StickyClusterMeter.EVENTS_IGNORED, statistics, WorkerStatistics::eventsIgnored);
		counter(StickyClusterMeter.EVENTS_MISMATCHED, statistics, WorkerStatistics::eventsMismatched);
		counter(StickyClusterMeter.ACKS_TIMED_OUT, statistics, WorkerStatistics::acksTimedOut);
		counter(StickyClusterMeter.ACKS_MISMATCHED, statistics, WorkerStatistics::acksMismatched);
		counter(StickyClusterMeter.CLIENTS_THROTTLED, statistics, WorkerStatistics::clientsThrottled);
		gauge(StickyClusterMeter.LISTENER_PENDING, this, (present) -> present.present(OwnWorker::pendingCalls));
		counter(StickyClusterMeter.LISTENER_DROPPED, statistics, WorkerStatistics::callsDropped);
	}

	private void bindMemory() {
		area("heap", KeptMemory::heap, KeptMemory::heapLimit);
		area("direct", KeptMemory::direct, KeptMemory::directLimit);
	}

	private void area(String area, ToDoubleFunction<KeptMemory> kept, ToDoubleFunction<KeptMemory> limit) {
		this.meters.gauge(StickyClusterMeter.MEMORY_KEPT, this,
				(present) -> present.present((worker) -> kept.applyAsDouble(worker.keptMemory())), this.id, area);
		this.meters.gauge(StickyClusterMeter.MEMORY_LIMIT, this,
				(present) -> present.present((worker) -> limit.applyAsDouble(worker.keptMemory())), this.id, area);
	}

	private void bindLoops(WorkerStatistics statistics) {
		gauge(StickyClusterMeter.WORKER_LOOP_LAG, statistics,
				(present) -> present.loopLag().worst().toNanos() / NANOS_PER_SECOND);
		counter(StickyClusterMeter.WORKER_BLOCKED, statistics, WorkerStatistics::timesBlocked);
		counter(StickyClusterMeter.WORKER_RESTARTS, statistics, WorkerStatistics::restarts);
	}

	private void bindProcess(WorkerProcess process) {
		gauge(StickyClusterMeter.WORKER_HEAP_USED, process, WorkerProcess::heapUsed);
		gauge(StickyClusterMeter.WORKER_HEAP_MAX, process, WorkerProcess::heapMax);
		counter(StickyClusterMeter.WORKER_GC_TIME, process, (present) -> present.gcMillis() / MILLIS_PER_SECOND);
	}

	/**
	 * Asks the worker that has the id now, which is another after a restart.
	 */
	private double present(ToDoubleFunction<OwnWorker> question) {
		RoutingTable.Entry entry = this.workers.table().find(this.id).orElse(null);
		return (entry != null && entry.worker() instanceof OwnWorker worker) ? question.applyAsDouble(worker) : 0;
	}

	private <T> void counter(StickyClusterMeter meter, T source, ToDoubleFunction<T> value) {
		this.meters.counter(meter, source, value, this.id);
	}

	private <T> void gauge(StickyClusterMeter meter, T source, ToDoubleFunction<T> value) {
		this.meters.gauge(meter, source, value, this.id);
	}

}
