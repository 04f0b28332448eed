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

package io.github.stickycluster.worker;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

import com.corundumstudio.socketio.Configuration;
import com.corundumstudio.socketio.SocketIOChannelInitializer;
import com.corundumstudio.socketio.SocketIOServer;

/**
 * Makes workers that have not been started yet.
 */
public final class WorkerFactory {

	private static final String LOOPBACK = "127.0.0.1";

	private final IoTransport transport;

	private final Function<String, Configuration> configurations;

	private final WorkerLink link;

	private final List<SocketIoServerCustomizer> customizers;

	private final Consumer<SocketIOServer> listeners;

	/**
	 * Creates a factory.
	 * @param transport the kind of event loops
	 * @param configurations makes a worker's configuration, given its id
	 * @param link joins the workers to each other
	 * @param customizers the application's changes, in their order
	 * @param listeners adds the application's listeners to a server
	 */
	public WorkerFactory(IoTransport transport, Function<String, Configuration> configurations, WorkerLink link,
			List<SocketIoServerCustomizer> customizers, Consumer<SocketIOServer> listeners) {
		this.transport = transport;
		this.configurations = configurations;
		this.link = link;
		this.customizers = List.copyOf(customizers);
		this.listeners = listeners;
	}

	LocalWorker create(String id, int port, int threads, WorkerStatistics statistics) {
		Configuration configuration = this.configurations.apply(id);
		this.customizers.forEach((customizer) -> customizer.customize(configuration, id));
		configuration.setHostname(LOOPBACK);
		configuration.setPort(port);
		configuration.setBossThreads(1);
		configuration.setWorkerThreads(threads);
		configuration.setUseLinuxNativeEpoll(this.transport == IoTransport.EPOLL);
		configuration.setRandomSession(true);
		configuration.setStoreFactory(this.link.storeFactory(id));
		SocketIOChannelInitializer initializer = new SocketIOChannelInitializer();
		WorkerServer server = new WorkerServer(configuration, initializer, "sticky-cluster-" + id);
		this.listeners.accept(server);
		this.customizers.forEach((customizer) -> customizer.customize(server, id));
		server.getAllNamespaces()
			.forEach((namespace) -> namespace
				.addEventInterceptor((client, event, args, ack) -> statistics.eventReceived()));
		return new LocalWorker(id, server, initializer, statistics);
	}

}
