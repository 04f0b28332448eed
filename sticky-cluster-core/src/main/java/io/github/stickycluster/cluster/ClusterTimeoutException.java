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

import java.util.Set;
import java.util.TreeSet;

/**
 * Thrown when nodes of the cluster have not replied to a query within its timeout.
 *
 * @since 0.1.0
 */
public class ClusterTimeoutException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final String[] nodes;

	/**
	 * Creates the exception.
	 * @param nodes the ids of the nodes that have not replied
	 */
	public ClusterTimeoutException(Set<String> nodes) {
		super("The nodes " + new TreeSet<>(nodes) + " did not reply within the timeout. "
				+ "Repeat the query, set a longer timeout with timeout(…), or query only this node with local().");
		this.nodes = nodes.toArray(String[]::new);
	}

	/**
	 * Returns the nodes that have not replied.
	 * @return the ids of the nodes, immutable
	 */
	public Set<String> nodes() {
		return Set.of(this.nodes);
	}

}
