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

import io.github.stickycluster.internal.bus.ClusterBus;
import io.github.stickycluster.internal.cluster.ClusterAdapter;
import io.github.stickycluster.internal.cluster.membership.ClusterMessages;
import io.github.stickycluster.internal.cluster.membership.HeartbeatMembership;
import io.github.stickycluster.internal.dispatch.Dispatcher;
import io.github.stickycluster.internal.metrics.BusMetrics;
import io.github.stickycluster.internal.metrics.ClusterMessageMetrics;
import io.github.stickycluster.internal.metrics.ListenerObservations;
import io.github.stickycluster.internal.metrics.ListenerTimerBuckets;
import io.github.stickycluster.internal.metrics.MembershipMetrics;
import io.github.stickycluster.internal.metrics.SecurityMetrics;
import io.github.stickycluster.internal.metrics.StickyClusterMetrics;
import io.github.stickycluster.internal.security.AccessRules;
import io.github.stickycluster.internal.worker.EngineSettings;
import io.github.stickycluster.internal.worker.InternalPorts;
import io.github.stickycluster.internal.worker.WorkerRegistry;
import io.github.stickycluster.metrics.SocketIoListenerObservationConvention;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.observation.MeterObservationHandler;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * {@link org.springframework.boot.autoconfigure.EnableAutoConfiguration
 * Auto-configuration} for the cluster's meters.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = StickyClusterAutoConfiguration.class)
@ConditionalOnClass(MeterBinder.class)
@ConditionalOnBean(WorkerRegistry.class)
public final class StickyClusterMetricsAutoConfiguration {

	@Bean
	StickyClusterMetrics stickyClusterMetrics(WorkerRegistry workers, EngineSettings engine, InternalPorts ports,
			ObjectProvider<Dispatcher> dispatcher) {
		return new StickyClusterMetrics(workers, engine.sessions(), ports.refused(), dispatcher.getIfAvailable());
	}

	@Bean
	ClusterMessageMetrics stickyClusterMessageMetrics(ClusterAdapter link, ClusterMessages messages) {
		return new ClusterMessageMetrics(link, messages);
	}

	@Bean
	MembershipMetrics stickyClusterMembershipMetrics(HeartbeatMembership membership) {
		return new MembershipMetrics(membership);
	}

	@Bean
	BusMetrics stickyClusterBusMetrics(ClusterBus bus) {
		return new BusMetrics(bus);
	}

	@Bean
	@ConditionalOnMissingBean(name = "stickyClusterListenerTimerBuckets")
	ListenerTimerBuckets stickyClusterListenerTimerBuckets() {
		return new ListenerTimerBuckets();
	}

	@Bean
	ListenerObservations stickyClusterListenerObservations(ObjectProvider<MeterRegistry> meters,
			ObjectProvider<ObservationRegistry> observations,
			ObjectProvider<SocketIoListenerObservationConvention> convention,
			ObjectProvider<ObservationHandler<?>> handlers) {
		boolean observed = convention.getIfAvailable() != null
				|| handlers.stream().anyMatch((handler) -> !(handler instanceof MeterObservationHandler));
		return new ListenerObservations(meters.getIfUnique(), observed ? observations.getIfUnique() : null,
				convention.getIfUnique());
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnBean(type = "io.github.stickycluster.internal.security.AccessRules")
	static class SecurityMetricsConfiguration {

		@Bean
		SecurityMetrics stickyClusterSecurityMetrics(AccessRules rules) {
			return new SecurityMetrics(rules);
		}

	}

}
