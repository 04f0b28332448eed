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

package io.github.stickycluster.dispatch;

import java.net.InetSocketAddress;

import io.github.stickycluster.worker.LocalWorker;
import io.github.stickycluster.worker.Worker;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives each accepted channel to the worker that its client's address selects: the
 * channel gets that worker's pipeline and is registered on that worker's event loop, so
 * nothing of the dispatcher stands between the client and its worker.
 */
@Sharable
final class HandOff extends ChannelInboundHandlerAdapter {

	private static final Logger logger = LoggerFactory.getLogger(HandOff.class);

	private final WorkerSelector selector;

	private final ConnectionCounters counters;

	HandOff(WorkerSelector selector, ConnectionCounters counters) {
		this.selector = selector;
		this.counters = counters;
	}

	@Override
	public void channelRead(ChannelHandlerContext ctx, Object accepted) {
		Channel channel = (Channel) accepted;
		if (!(channel.remoteAddress() instanceof InetSocketAddress client)) {
			// Gone between the accept and now.
			channel.unsafe().closeForcibly();
			return;
		}
		this.selector.select(client.getAddress())
			.ifPresentOrElse((worker) -> handOff(channel, worker), () -> refuse(channel));
	}

	private void handOff(Channel channel, Worker worker) {
		if (!(worker instanceof LocalWorker local)) {
			refuse(channel);
			return;
		}
		EventLoop loop = local.nextLoop();
		channel.config().setOption(ChannelOption.TCP_NODELAY, true);
		channel.config().setOption(ChannelOption.SO_KEEPALIVE, true);
		channel.pipeline().addLast(local.initializer());
		this.counters.of(local.id()).add(channel);
		ChannelFuture registered = loop.register(channel);
		registered.addListener((future) -> {
			if (!future.isSuccess()) {
				logger.debug("Worker {} stopped before it could take {}", local.id(), channel, future.cause());
				channel.unsafe().closeForcibly();
			}
		});
	}

	private static void refuse(Channel channel) {
		logger.debug("No worker is up for {}", channel);
		channel.unsafe().closeForcibly();
	}

}
