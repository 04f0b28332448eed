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

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import com.corundumstudio.socketio.BroadcastOperations;
import com.corundumstudio.socketio.Configuration;
import com.corundumstudio.socketio.MultiRoomBroadcastOperations;
import com.corundumstudio.socketio.SocketIOClient;
import com.corundumstudio.socketio.SocketIONamespace;
import com.corundumstudio.socketio.SocketIOServer;
import com.corundumstudio.socketio.namespace.Namespace;
import io.github.stickycluster.engineio.EngineIoChannelInitializer;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * A {@link SocketIOServer} whose event loops, port and end are ours to see: stock keeps
 * its groups private, takes four seconds to stop and leaks its threads when its port
 * cannot be bound.
 */
final class WorkerServer extends SocketIOServer {

	private static final long CLOSE_TIMEOUT_SECONDS = 2;

	private final String threadName;

	private final EngineIoChannelInitializer initializer;

	/**
	 * Set while the superclass adds the default namespace: an initializer would undo it.
	 */
	private @Nullable WorkerNamespaces namespaces;

	private @Nullable EventLoopGroup acceptGroup;

	private @Nullable EventLoopGroup group;

	private volatile @Nullable Channel channel;

	WorkerServer(Configuration configuration, EngineIoChannelInitializer initializer, String threadName) {
		super(configuration);
		this.threadName = threadName;
		this.initializer = initializer;
		DefaultPipelineFactory.release(this);
		setPipelineFactory(initializer);
		initializer.serve(namespaces());
	}

	private WorkerNamespaces namespaces() {
		WorkerNamespaces present = this.namespaces;
		if (present == null) {
			present = new WorkerNamespaces(getConfiguration());
			this.namespaces = present;
		}
		return present;
	}

	@Override
	public SocketIONamespace addNamespace(String name) {
		return namespaces().create(name);
	}

	@Override
	@SuppressWarnings("NullAway")
	public SocketIONamespace getNamespace(String name) {
		return namespaces().get(name);
	}

	@Override
	public void removeNamespace(String name) {
		namespaces().remove(name);
	}

	@Override
	public Collection<SocketIONamespace> getAllNamespaces() {
		return namespaces().getAllNamespaces();
	}

	@Override
	public Collection<SocketIOClient> getAllClients() {
		return getNamespace(Namespace.DEFAULT_NAME).getAllClients();
	}

	@Override
	public SocketIOClient getClient(UUID uuid) {
		return getNamespace(Namespace.DEFAULT_NAME).getClient(uuid);
	}

	@Override
	public BroadcastOperations getBroadcastOperations() {
		return operations(SocketIONamespace::getBroadcastOperations);
	}

	@Override
	public BroadcastOperations getRoomOperations(String... rooms) {
		return operations((namespace) -> namespace.getRoomOperations(rooms));
	}

	private BroadcastOperations operations(Function<SocketIONamespace, BroadcastOperations> each) {
		return new MultiRoomBroadcastOperations(getAllNamespaces().stream().map(each).toList());
	}

	@Override
	public void start() {
		Future<Void> bound = startAsync();
		bound.awaitUninterruptibly();
		if (!bound.isSuccess()) {
			stop();
			Configuration configuration = getConfiguration();
			throw new PortBindException(new InetSocketAddress(configuration.getHostname(), configuration.getPort()),
					true, bound.cause());
		}
	}

	@Override
	public Future<Void> startAsync() {
		ChannelFuture bound = (ChannelFuture) super.startAsync();
		this.channel = bound.channel();
		nameThreads();
		return bound;
	}

	/**
	 * The one place where stock shows the groups that it has made.
	 */
	@Override
	protected void applyConnectionOptions(ServerBootstrap bootstrap) {
		super.applyConnectionOptions(bootstrap);
		this.acceptGroup = bootstrap.config().group();
		EventLoopGroup loops = bootstrap.config().childGroup();
		this.group = loops;
		this.initializer.server().attach(loops);
	}

	@Override
	public void stop() {
		stopAll(List.of(this));
	}

	/**
	 * Stops servers side by side, so that many take no longer than one.
	 */
	static void stopAll(List<WorkerServer> servers) {
		CompletableFuture.allOf(servers.stream().map(WorkerServer::closeSessions).toArray(CompletableFuture[]::new))
			.completeOnTimeout(null, CLOSE_TIMEOUT_SECONDS, TimeUnit.SECONDS)
			.join();
		EventLoopGroups.shutDown(servers.stream().flatMap((server) -> server.groups().stream()).toList());
		servers.forEach((server) -> server.initializer.stop());
	}

	private List<EventLoopGroup> groups() {
		List<EventLoopGroup> groups = new ArrayList<>();
		for (EventLoopGroup running : new @Nullable EventLoopGroup[] { this.acceptGroup, this.group }) {
			if (running != null) {
				groups.add(running);
			}
		}
		return groups;
	}

	/**
	 * Returns the loop that the next connection belongs to.
	 * @return one of the worker's event loops, in turn
	 */
	EventLoop nextLoop() {
		EventLoopGroup running = this.group;
		if (running == null) {
			throw new IllegalStateException("The worker has not been started");
		}
		return running.next();
	}

	EventLoop firstLoop() {
		EventLoopGroup running = this.group;
		if (running == null) {
			throw new IllegalStateException("The worker has not been started");
		}
		return (EventLoop) running.iterator().next();
	}

	int boundPort() {
		Channel bound = this.channel;
		return (bound != null && bound.localAddress() instanceof InetSocketAddress address) ? address.getPort() : -1;
	}

	/**
	 * Tells the clients, while the loops can still write.
	 */
	private CompletableFuture<Void> closeSessions() {
		return (this.group != null) ? this.initializer.server().close() : CompletableFuture.completedFuture(null);
	}

	private void nameThreads() {
		name(this.acceptGroup, this.threadName + "-accept");
		name(this.group, this.threadName);
	}

	private static void name(@Nullable EventLoopGroup group, String name) {
		if (group == null) {
			return;
		}
		int number = 0;
		for (EventExecutor loop : group) {
			String threadName = name + "-" + (++number);
			loop.execute(() -> Thread.currentThread().setName(threadName));
		}
	}

}
