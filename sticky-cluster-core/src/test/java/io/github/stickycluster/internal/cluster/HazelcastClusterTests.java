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

package io.github.stickycluster.internal.cluster;

import com.hazelcast.core.HazelcastInstance;
import io.github.stickycluster.internal.bus.Engine;
import io.github.stickycluster.internal.bus.hazelcast.HazelcastEngine;

/**
 * The cluster API over three nodes on embedded Hazelcast members.
 */
class HazelcastClusterTests extends EngineClusterTests {

	private final HazelcastMembers members = new HazelcastMembers();

	@Override
	void startEngine() {
		this.members.start();
		this.members.start();
	}

	@Override
	Engine engine() {
		HazelcastInstance member = this.members.next();
		return new HazelcastEngine(member, "semantics");
	}

	@Override
	void stopEngine() throws Exception {
		super.stopEngine();
		this.members.close();
	}

}
