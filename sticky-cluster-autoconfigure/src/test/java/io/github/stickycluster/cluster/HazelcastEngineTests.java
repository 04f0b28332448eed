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

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

import com.hazelcast.config.Config;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.config.RingbufferConfig;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import io.github.stickycluster.bus.Engine;
import io.github.stickycluster.bus.hazelcast.HazelcastEngine;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/**
 * The bus and membership on embedded Hazelcast members.
 */
class HazelcastEngineTests extends EngineTests {

	private static final List<HazelcastInstance> cluster = new ArrayList<>();

	private final Deque<HazelcastInstance> free = new ArrayDeque<>(cluster);

	@BeforeAll
	static void start() {
		for (int i = 0; i < 2; i++) {
			cluster.add(Hazelcast.newHazelcastInstance(config()));
		}
	}

	private static Config config() {
		Config config = new Config();
		config.setClusterName("sticky-cluster-tests-" + ProcessHandle.current().pid());
		config.setProperty("hazelcast.logging.type", "slf4j").setProperty("hazelcast.phone.home.enabled", "false");
		config.addRingBufferConfig(new RingbufferConfig("*").setCapacity(20_000));
		config.getNetworkConfig().setPort(15701).setPortAutoIncrement(true).setPortCount(200);
		config.getNetworkConfig().getInterfaces().setEnabled(true).addInterface("127.0.0.1");
		JoinConfig join = config.getNetworkConfig().getJoin();
		join.getAutoDetectionConfig().setEnabled(false);
		join.getMulticastConfig().setEnabled(false);
		join.getTcpIpConfig().setEnabled(true).addMember("127.0.0.1");
		cluster.forEach((member) -> join.getTcpIpConfig()
			.addMember("127.0.0.1:" + member.getCluster().getLocalMember().getAddress().getPort()));
		return config;
	}

	@AfterAll
	static void stop() {
		cluster.forEach(HazelcastInstance::shutdown);
		cluster.clear();
	}

	@Override
	Engine engine(String application) {
		HazelcastInstance next = this.free.remove();
		this.free.add(next);
		return new HazelcastEngine(next, application + this.hashCode());
	}

}
