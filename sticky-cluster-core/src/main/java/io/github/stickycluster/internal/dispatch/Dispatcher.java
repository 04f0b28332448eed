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

package io.github.stickycluster.internal.dispatch;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.github.stickycluster.internal.engineio.EngineIoSettings;
import io.github.stickycluster.internal.http.HttpRouter;
import io.github.stickycluster.internal.http.proxy.ForwardCounters;
import io.github.stickycluster.internal.memory.NodeMemory;
import io.github.stickycluster.internal.transport.EventLoopGroups;
import io.github.stickycluster.internal.transport.IoTransport;
import io.github.stickycluster.internal.worker.PortBindException;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.util.NetUtil;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens on the public port and routes each connection to its worker.
 * <p>
 * One thread accepts; everything after that happens on the workers' event loops, or, on a
 * node without workers, on the dispatcher's own.
 */
public final class Dispatcher {

	private static final Logger logger = LoggerFactory.getLogger(Dispatcher.class);

	private static final long CLOSE_TIMEOUT_SECONDS = 2;

	private static final long TOO_LONG = TimeUnit.SECONDS.toNanos(60);

	private static final long PAUSE = TimeUnit.SECONDS.toNanos(1);

	private final DispatcherSettings settings;

	private final IoTransport transport;

	private final WorkerSelector selector;

	private final DispatcherInitializer initializer;

	private final ConnectionCounters counters = new ConnectionCounters();

	private final ConnectionLimits limits;

	private final @Nullable Relay relay;

	private final @Nullable WebForward web;

	private final ConnectionRefuser refuser;

	private final InvalidAddresses invalidAddresses = new InvalidAddresses();

	private final RoutedRequests routed = new RoutedRequests();

	private final @Nullable ConnectionPasser passer;

	private final NodeMemory memory;

	private @Nullable EventLoopGroup group;

	private @Nullable EventLoopGroup connectionGroup;

	private volatile @Nullable Channel channel;

	private volatile @Nullable HandOff handOff;

	/** What the port is bound to, or was before it was lost. */
	private @Nullable InetSocketAddress bound;

	/**
	 * Since when connections cannot be accepted or served, as {@link System#nanoTime()}.
	 */
	private long brokenSince;

	private long lastRepair;

	private volatile boolean failing;

	private volatile boolean broken;

	/**
	 * Creates a dispatcher that does not listen yet.
	 * @param settings where it will listen
	 * @param transport the kind of sockets, the same as the workers'
	 * @param selector selects the workers
	 * @param engineIo the Engine.IO settings, the same as the workers'
	 * @param limits what clients may take
	 * @param tls TLS on the port, or null for none
	 */
	public Dispatcher(DispatcherSettings settings, IoTransport transport, WorkerSelector selector,
			EngineIoSettings engineIo, ConnectionLimits limits, @Nullable TlsSettings tls) {
		this(settings, transport, selector, engineIo, limits, tls, null, null, List.of(), null, NodeMemory.ofThisJvm());
	}

	/**
	 * Creates a dispatcher that does not listen yet.
	 * @param settings where it will listen
	 * @param transport the kind of sockets, the same as the workers'
	 * @param selector selects the workers
	 * @param engineIo the Engine.IO settings, the same as the workers'
	 * @param limits what clients may take
	 * @param tls TLS on the port, or null for none
	 * @param relay passes requests on to workers of other nodes, or null for none
	 * @param web passes requests outside the Socket.IO path on to the application's web
	 * server, or null to answer them with 404
	 * @param scripts the scripts of the browser client that are served below the
	 * Socket.IO path
	 * @param passer passes connections on to processes of their own, or null for none
	 * @param memory the node's memory
	 */
	public Dispatcher(DispatcherSettings settings, IoTransport transport, WorkerSelector selector,
			EngineIoSettings engineIo, ConnectionLimits limits, @Nullable TlsSettings tls, @Nullable Relay relay,
			@Nullable WebForward web, List<ClientScript> scripts, @Nullable ConnectionPasser passer,
			NodeMemory memory) {
		this.settings = settings;
		this.transport = transport;
		this.selector = selector;
		this.limits = limits;
		this.relay = relay;
		this.web = web;
		this.passer = passer;
		this.memory = memory;
		this.refuser = new ConnectionRefuser(tls != null, limits::maxConnections);
		HttpRouter socketIo = new ClientLimits(limits, new RequestRouter(selector, relay, this.routed));
		HttpRouter router = (web != null)
				? web.router(engineIo.path(), settings.clientAddress(), limits, tls != null, socketIo) : socketIo;
		HttpRouter first = scripts.isEmpty() ? router
				: new ClientScripts(engineIo.path(), scripts, engineIo.origins(), router);
		this.initializer = new DispatcherInitializer(first, engineIo, settings.clientAddress(), this.invalidAddresses,
				limits, tls);
	}

