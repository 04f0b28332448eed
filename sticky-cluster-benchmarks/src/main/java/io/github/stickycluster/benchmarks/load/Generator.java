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

package io.github.stickycluster.benchmarks.load;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.SSLException;

import io.github.stickycluster.benchmarks.peer.RunningPeer;
import io.github.stickycluster.internal.transport.IoTransport;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;

/**
 * The clients' event loops and connections. Clients come from addresses of 127.0.0.0/8,
 * as many as there are clients, so that servers see them as different.
 */
public final class Generator implements AutoCloseable {

	/** The lowest is 127.1.0.1. */
	private static final int FIRST_ADDRESS = 0x7f010001;

	private static final int ADDRESSES = 0xffff;

	private static final int CONNECT_TIMEOUT_MILLIS = 5_000;

	private final IoTransport transport = lightest();

	private final EventLoopGroup group;

	private final List<EventLoop> loops = new ArrayList<>();

	private final SslContext tls;

	/**
	 * Starts the event loops.
	 * @param threads how many
	 */
	public Generator(int threads) {
		this.group = this.transport.newGroup(threads, new DefaultThreadFactory("load", true));
		for (EventExecutor loop : this.group) {
			this.loops.add((EventLoop) loop);
		}
		try {
			// The JDK's would take more of the processors than the servers that are
			// measured.
			this.tls = SslContextBuilder.forClient()
				.sslProvider(SslProvider.OPENSSL)
				.trustManager(InsecureTrustManagerFactory.INSTANCE)
				.build();
		}
		catch (SSLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	// What it saves leaves the servers more of the processors that they share.
	private static IoTransport lightest() {
		return (IoTransport.IO_URING.unavailabilityCause() == null) ? IoTransport.IO_URING : IoTransport.preferred();
	}

	int loops() {
		return this.loops.size();
	}

	int loopOf(int client) {
		return client % this.loops.size();
	}

	/**
	 * Connects a client.
	 * @param peer the server
	 * @param client the client's number, which tells its address and its event loop
	 * @param handler what becomes of the connection
	 */
	ChannelFuture connect(RunningPeer peer, int client, ChannelHandler handler) {
		Bootstrap bootstrap = new Bootstrap().group(this.loops.get(loopOf(client)))
			.channelFactory(this.transport::newClientChannel)
			.option(ChannelOption.TCP_NODELAY, true)
			.option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_TIMEOUT_MILLIS)
			.handler(new ChannelInitializer<>() {

				@Override
				protected void initChannel(Channel channel) {
					if (peer.tls()) {
						channel.pipeline().addLast(Generator.this.tls.newHandler(channel.alloc()));
					}
					channel.pipeline().addLast(handler);
				}

			});
		return bootstrap.connect(peer.address(), address(client));
	}

	private static InetSocketAddress address(int client) {
		int address = FIRST_ADDRESS + client % ADDRESSES;
		byte[] bytes = { (byte) (address >>> 24), (byte) (address >>> 16), (byte) (address >>> 8), (byte) address };
		try {
			return new InetSocketAddress(InetAddress.getByAddress(bytes), 0);
		}
		catch (UnknownHostException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public void close() {
		// Without a quiet period, loops end before they have closed what is being closed.
		this.group.shutdownGracefully(1, 30, TimeUnit.SECONDS).syncUninterruptibly();
	}

}
