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

package io.github.stickycluster.internal.fork;

import java.util.stream.IntStream;

import com.hazelcast.config.Config;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * What joins families to each other, in those that ask for it.
 */
@Configuration(proxyBeanMethods = false)
class FamilyEngines {

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnProperty(name = "sticky-cluster.bus.type", havingValue = "redis")
	@ImportAutoConfiguration(DataRedisAutoConfiguration.class)
	static class Redis {

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnProperty(name = "sticky-cluster.bus.type", havingValue = "hazelcast")
	static class Members {

		private static final int MOST = 8;

		@Bean
		HazelcastInstance hazelcast(@Value("${test.hazelcast.port}") int port) {
			Config config = new Config();
			config.setClusterName("families-" + port);
			config.setProperty("hazelcast.logging.type", "slf4j")
				.setProperty("hazelcast.phone.home.enabled", "false")
				.setProperty("hazelcast.shutdownhook.enabled", "false");
			config.getNetworkConfig().setPort(port).setPortCount(MOST);
			config.getNetworkConfig().getInterfaces().setEnabled(true).addInterface("127.0.0.1");
			JoinConfig join = config.getNetworkConfig().getJoin();
			join.getAutoDetectionConfig().setEnabled(false);
			join.getMulticastConfig().setEnabled(false);
			join.getTcpIpConfig().setEnabled(true);
			IntStream.range(port, port + MOST)
				.forEach((member) -> join.getTcpIpConfig().addMember("127.0.0.1:" + member));
			return Hazelcast.newHazelcastInstance(config);
		}

	}

}
