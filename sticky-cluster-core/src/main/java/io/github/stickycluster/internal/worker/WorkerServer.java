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

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

import com.corundumstudio.socketio.BroadcastOperations;
import com.corundumstudio.socketio.Configuration;
import com.corundumstudio.socketio.MultiRoomBroadcastOperations;
import com.corundumstudio.socketio.SocketIOChannelInitializer;
import com.corundumstudio.socketio.SocketIOClient;
import com.corundumstudio.socketio.SocketIONamespace;
import com.corundumstudio.socketio.SocketIOServer;
import com.corundumstudio.socketio.listener.ConnectListener;
import com.corundumstudio.socketio.listener.DataListener;
import com.corundumstudio.socketio.listener.DisconnectListener;
import com.corundumstudio.socketio.listener.EventInterceptor;
import com.corundumstudio.socketio.listener.MultiTypeEventListener;
import com.corundumstudio.socketio.listener.PingListener;
import com.corundumstudio.socketio.listener.PongListener;
import io.github.stickycluster.internal.engineio.EngineIoInitializer;
import io.github.stickycluster.internal.engineio.EngineIoServer;
import io.github.stickycluster.internal.engineio.PortGuard;
import io.github.stickycluster.internal.http.HttpExchangeHandler;
import io.github.stickycluster.internal.memory.ServerMemory;
import io.github.stickycluster.internal.nettysocketio.ClientGuard;
import io.github.stickycluster.internal.nettysocketio.Interceptors;
import io.github.stickycluster.internal.nettysocketio.ServerNamespaces;
import io.github.stickycluster.internal.nettysocketio.StockTimer;
import io.github.stickycluster.internal.socketio.ListenerCalls;
import io.github.stickycluster.internal.transport.EventLoopGroups;
import io.github.stickycluster.internal.transport.FairReceiveBuffers;
import io.github.stickycluster.internal.transport.IoTransport;
import io.github.stickycluster.internal.transport.ShiftedTicker;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SingleThreadEventLoop;
import io.netty.channel.unix.Socket;
import io.netty.channel.unix.UnixChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The {@link SocketIOServer} of a worker, which manages its own event loops and port. A
 * server of netty-socketio 2.0.14 keeps its event loops private, takes 4 s to stop, and
 * leaks its threads if its port cannot be bound (mrniko/netty-socketio#499).
 */
public final class WorkerServer extends SocketIOServer {

	private static final Logger logger = LoggerFactory.getLogger(WorkerServer.class);

	private static final long CLOSE_TIMEOUT_SECONDS = 2;

	private static final long BLOCKED_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

	private static final long CALLS_TIMEOUT_SECONDS = 5;

	private final IoTransport transport;

	private final String threadName;

	private final EngineIoServer engine;

	private final PortGuard guard;

	private final ServerNamespaces namespaces;

	private final @Nullable ListenerCalls calls;

	private final ServerMemory memory;

	private final @Nullable ShiftedTicker ticker;

	private @Nullable EventLoopGroup acceptGroup;

	private @Nullable EventLoopGroup group;

	private volatile @Nullable Channel channel;

	private volatile List<LoopWatch> watches = List.of();

	private final Set<Channel> connections = ConcurrentHashMap.newKeySet();

	/** One for all connections, which keep it as long as they live. */
	private final ChannelFutureListener whenClosed = (closed) -> this.connections.remove(closed.channel());

	/**
	 * Creates a server that has not been started.
	 * @param transport the kind of event loops
	 * @param configuration the server's configuration
	 * @param namespaces its namespaces
	 * @param engine serves their clients
	 * @param guard decides who may connect to the port
	 * @param threadName the beginning of its threads' names
	 * @param calls runs listeners off the event loops, or {@code null} to run them there
	 * @param memory told of failures
	 */
	WorkerServer(IoTransport transport, Configuration configuration, ServerNamespaces namespaces, EngineIoServer engine,
			PortGuard guard, String threadName, @Nullable ListenerCalls calls, ServerMemory memory,
			@Nullable ShiftedTicker ticker) {
		super(configuration);
		this.ticker = ticker;
		this.transport = transport;
		this.threadName = threadName;
		this.guard = guard;
		this.calls = calls;
		this.memory = memory;
		this.namespaces = namespaces;
		this.engine = engine;
		StockTimer.release(this);
	}

	/**
	 * Sets what intercepts the clients of all namespaces, before the server starts.
	 * @param interceptors the interceptors
	 */
	public void intercept(Interceptors interceptors) {
		this.namespaces.intercept(interceptors);
	}

	/**
	 * Sets what finds out who the clients of all namespaces are, before the server
	 * starts.
	 * @param guard the guard
	 */
	public void guard(ClientGuard guard) {
		this.namespaces.guard(guard);
	}

	ServerNamespaces namespaces() {
		return this.namespaces;
	}

	/**
	 * Accepts no pipeline factory: nothing may replace the worker's own.
	 */
	@Override
	public void setPipelineFactory(SocketIOChannelInitializer pipelineFactory) {
		throw new IgnoredSettingException("pipelineFactory",
				"Remove the call: the cluster's own pipeline replaces that of netty-socketio.");
	}

	/**
	 * Adds a namespace. While the superclass is being made, which keeps one that is not
	 * in use, there are none.
	 */
	@Override
	@SuppressWarnings({ "NullAway", "ConstantValue" })
	public SocketIONamespace addNamespace(String name) {
		return (this.namespaces != null) ? this.namespaces.create(name) : null;
	}

	@Override
	@SuppressWarnings("NullAway")
	public SocketIONamespace getNamespace(String name) {
		return this.namespaces.get(name);
	}

	@Override
	public void removeNamespace(String name) {
		this.namespaces.remove(name);
	}

	@Override
	public Collection<SocketIONamespace> getAllNamespaces() {
		return this.namespaces.all();
	}

	@Override
	public Collection<SocketIOClient> getAllClients() {
		return main().getAllClients();
	}

	@Override
	public SocketIOClient getClient(UUID uuid) {
		return main().getClient(uuid);
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

	// Listeners of the default namespace

	private SocketIONamespace main() {
		return this.namespaces.main();
	}

	@Override
	public void addMultiTypeEventListener(String eventName, MultiTypeEventListener listener, Class<?>... eventClass) {
		main().addMultiTypeEventListener(eventName, listener, eventClass);
	}

	@Override
	public <T> void addEventListener(String eventName, Class<T> eventClass, DataListener<T> listener) {
		main().addEventListener(eventName, eventClass, listener);
	}

	@Override
	public void addEventInterceptor(EventInterceptor eventInterceptor) {
		main().addEventInterceptor(eventInterceptor);
	}

	@Override
	public void removeAllListeners(String eventName) {
		main().removeAllListeners(eventName);
	}

	@Override
	public void addDisconnectListener(DisconnectListener listener) {
		main().addDisconnectListener(listener);
	}

	@Override
	public void addConnectListener(ConnectListener listener) {
		main().addConnectListener(listener);
	}

	@Override
	@Deprecated
	public void addPingListener(PingListener listener) {
		main().addPingListener(listener);
	}

	@Override
	public void addPongListener(PongListener listener) {
		main().addPongListener(listener);
	}

	@Override
	public void addListeners(Object listeners) {
		main().addListeners(listeners);
	}

	@Override
	public <L> void addListeners(Iterable<L> listeners) {
		main().addListeners(listeners);
	}

	@Override
	public void addListeners(Object listeners, Class<?> listenersClass) {
		main().addListeners(listeners, listenersClass);
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

	/**
	 * Starts the server with event loops of this class. The method of the superclass
	 * creates private ones, and knows only NIO and epoll.
	 */
	@Override
	public Future<Void> startAsync() {
		Configuration configuration = getConfiguration();
		EventLoopGroup accepting = newGroup(configuration.getBossThreads(), this.threadName + "-accept");
		EventLoopGroup loops = newGroup(configuration.getWorkerThreads(), this.threadName);
		this.acceptGroup = accepting;
		this.group = loops;
		this.engine.attach(loops);
		watch(loops, accepting);
		ServerBootstrap bootstrap = new ServerBootstrap().group(accepting, loops)
			.channelFactory(this.transport::newServerChannel)
			.childHandler(new EngineIoInitializer(this.engine, this.guard, configuration.getHttpDecoderConfig()));
		applyConnectionOptions(bootstrap);
		bootstrap.childOption(ChannelOption.RECVBUF_ALLOCATOR, new FairReceiveBuffers());
		ChannelFuture bound = bootstrap
			.bind(new InetSocketAddress(configuration.getHostname(), configuration.getPort()));
		this.channel = bound.channel();
		return bound;
	}

	private EventLoopGroup newGroup(int threads, String name) {
		AtomicInteger number = new AtomicInteger();
		return this.transport.newGroup(threads, new DefaultThreadFactory(name) {

			@Override
			protected Thread newThread(Runnable task, String ignored) {
				return super.newThread(task, name + "-" + number.incrementAndGet());
			}

		}, this.memory::notice, this.ticker);
	}

	private void watch(EventLoopGroup loops, EventLoopGroup accepting) {
		List<LoopWatch> made = new ArrayList<>();
		loops.forEach((loop) -> made.add(new LoopWatch(loop)));
		accepting.forEach((loop) -> made.add(new LoopWatch(loop)));
		// Before any client can block them, so that their threads are known.
		made.forEach(LoopWatch::ask);
		this.watches = List.copyOf(made);
	}

	@Override
	public void stop() {
		stopAll(List.of(this));
	}

	/**
	 * Stops servers side by side, so that many take no longer than one.
	 */
	public static void stopAll(List<WorkerServer> servers) {
		CompletableFuture<Void> closed = CompletableFuture
			.allOf(servers.stream().map(WorkerServer::closeSessions).toArray(CompletableFuture[]::new));
		closed.completeOnTimeout(null, CLOSE_TIMEOUT_SECONDS, TimeUnit.SECONDS).join();
		servers.forEach(WorkerServer::interruptBlocked);
		finishCalls(servers);
		EventLoopGroups.shutDown(servers.stream().flatMap((server) -> server.groups().stream()).toList());
		servers.forEach(WorkerServer::release);
	}

	/**
	 * Lets the listeners off the event loops end, while they can still send; their
	 * disconnect listeners have just been called.
	 */
	private static void finishCalls(List<WorkerServer> servers) {
		List<ListenerCalls> calls = servers.stream().map((server) -> server.calls).filter(Objects::nonNull).toList();
		CompletableFuture.allOf(calls.stream().map(ListenerCalls::idle).toArray(CompletableFuture[]::new))
			.completeOnTimeout(null, CALLS_TIMEOUT_SECONDS, TimeUnit.SECONDS)
			.join();
		long left = calls.stream().mapToLong(ListenerCalls::pending).sum();
		calls.forEach(ListenerCalls::close);
		if (left > 0) {
			logger.warn("{} calls of listeners have not ended {} s after their clients were disconnected; "
					+ "dropping those that have not begun", left, CALLS_TIMEOUT_SECONDS);
		}
	}

	// For a server that is replaced while others go on

	/**
	 * Closes the internal port.
	 */
	public void closePort() {
		Channel bound = this.channel;
		if (bound != null) {
			bound.close().awaitUninterruptibly(CLOSE_TIMEOUT_SECONDS, TimeUnit.SECONDS);
			if (bound.isOpen() && bound.isRegistered() && bound.eventLoop().isTerminated()) {
				this.transport.closeSocket(bound);
			}
		}
	}

	/**
	 * Counts a connection that the dispatcher gives to one of the loops as one to be
	 * closed with them.
	 */
	void track(Channel connection) {
		this.connections.add(connection);
		connection.closeFuture().addListener(this.whenClosed);
	}

	/**
	 * Closes the sessions that are left, in the background.
	 */
	public void endSessions() {
		closeSessions();
	}

	/**
	 * Asks the HTTP connections on the loops, which may carry other workers' sessions, to
	 * end as soon as no request is lost by it.
	 */
	public void retireConnections() {
		for (Channel connection : this.connections) {
			if (connection.isRegistered() && connection.eventLoop().parent() == this.group) {
				connection.eventLoop().execute(() -> retire(connection));
			}
		}
	}

	private static void retire(Channel connection) {
		HttpExchangeHandler handler = connection.pipeline().get(HttpExchangeHandler.class);
		if (handler != null) {
			handler.retire();
		}
	}

	/**
	 * Counts the connections on the loops.
	 */
	public int openConnections() {
		int open = 0;
		for (EventExecutor loop : loops(this.group)) {
			open += ((SingleThreadEventLoop) loop).registeredChannels();
		}
		return open;
	}

	/**
	 * Ends the loops, and with them what is left on them, in the background.
	 */
	public void endLoops() {
		groups().forEach(EventLoopGroups::shutDownLater);
	}

	/**
	 * Returns whether the loops have ended. The first time they have, the rest is
	 * released.
	 */
	public boolean hasEnded() {
		if (groups().stream().allMatch(EventLoopGroup::isTerminated)) {
			release();
			return true;
		}
		return false;
	}

	private void release() {
		this.engine.close();
		this.engine.release();
	}

	EngineIoServer engine() {
		return this.engine;
	}

	/**
	 * Returns how long the loop that is blocked longest has not answered.
	 */
	public Duration silence() {
		return Duration.ofNanos(this.watches.stream().mapToLong(LoopWatch::silence).max().orElse(0));
	}

	/**
	 * Returns whether all loops run and answer.
	 */
	public boolean answers() {
		return this.watches.stream().allMatch((watch) -> !watch.hasEnded() && watch.silence() <= BLOCKED_NANOS);
	}

	/**
	 * Wakes the threads that hold loops up, as far as they heed an interrupt.
	 */
	public void interruptBlocked() {
		for (LoopWatch watch : this.watches) {
			Thread thread = watch.thread();
			if (thread != null && watch.silence() > BLOCKED_NANOS) {
				thread.interrupt();
			}
		}
	}

	/**
	 * Breaks the connections whose loop does not answer or has ended, so that their
	 * clients connect again now and not when they miss a heartbeat. Only where the kernel
	 * can be asked to from another thread, which is not with {@link IoTransport#NIO}.
	 */
	public void breakConnections() {
		this.connections.forEach(WorkerServer::shutDownSocket);
		this.engine.webSockets().forEach(WorkerServer::shutDownSocket);
	}

	private static void shutDownSocket(Channel connection) {
		if (connection.isRegistered() && connection instanceof UnixChannel unix && unix.fd() instanceof Socket socket
				&& socket.isOpen()) {
			try {
				if (connection.eventLoop().isTerminated()) {
					socket.close();
				}
				else {
					socket.shutdown();
				}
			}
			catch (IOException ex) {
				logger.debug("{} is gone already", connection, ex);
			}
		}
	}

	public List<LoopWatch> watches() {
		return this.watches;
	}

	/**
	 * Returns whether the internal port accepts. A connect would tell no more: the kernel
	 * completes it before anybody has accepted. That somebody will is what the watch over
	 * the accepting loop tells.
	 */
	public boolean accepts() {
		Channel bound = this.channel;
		return bound != null && bound.isActive();
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
			throw new IllegalStateException("The server of this worker has not been started");
		}
		return running.next();
	}

	EventLoop firstLoop() {
		EventLoopGroup running = this.group;
		if (running == null) {
			throw new IllegalStateException("The server of this worker has not been started");
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
		return this.engine.close();
	}

	private static Iterable<EventExecutor> loops(@Nullable EventLoopGroup group) {
		return (group != null) ? group : List.of();
	}

}
