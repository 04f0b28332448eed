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

package io.github.stickycluster.demo.cluster;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;

import io.github.stickycluster.actuate.StickyClusterEndpoint;
import io.github.stickycluster.actuate.StickyClusterEndpoint.RefusalDescriptor;
import io.github.stickycluster.autoconfigure.ClusterRole;
import io.github.stickycluster.autoconfigure.ConditionalOnClusterRole;
import io.github.stickycluster.cluster.OnServerEvent;
import io.github.stickycluster.cluster.SocketCluster;
import io.github.stickycluster.socketio.SocketNamespace;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.stereotype.Component;

/**
 * Operates the workers of this node, and those of others through their nodes.
 */
@Component
@ConditionalOnClusterRole(ClusterRole.PARENT)
@SocketNamespace(ClusterListeners.NAMESPACE)
class NodeOperator {

	private static final String OPERATE = "operate";

	private final StickyClusterEndpoint endpoint;

	private final SocketCluster cluster;

	NodeOperator(StickyClusterEndpoint endpoint, SocketCluster cluster) {
		this.endpoint = endpoint;
		this.cluster = cluster;
	}

	/**
	 * Does it, or lets the node do it whose workers are meant.
	 * @param operation what to do
	 * @return what has become of it
	 */
	CompletableFuture<OperationResult> operate(Operation operation) {
		if (this.cluster.nodeId().equals(operation.node())) {
			return CompletableFuture.completedFuture(perform(operation));
		}
		if (!this.cluster.nodes().contains(String.valueOf(operation.node()))) {
			return CompletableFuture
				.completedFuture(new OperationResult(404, "There is no node '" + operation.node() + "'"));
		}
		return this.cluster.of(ClusterListeners.NAMESPACE)
			.serverSideEmitWithAck(OperationResult.class, OPERATE, operation)
			.thenApply((answers) -> answers.values()
				.stream()
				.filter(Objects::nonNull)
				.findFirst()
				.orElse(new OperationResult(504, "Node '" + operation.node() + "' has not answered")));
	}

	/** Each node hears it, and the one that is meant answers. */
	@OnServerEvent(OPERATE)
	@Nullable OperationResult asked(Operation operation) {
		return this.cluster.nodeId().equals(operation.node()) ? perform(operation) : null;
	}

	private OperationResult perform(Operation operation) {
		WebEndpointResponse<OperationResponseBody> response = (operation.worker() != null)
				? this.endpoint.operateWorker(operation.worker(), operation.action())
				: this.endpoint.operate(operation.action(), String.valueOf(operation.workers()));
		String reason = (response.getBody() instanceof RefusalDescriptor refusal) ? refusal.reason() : null;
		return new OperationResult(response.getStatus(), reason);
	}

}
