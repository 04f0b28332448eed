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

package io.github.stickycluster.internal.autoconfigure.diagnostics;

import io.github.stickycluster.internal.cluster.membership.DuplicateNodeException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Explains a node id that another node has.
 */
class DuplicateNodeFailureAnalyzer extends AbstractFailureAnalyzer<DuplicateNodeException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, DuplicateNodeException cause) {
		return new FailureAnalysis("Another running node of the sticky cluster has the id '" + cause.nodeId() + "'.",
				"Set 'sticky-cluster.node-id' to an id that no other node has. If another application uses the same "
						+ "Redis or Hazelcast, give each application its own 'sticky-cluster.bus.name'.",
				cause);
	}

}
