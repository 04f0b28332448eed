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

package io.github.stickycluster.internal.fork;

import java.util.function.Consumer;

import io.github.stickycluster.internal.log.LimitedLog;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.unix.DomainSocketReadMode;
import io.netty.channel.unix.FileDescriptor;
import io.netty.util.ReferenceCountUtil;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Creates connections from the file descriptors that a parent passes on. A class of its
 * own, since it needs the classes of epoll.
 */
final class Descriptors extends ChannelInboundHandlerAdapter {

	private static final Logger logger = LoggerFactory.getLogger(Descriptors.class);

	private final LimitedLog limited = new LimitedLog(logger);

	private final Consumer<Channel> taker;

	private Descriptors(Consumer<Channel> taker) {
		this.taker = taker;
	}

	/**
	 * Creates a channel that reads descriptors.
	 * @param taker takes each connection
	 * @return the channel, neither registered nor connected
	 */
	static Channel channel(Consumer<Channel> taker) {
		EpollDomainSocketChannel channel = new EpollDomainSocketChannel();
		channel.config().setReadMode(DomainSocketReadMode.FILE_DESCRIPTORS);
		channel.pipeline().addLast(new Descriptors(taker));
		return channel;
	}

	@Override
	public void channelRead(ChannelHandlerContext context, Object message) {
		if (message instanceof FileDescriptor descriptor) {
			this.taker.accept(new EpollSocketChannel(descriptor.intValue()));
		}
		else {
			ReferenceCountUtil.release(message);
		}
	}

	@Override
	public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
		this.limited.warn("connection", () -> "Could not accept a connection that the parent process has passed on",
				cause);
	}

}
