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

import io.github.stickycluster.autoconfigure.ClusterRole;
import io.github.stickycluster.autoconfigure.ConditionalOnClusterRole;
import io.github.stickycluster.autoconfigure.StickyClusterProperties;
import io.github.stickycluster.autoconfigure.WorkerStateChangedEvent;
import io.github.stickycluster.internal.autoconfigure.listener.ListenerExecutors;
import io.github.stickycluster.internal.autoconfigure.listener.OtherServersCheck;
import io.github.stickycluster.internal.autoconfigure.listener.SocketIoListeners;
import io.github.stickycluster.internal.engineio.HandshakeHooks;
import io.github.stickycluster.internal.fork.ChildFile;
import io.github.stickycluster.internal.memory.NodeMemory;
import io.github.stickycluster.internal.transport.IoTransport;
import io.github.stickycluster.internal.transport.ShiftedTicker;
import io.github.stickycluster.internal.worker.EngineSettings;
import io.github.stickycluster.internal.worker.InternalPorts;
import io.github.stickycluster.internal.worker.ListenerObserverSource;
import io.github.stickycluster.internal.worker.ListenerSettings;
import io.github.stickycluster.internal.worker.WorkerFactory;
import io.github.stickycluster.internal.worker.WorkerLink;
import io.github.stickycluster.internal.worker.WorkerRegistry;
import io.github.stickycluster.internal.worker.WorkerSettings;
import io.github.stickycluster.internal.worker.supervision.LocalSupervisor;
import io.github.stickycluster.internal.worker.supervision.NodeWorkers;
import io.github.stickycluster.internal.worker.supervision.OperationSettings;
import io.github.stickycluster.internal.worker.supervision.WorkerOperations;
import io.github.stickycluster.socketio.HandshakeAuthorizer;
import io.github.stickycluster.socketio.HandshakeHeaders;
import io.github.stickycluster.socketio.SocketIoServerCustomizer;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/**
 * The workers.
 */
@Configuration(proxyBeanMethods = false)
public class WorkersConfiguration {

	@Bean
	IoTransport stickyClusterIoTransport(StickyClusterProperties properties) {
		return IoTransportMapper.ioTransport(properties);
	}

	@Bean
	WorkerSettings stickyClusterWorkerSettings(StickyClusterProperties properties, Environment environment,
			ObjectProvider<ShiftedTicker> ticker) {
		return PropertiesMapper.workerSettings(properties, environment.containsProperty(ChildFile.PROPERTY))
			.keeping(ticker.getIfAvailable());
	}

	@Bean
	OperationSettings stickyClusterOperationSettings(StickyClusterProperties properties) {
		return PropertiesMapper.operationSettings(properties.workers());
	}

	@Bean
	WorkerRegistry stickyClusterWorkerRegistry() {
		return new WorkerRegistry();
	}

	@Bean
	OtherServersCheck stickyClusterOtherServersCheck(ListableBeanFactory beanFactory,
			StickyClusterProperties properties) {
		return new OtherServersCheck(beanFactory, properties.otherServers());
	}

	@Bean
	SocketIoListeners stickyClusterListeners(ConfigurableListableBeanFactory beanFactory,
			StickyClusterProperties properties, Environment environment) {
		boolean tellsMessages = "always".equalsIgnoreCase(environment.getProperty("spring.web.error.include-message"));
		return new SocketIoListeners(beanFactory, properties.listeners(), tellsMessages);
	}

	@Bean
	EngineSettings stickyClusterEngineSettings(StickyClusterProperties properties,
			ObjectProvider<JsonMapper> jsonMapper) {
		return PropertiesMapper.engineSettings(properties, jsonMapper.getIfAvailable(JsonMapper::shared));
	}

	@Bean
	WorkerFactory stickyClusterWorkerFactory(EngineSettings settings, IoTransport transport, WorkerLink link,
			ObjectProvider<SocketIoServerCustomizer> customizers, SocketIoListeners listeners,
			StickyClusterProperties properties, BeanFactory beanFactory, InternalPorts ports,
			ObjectProvider<ListenerObserverSource> listenerObservers, NodeMemory memory,
			ObjectProvider<HandshakeAuthorizer> authorizers, ObjectProvider<HandshakeHeaders> headers,
			SocketEventLifecycle socketEvents) {
		HandshakeHooks handshakes = new HandshakeHooks(authorizers.orderedStream().toList(),
				headers.orderedStream().toList());
		ListenerSettings listenerSettings = ListenerExecutors.settings(properties.listeners(), beanFactory,
				Runtime.version().feature());
		return new WorkerFactory(transport, settings.with(handshakes), link, customizers.orderedStream().toList(),
				listeners::addTo, listenerSettings, ports,
				listenerObservers.getIfAvailable(() -> ListenerObserverSource.NONE), memory, socketEvents::watch);
	}

	@Bean
	SocketEventLifecycle stickyClusterSocketEventLifecycle(ApplicationContext context) {
		return new SocketEventLifecycle(context);
	}

	@Bean
	@ConditionalOnClusterRole(ClusterRole.CHILD)
	LocalSupervisor stickyClusterWorkers(WorkerSettings settings, OperationSettings operations, WorkerFactory factory,
			WorkerRegistry registry, WorkerLink link, NodeMemory memory) {
		return new LocalSupervisor(settings, operations, factory, registry, link, memory);
	}

	@Bean
	WorkerOperations stickyClusterWorkerOperations(NodeWorkers workers) {
		return new WorkerOperations(workers);
	}

	@Bean
	WorkersLifecycle stickyClusterWorkersLifecycle(NodeWorkers workers, WorkerRegistry registry,
			ApplicationEventPublisher publisher) {
		registry.addStateListener((change) -> publisher.publishEvent(
				new WorkerStateChangedEvent(registry, change.workerId(), change.from(), change.to(), change.reason())));
		return new WorkersLifecycle(workers);
	}

	@Bean
	GracefulShutdownLifecycle stickyClusterGracefulShutdownLifecycle(NodeWorkers workers, OperationSettings operations,
			ApplicationContext context) {
		return new GracefulShutdownLifecycle(workers, context,
				GracefulShutdownSettings.of(context.getEnvironment(), operations.disconnectWindow()));
	}

}
