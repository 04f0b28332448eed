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

package io.github.stickycluster.internal.autoconfigure.fork;

import java.nio.file.Path;
import java.util.List;

import io.github.stickycluster.autoconfigure.ClusterRole;
import io.github.stickycluster.autoconfigure.ConditionalOnClusterRole;
import io.github.stickycluster.autoconfigure.StickyClusterProperties;
import io.github.stickycluster.internal.autoconfigure.BusMapper;
import io.github.stickycluster.internal.autoconfigure.NodeGuard;
import io.github.stickycluster.internal.autoconfigure.WebServerAddress;
import io.github.stickycluster.internal.autoconfigure.WebServerListener;
import io.github.stickycluster.internal.bus.Engine;
import io.github.stickycluster.internal.cluster.membership.HeartbeatMembership;
import io.github.stickycluster.internal.dispatch.ConnectionLimits;
import io.github.stickycluster.internal.dispatch.ConnectionPasser;
import io.github.stickycluster.internal.dispatch.Dispatcher;
import io.github.stickycluster.internal.dispatch.WorkerSelector;
import io.github.stickycluster.internal.fork.ChildFile;
import io.github.stickycluster.internal.fork.DescriptorPasser;
import io.github.stickycluster.internal.fork.FamilyHub;
import io.github.stickycluster.internal.fork.ForkSupervisor;
import io.github.stickycluster.internal.fork.ParentLink;
import io.github.stickycluster.internal.memory.NodeMemory;
import io.github.stickycluster.internal.transport.IoTransport;
import io.github.stickycluster.internal.worker.WorkerRegistry;
import io.github.stickycluster.internal.worker.WorkerSettings;
import io.github.stickycluster.internal.worker.supervision.OperationSettings;
import io.github.stickycluster.internal.worker.supervision.WorkerOperations;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Configuration of forked workers: the beans of the parent process and those of its child
 * processes.
 */
@Configuration(proxyBeanMethods = false)
public class ForkedConfiguration {

	private static final Logger logger = LoggerFactory.getLogger(ForkedConfiguration.class);

	private static final String LOCAL_BUS = "local";

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnProperty(name = "sticky-cluster.workers.mode", havingValue = "forked")
	@ConditionalOnClusterRole(ClusterRole.PARENT)
	static class ParentConfiguration {

		@Bean
		FamilyHub stickyClusterFamilyHub(StickyClusterProperties properties, IoTransport transport, NodeMemory memory) {
			return new FamilyHub(transport, BusMapper.busSettings(properties.bus()).bufferBytes(), memory);
		}

		@Bean
		ForkSupervisor stickyClusterChildren(StickyClusterProperties properties, WorkerSettings workers,
				OperationSettings operations, WorkerRegistry registry, FamilyHub hub, ApplicationContext context,
				ObjectProvider<ApplicationArguments> arguments, ObjectProvider<HeartbeatMembership> membership,
				ObjectProvider<Dispatcher> dispatcher, NodeMemory memory) {
			List<String> sourceArguments = arguments.stream()
				.findFirst()
				.map((present) -> List.of(present.getSourceArgs()))
				.orElse(List.of());
			return new ForkSupervisor(ForkMapper.settings(properties, workers, sourceArguments, context), workers,
					operations, registry, hub, (node) -> membership.ifAvailable((present) -> present.declareDead(node)),
					(worker, given) -> dispatcher.ifAvailable((present) -> present.connections()
						.of(worker.id())
						.show(given, worker.description().connections())),
					memory);
		}

		// The bus closes it.
		@Bean(destroyMethod = "")
		@ConditionalOnProperty(name = "sticky-cluster.bus.type", havingValue = LOCAL_BUS, matchIfMissing = true)
		Engine stickyClusterFamilyEngine(FamilyHub hub) {
			return hub.engine();
		}

		/**
		 * None where descriptors cannot be passed on: then requests are relayed.
		 */
		@Bean
		ForkedHandOff stickyClusterForkedHandOff(FamilyHub hub, WorkerSelector selector, IoTransport transport) {
			if (transport.passesDescriptors()) {
				return new ForkedHandOff(new DescriptorPasser(hub, selector));
			}
			logger.info("Relaying all bytes between clients and the processes of forked workers, because passing "
					+ "connections on needs Linux and Netty's native epoll transport");
			return new ForkedHandOff(null);
		}

		@Configuration(proxyBeanMethods = false)
		@ConditionalOnClass(WebServerInitializedEvent.class)
		static class WebServerConfiguration {

			@Bean
			WebServerListener stickyClusterFamilyWebServerListener(FamilyHub hub, ApplicationContext context) {
				return new WebServerListener(hub::webPort, context);
			}

		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnProperty(ChildFile.PROPERTY)
	static class ChildConfiguration {

		@Bean
		ParentLink stickyClusterParentLink(ApplicationContext context, IoTransport transport, NodeMemory memory) {
			String file = context.getEnvironment().getRequiredProperty(ChildFile.PROPERTY);
			return new ParentLink(Path.of(file), transport, ChildExit::orphaned, memory);
		}

		@Bean
		ParentLinkLifecycle stickyClusterParentLinkLifecycle(ParentLink parent) {
			return new ParentLinkLifecycle(parent);
		}

		// The bus closes it.
		@Bean(destroyMethod = "")
		@ConditionalOnProperty(name = "sticky-cluster.bus.type", havingValue = LOCAL_BUS, matchIfMissing = true)
		Engine stickyClusterFamilyEngine(ParentLink parent) {
			return parent.engine();
		}

		@Bean
		ChildLifecycle stickyClusterChildLifecycle(ParentLink parent, Dispatcher dispatcher, ConnectionLimits limits,
				WorkerRegistry registry, WorkerOperations operations, ObjectProvider<WebServerAddress> webServer,
				NodeGuard guard) {
			return new ChildLifecycle(parent, dispatcher, limits, registry, operations, webServer.getIfAvailable(),
					() -> guard.brokenBecause() != null);
		}

	}

	/**
	 * How connections come to the children.
	 *
	 * @param passer passes them on, or null where they are relayed
	 */
	public record ForkedHandOff(@Nullable ConnectionPasser passer) {
	}

}
