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
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import com.corundumstudio.socketio.Configuration;
import com.corundumstudio.socketio.SocketIOServer;
import io.github.stickycluster.engineio.EngineIoChannelInitializer;
import io.github.stickycluster.socketio.ListenerCalls;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A {@link SocketIOServer} whose event loops, port and end are ours to see: stock keeps
 * its groups private, takes four seconds to stop and leaks its threads when its port
 * cannot be bound.
 */
final class WorkerServer extends SocketIOServer {

	private static final Logger logger = LoggerFactory.getLogger(WorkerServer.class);

	private static final long CLOSE_TIMEOUT_SECONDS = 2;

	private static final long CALLS_TIMEOUT_SECONDS = 5;

	private final String threadName;

	private final EngineIoChannelInitializer initializer;

	private final @Nullable ListenerCalls calls;

	private @Nullable EventLoopGroup acceptGroup;

	private @Nullable EventLoopGroup group;

	private volatile @Nullable Channel channel;

	WorkerServer(Configuration configuration, EngineIoChannelInitializer initializer, String threadName,
			@Nullable ListenerCalls calls) {
		super(configuration);
		this.threadName = threadName;
		this.initializer = initializer;
		this.calls = calls;
		DefaultPipelineFactory.release(this);
		setPipelineFactory(initializer);
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
		finishCalls(servers);
		EventLoopGroups.shutDown(servers.stream().flatMap((server) -> server.groups().stream()).toList());
		servers.forEach((server) -> server.initializer.stop());
	}

	/**
	 * Lets the listeners off the event loops end, while they can still send; their
	 * disconnect listeners have just been called.
	 */
	private static void finishCalls(List<WorkerServer> servers) {
		List<ListenerCalls> calls = servers.stream().map((server) -> server.calls).filter(Objects::nonNull).toList();
		CompletableFuture.allOf(calls.stream().map(ListenerCalls::drained).toArray(CompletableFuture[]::new))
			.completeOnTimeout(null, CALLS_TIMEOUT_SECONDS, TimeUnit.SECONDS)
			.join();
		long left = calls.stream().mapToLong(ListenerCalls::pending).sum();
		calls.forEach(ListenerCalls::close);
		if (left > 0) {
			logger.warn("{} calls of listeners have not ended {} s after their clients were disconnected: "
					+ "those that wait are dropped", left, CALLS_TIMEOUT_SECONDS);
		}
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
