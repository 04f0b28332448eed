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

package io.github.stickycluster.actuate;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.github.stickycluster.internal.bus.ClusterBus;
import io.github.stickycluster.internal.dispatch.Dispatcher;
import io.github.stickycluster.internal.memory.NodeMemory;
import io.github.stickycluster.internal.worker.OwnWorker;
import io.github.stickycluster.internal.worker.RoutingTable;
import io.github.stickycluster.internal.worker.Worker;
import io.github.stickycluster.internal.worker.WorkerRegistry;
import io.github.stickycluster.internal.worker.WorkerStatistics;
import io.github.stickycluster.internal.worker.supervision.WorkerOperations;
import io.github.stickycluster.worker.FinishedOperation;
import io.github.stickycluster.worker.WorkerState;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

/**
 * Health of this node. The status is UP while the dispatcher listens (on a node that has
 * one), at least one worker accepts new sessions, no worker has failed too often, the
 * node has memory, and no other node has the same id. An unreachable bus or a blocked
 * worker does not change the status; the detail {@code degraded} describes it.
 *
 * @since 0.1.0
 */
public class StickyClusterHealthIndicator extends AbstractHealthIndicator {

	private final @Nullable Dispatcher dispatcher;

	private final WorkerRegistry workers;

	private final WorkerOperations operations;

	private final ClusterBus bus;

	private final BooleanSupplier apart;

	private final IntSupplier nodes;

	private final int expectedNodes;

	private final NodeMemory memory;

	private final Supplier<@Nullable String> broken;

	/**
	 * Creates the indicator.
	 * @param dispatcher this node's dispatcher, or null if it has none
	 * @param workers the workers
	 * @param operations the operations, which know the workers that failed too often
	 * @param bus the bus to the other nodes
	 * @param apart supplies whether another node has this node's id
	 * @param nodes supplies the number of nodes in the cluster, including this one
	 * @param expectedNodes the expected number of nodes, or 0 for any number
	 * @param memory the node's memory
	 * @param broken supplies the reason why the node cannot serve, or {@code null}
	 */
	StickyClusterHealthIndicator(@Nullable Dispatcher dispatcher, WorkerRegistry workers, WorkerOperations operations,
			ClusterBus bus, BooleanSupplier apart, IntSupplier nodes, int expectedNodes, NodeMemory memory,
			Supplier<@Nullable String> broken) {
		super("The health of the sticky cluster could not be checked");
		this.dispatcher = dispatcher;
		this.workers = workers;
		this.operations = operations;
		this.bus = bus;
		this.apart = apart;
		this.nodes = nodes;
		this.expectedNodes = expectedNodes;
		this.memory = memory;
		this.broken = broken;
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		List<RoutingTable.Entry> entries = this.workers.table().entries();
		boolean listening = this.dispatcher == null || this.dispatcher.address() != null;
		boolean anyUp = entries.stream().anyMatch(this::takesSessions);
		List<String> givenUp = entries.stream()
			.map((entry) -> entry.worker().id())
			.filter(this.operations::isGivenUp)
			.toList();
		boolean isApart = this.apart.getAsBoolean();
		Instant outSince = this.memory.outSince();
		String brokenBecause = this.broken.get();
		boolean serves = listening && anyUp && givenUp.isEmpty() && !isApart;
		builder.status((serves && outSince == null && brokenBecause == null) ? Status.UP : Status.DOWN);
		if (this.dispatcher != null) {
			builder.withDetail("dispatcher", listening ? "listening" : "not listening");
		}
		builder.withDetail("bus", this.bus.isConnected() ? "connected" : "away");
		Instant healedAt = this.bus.healedAt();
		if (healedAt != null) {
			builder.withDetail("splitBrainHealed", healedAt);
		}
		if (isApart) {
			builder.withDetail("nodeId", "another node has the same id");
		}
		if (outSince != null) {
			builder.withDetail("memory", "exhausted since " + outSince + "; new sessions are refused");
		}
		if (brokenBecause != null) {
			builder.withDetail("broken", brokenBecause);
		}
		List<String> degraded = degraded(entries);
		if (!degraded.isEmpty()) {
			builder.withDetail("degraded", degraded);
		}
		Map<String, WorkerHealth> details = new LinkedHashMap<>();
		entries.forEach((entry) -> details.put(entry.worker().id(), describe(entry)));
		builder.withDetail("workers", details);
		FinishedOperation last = this.operations.lastOperation();
		if (last != null) {
			builder.withDetail("lastOperation", last);
		}
		if (!givenUp.isEmpty()) {
			builder.withDetail("givenUp", givenUp);
		}
	}