	/**
	 * Binds the public port; connections are accepted from now on. Without a port,
	 * connections are only {@link #adopt adopted}.
	 * @throws PortBindException if the port is taken or the address is not one of this
	 * host's
	 */
	public synchronized void start() {
		try {
			open(this.settings.socketAddress());
		}
		catch (PortBindException ex) {
			stop();
			throw ex;
		}
		InetSocketAddress address = this.bound;
		if (address != null) {
			logger.info("Dispatcher listens on {} ({})", NetUtil.toSocketAddressString(address), this.transport);
		}
	}

	private void open(InetSocketAddress address) {
		EventLoopGroup accepting = acceptingGroup();
		EventLoopGroup serving = servingGroup(accepting);
		HandOff taking = new HandOff(this.selector, serving::next, this.initializer, this.counters, this.limits,
				this.refuser, this.passer);
		if (this.settings.listens()) {
			listen(address, accepting, taking);
		}
		this.handOff = taking;
	}

	private void listen(InetSocketAddress address, EventLoopGroup accepting, HandOff taking) {
		ServerSocketChannel server = this.transport.newServerChannel();
		server.config().setOption(ChannelOption.SO_BACKLOG, this.settings.backlog());
		server.config().setReuseAddress(true);
		server.pipeline().addLast(taking, new AcceptPause(this.memory::notice));
		accepting.register(server).syncUninterruptibly();
		ChannelFuture binding = server.bind(address).awaitUninterruptibly();
		if (!binding.isSuccess()) {
			server.close().awaitUninterruptibly();
			throw new PortBindException(address, false, binding.cause());
		}
		this.channel = server;
		this.bound = server.localAddress();
	}

	/**
	 * Looks whether connections can be accepted and served, and makes good what has ended
	 * unasked: new event loops, and the public port on the same address. To be called
	 * several times a second.
	 * @param now the time of {@link System#nanoTime()}
	 */
	public synchronized void look(long now) {
		if (this.handOff == null || isWhole()) {
			this.failing = false;
			this.broken = false;
			return;
		}
		if (!this.failing) {
			this.brokenSince = now;
			this.lastRepair = now - PAUSE;
			this.failing = true;
		}
		if (!this.broken && now - this.brokenSince >= TOO_LONG) {
			logger.error("The dispatcher could not accept or serve connections for {} s: this node should be restarted",
					TimeUnit.NANOSECONDS.toSeconds(now - this.brokenSince));
			this.broken = true;
		}
		if (now - this.lastRepair >= PAUSE) {
			this.lastRepair = now;
			repair();
		}
	}

	private boolean isWhole() {
		Channel listening = this.channel;
		return !hasEnded(this.group) && !hasEnded(this.connectionGroup)
				&& (this.passer == null || !hasEnded(this.passer.acceptingGroup()))
				&& (!this.settings.listens() || (listening != null && listening.isOpen()));
	}

	private static boolean hasEnded(@Nullable EventLoopGroup running) {
		if (running != null) {
			for (EventExecutor loop : running) {
				if (loop.isShuttingDown()) {
					return true;
				}
			}
		}
		return false;
	}

	private void repair() {
		Channel lost = this.channel;
		if (lost != null) {
			this.transport.closeSocket(lost);
			this.channel = null;
		}
		// What is left of them ends with its connections.
		shutDown(this.group);
		shutDown(this.connectionGroup);
		InetSocketAddress address = (this.bound != null) ? this.bound : this.settings.socketAddress();
		try {
			open(address);
			logger.warn("The dispatcher's event loops had ended unexpectedly; started new ones, which listen on {}",
					NetUtil.toSocketAddressString(address));
		}
		catch (RuntimeException ex) {
			logger.debug("The dispatcher cannot be repaired yet", ex);
		}
	}

