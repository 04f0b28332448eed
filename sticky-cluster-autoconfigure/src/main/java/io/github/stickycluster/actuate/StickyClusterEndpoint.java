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

import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.github.stickycluster.internal.dispatch.Dispatcher;
import io.github.stickycluster.internal.worker.OwnWorker;
import io.github.stickycluster.internal.worker.RoutingTable;
import io.github.stickycluster.internal.worker.Worker;
import io.github.stickycluster.internal.worker.WorkerOperationException;
import io.github.stickycluster.internal.worker.WorkerProcess;
import io.github.stickycluster.internal.worker.WorkerRegistry;
import io.github.stickycluster.internal.worker.WorkerStatistics;
import io.github.stickycluster.internal.worker.supervision.RollingRestart;
import io.github.stickycluster.internal.worker.supervision.UnknownWorkerException;
import io.github.stickycluster.internal.worker.supervision.WorkerOperations;
import io.github.stickycluster.worker.FinishedOperation;
import io.github.stickycluster.worker.WorkerState;
import io.netty.util.NetUtil;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;

/**
 * Actuator endpoint {@code stickycluster}: shows the dispatcher and the workers, and
 * drains, resumes, restarts and resizes the workers of this node.
 *
 * @since 0.1.0
 */
@Endpoint(id = "stickycluster")
public class StickyClusterEndpoint {

	private static final String ROLLING_RESTART = RollingRestart.ACTION;

	private static final String RESIZE = "resize";

	private final String nodeId;

	private final @Nullable Dispatcher dispatcher;

	private final WorkerRegistry workers;

	private final WorkerOperations operations;

	/**
	 * Creates the endpoint.
	 * @param nodeId this node's id
	 * @param dispatcher this node's dispatcher, or null if it has none
	 * @param workers the workers
	 * @param operations the operations on this node's workers
	 */
	StickyClusterEndpoint(String nodeId, @Nullable Dispatcher dispatcher, WorkerRegistry workers,
			WorkerOperations operations) {
		this.nodeId = nodeId;
		this.dispatcher = dispatcher;
		this.workers = workers;
		this.operations = operations;
	}

	/**
	 * Describes the cluster as this node sees it.
	 * @return this node, its dispatcher, and the workers of all nodes
	 */
	@ReadOperation
	public ClusterDescriptor cluster() {
		List<WorkerDescriptor> descriptors = this.workers.table().entries().stream().map(this::describe).toList();
		String operation = this.operations.isRolling() ? ROLLING_RESTART : null;
		return new ClusterDescriptor(this.nodeId, describeDispatcher(), operation, this.operations.lastOperation(),
				descriptors);
	}

	/**
	 * Describes one worker.
	 * @param worker the worker's id
	 * @return the worker, or {@code null} (status 404) if no worker has this id
	 */
	@ReadOperation
	public @Nullable WorkerDescriptor worker(@Selector String worker) {
		return this.workers.table().find(worker).map(this::describe).orElse(null);
	}

	/**
	 * Starts an operation on all workers of this node; does not wait for its end.
	 * @param action {@code rolling-restart} or {@code resize}
	 * @param workers the new number of this node's workers, for {@code resize}
	 * @return the cluster, or the reason for a refusal (status 400)
	 */
	@WriteOperation
	public WebEndpointResponse<OperationResponseBody> operate(@Nullable String action, @Nullable String workers) {
		return attempt(() -> {
			switch ((action != null) ? action : "") {
				case ROLLING_RESTART -> this.operations.rollingRestart();
				case RESIZE -> this.operations.resize(number(workers));
				default -> throw unknown(action, ROLLING_RESTART, RESIZE);
			}
			return cluster();
		});
	}

	/**
	 * Starts an operation on one worker of this node; does not wait for its end.
	 * @param worker the worker's id
	 * @param action {@code drain}, {@code resume} or {@code restart}
	 * @return the worker, or the reason for a refusal (status 400, or 404 if no worker
	 * has this id)
	 */
	@WriteOperation
	public WebEndpointResponse<OperationResponseBody> operateWorker(@Selector String worker, @Nullable String action) {
		RoutingTable.Entry entry = this.workers.table().find(worker).orElse(null);
		if (entry != null && !(entry.worker() instanceof OwnWorker)) {
			return refusal("Worker '" + worker + "' belongs to node '" + entry.worker().operator()
					+ "'; send the request to that node", WebEndpointResponse.STATUS_BAD_REQUEST);
		}
		return attempt(() -> {
			switch ((action != null) ? action : "") {
				case "drain" -> this.operations.drain(worker);
				case "resume" -> this.operations.resume(worker);
				case "restart" -> this.operations.restart(worker);
				default -> throw unknown(action, "drain", "resume", "restart");
			}
			return worker(worker);
		});
	}

	private static WebEndpointResponse<OperationResponseBody> attempt(
			Supplier<? extends @Nullable OperationResponseBody> operation) {
		try {
			return new WebEndpointResponse<>(operation.get());
		}
		catch (UnknownWorkerException ex) {
			return refusal(ex.getMessage(), WebEndpointResponse.STATUS_NOT_FOUND);
		}
		catch (WorkerOperationException | IllegalArgumentException ex) {
			return refusal(ex.getMessage(), WebEndpointResponse.STATUS_BAD_REQUEST);
		}
	}

