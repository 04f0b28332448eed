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

import com.corundumstudio.socketio.AckMode;
import com.corundumstudio.socketio.Configuration;
import com.hazelcast.config.Config;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import io.github.stickycluster.cluster.SocketCluster;
import io.github.stickycluster.socketio.SocketIoServerCustomizer;
import io.github.stickycluster.testkit.EnableStickyCluster;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.annotation.Bean;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;

/**
 * A node in a process of its own, which does with the cluster what an {@link Operator}
 * asks for. It knows the API alone, so that it runs on the baseline's jars too.
 */
public final class NodeApplication {

	private NodeApplication() {
	}

	public static void main(String[] args) {
		new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.properties("sticky-cluster.workers.count=2")
			.run(args);
	}

	@org.springframework.context.annotation.Configuration(proxyBeanMethods = false)
	@EnableStickyCluster
	static class Application {

		@Bean
		NodeListeners listeners() {
			return new NodeListeners();
		}

		@Bean
		OperatorListeners operatorListeners(SocketCluster cluster) {
			return new OperatorListeners(cluster.nodeId(), cluster);
		}

		@Bean
		SocketIoServerCustomizer manualAcks() {
			return new SocketIoServerCustomizer() {

				@Override
				public void customize(Configuration configuration, String workerId) {
					configuration.setAckMode(AckMode.MANUAL);
				}

			};
		}

		/** Members that wait for each other, so that they may start at once. */
		@Bean
		@ConditionalOnProperty("test.hazelcast.port")
		HazelcastInstance hazelcast(@Value("${test.hazelcast.port}") int port,
				@Value("${test.hazelcast.members}") String members) {
			Config config = new Config();
			config.setClusterName("sticky-cluster-" + members);
			config.setProperty("hazelcast.logging.type", "slf4j")
				.setProperty("hazelcast.phone.home.enabled", "false")
				.setProperty("hazelcast.initial.min.cluster.size", "3");
			config.getNetworkConfig().setPort(port).setPortAutoIncrement(false);
			config.getNetworkConfig().getInterfaces().setEnabled(true).addInterface("127.0.0.1");
			JoinConfig join = config.getNetworkConfig().getJoin();
			join.getAutoDetectionConfig().setEnabled(false);
			join.getMulticastConfig().setEnabled(false);
			join.getTcpIpConfig().setEnabled(true).addMember(members);
			return Hazelcast.newHazelcastInstance(config);
		}

		@EventListener
		void ready(ApplicationReadyEvent event) {
			Environment environment = event.getApplicationContext().getEnvironment();
			System.out.println("READY " + environment.getProperty("local.sticky-cluster.port", "0"));
		}

	}

}
