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

package io.github.stickycluster.test.engineio;

import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.SSLEngine;

import io.github.stickycluster.test.network.NetworkFaults;
import io.github.stickycluster.test.time.TestClock;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import org.jspecify.annotations.Nullable;

/**
 * A client's connections, all on one thread of its own.
 */
final class Network implements AutoCloseable {

	private final EventLoopGroup threads;

	private final EventLoop loop;

	private final ChannelGroup connections;

	private final NetworkFaults faults = new NetworkFaults();

	private final EngineIoTarget target;

	Network(EngineIoTarget target) {
		this.target = target;
		this.threads = newThreads(target.clock());
		this.loop = this.threads.next();
		this.connections = new DefaultChannelGroup(this.loop);
	}

	private static EventLoopGroup newThreads(@Nullable TestClock clock) {
		DefaultThreadFactory factory = new DefaultThreadFactory("socket-test-client", true);
		return (clock != null) ? clock.newEventLoops(1, factory)
				: new MultiThreadIoEventLoopGroup(1, factory, NioIoHandler.newFactory());
	}

	EventLoop loop() {
		return this.loop;
	}

	EngineIoTarget target() {
		return this.target;
	}

	NetworkFaults faults() {
		return this.faults;
	}

	/**
	 * Opens a connection, TLS included.
	 * @param handlers what the connection's pipeline ends with
	 */
	ChannelFuture connect(ChannelHandler... handlers) {
		Bootstrap bootstrap = new Bootstrap().group(this.loop)
			.channel(NioSocketChannel.class)
			.handler(new ChannelInitializer<>() {

				@Override
				protected void initChannel(Channel channel) {
					Network.this.connections.add(channel);
					channel.pipeline().addLast(Network.this.faults.newHandler());
					if (Network.this.target.tls() != null) {
						channel.pipeline().addLast(new SslHandler(newTlsEngine()));
					}
					channel.pipeline().addLast(handlers);
				}

			});
		return bootstrap.connect(new InetSocketAddress(this.target.host(), this.target.port()), this.target.source());
	}

	private SSLEngine newTlsEngine() {
		if (this.target.tls() == null) {
			throw new IllegalStateException("No TLS");
		}
		SSLEngine engine = this.target.tls().createSSLEngine(this.target.host(), this.target.port());
		engine.setUseClientMode(true);
		return engine;
	}

	/**
	 * Closes all connections and waits until the thread has ended.
	 */
	@Override
	public void close() {
		// A shutdown alone may leave connections open (core's EventLoopGroups says when),
		// and the faults keep a close from a connection that is silent.
		this.threads.submit(() -> this.connections.forEach((channel) -> channel.unsafe().close(channel.voidPromise())))
			.awaitUninterruptibly();
		this.threads.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(2, TimeUnit.SECONDS);
	}

}
