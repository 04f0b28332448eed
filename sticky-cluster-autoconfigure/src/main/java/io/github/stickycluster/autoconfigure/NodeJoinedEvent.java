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
 * Event that is published when another node has joined the cluster. Listeners run on the
 * bus's thread: they must not block, and must not wait for another node.
 *
 * @since 0.1.0
 */
public class NodeJoinedEvent extends ApplicationEvent {

	private final String nodeId;

	/**
	 * Creates the event.
	 * @param source the membership that has noticed the node
	 * @param nodeId the other node's id
	 */
	public NodeJoinedEvent(Object source, String nodeId) {
		super(source);
		this.nodeId = nodeId;
	}

	/**
	 * Returns the node that has joined.
	 * @return the other node's id
	 */
	public String getNodeId() {
		return this.nodeId;
	}

}
