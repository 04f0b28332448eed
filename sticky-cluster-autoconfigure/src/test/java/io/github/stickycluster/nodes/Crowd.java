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

package io.github.stickycluster.nodes;

import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolConfig;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler;

/**
 * Thousands of small Socket.IO clients over WebSocket, each of a user and with a loopback
 * address that it shares with few.
 */
final class Crowd implements AutoCloseable {

	private final EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());

	private final AtomicInteger number = new AtomicInteger();

	/**
	 * Connects a client.
	 * @return the client, which may not be connected yet
	 */
	Member connect(int port, String user) {
		Member member = new Member(port, user);
		int index = this.number.getAndIncrement();
		new Bootstrap().group(this.group)
			.channel(NioSocketChannel.class)
			.localAddress(new InetSocketAddress("127.4." + (index / 250 % 250) + "." + (1 + index % 250), 0))
			.handler(member)
			.connect("127.0.0.1", port)
			.addListener((done) -> {
				if (!done.isSuccess()) {
					member.connected.completeExceptionally(done.cause());
				}
			});
		return member;
	}

	@Override
	public void close() {
		this.group.shutdownGracefully(100, 2000, TimeUnit.MILLISECONDS).awaitUninterruptibly();
	}

	/**
	 * A client.
	 */
	static final class Member extends ChannelInitializer<Channel> {

		private final int port;

		private final String user;

		private final CompletableFuture<Channel> connected = new CompletableFuture<>();

		private final Queue<String> told = new ConcurrentLinkedQueue<>();

		private Member(int port, String user) {
			this.port = port;
			this.user = user;
		}

		String user() {
			return this.user;
		}

		Member await() {
			this.connected.orTimeout(60, TimeUnit.SECONDS).join();
			return this;
		}

		Queue<String> told() {
			return this.told;
		}

		void close() {
			this.connected.join().close();
		}

		@Override
		protected void initChannel(Channel channel) {
			URI uri = URI.create("ws://127.0.0.1:" + this.port + "/socket.io/?EIO=4&transport=websocket");
			channel.pipeline()
				.addLast(new HttpClientCodec(), new HttpObjectAggregator(8192),
						new WebSocketClientProtocolHandler(WebSocketClientProtocolConfig.newBuilder()
							.webSocketUri(uri)
							.customHeaders(EmptyHttpHeaders.INSTANCE)
							.build()),
						new Handler());
		}

		private final class Handler extends SimpleChannelInboundHandler<TextWebSocketFrame> {

			@Override
			protected void channelRead0(ChannelHandlerContext context, TextWebSocketFrame frame) {
				String text = frame.text();
				if (text.startsWith("0")) {
					context.writeAndFlush(new TextWebSocketFrame("40{\"user\":\"" + Member.this.user + "\"}"));
				}
				else if (text.startsWith("40")) {
					Member.this.connected.complete(context.channel());
				}
				else if (text.equals("2")) {
					context.writeAndFlush(new TextWebSocketFrame("3"));
				}
				else if (text.startsWith("42")) {
					Member.this.told.add(text.substring(2));
				}
			}

			@Override
			public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
				context.close();
			}

		}

	}

}
