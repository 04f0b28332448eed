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

package io.github.stickycluster.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;

import io.github.stickycluster.dispatch.ConnectionCounter;
import io.github.stickycluster.dispatch.Dispatcher;
import io.github.stickycluster.dispatch.InvalidAddresses;
import io.github.stickycluster.dispatch.RefusalReason;
import io.github.stickycluster.dispatch.forward.ForwardCounters;
import io.github.stickycluster.dispatch.forward.ForwardFailure;
import io.github.stickycluster.engineio.EngineIoError;
import io.github.stickycluster.socketio.CloseReason;
import io.github.stickycluster.socketio.PacketError;
import io.github.stickycluster.worker.LocalWorker;
import io.github.stickycluster.worker.MemberRefusal;
import io.github.stickycluster.worker.MemberRefusals;
import io.github.stickycluster.worker.RoutingTable;
import io.github.stickycluster.worker.Worker;
import io.github.stickycluster.worker.WorkerRegistry;
import io.github.stickycluster.worker.WorkerStatistics;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.jspecify.annotations.Nullable;

/**
 * Binds the {@link StickyClusterMeter meters} of the dispatcher, and those of each worker
 * when it first appears.
 */
public final class StickyClusterMetrics implements MeterBinder {

	private static final double NANOS_PER_SECOND = 1e9;

	private final WorkerRegistry workers;

	private final MemberRefusals members;

	private final @Nullable Dispatcher dispatcher;

	/**
	 * Creates the binder.
	 * @param workers the workers, those that come later too
	 * @param members the connections that internal ports have refused
	 * @param dispatcher this node's dispatcher, or null if it has none
	 */
	public StickyClusterMetrics(WorkerRegistry workers, MemberRefusals members, @Nullable Dispatcher dispatcher) {
		this.workers = workers;
		this.members = members;
		this.dispatcher = dispatcher;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		if (this.dispatcher != null) {
			bind(registry, this.dispatcher);
		}
		for (MemberRefusal refusal : MemberRefusal.values()) {
			counter(registry, StickyClusterMeter.INTERNAL_REFUSED, this.members, (present) -> present.count(refusal),
					tagValue(refusal));
		}
		Set<String> bound = ConcurrentHashMap.newKeySet();
		this.workers.onChange((table) -> table.entries().forEach((entry) -> {
			if (entry.worker() instanceof LocalWorker worker && bound.add(worker.id())) {
				bind(registry, worker);
			}
		}));
	}

	private static void bind(MeterRegistry registry, Dispatcher dispatcher) {
		for (RefusalReason reason : RefusalReason.values()) {
			counter(registry, StickyClusterMeter.CONNECTIONS_REFUSED, dispatcher.refused(),
					(present) -> present.count(reason), tagValue(reason));
		}
		bind(registry, dispatcher.invalidAddresses());
		bind(registry, dispatcher.relayed(), "relay");
		bind(registry, dispatcher.webForwarded(), "web");
	}

	private static void bind(MeterRegistry registry, @Nullable ForwardCounters counters, String target) {
		if (counters == null) {
			return;
		}
		counter(registry, StickyClusterMeter.FORWARDED_REQUESTS, counters, ForwardCounters::requests, target);
		gauge(registry, StickyClusterMeter.FORWARDED_CONNECTIONS, counters, ForwardCounters::connections, target);
		for (ForwardFailure failure : ForwardFailure.values()) {
			counter(registry, StickyClusterMeter.FORWARDED_FAILURES, counters, (present) -> present.failures(failure),
					target, tagValue(failure));
		}
	}

	private static void bind(MeterRegistry registry, InvalidAddresses invalid) {
		counter(registry, StickyClusterMeter.CLIENT_ADDRESS_INVALID, invalid, InvalidAddresses::headers, "header");
		counter(registry, StickyClusterMeter.CLIENT_ADDRESS_INVALID, invalid, InvalidAddresses::proxyProtocol,
				"proxy-protocol");
	}

	private void bind(MeterRegistry registry, LocalWorker worker) {
		String id = worker.id();
		WorkerStatistics statistics = worker.statistics();
		if (this.dispatcher != null) {
			ConnectionCounter counter = this.dispatcher.connections().of(id);
			counter(registry, StickyClusterMeter.CONNECTIONS_ROUTED, counter, ConnectionCounter::routed, id);
			gauge(registry, StickyClusterMeter.CONNECTIONS_ACTIVE, counter, ConnectionCounter::active, id);
		}
		gauge(registry, StickyClusterMeter.SESSIONS, this.workers, (present) -> sessions(present, id), id);
		counter(registry, StickyClusterMeter.EVENTS_RECEIVED, statistics, WorkerStatistics::eventsReceived, id);
		counter(registry, StickyClusterMeter.EVENTS_MISMATCHED, statistics, WorkerStatistics::eventsMismatched, id);
		counter(registry, StickyClusterMeter.CLIENTS_THROTTLED, statistics, WorkerStatistics::clientsThrottled, id);
		gauge(registry, StickyClusterMeter.WORKER_LOOP_LAG, statistics,
				(present) -> present.loopLag().worst().toNanos() / NANOS_PER_SECOND, id);
		counter(registry, StickyClusterMeter.WORKER_BLOCKED, statistics, WorkerStatistics::timesBlocked, id);
		counter(registry, StickyClusterMeter.WORKER_RESTARTS, statistics, WorkerStatistics::restarts, id);
		for (CloseReason reason : CloseReason.values()) {
			counter(registry, StickyClusterMeter.SESSIONS_CLOSED, statistics,
					(present) -> present.sessionsClosed(reason), id, tagValue(reason));
		}
		for (PacketError error : PacketError.values()) {
			counter(registry, StickyClusterMeter.PACKETS_REFUSED, statistics,
					(present) -> present.packetsRefused(error), id, tagValue(error));
		}
		for (EngineIoError error : EngineIoError.values()) {
			counter(registry, StickyClusterMeter.REQUESTS_REFUSED, statistics,
					(present) -> present.requestsRefused(error), id, tagValue(error));
		}
	}

	/**
	 * Asks the worker that has the id now, which is another after a restart.
	 */
	private static double sessions(WorkerRegistry workers, String id) {
		return workers.table().find(id).map(RoutingTable.Entry::worker).map(Worker::sessions).orElse(0);
	}

	private static <T> void counter(MeterRegistry registry, StickyClusterMeter meter, T source,
			ToDoubleFunction<T> value, String... tagValues) {
		FunctionCounter.builder(meter.meterName(), source, value)
			.baseUnit(meter.unit())
			.description(meter.description())
			.tags(tags(meter, tagValues))
			.register(registry);
	}

	private static <T> void gauge(MeterRegistry registry, StickyClusterMeter meter, T source, ToDoubleFunction<T> value,
			String... tagValues) {
		Gauge.builder(meter.meterName(), source, value)
			.baseUnit(meter.unit())
			.description(meter.description())
			.tags(tags(meter, tagValues))
			.register(registry);
	}

	private static List<Tag> tags(StickyClusterMeter meter, String[] values) {
		List<Tag> tags = new ArrayList<>();
		for (int i = 0; i < values.length; i++) {
			tags.add(Tag.of(meter.tags().get(i), values[i]));
		}
		return tags;
	}

	private static String tagValue(Enum<?> constant) {
		return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

}
