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

package io.github.stickycluster.autoconfigure;

import org.springframework.context.ApplicationEvent;

/**
 * Event that is published when another node has left the cluster, or has sent no
 * heartbeat for {@code sticky-cluster.cluster.node-timeout}. Listeners run on the bus's
 * thread: they must not block, and must not wait for another node.
 *
 * @since 0.1.0
 */
public class NodeLeftEvent extends ApplicationEvent {

	private final String nodeId;

	/**
	 * Creates the event.
	 * @param source the membership that has noticed it
	 * @param nodeId the other node's id
	 */
	public NodeLeftEvent(Object source, String nodeId) {
		super(source);
		this.nodeId = nodeId;
	}

	/**
	 * Returns the node that has left.
	 * @return the other node's id
	 */
	public String getNodeId() {
		return this.nodeId;
	}

}
