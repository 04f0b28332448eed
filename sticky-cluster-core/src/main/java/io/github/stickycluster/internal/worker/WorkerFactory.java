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

package io.github.stickycluster.internal.worker;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

import com.corundumstudio.socketio.Configuration;
import com.corundumstudio.socketio.SocketIOServer;
import io.github.stickycluster.internal.engineio.EngineIoApplication;
import io.github.stickycluster.internal.engineio.EngineIoServer;
import io.github.stickycluster.internal.engineio.EngineIoWarnings;
import io.github.stickycluster.internal.engineio.EngineIoWatch;
import io.github.stickycluster.internal.engineio.SessionIds;
import io.github.stickycluster.internal.memory.NodeMemory;
import io.github.stickycluster.internal.memory.ServerMemory;
import io.github.stickycluster.internal.nettysocketio.JsonView;
import io.github.stickycluster.internal.nettysocketio.ListenerObserver;
import io.github.stickycluster.internal.nettysocketio.NettySocketIoApplication;
import io.github.stickycluster.internal.nettysocketio.ServerContext;
import io.github.stickycluster.internal.nettysocketio.ServerNamespaces;
import io.github.stickycluster.internal.socketio.ListenerCalls;
import io.github.stickycluster.internal.socketio.Observers;
import io.github.stickycluster.internal.socketio.PacketEncoder;
import io.github.stickycluster.internal.socketio.SocketIoContext;
import io.github.stickycluster.internal.socketio.SocketIoJson;
import io.github.stickycluster.internal.socketio.SocketWatch;
import io.github.stickycluster.internal.socketio.UserSockets;
import io.github.stickycluster.internal.socketio.Warnings;
import io.github.stickycluster.internal.transport.IoTransport;
import io.github.stickycluster.socketio.SocketIoServerCustomizer;
import org.jspecify.annotations.Nullable;

/**
 * Creates workers, which are not started yet.
 */
public final class WorkerFactory {

	/** As large as the head of a request to the public port may be. */
	private static final int MAX_HEAD = 1024 * 1024;

	private final IoTransport transport;

	private final EngineSettings settings;

	private final WorkerLink link;

	private final List<SocketIoServerCustomizer> customizers;

	private final Consumer<SocketIOServer> listeners;

	private final @Nullable ListenerSettings listenerSettings;

	private final InternalPorts ports;

	private final ListenerObserverSource listenerObservers;

	private final NodeMemory memory;

	private final Supplier<SocketWatch> watch;

	private final Warnings warnings = new Warnings();

	private final EngineIoWarnings engineWarnings = new EngineIoWarnings();

	/**
	 * Creates a factory of workers whose listeners run on their event loops.
	 * @param transport the kind of event loops
	 * @param settings what every worker's engine is made of
	 * @param link joins the workers to each other
	 * @param customizers the application's changes, in their order
	 * @param listeners adds the application's listeners to a server
	 */
	public WorkerFactory(IoTransport transport, EngineSettings settings, WorkerLink link,
			List<SocketIoServerCustomizer> customizers, Consumer<SocketIOServer> listeners) {
		this(transport, settings, link, customizers, listeners, null, InternalPorts.loopback(),
				ListenerObserverSource.NONE, NodeMemory.ofThisJvm());
	}

	/**
	 * Creates a factory of workers whose sockets nobody watches.
	 * @param transport the kind of event loops
	 * @param settings what every worker's engine is made of
	 * @param link joins the workers to each other
	 * @param customizers the application's changes, in their order
	 * @param listeners adds the application's listeners to a server
	 * @param listenerSettings where listeners run, or {@code null} for the event loops
	 * @param ports where the workers listen, and who may connect
	 * @param listenerObservers accompany the calls of listeners
	 * @param memory the node's memory
	 */
	public WorkerFactory(IoTransport transport, EngineSettings settings, WorkerLink link,
			List<SocketIoServerCustomizer> customizers, Consumer<SocketIOServer> listeners,
			@Nullable ListenerSettings listenerSettings, InternalPorts ports, ListenerObserverSource listenerObservers,
			NodeMemory memory) {
		this(transport, settings, link, customizers, listeners, listenerSettings, ports, listenerObservers, memory,
				() -> SocketWatch.NONE);
	}

