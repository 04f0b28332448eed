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

package io.github.stickycluster.internal.autoconfigure;

import java.time.Duration;

import io.github.stickycluster.autoconfigure.NodeJoinedEvent;
import io.github.stickycluster.autoconfigure.NodeLeftEvent;
import io.github.stickycluster.autoconfigure.StickyClusterProperties;
import io.github.stickycluster.internal.bus.ClusterBus;
import io.github.stickycluster.internal.bus.Engine;
import io.github.stickycluster.internal.bus.EngineBus;
import io.github.stickycluster.internal.bus.LocalBus;
import io.github.stickycluster.internal.cluster.membership.ClusterMessages;
import io.github.stickycluster.internal.cluster.membership.HeartbeatMembership;
import io.github.stickycluster.internal.cluster.membership.MembershipSettings;
import io.github.stickycluster.internal.fork.FamilyHub;
import io.github.stickycluster.internal.worker.InternalPorts;
import io.github.stickycluster.internal.worker.WorkerRegistry;
import io.github.stickycluster.internal.worker.WorkerSettings;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The bus between nodes, and membership over it.
 */
@Configuration(proxyBeanMethods = false)
public class BusConfiguration {

	private static final String NO_REDIS = "There is no RedisConnectionFactory bean: add the dependency "
			+ "'org.springframework.boot:spring-boot-starter-data-redis', or use 'local'.";

	private static final String NO_HAZELCAST = "There is no HazelcastInstance bean: add the dependencies "
			+ "'org.springframework.boot:spring-boot-hazelcast' and 'com.hazelcast:hazelcast' and a "
			+ "'hazelcast.yaml', or use 'local'.";

	/**
	 * The bus of one node where there is no engine. Then an engine that was asked for is
	 * missing, since something that it needs is.
	 */
	@Bean
	ClusterBus stickyClusterBus(StickyClusterProperties properties, ObjectProvider<Engine> engine) {
		Engine present = engine.getIfAvailable();
		if (present != null) {
			return new EngineBus(present, BusMapper.busSettings(properties.bus()));
		}
		StickyClusterProperties.Bus.Type type = properties.bus().type();
		PropertyChecks.check(type == StickyClusterProperties.Bus.Type.LOCAL, "bus.type", type.name(),
				(type == StickyClusterProperties.Bus.Type.REDIS) ? NO_REDIS : NO_HAZELCAST);
		return new LocalBus();
	}

	@Bean
	MembershipSettings stickyClusterMembershipSettings(StickyClusterProperties properties, WorkerSettings workers,
			InternalPorts ports) {
		return BusMapper.membershipSettings(workers.nodeId(), ports.advertised(), properties.cluster());
	}

	@Bean
	HeartbeatMembership stickyClusterMembership(StickyClusterProperties properties, MembershipSettings settings,
			ClusterBus bus, ClusterMessages messages, WorkerRegistry registry, ObjectProvider<FamilyHub> family,
			ApplicationEventPublisher publisher) {
		boolean first = family.getIfAvailable() != null
				&& properties.bus().type() == StickyClusterProperties.Bus.Type.LOCAL;
		HeartbeatMembership membership = new HeartbeatMembership(
				first ? settings.withJoinTimeout(Duration.ZERO) : settings, bus, messages, registry);
		membership.addJoinListener((node) -> publisher.publishEvent(new NodeJoinedEvent(membership, node)));
		membership.addLeaveListener((node) -> publisher.publishEvent(new NodeLeftEvent(membership, node)));
		return membership;
	}

	@Bean
	BusLifecycle stickyClusterBusLifecycle(WorkerSettings workers, ClusterBus bus, ClusterMessages messages,
			HeartbeatMembership membership) {
		return new BusLifecycle(workers.nodeId(), bus, messages, membership);
	}

}
