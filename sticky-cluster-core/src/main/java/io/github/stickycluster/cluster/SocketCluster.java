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

package io.github.stickycluster.cluster;

import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * The whole cluster as one server: all clients of the default namespace, and the way to
 * those of any other.
 */
public interface SocketCluster extends NamespaceOperator {

	/**
	 * Selects a namespace.
	 * @param namespace the name, such as {@code "/"} or {@code "/chat"}
	 * @return all clients of that namespace
	 */
	NamespaceOperator of(String namespace);

	/**
	 * Returns this node's id.
	 * @return the value of {@code sticky-cluster.node-id}, or what stands for it
	 */
	String nodeId();

	/**
	 * Returns the nodes that are in the cluster, as known at this moment. A node whose
	 * workers are forked is several: itself and each of those processes.
	 * @return the nodes' ids, with this one's own
	 */
	Set<String> nodes();

	/**
	 * Returns the worker that holds a client.
	 * @param socket the client's socket id, in any namespace
	 * @return the id of its worker, or empty if that is not in this JVM or the client is
	 * gone
	 */
	Optional<String> workerOf(UUID socket);

}