	private static void shutDown(@Nullable EventLoopGroup lost) {
		if (lost != null) {
			lost.shutdownGracefully();
		}
	}

	/**
	 * Returns whether connections could not be accepted or served for a minute, although
	 * that was tried again and again.
	 * @return whether this node cannot serve
	 */
	public boolean isBroken() {
		return this.broken;
	}

	@Nullable Channel listening() {
		return this.channel;
	}

	synchronized @Nullable EventLoopGroup serving() {
		return (this.connectionGroup != null) ? this.connectionGroup : this.group;
	}

	/**
	 * Takes a connection that another process has accepted.
	 * @param accepted the connection, not registered with any loop
	 */
	public void adopt(Channel accepted) {
		HandOff taking = this.handOff;
		if (taking != null) {
			taking.take(accepted);
		}
		else {
			accepted.unsafe().closeForcibly();
		}
	}

	private EventLoopGroup acceptingGroup() {
		if (this.passer != null) {
			return this.passer.acceptingGroup();
		}
		EventLoopGroup own = this.transport.newGroup(1, new DefaultThreadFactory("sticky-cluster-dispatcher"),
				this.memory::notice, this.settings.ticker());
		this.group = own;
		return own;
	}

	private EventLoopGroup servingGroup(EventLoopGroup accepting) {
		if (this.settings.threads() == 0) {
			return accepting;
		}
		EventLoopGroup own = this.transport.newGroup(this.settings.threads(),
				new DefaultThreadFactory("sticky-cluster-connections"), this.memory::notice, this.settings.ticker());
		this.connectionGroup = own;
		return own;
	}

	/**
	 * Closes the public port; connections that were accepted go on with their workers, or
	 * end if this node has none.
	 */
	public synchronized void stop() {
		Channel listening = this.channel;
		this.channel = null;
		this.handOff = null;
		this.bound = null;
		if (listening != null && this.passer != null) {
			listening.close().awaitUninterruptibly(CLOSE_TIMEOUT_SECONDS, TimeUnit.SECONDS);
		}
		List<EventLoopGroup> ending = new ArrayList<>();
		for (EventLoopGroup running : new @Nullable EventLoopGroup[] { this.group, this.connectionGroup }) {
			if (running != null) {
				ending.add(running);
			}
		}
		this.group = null;
		this.connectionGroup = null;
		if (!ending.isEmpty()) {
			EventLoopGroups.shutDown(ending);
			logger.info("Dispatcher has stopped");
		}
	}

	/**
	 * Returns the address that the port is bound to.
	 * @return the address, or null while the dispatcher does not run
	 */
	public @Nullable InetSocketAddress address() {
		Channel listening = this.channel;
		return (listening != null) ? (InetSocketAddress) listening.localAddress() : null;
	}

	/**
	 * Returns the connections given to each worker.
	 * @return the counters
	 */
	public ConnectionCounters connections() {
		return this.counters;
	}

	/**
	 * Returns what has been relayed to other nodes.
	 * @return the counts, or null if this dispatcher relays nothing
	 */
	public @Nullable ForwardCounters relayed() {
		return (this.relay != null) ? this.relay.counters() : null;
	}

	/**
	 * Returns what has been passed on to the application's web server.
	 * @return the counts, or null if this dispatcher passes nothing on
	 */
	public @Nullable ForwardCounters webForwarded() {
		return (this.web != null) ? this.web.counters() : null;
	}

	/**
	 * Returns the connections that were refused.
	 * @return the counts
	 */
	public RefusedConnections refused() {
		return this.limits.refused();
	}

	/**
	 * Returns the requests that were routed.
	 * @return the counts
	 */
	public RoutedRequests routed() {
		return this.routed;
	}

	/**
	 * Returns the client addresses that could not be taken.
	 * @return the counts
	 */
	public InvalidAddresses invalidAddresses() {
		return this.invalidAddresses;
	}

}