	/**
	 * Creates a factory.
	 * @param transport the kind of event loops
	 * @param settings what every worker's engine is made of
	 * @param link joins the workers to each other
	 * @param customizers the application's changes, in their order
	 * @param listeners adds the application's listeners to a server
	 * @param listenerSettings where listeners run, or {@code null} for the event loops
	 * @param ports where the workers listen, and who may connect
	 * @param listenerObservers accompany the calls of listeners
	 * @param memory the node's memory
	 * @param watch gives what is told of each worker's sockets, when the worker is made
	 */
	public WorkerFactory(IoTransport transport, EngineSettings settings, WorkerLink link,
			List<SocketIoServerCustomizer> customizers, Consumer<SocketIOServer> listeners,
			@Nullable ListenerSettings listenerSettings, InternalPorts ports, ListenerObserverSource listenerObservers,
			NodeMemory memory, Supplier<SocketWatch> watch) {
		this.transport = transport;
		this.settings = settings;
		this.link = link;
		this.customizers = List.copyOf(customizers);
		this.listeners = listeners;
		this.listenerSettings = listenerSettings;
		this.ports = ports;
		this.listenerObservers = listenerObservers;
		this.memory = memory;
		this.watch = watch;
	}

	public LocalWorker create(WorkerSettings workers, int number, WorkerStatistics statistics,
			LateRegistrations registrations) {
		String id = workers.workerId(number);
		Configuration configuration = configuration(id, workers.port(number), workers.threads());
		SocketIoJson json = SocketIoJson.using(this.settings.jsonMapper());
		configuration.setJsonSupport(new JsonView(json));
		ListenerObserver observer = this.listenerObservers.observer(id);
		ListenerSettings off = this.listenerSettings;
		ListenerCalls calls = (off != null) ? off.calls(statistics) : null;
		ServerMemory serverMemory = new ServerMemory(this.memory);
		Observers observers = new Observers(statistics, this.warnings, serverMemory, this.watch.get());
		ServerNamespaces namespaces = new ServerNamespaces(configuration,
				new ServerContext(json, this.link.broadcaster(id), observers, observer), this.settings.maxNamespaces());
		SessionIds ids = new SessionIds(id);
		UserSockets users = new UserSockets(this.link.userChanges());
		SocketIoContext context = new SocketIoContext(namespaces::enter, json, new PacketEncoder(json),
				() -> ids.next().toUuid(), this.settings.maxAttachments(), observers, users, calls);
		EngineIoServer engine = engine(ids, new NettySocketIoApplication(context,
				configuration.getAuthorizationListener(), this.settings.handshakes()), observers);
		WorkerServer server = new WorkerServer(this.transport, configuration, namespaces, engine,
				this.ports.guardOf(id), "sticky-cluster-" + id, calls, serverMemory, workers.ticker());
		this.listeners.accept(server);
		MirroredSettings made = MirroredSettings.of(configuration);
		this.customizers.forEach((customizer) -> customizer.customize(server, id));
		made.refuseAny(configuration);
		registrations.follow(server.namespaces());
		return new LocalWorker(id, workers.nodeId(), server, json, users, statistics, workers.weight(), calls,
				serverMemory);
	}

	private EngineIoServer engine(SessionIds ids, EngineIoApplication application, Observers observers) {
		return new EngineIoServer(this.settings.engineIo(), ids, application,
				new EngineIoWatch(observers.events(), this.engineWarnings, observers.memory()), this.settings.budget(),
				this.settings.sessions(), this.settings.handshakes().headers());
	}

	private Configuration configuration(String id, int port, int threads) {
		Configuration configuration = new Configuration();
		ownParts(configuration);
		MirroredSettings.show(this.settings.engineIo(), this.transport, threads, configuration);
		MirroredSettings shown = MirroredSettings.of(configuration);
		this.customizers.forEach((customizer) -> customizer.customize(configuration, id));
		shown.refuseIgnored(configuration);
		ownParts(configuration);
		configuration.setHostname(this.ports.address().getHostAddress());
		configuration.setPort(port);
		return configuration;
	}

	/**
	 * Sets what holds on the internal port, also if a customizer has replaced a part with
	 * one of its own.
	 */
	private static void ownParts(Configuration configuration) {
		configuration.getHttpRequestDecoderConfiguration().setMaxInitialLineLength(MAX_HEAD);
		configuration.getHttpRequestDecoderConfiguration().setMaxHeaderSize(MAX_HEAD);
		configuration.getSocketConfig().setTcpKeepAlive(true);
		configuration.getSocketConfig().setReuseAddress(true);
	}

}