	/**
	 * Returns the defects with which this node still serves its clients. They do not
	 * change the status, since a load balancer would then take the node out of service.
	 */
	private List<String> degraded(List<RoutingTable.Entry> entries) {
		List<String> degraded = new ArrayList<>();
		if (!this.bus.isConnected()) {
			degraded.add("The bus is unreachable: messages to clients of other nodes wait until it is reachable again");
		}
		int present = this.nodes.getAsInt();
		if (present < this.expectedNodes) {
			degraded.add(present + " of " + this.expectedNodes
					+ " expected nodes are in the cluster: others have failed, or the network is split");
		}
		for (RoutingTable.Entry entry : entries) {
			if (entry.blocked()) {
				degraded.add("The event loop of worker " + entry.worker().id() + " is blocked");
			}
			if (entry.worker() instanceof OwnWorker worker && worker.keptMemory().tight()) {
				degraded.add("Memory is short: the clients of worker " + worker.id() + " use " + percent(worker)
						+ " % of its share of limits.memory, and it accepts no new session");
			}
		}
		return degraded;
	}

	private WorkerHealth describe(RoutingTable.Entry entry) {
		Worker worker = entry.worker();
		Double lag = (worker instanceof OwnWorker local) ? lag(local.statistics()) : null;
		Long memory = (worker instanceof OwnWorker local) ? percent(local) : null;
		return new WorkerHealth(entry.state(), this.workers.since(worker.id()).orElse(null), entry.blocked(),
				worker.sessions(), lag, memory, worker.port(), this.operations.nextTry(worker.id()));
	}

	private static long percent(OwnWorker worker) {
		return Math.round(worker.keptMemory().level() * 100);
	}

	private static double lag(WorkerStatistics statistics) {
		return Math.round(statistics.loopLag().worst().toNanos() / 1000.0) / 1000.0;
	}

	/**
	 * On a node without a dispatcher, the workers of other nodes do not count.
	 */
	private boolean takesSessions(RoutingTable.Entry entry) {
		return entry.state() == WorkerState.UP && (this.dispatcher != null || entry.worker() instanceof OwnWorker);
	}

	/**
	 * The health of one worker.
	 *
	 * @param state the worker's state
	 * @param since the time at which the worker entered this state, or {@code null} for a
	 * worker of another node
	 * @param blocked whether one of the worker's event loops has not responded for
	 * {@code workers.blocked-after}
	 * @param sessions the number of the worker's open sessions
	 * @param lag the longest delay of a task on the worker's event loops within the last
	 * 10 to 20 s, in milliseconds, or {@code null} for a worker of another node
	 * @param memory the memory in use by clients of the worker's fullest event loop, in
	 * percent of its share of {@code limits.memory}, or {@code null} for a worker of
	 * another node
	 * @param port the worker's internal port
	 * @param nextTry the earliest time of the next start of a failed worker, or
	 * {@code null} if none is due
	 */
	@JsonInclude(JsonInclude.Include.NON_NULL)
	public record WorkerHealth(WorkerState state, @Nullable Instant since, boolean blocked, int sessions,
			@Nullable Double lag, @Nullable Long memory, int port, @Nullable Instant nextTry) {

	}

}
