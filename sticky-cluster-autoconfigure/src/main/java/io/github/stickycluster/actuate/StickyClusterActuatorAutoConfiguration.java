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

package io.github.stickycluster.actuate;

import io.github.stickycluster.autoconfigure.StickyClusterAutoConfiguration;
import io.github.stickycluster.autoconfigure.StickyClusterProperties;
import io.github.stickycluster.internal.autoconfigure.ClientAddressMapper;
import io.github.stickycluster.internal.autoconfigure.NodeGuard;
import io.github.stickycluster.internal.autoconfigure.PropertiesMapper;
import io.github.stickycluster.internal.autoconfigure.listener.SocketIoListeners;
import io.github.stickycluster.internal.bus.ClusterBus;
import io.github.stickycluster.internal.cluster.membership.HeartbeatMembership;
import io.github.stickycluster.internal.cluster.membership.Membership;
import io.github.stickycluster.internal.dispatch.Dispatcher;
import io.github.stickycluster.internal.dispatch.RouteExplainer;
import io.github.stickycluster.internal.dispatch.WorkerSelector;
import io.github.stickycluster.internal.memory.NodeMemory;
import io.github.stickycluster.internal.net.ClientKey;
import io.github.stickycluster.internal.worker.WorkerRegistry;
import io.github.stickycluster.internal.worker.WorkerSettings;
import io.github.stickycluster.internal.worker.supervision.WorkerOperations;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * {@link org.springframework.boot.autoconfigure.EnableAutoConfiguration
 * Auto-configuration} for the cluster's Actuator endpoint and health.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = StickyClusterAutoConfiguration.class)
@ConditionalOnBean(WorkerRegistry.class)
public final class StickyClusterActuatorAutoConfiguration {

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(ConditionalOnAvailableEndpoint.class)
	@ConditionalOnAvailableEndpoint(StickyClusterEndpoint.class)
	static class EndpointConfiguration {

		@Bean
		@ConditionalOnMissingBean(name = "stickyClusterEndpoint")
		StickyClusterEndpoint stickyClusterEndpoint(WorkerSettings settings, ObjectProvider<Dispatcher> dispatcher,
				WorkerRegistry workers, WorkerOperations operations) {
			return new StickyClusterEndpoint(settings.nodeId(), dispatcher.getIfAvailable(), workers, operations);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(ConditionalOnAvailableEndpoint.class)
	@ConditionalOnAvailableEndpoint(StickyRouteEndpoint.class)
	static class RouteEndpointConfiguration {

		@Bean
		@ConditionalOnMissingBean(name = "stickyRouteEndpoint")
		StickyRouteEndpoint stickyRouteEndpoint(StickyClusterProperties properties, WorkerSelector selector,
				WorkerRegistry workers, ClientKey key) {
			return new StickyRouteEndpoint(
					new RouteExplainer(selector, workers, ClientAddressMapper.settings(properties.clientAddress()), key,
							PropertiesMapper.boundedLoad(properties.routing())));
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(ConditionalOnAvailableEndpoint.class)
	@ConditionalOnAvailableEndpoint(StickyTypesEndpoint.class)
	static class TypesEndpointConfiguration {

		@Bean
		StickyTypesEndpoint stickyClusterTypesEndpoint(SocketIoListeners listeners) {
			return new StickyTypesEndpoint(listeners::typeScript);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class })
	@ConditionalOnEnabledHealthIndicator("sticky-cluster")
	static class HealthConfiguration {

		@Bean
		@ConditionalOnMissingBean(name = "stickyClusterHealthIndicator")
		HealthIndicator stickyClusterHealthIndicator(ObjectProvider<Dispatcher> dispatcher, WorkerRegistry workers,
				WorkerOperations operations, ClusterBus bus, Membership membership, StickyClusterProperties properties,
				NodeMemory memory, NodeGuard guard) {
			return new StickyClusterHealthIndicator(dispatcher.getIfAvailable(), workers, operations, bus,
					() -> membership instanceof HeartbeatMembership heartbeats && heartbeats.isApart(),
					() -> membership.nodes().size() + 1, properties.cluster().expectedNodes(), memory,
					guard::brokenBecause);
		}

	}

}
