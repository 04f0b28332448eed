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

import java.util.List;

/**
 * A property of an earlier version.
 *
 * @param name the full name that it had
 * @param advice what to do instead, as a sentence
 */
record DroppedProperty(String name, String advice) {

	/** All of them; docs/upgrading.md is generated from this table. */
	static final List<DroppedProperty> ALL = List.of(
			of("dispatcher.enabled", "Set 'sticky-cluster.role' to 'workers' in place of false; 'all' is its default."),
			of("dispatcher.threads",
					"Remove it: a node without workers has one event loop thread for each available processor."),
			of("workers.weights", "Set 'sticky-cluster.workers.weight' on each node: it holds for all of its workers."));

	private static DroppedProperty of(String name, String advice) {
		return new DroppedProperty(PropertyNames.PREFIX + "." + name, advice);
	}

}
