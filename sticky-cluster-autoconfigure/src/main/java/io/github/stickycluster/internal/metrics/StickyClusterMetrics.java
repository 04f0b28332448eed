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

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.stickycluster.internal.dispatch.ConnectionCounter;
import io.github.stickycluster.internal.dispatch.Dispatcher;
import io.github.stickycluster.internal.dispatch.InvalidAddresses;
import io.github.stickycluster.internal.dispatch.RefusalReason;
import io.github.stickycluster.internal.dispatch.RoutingOutcome;
import io.github.stickycluster.internal.engineio.SessionLimits;
import io.github.stickycluster.internal.engineio.SessionRefusal;
import io.github.stickycluster.internal.http.proxy.ForwardCounters;
import io.github.stickycluster.internal.http.proxy.ForwardFailure;
import io.github.stickycluster.internal.worker.MemberRefusal;
import io.github.stickycluster.internal.worker.MemberRefusals;
import io.github.stickycluster.internal.worker.OwnWorker;
import io.github.stickycluster.internal.worker.RoutingTable;
import io.github.stickycluster.internal.worker.WorkerRegistry;
import io.github.stickycluster.metrics.StickyClusterMeter;
import io.github.stickycluster.worker.WorkerState;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.jspecify.annotations.Nullable;

/**
 * Binds the {@link StickyClusterMeter meters} of the dispatcher, and those of each worker
 * as long as the node has it.
 */
public final class StickyClusterMetrics implements MeterBinder {

	private final WorkerRegistry workers;

	private final SessionLimits sessions;

	private final MemberRefusals members;

	private final @Nullable Dispatcher dispatcher;

	/**
	 * Creates the binder.
	 * @param workers the workers, those that come later too
	 * @param sessions the sessions that this JVM's workers have refused
	 * @param members the connections that internal ports have refused
	 * @param dispatcher this node's dispatcher, or null if it has none
	 */
	public StickyClusterMetrics(WorkerRegistry workers, SessionLimits sessions, MemberRefusals members,
			@Nullable Dispatcher dispatcher) {
		this.workers = workers;
		this.sessions = sessions;
		this.members = members;
		this.dispatcher = dispatcher;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		Meters meters = new Meters(registry);
		if (this.dispatcher != null) {
			bind(meters, this.dispatcher);
		}
		for (SessionRefusal reason : SessionRefusal.values()) {
			meters.counter(StickyClusterMeter.CONNECTIONS_REFUSED, this.sessions, (present) -> present.refused(reason),
					Meters.tagValue(reason));
		}
		for (MemberRefusal refusal : MemberRefusal.values()) {
			meters.counter(StickyClusterMeter.INTERNAL_REFUSED, this.members, (present) -> present.count(refusal),
					Meters.tagValue(refusal));
		}
		for (WorkerState state : WorkerState.values()) {
			meters.gauge(StickyClusterMeter.WORKERS, this.workers, (present) -> count(present, state),
					Meters.tagValue(state));
		}
		Map<String, WorkerMeters> bound = new ConcurrentHashMap<>();
		this.workers.addChangeListener((table) -> follow(table, bound, registry));
	}

	private static double count(WorkerRegistry workers, WorkerState state) {
		return locals(workers.table()).filter((entry) -> entry.state() == state).count();
	}

	/**
	 * Binds the workers that are new, and unbinds those that were taken out by a resize.
	 * When the node stops, its workers go out one after the other, but their counts are
	 * still to be read by a registry that publishes once more at its end.
	 */
	private void follow(RoutingTable table, Map<String, WorkerMeters> bound, MeterRegistry registry) {
		Set<String> present = locals(table).map((entry) -> entry.worker().id()).collect(Collectors.toSet());
		for (RoutingTable.Entry entry : table.entries()) {
			if (entry.worker() instanceof OwnWorker worker) {
				bound.computeIfAbsent(worker.id(),
						(id) -> WorkerMeters.bind(registry, this.workers, worker, connections(id)));
			}
		}
		if (locals(table).anyMatch((entry) -> entry.state() != WorkerState.DOWN)) {
			bound.entrySet().removeIf((entry) -> {
				boolean gone = !present.contains(entry.getKey());
				if (gone) {
					entry.getValue().remove();
				}
				return gone;
			});
		}
	}

	private static Stream<RoutingTable.Entry> locals(RoutingTable table) {
		return table.entries().stream().filter((entry) -> entry.worker() instanceof OwnWorker);
	}

	private @Nullable ConnectionCounter connections(String worker) {
		return (this.dispatcher != null) ? this.dispatcher.connections().of(worker) : null;
	}

	private static void bind(Meters meters, Dispatcher dispatcher) {
		for (RefusalReason reason : RefusalReason.values()) {
			meters.counter(StickyClusterMeter.CONNECTIONS_REFUSED, dispatcher.refused(),
					(present) -> present.count(reason), Meters.tagValue(reason));
		}
		for (RoutingOutcome outcome : RoutingOutcome.values()) {
			meters.counter(StickyClusterMeter.REQUESTS_ROUTED, dispatcher.routed(), (present) -> present.count(outcome),
					Meters.tagValue(outcome));
		}
		InvalidAddresses invalid = dispatcher.invalidAddresses();
		meters.counter(StickyClusterMeter.CLIENT_ADDRESS_INVALID, invalid, InvalidAddresses::headers, "header");
		meters.counter(StickyClusterMeter.CLIENT_ADDRESS_INVALID, invalid, InvalidAddresses::proxyProtocol,
				"proxy-protocol");
		bind(meters, dispatcher.relayed(), "relay");
		bind(meters, dispatcher.webForwarded(), "web");
	}

	private static void bind(Meters meters, @Nullable ForwardCounters counters, String target) {
		if (counters == null) {
			return;
		}
		meters.counter(StickyClusterMeter.FORWARDED_REQUESTS, counters, ForwardCounters::requests, target);
		meters.gauge(StickyClusterMeter.FORWARDED_CONNECTIONS, counters, ForwardCounters::connections, target);
		for (ForwardFailure failure : ForwardFailure.values()) {
			meters.counter(StickyClusterMeter.FORWARDED_FAILURES, counters, (present) -> present.failures(failure),
					target, Meters.tagValue(failure));
		}
	}

}
