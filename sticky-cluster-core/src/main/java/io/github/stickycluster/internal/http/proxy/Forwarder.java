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

package io.github.stickycluster.internal.http.proxy;

import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

import io.github.stickycluster.internal.http.HttpExchange;
import io.github.stickycluster.internal.transport.IoTransport;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import org.jspecify.annotations.Nullable;

/**
 * Forwards requests to other HTTP servers: body and response are passed on as they come,
 * no faster than they are taken, and an accepted WebSocket joins the two connections.
 * Each request stays on the event loop of its client's connection. Thread-safe.
 */
public final class Forwarder {

	static final String HTTP_CODEC = "sticky.upstream.http";

	private static final String CONNECTION = "sticky.upstream";

	private static final int MAX_HEAD = 1024 * 1024;

	private final IoTransport transport;

	private final ForwardSettings settings;

	private final HttpDecoderConfig decoder = new HttpDecoderConfig().setMaxInitialLineLength(MAX_HEAD)
		.setMaxHeaderSize(MAX_HEAD);

	private final ForwardCounters counters = new ForwardCounters();

	private final @Nullable ClientSlots slots;

	private final Map<EventLoop, UpstreamPool> pools = new ConcurrentHashMap<>();

	private final Map<InetSocketAddress, Set<Channel>> channels = new ConcurrentHashMap<>();

	/**
	 * Creates a forwarder.
	 * @param transport the kind of sockets, the same as the clients' connections'
	 * @param settings how patient it is
	 */
	public Forwarder(IoTransport transport, ForwardSettings settings) {
		this.transport = transport;
		this.settings = settings;
		ClientBounds bounds = settings.bounds();
		boolean bounded = bounds.maxRequests() > 0 || bounds.maxRequestsInAll() > 0;
		this.slots = bounded ? new ClientSlots(bounds.maxRequests(), bounds.maxRequestsInAll()) : null;
	}

	/**
	 * Returns what has been forwarded.
	 * @return the counts
	 */
	public ForwardCounters counters() {
		return this.counters;
	}

	/**
	 * Forwards a request and its response; call it while the request is being routed.
	 * @param exchange the request
	 * @param upstream where it goes
	 * @param client the client key that the request counts for, or null for none
	 * @param change changes the head that goes on, which has lost the fields that concern
	 * the connection
	 */
	public void forward(HttpExchange exchange, Upstream upstream, @Nullable Long client, Consumer<HttpRequest> change) {
		HttpResponseStatus refusal = refusal(exchange.request());
		if (refusal != null) {
			exchange.respond(new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, refusal, Unpooled.EMPTY_BUFFER));
			return;
		}
		this.counters.request();
		HttpRequest head = ForwardHeaders.request(exchange.request());
		change.accept(head);
		// The other server may hold a poll for long, and has all of its head.
		exchange.shrink();
		new Forwarding(this, exchange, head, upstream, turn(client)).start();
	}

	private @Nullable Turn turn(@Nullable Long client) {
		ClientSlots slots = this.slots;
		return (slots != null && client != null) ? new Turn(slots, client, this.settings.bounds().maxWait()) : null;
	}

	/**
	 * Answers a request for which there is no server.
	 * @param exchange the request
	 */
	public void refuse(HttpExchange exchange) {
		this.counters.request();
		this.counters.failed(ForwardFailure.UNREACHABLE);
		exchange.respond(ForwardFailure.UNREACHABLE.response());
	}

	/**
	 * Returns whether a request asks to become a WebSocket.
	 * @param request the request
	 * @return whether it does, and may
	 */
	public static boolean isUpgrade(HttpRequest request) {
		return ForwardHeaders.isUpgrade(request);
	}

	/**
	 * Closes all connections to an address, those in use and WebSockets too, for when it
	 * is known that nobody is there any more.
	 * @param address where the server listened
	 */
	public void closeAll(InetSocketAddress address) {
		this.channels.getOrDefault(address, Set.of()).forEach(Channel::close);
	}

	private static @Nullable HttpResponseStatus refusal(HttpRequest request) {
		if (HttpMethod.CONNECT.equals(request.method())) {
			return HttpResponseStatus.METHOD_NOT_ALLOWED;
		}
		boolean bad = !ForwardHeaders.isFramed(request) || request.headers().getAll(HttpHeaderNames.HOST).size() > 1
				|| (ForwardHeaders.isUpgrade(request) && ForwardHeaders.hasBody(request));
		return bad ? HttpResponseStatus.BAD_REQUEST : null;
	}

	ForwardSettings settings() {
		return this.settings;
	}

	/**
	 * Takes a connection that is waiting.
	 */
	@Nullable UpstreamConnection poll(Upstream upstream, EventLoop loop) {
		UpstreamConnection connection = pool(loop).poll(upstream.key());
		return (connection != null && connection.channel().isActive()) ? connection : null;
	}

	/**
	 * Connects on an event loop.
	 */
	ChannelFuture connect(Upstream upstream, EventLoop loop) {
		return new Bootstrap().group(loop)
			.channelFactory(this.transport::newClientChannel)
			.option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) this.settings.connectTimeout().toMillis())
			.option(ChannelOption.TCP_NODELAY, true)
			.option(ChannelOption.SO_KEEPALIVE, true)
			.handler(new ChannelInitializer<>() {

				@Override
				protected void initChannel(Channel channel) {
					initialize(channel, upstream, pool(loop));
				}

			})
			.connect(upstream.address());
	}

	private void initialize(Channel channel, Upstream upstream, UpstreamPool pool) {
		this.counters.connected(channel);
		register(channel, upstream.address());
		upstream.opening().accept(channel.pipeline());
		channel.pipeline()
			.addLast(HTTP_CODEC, new HttpClientCodec(this.decoder, false, false))
			.addLast(CONNECTION, new UpstreamConnection(upstream.key(), channel, pool));
	}

	private void register(Channel channel, InetSocketAddress address) {
		this.channels.compute(address, (key, present) -> {
			Set<Channel> open = (present != null) ? present : ConcurrentHashMap.newKeySet();
			open.add(channel);
			return open;
		});
		channel.closeFuture().addListener((closed) -> this.channels.computeIfPresent(address, (key, open) -> {
			open.remove(channel);
			return open.isEmpty() ? null : open;
		}));
	}

	/**
	 * Goes when its loop does.
	 */
	private UpstreamPool pool(EventLoop loop) {
		UpstreamPool present = this.pools.get(loop);
		if (present != null) {
			return present;
		}
		UpstreamPool pool = new UpstreamPool(this.settings.maxIdle());
		this.pools.put(loop, pool);
		loop.terminationFuture().addListener((terminated) -> this.pools.remove(loop));
		return pool;
	}

}
