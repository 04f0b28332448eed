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
import java.util.List;

import io.github.stickycluster.dispatch.Dispatcher;
import io.github.stickycluster.worker.RoutingTable;
import io.github.stickycluster.worker.Worker;
import io.github.stickycluster.worker.WorkerRegistry;
import io.github.stickycluster.worker.WorkerState;
import io.netty.util.NetUtil;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;

/**
 * Actuator endpoint that shows the dispatcher and the workers.
 */
@Endpoint(id = "stickycluster")
public class StickyClusterEndpoint {

	private final String nodeId;

	private final Dispatcher dispatcher;

	private final WorkerRegistry workers;

	/**
	 * Creates the endpoint.
	 * @param nodeId this node's id
	 * @param dispatcher this node's dispatcher
	 * @param workers the workers
	 */
	public StickyClusterEndpoint(String nodeId, Dispatcher dispatcher, WorkerRegistry workers) {
		this.nodeId = nodeId;
		this.dispatcher = dispatcher;
		this.workers = workers;
	}

	/**
	 * Shows the whole cluster.
	 * @return this node, its dispatcher and its workers
	 */
	@ReadOperation
	public ClusterDescriptor cluster() {
		List<WorkerDescriptor> descriptors = this.workers.table().entries().stream().map(this::describe).toList();
		return new ClusterDescriptor(this.nodeId, describeDispatcher(), descriptors);
	}

	/**
	 * Shows one worker.
	 * @param worker the worker's id
	 * @return the worker, or null (404) if there is none of that id
	 */
	@ReadOperation
	public @Nullable WorkerDescriptor worker(@Selector String worker) {
		return this.workers.table().find(worker).map(this::describe).orElse(null);
	}

	private DispatcherDescriptor describeDispatcher() {
		InetSocketAddress address = this.dispatcher.address();
		int connections = this.dispatcher.connections().active();
		if (address == null) {
			return new DispatcherDescriptor(null, null, connections);
		}
		return new DispatcherDescriptor(NetUtil.toAddressString(address.getAddress()), address.getPort(), connections);
	}

	private WorkerDescriptor describe(RoutingTable.Entry entry) {
		Worker worker = entry.worker();
		int connections = this.dispatcher.connections().of(worker.id()).active();
		return new WorkerDescriptor(worker.id(), entry.state(), worker.port(), connections, worker.sessions());
	}

	/**
	 * The cluster as this node sees it.
	 *
	 * @param node this node's id
	 * @param dispatcher this node's dispatcher
	 * @param workers the workers, in the order of their numbers
	 */
	public record ClusterDescriptor(String node, DispatcherDescriptor dispatcher,
			List<WorkerDescriptor> workers) implements OperationResponseBody {

	}

	/**
	 * A dispatcher.
	 *
	 * @param address the address it listens on, or null while it does not listen
	 * @param port the port it listens on, or null while it does not listen
	 * @param connections open connections that it has given to workers
	 */
	public record DispatcherDescriptor(@Nullable String address, @Nullable Integer port, int connections) {

	}

	/**
	 * A worker.
	 *
	 * @param id the worker's id
	 * @param state the worker's state
	 * @param port its internal port
	 * @param connections open connections that the dispatcher has given to it
	 * @param sessions sessions that it holds
	 */
	public record WorkerDescriptor(String id, WorkerState state, int port, int connections,
			int sessions) implements OperationResponseBody {

	}

}
