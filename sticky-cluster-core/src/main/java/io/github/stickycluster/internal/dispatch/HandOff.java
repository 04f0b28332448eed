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
import java.util.function.Supplier;

import io.github.stickycluster.internal.transport.FairReceiveBuffers;
import io.github.stickycluster.internal.worker.LocalWorker;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.RecvByteBufAllocator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Registers each accepted channel on an event loop of the worker that its peer's address
 * selects, which is nearly always the one that its requests will be routed to: then
 * nothing has to move.
 */
final class HandOff extends ChannelInboundHandlerAdapter {

	private static final Logger logger = LoggerFactory.getLogger(HandOff.class);

	private final WorkerSelector selector;

	private final Supplier<EventLoop> others;

	private final DispatcherInitializer initializer;

	private final ConnectionCounters counters;

	private final ConnectionLimits limits;

	private final ConnectionRefuser refuser;

	private final @Nullable ConnectionPasser passer;

	/** One for all connections, each of which would have its own. */
	private final RecvByteBufAllocator receiveBuffers = new FairReceiveBuffers();

	/**
	 * Creates the handler of the listening channel.
	 * @param selector selects the workers
	 * @param others tells the event loop of a connection that no worker takes
	 * @param initializer adds the handlers
	 * @param counters count what each worker is given
	 * @param limits what clients may take
	 * @param refuser turns the rest away
	 * @param passer passes connections on to other processes, or null for none
	 */
	HandOff(WorkerSelector selector, Supplier<EventLoop> others, DispatcherInitializer initializer,
			ConnectionCounters counters, ConnectionLimits limits, ConnectionRefuser refuser,
			@Nullable ConnectionPasser passer) {
		this.selector = selector;
		this.others = others;
		this.initializer = initializer;
		this.counters = counters;
		this.limits = limits;
		this.refuser = refuser;
		this.passer = passer;
	}

	@Override
	public void channelRead(ChannelHandlerContext ctx, Object accepted) {
		take((Channel) accepted);
	}

	/**
	 * Takes an accepted connection that is not registered yet.
	 */
	void take(Channel channel) {
		try {
			pass(channel);
		}
		catch (Error ex) {
			// Nobody else would ever close it.
			if (!channel.isRegistered()) {
				channel.unsafe().closeForcibly();
			}
			throw ex;
		}
	}

	private void pass(Channel channel) {
		if (!(channel.remoteAddress() instanceof InetSocketAddress peer)) {
			// It is gone already.
			channel.unsafe().closeForcibly();
		}
		else if (this.passer != null) {
			this.passer.pass(channel, peer.getAddress(), () -> keep(channel, peer));
		}
		else {
			keep(channel, peer);
		}
	}

	private void keep(Channel channel, InetSocketAddress peer) {
		try {
			handOff(channel, peer);
		}
		catch (RuntimeException ex) {
			// One connection's failure must not become the port's.
			logger.debug("Failed to take {}", channel, ex);
			end(channel);
		}
		catch (Error ex) {
			end(channel);
			throw ex;
		}
	}

	/**
	 * Closes a connection that could not be taken. Whoever counts it is told of its end
	 * on a loop, so it needs one.
	 */
	private void end(Channel channel) {
		if (channel.isRegistered()) {
			channel.close();
		}
		else {
			this.others.get().register(channel).addListener((registered) -> channel.close());
		}
	}

	/**
	 * Without a worker here that is up, a loop of the dispatcher serves the connection:
	 * it relays to other nodes, routes to a worker that is draining, or answers 503.
	 */
	private void handOff(Channel channel, InetSocketAddress peer) {
		LocalWorker worker = this.selector.forConnection(peer.getAddress());
		EventLoop loop = (worker != null) ? worker.nextLoop() : this.others.get();
		RefusalReason refusal = this.limits.admit(channel, peer.getAddress());
		if (refusal != null) {
			this.refuser.refuse(channel, loop, refusal);
			return;
		}
		if (worker != null) {
			this.counters.of(worker.id()).add(channel);
			worker.track(channel);
		}
		register(channel, loop);
	}

	private void register(Channel channel, EventLoop loop) {
		// Netty has set TCP_NODELAY.
		channel.config().setOption(ChannelOption.SO_KEEPALIVE, true);
		channel.config().setRecvByteBufAllocator(this.receiveBuffers);
		this.initializer.initialize(channel);
		loop.register(channel).addListener((registered) -> {
			if (!registered.isSuccess()) {
				logger.debug("A worker stopped before it could take {}", channel, registered.cause());
				channel.unsafe().closeForcibly();
			}
		});
	}

}
