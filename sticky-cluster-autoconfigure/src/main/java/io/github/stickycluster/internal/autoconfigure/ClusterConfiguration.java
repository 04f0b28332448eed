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

import java.util.concurrent.ScheduledExecutorService;

import io.github.stickycluster.cluster.SocketCluster;
import io.github.stickycluster.internal.autoconfigure.listener.ServerEventListeners;
import io.github.stickycluster.internal.bus.ClusterBus;
import io.github.stickycluster.internal.cluster.ClusterAdapter;
import io.github.stickycluster.internal.cluster.LinkedSocketCluster;
import io.github.stickycluster.internal.cluster.membership.ClusterMessages;
import io.github.stickycluster.internal.cluster.membership.Membership;
import io.github.stickycluster.internal.transport.ShiftedTicker;
import io.github.stickycluster.internal.worker.EngineSettings;
import io.github.stickycluster.internal.worker.WorkerSettings;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The whole cluster as one server.
 */
@Configuration(proxyBeanMethods = false)
public class ClusterConfiguration {

	@Bean
	ClusterMessages stickyClusterMessages() {
		return new ClusterMessages();
	}

	@Bean
	ClusterAdapter stickyClusterAdapter(WorkerSettings workers, EngineSettings engine, ClusterMessages messages,
			ClusterBus bus, Membership membership) {
		ShiftedTicker ticker = workers.ticker();
		ScheduledExecutorService timer = (ticker != null) ? ticker.newTimer("sticky-cluster-timeouts") : null;
		return ClusterAdapter.of(workers.nodeId(), engine.jsonMapper(), bus, membership, messages, timer);
	}

	@Bean
	ServerEventListeners stickyClusterServerEventListeners(ConfigurableListableBeanFactory beanFactory,
			ClusterAdapter link) {
		return new ServerEventListeners(beanFactory, link);
	}

	@Bean
	@ConditionalOnMissingBean(SocketCluster.class)
	LinkedSocketCluster socketCluster(ClusterAdapter link) {
		return new LinkedSocketCluster(link);
	}

}
