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

package io.github.stickycluster.nodes;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import io.github.stickycluster.testsupport.ChildProcess;
import org.junit.jupiter.api.Tag;

/**
 * Three nodes in processes of their own that are members of a Hazelcast cluster.
 */
@Tag("long")
class HazelcastNodeTests extends NodeTests {

	private final List<Integer> ports = new ArrayList<>();

	@Override
	void startEngine(Path folder) throws IOException {
		for (int i = 0; i < 3; i++) {
			this.ports.add(ChildProcess.freePort());
		}
	}

	@Override
	List<String> properties(int node) {
		String members = this.ports.stream().map((port) -> "127.0.0.1:" + port).collect(Collectors.joining(","));
		return List.of("sticky-cluster.bus.type=hazelcast", "test.hazelcast.port=" + this.ports.get(node),
				"test.hazelcast.members=" + members);
	}

	@Override
	void stopEngine() {
		// It has ended with the nodes.
	}

}
