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

package io.github.stickycluster.testsupport;

import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoop;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolConfig;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler;

/**
 * A small Socket.IO client over WebSocket for tests with hundreds of them. It connects
 * again by itself, and sends again what was not acknowledged. Everything happens on its
 * event loop.
 */
final class SwarmClient {

	private final Swarm swarm;

	private final int number;

	private final EventLoop loop;

	private final Deque<String> toSend = new ArrayDeque<>();

	/** What awaits its acknowledgement, by its ack id. */
	private final Map<Long, String> unacknowledged = new LinkedHashMap<>();

	private Channel channel;

	private long nextAckId;

	private long lostAt;

	private boolean closed;

	private volatile boolean connected;

	private final AtomicInteger connects = new AtomicInteger();

	private volatile long longestAbsence;

	SwarmClient(Swarm swarm, int number, EventLoop loop) {
		this.swarm = swarm;
		this.number = number;
		this.loop = loop;
	}

	boolean isConnected() {
		return this.connected;
	}

	/** How often it was connected: once, and once more for each time it came back. */
	int connects() {
		return this.connects.get();
	}

	/** The longest time between a lost connection and the next CONNECT, in ms. */
	long longestAbsenceMillis() {
		return TimeUnit.NANOSECONDS.toMillis(this.longestAbsence);
	}

	void connect() {
		if (this.closed) {
			return;
		}
		new Bootstrap().group(this.loop)
			.channel(NioSocketChannel.class)
			.localAddress(new InetSocketAddress(address(), 0))
			.handler(new Initializer())
			.connect("127.0.0.1", this.swarm.port())
			.addListener((done) -> {
				if (!done.isSuccess()) {
					connectLater();
				}
			});
	}

	void send(String text) {
		this.loop.execute(() -> {
			this.toSend.add(text);
			sendAll();
		});
	}

	void close() {
		this.loop.execute(() -> {
			this.closed = true;
			if (this.channel != null) {
				this.channel.close();
			}
		});
	}

	private String address() {
		return "127.3." + (this.number / 250) + "." + (1 + this.number % 250);
	}

	// As the JavaScript client, only sooner.
	private void connectLater() {
		this.loop.schedule(this::connect, ThreadLocalRandom.current().nextInt(50, 400), TimeUnit.MILLISECONDS);
	}

	private void onConnect() {
		this.connected = true;
		this.connects.incrementAndGet();
		if (this.lostAt != 0) {
			this.longestAbsence = Math.max(this.longestAbsence, System.nanoTime() - this.lostAt);
		}
		// What has no acknowledgement is sent again.
		Deque<String> again = new ArrayDeque<>(this.unacknowledged.values());
		this.unacknowledged.clear();
		again.addAll(this.toSend);
		this.toSend.clear();
		this.toSend.addAll(again);
		sendAll();
	}

	private void sendAll() {
		while (this.connected && !this.toSend.isEmpty()) {
			String text = this.toSend.poll();
			long ackId = this.nextAckId++;
			this.unacknowledged.put(ackId, text);
			this.channel.writeAndFlush(new TextWebSocketFrame("42" + ackId + "[\"store\",\"" + text + "\"]"));
		}
	}

	private void onText(String text) {
		if (text.startsWith("0")) {
			this.channel.writeAndFlush(new TextWebSocketFrame("40"));
		}
		else if (text.startsWith("40")) {
			onConnect();
		}
		else if (text.equals("2")) {
			this.channel.writeAndFlush(new TextWebSocketFrame("3"));
		}
		else if (text.startsWith("43")) {
			String acknowledged = this.unacknowledged.remove(Long.parseLong(text.substring(2, text.indexOf('['))));
			this.swarm.onAcknowledged(acknowledged);
		}
		else if (text.startsWith("41")) {
			this.swarm.onServerDisconnect();
		}
	}

	private void onLost() {
		if (this.connected) {
			this.connected = false;
			this.lostAt = System.nanoTime();
		}
		connectLater();
	}

	private final class Initializer extends ChannelInitializer<Channel> {

		@Override
		protected void initChannel(Channel created) {
			SwarmClient client = SwarmClient.this;
			URI uri = URI.create("ws://127.0.0.1:" + client.swarm.port() + "/socket.io/?EIO=4&transport=websocket");
			created.pipeline()
				.addLast(new HttpClientCodec(), new HttpObjectAggregator(8192),
						new WebSocketClientProtocolHandler(WebSocketClientProtocolConfig.newBuilder()
							.webSocketUri(uri)
							.customHeaders(EmptyHttpHeaders.INSTANCE)
							.build()),
						new Handler());
		}

	}

	private final class Handler extends SimpleChannelInboundHandler<TextWebSocketFrame> {

		@Override
		public void channelActive(ChannelHandlerContext context) {
			SwarmClient.this.channel = context.channel();
			context.fireChannelActive();
		}

		@Override
		protected void channelRead0(ChannelHandlerContext context, TextWebSocketFrame frame) {
			onText(frame.text());
		}

		@Override
		public void channelInactive(ChannelHandlerContext context) {
			onLost();
		}

		@Override
		public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
			context.close();
		}

	}

}
