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

package io.github.stickycluster.internal.transport;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.uring.IoUring;
import io.netty.channel.uring.IoUringAdaptiveBufferRingAllocator;
import io.netty.channel.uring.IoUringBufferRingConfig;
import io.netty.channel.uring.IoUringChannelOption;
import io.netty.channel.uring.IoUringDomainSocketChannel;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringIoHandlerConfig;
import io.netty.channel.uring.IoUringServerDomainSocketChannel;
import io.netty.channel.uring.IoUringServerSocketChannel;
import io.netty.channel.uring.IoUringSocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * Creates the sockets and event loops of io_uring. Connections receive into buffers that
 * all connections of an event loop share, so that an idle one holds none: without that,
 * each would have a buffer of its own lying in the kernel.
 */
final class IoUringSockets {

	private static final short BUFFER_GROUP = 1;

	private static final short BUFFERS = 256;

	/**
	 * Size of the completion queue; 16 bytes per completion. The end of a proxy closes
	 * thousands of connections at once, and Netty logs a warning for each overflow of the
	 * queue (netty/netty#15739).
	 */
	private static final int COMPLETIONS = 32_768;

	private static final ChannelHandler SHARE_BUFFERS = new ShareBuffers();

	private IoUringSockets() {
	}

	static @Nullable Throwable unavailabilityCause() {
		return IoUring.unavailabilityCause();
	}

	static IoHandlerFactory newHandlerFactory() {
		IoUringIoHandlerConfig config = new IoUringIoHandlerConfig();
		if (IoUring.isRegisterBufferRingSupported()) {
			// A kernel that supports buffer rings also supports the size of the queue.
			config.setCqSize(COMPLETIONS);
			config.setBufferRingConfig(IoUringBufferRingConfig.builder()
				.bufferGroupId(BUFFER_GROUP)
				.bufferRingSize(BUFFERS)
				.batchSize(BUFFERS / 2)
				.allocator(new IoUringAdaptiveBufferRingAllocator())
				.build());
		}
		return ScatteredRegistrations.of(IoUringIoHandler.newFactory(config));
	}

	static SocketChannel newClientChannel() {
		SocketChannel channel = new IoUringSocketChannel();
		shareBuffers(channel);
		return channel;
	}

	static ServerSocketChannel newServerChannel() {
		ServerSocketChannel channel = new IoUringServerSocketChannel();
		channel.pipeline().addLast(SHARE_BUFFERS);
		return channel;
	}

	static Channel newDomainChannel() {
		return new IoUringDomainSocketChannel();
	}

	static ServerChannel newDomainServerChannel() {
		return new IoUringServerDomainSocketChannel();
	}

	private static void shareBuffers(Channel channel) {
		if (IoUring.isRegisterBufferRingSupported()) {
			channel.config().setOption(IoUringChannelOption.IO_URING_BUFFER_GROUP_ID, BUFFER_GROUP);
		}
	}

	@ChannelHandler.Sharable
	private static final class ShareBuffers extends ChannelInboundHandlerAdapter {

		@Override
		public void channelRead(ChannelHandlerContext ctx, Object accepted) {
			shareBuffers((Channel) accepted);
			ctx.fireChannelRead(accepted);
		}

	}

}
