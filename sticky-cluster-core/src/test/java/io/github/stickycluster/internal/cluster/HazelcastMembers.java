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

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.UUID;

import com.hazelcast.config.Config;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.config.RingbufferConfig;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;

/**
 * Members of a Hazelcast cluster within a test's JVM, on 127.0.0.1.
 */
public final class HazelcastMembers implements AutoCloseable {

	/** Topics whose names begin so keep few messages. */
	public static final String SMALL = "small";

	static final int SMALL_CAPACITY = 300;

	/** Topics whose names begin so are on one member only. */
	public static final String SINGLE = "single";

	private final String name = "sticky-cluster-tests-" + UUID.randomUUID();

	private final List<HazelcastInstance> members = new ArrayList<>();

	private final Deque<HazelcastInstance> turn = new ArrayDeque<>();

	/**
	 * Starts a member and waits until it has joined the others.
	 */
	public HazelcastInstance start() {
		HazelcastInstance member = Hazelcast.newHazelcastInstance(config());
		this.members.add(member);
		this.turn.add(member);
		return member;
	}

	/**
	 * Starts a member that looks for nobody but another one, which does not listen yet.
	 * @param port its own port
	 * @param otherPort the port of the other one
	 */
	public HazelcastInstance startApart(int port, int otherPort) {
		Config config = config();
		config.setProperty("hazelcast.merge.first.run.delay.seconds", "1")
			.setProperty("hazelcast.merge.next.run.delay.seconds", "1");
		config.getNetworkConfig().setPort(port).setPortAutoIncrement(false);
		config.getNetworkConfig().getJoin().getTcpIpConfig().setMembers(List.of("127.0.0.1:" + otherPort));
		HazelcastInstance member = Hazelcast.newHazelcastInstance(config);
		this.members.add(member);
		return member;
	}

	/**
	 * Gives the members in turn.
	 */
	public HazelcastInstance next() {
		HazelcastInstance next = this.turn.remove();
		this.turn.add(next);
		return next;
	}

	private Config config() {
		Config config = new Config();
		config.setClusterName(this.name);
		config.setProperty("hazelcast.logging.type", "slf4j")
			.setProperty("hazelcast.phone.home.enabled", "false")
			.setProperty("hazelcast.partition.count", "11")
			.setProperty("hazelcast.wait.seconds.before.join", "0");
		config.addRingBufferConfig(new RingbufferConfig("*").setCapacity(20_000));
		config.addRingBufferConfig(new RingbufferConfig(SMALL + "*").setCapacity(SMALL_CAPACITY));
		config.addRingBufferConfig(new RingbufferConfig(SINGLE + "*").setCapacity(20_000).setBackupCount(0));
		config.getNetworkConfig().setPort(15701).setPortAutoIncrement(true).setPortCount(200);
		config.getNetworkConfig().getInterfaces().setEnabled(true).addInterface("127.0.0.1");
		JoinConfig join = config.getNetworkConfig().getJoin();
		join.getAutoDetectionConfig().setEnabled(false);
		join.getMulticastConfig().setEnabled(false);
		join.getTcpIpConfig().setEnabled(true).addMember("127.0.0.1");
		this.members.forEach((member) -> join.getTcpIpConfig()
			.addMember("127.0.0.1:" + member.getCluster().getLocalMember().getAddress().getPort()));
		return config;
	}

	@Override
	public void close() {
		this.members.forEach(HazelcastInstance::shutdown);
		this.members.clear();
		this.turn.clear();
	}

}
