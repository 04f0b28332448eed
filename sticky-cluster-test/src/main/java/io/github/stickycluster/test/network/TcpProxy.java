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

package io.github.stickycluster.test.network;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

import io.github.stickycluster.test.time.TestClock;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;

/**
 * TCP proxy between clients and a server on this machine that simulates network faults.
 * The server sees each client's own loopback address.
 *
 * @since 0.1.0
 */
public final class TcpProxy implements AutoCloseable {

	private final EventLoopGroup threads;

	private final ChannelGroup connections;

	private final NetworkFaults faults = new NetworkFaults();

	private final int target;

	private final Channel listener;

	private TcpProxy(int target, EventLoopGroup threads) {
		this.target = target;
		this.threads = threads;
		this.connections = new DefaultChannelGroup(threads.next());
		this.listener = new ServerBootstrap().group(this.threads)
			.channel(NioServerSocketChannel.class)
			.childOption(ChannelOption.AUTO_READ, false)
			.childHandler(new ChannelInitializer<>() {

				@Override
				protected void initChannel(Channel client) {
					TcpProxy.this.connections.add(client);
					client.pipeline().addLast(TcpProxy.this.faults.newHandler());
					connect(client);
				}

			})
			.bind(InetAddress.getLoopbackAddress(), 0)
			.syncUninterruptibly()
			.channel();
	}

	/**
	 * Starts a proxy on a free port.
	 * @param port the server's port on 127.0.0.1
	 * @return the proxy, which the caller closes
	 */
	public static TcpProxy to(int port) {
		return new TcpProxy(port, new MultiThreadIoEventLoopGroup(1, newThreadFactory(), NioIoHandler.newFactory()));
	}

	/**
	 * Starts a proxy on a free port that keeps the time of a clock: time that passes
	 * there at once waits for what the proxy has to carry.
	 * @param port the server's port on 127.0.0.1
	 * @param clock the clock of the server
	 * @return the proxy, which the caller closes
	 */
	public static TcpProxy to(int port, TestClock clock) {
		return new TcpProxy(port, clock.newEventLoops(1, newThreadFactory()));
	}

	private static ThreadFactory newThreadFactory() {
		return new DefaultThreadFactory("socket-test-proxy", true);
	}

	/**
	 * Returns the proxy's own port.
	 * @return the port on 127.0.0.1 that clients connect to
	 */
	public int port() {
		return ((InetSocketAddress) this.listener.localAddress()).getPort();
	}

	/**
	 * Returns the network faults between the clients and the proxy.
	 * @return the faults, none at first
	 */
	public NetworkFaults faults() {
		return this.faults;
	}

	private void connect(Channel client) {
		ChannelFuture connecting = new Bootstrap().group(client.eventLoop())
			.channel(NioSocketChannel.class)
			.option(ChannelOption.AUTO_READ, false)
			.handler(new Pipe(client))
			.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), this.target), source(client));
		this.connections.add(connecting.channel());
		connecting.addListener((ChannelFuture connected) -> {
			if (connected.isSuccess()) {
				client.pipeline().addLast(new Pipe(connected.channel()));
				client.read();
				connected.channel().read();
			}
			else {
				client.close();
			}
		});
	}

	private static InetSocketAddress source(Channel client) {
		return new InetSocketAddress(((InetSocketAddress) client.remoteAddress()).getAddress(), 0);
	}

	/**
	 * Closes all connections and the proxy's port.
	 */
	@Override
	public void close() {
		this.listener.close().awaitUninterruptibly();
		// A shutdown alone may leave connections open (core's EventLoopGroups says when),
		// and the faults keep a close from a connection that is silent.
		this.threads.submit(() -> this.connections.forEach((channel) -> channel.unsafe().close(channel.voidPromise())))
			.awaitUninterruptibly();
		this.threads.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(2, TimeUnit.SECONDS);
	}

	/**
	 * Writes what it reads to the other side, and reads on when that has taken it.
	 */
	private static final class Pipe extends ChannelInboundHandlerAdapter {

		private final Channel other;

		Pipe(Channel other) {
			this.other = other;
		}

		@Override
		public void channelRead(ChannelHandlerContext context, Object message) {
			this.other.writeAndFlush(message).addListener((ChannelFutureListener) (written) -> {
				if (written.isSuccess()) {
					context.channel().read();
				}
				else {
					context.close();
				}
			});
		}

		@Override
		public void channelInactive(ChannelHandlerContext context) {
			this.other.close();
		}

		@Override
		public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
			context.close();
		}

	}

}
