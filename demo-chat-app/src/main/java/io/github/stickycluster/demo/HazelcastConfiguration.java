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

package io.github.stickycluster.demo;

import java.util.stream.IntStream;

import com.hazelcast.config.Config;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.config.NetworkConfig;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;

/**
 * Makes this node a member of a Hazelcast cluster on this machine: on loopback only, and
 * found by its port, not by multicast.
 */
@Configuration(proxyBeanMethods = false)
@Profile("hazelcast")
class HazelcastConfiguration {

	/** How many nodes can run on one machine; a forked worker is one too. */
	private static final int NODES = 16;

	private static final String LOOPBACK = "127.0.0.1";

	@Bean
	HazelcastInstance hazelcast(@Value("${demo.hazelcast-port:5701}") int port) {
		Config config = new Config();
		config.setClusterName("demo-chat-app");
		config.setProperty("hazelcast.logging.type", "slf4j")
			.setProperty("hazelcast.phone.home.enabled", "false")
			// Spring shuts it down, after the cluster that needs it.
			.setProperty("hazelcast.shutdownhook.enabled", "false");
		NetworkConfig network = config.getNetworkConfig();
		network.setPort(port).setPortCount(NODES);
		network.getInterfaces().setEnabled(true).addInterface(LOOPBACK);
		JoinConfig join = network.getJoin();
		join.getAutoDetectionConfig().setEnabled(false);
		join.getMulticastConfig().setEnabled(false);
		join.getTcpIpConfig().setEnabled(true);
		IntStream.range(port, port + NODES)
			.forEach((member) -> join.getTcpIpConfig().addMember(LOOPBACK + ":" + member));
		return Hazelcast.newHazelcastInstance(config);
	}

}