	private static WebEndpointResponse<OperationResponseBody> refusal(@Nullable String reason, int status) {
		return new WebEndpointResponse<>(new RefusalDescriptor(String.valueOf(reason)), status);
	}

	private static IllegalArgumentException unknown(@Nullable String action, String... actions) {
		return new IllegalArgumentException(
				((action != null) ? "Unknown action '" + action + "'" : "The action is missing") + "; use one of "
						+ String.join(", ", actions));
	}

	private static int number(@Nullable String workers) {
		try {
			return Integer.parseInt(String.valueOf(workers));
		}
		catch (NumberFormatException ex) {
			throw new IllegalArgumentException("'workers' must be a number, not " + workers, ex);
		}
	}

	private @Nullable DispatcherDescriptor describeDispatcher() {
		if (this.dispatcher == null) {
			return null;
		}
		InetSocketAddress address = this.dispatcher.address();
		int connections = this.dispatcher.connections().active();
		if (address == null) {
			return new DispatcherDescriptor(null, null, connections);
		}
		return new DispatcherDescriptor(NetUtil.toAddressString(address.getAddress()), address.getPort(), connections);
	}

	private WorkerDescriptor describe(RoutingTable.Entry entry) {
		Worker worker = entry.worker();
		int connections = (this.dispatcher != null) ? this.dispatcher.connections().of(worker.id()).active() : 0;
		WorkerStatistics statistics = (worker instanceof OwnWorker local) ? local.statistics() : null;
		return new WorkerDescriptor(worker.id(), worker.operator(), entry.state(), entry.blocked(),
				this.operations.isGivenUp(worker.id()), this.operations.nextTry(worker.id()),
				(statistics != null) ? lag(statistics) : null, worker.port(), connections, worker.sessions(),
				worker.weight(), (statistics != null) ? statistics.eventsReceived() : null,
				(statistics != null) ? statistics.restarts() : null, ProcessDescriptor.of(worker));
	}

	private static double lag(WorkerStatistics statistics) {
		return Math.round(statistics.loopLag().present().toNanos() / 1000.0) / 1000.0;
	}

	/**
	 * The cluster as this node sees it.
	 *
	 * @param node this node's id
	 * @param dispatcher this node's dispatcher, or {@code null} if it has none
	 * @param operation the operation that is running on all workers,
	 * {@code rolling-restart}, or {@code null}
	 * @param lastOperation the result of the last operation on all workers, or
	 * {@code null} if none has ended since this node started
	 * @param workers the workers of all nodes, in the order of their numbers
	 */
	public record ClusterDescriptor(String node, @Nullable DispatcherDescriptor dispatcher, @Nullable String operation,
			@Nullable FinishedOperation lastOperation,
			List<WorkerDescriptor> workers) implements OperationResponseBody {

	}

	/**
	 * A node's dispatcher.
	 *
	 * @param address the address that it listens on, or {@code null} while it does not
	 * listen
	 * @param port the port that it listens on, or {@code null} while it does not listen
	 * @param connections the number of open connections that it has routed to workers
	 */
	public record DispatcherDescriptor(@Nullable String address, @Nullable Integer port, int connections) {

	}

	/**
	 * A worker.
	 *
	 * @param id the worker's id
	 * @param node the id of the worker's node
	 * @param state the worker's state
	 * @param blocked whether one of the worker's event loops has not responded for
	 * {@code workers.blocked-after}
	 * @param givenUp whether the worker has failed so often in a row that it is started
	 * again only once in a while
	 * @param nextTry the earliest time of the next start of a failed worker, or
	 * {@code null} if none is due
	 * @param lag the present delay of a task on the worker's event loops, in
	 * milliseconds, or {@code null} for a worker of another node
	 * @param port the worker's internal port
	 * @param connections the number of open connections that this node's dispatcher has
	 * routed to the worker
	 * @param sessions the number of the worker's open sessions
	 * @param weight the worker's share of new sessions, relative to the other workers'
	 * weights
	 * @param events the number of events received from the worker's clients, or
	 * {@code null} for a worker of another node
	 * @param restarts the number of the worker's restarts, or {@code null} for a worker
	 * of another node
	 * @param process the worker's process, or {@code null} if the worker is not forked
	 */
	public record WorkerDescriptor(String id, String node, WorkerState state, boolean blocked, boolean givenUp,
			@JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Instant nextTry, @Nullable Double lag, int port,
			int connections, int sessions, double weight, @Nullable Long events, @Nullable Long restarts,
			@JsonInclude(JsonInclude.Include.NON_NULL) @Nullable ProcessDescriptor process)
			implements
				OperationResponseBody {

	}

	/**
	 * The process of a forked worker.
	 *
	 * @param pid the process id
	 * @param heapUsed the used heap, in bytes
	 * @param heapMax the maximum size of the heap, in bytes
	 * @param gcTime the total time of garbage collection, in milliseconds
	 */
	public record ProcessDescriptor(long pid, long heapUsed, long heapMax, long gcTime) {

		private static @Nullable ProcessDescriptor of(Worker worker) {
			WorkerProcess process = (worker instanceof OwnWorker own) ? own.process() : null;
			return (process != null)
					? new ProcessDescriptor(process.pid(), process.heapUsed(), process.heapMax(), process.gcMillis())
					: null;
		}

	}

	/**
	 * The refusal of an operation.
	 *
	 * @param reason the reason, as a sentence for operators
	 */
	public record RefusalDescriptor(String reason) implements OperationResponseBody {

	}

}
