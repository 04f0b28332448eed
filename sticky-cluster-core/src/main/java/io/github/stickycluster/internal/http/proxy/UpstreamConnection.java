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

import java.io.IOException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The last handler of a connection to a server: passes the response to the request that
 * is being forwarded over the connection. Stays in the pool between two requests.
 */
final class UpstreamConnection extends ChannelInboundHandlerAdapter {

	private static final Logger logger = LoggerFactory.getLogger(UpstreamConnection.class);

	private final Object key;

	private final Channel channel;

	private final UpstreamPool pool;

	private @Nullable Forwarding forwarding;

	private @Nullable Future<?> idleTimeout;

	UpstreamConnection(Object key, Channel channel, UpstreamPool pool) {
		this.key = key;
		this.channel = channel;
		this.pool = pool;
	}

	Object key() {
		return this.key;
	}

	Channel channel() {
		return this.channel;
	}

	/**
	 * Begins a request.
	 */
	void use(Forwarding forwarding) {
		this.forwarding = forwarding;
		Future<?> timeout = this.idleTimeout;
		if (timeout != null) {
			this.idleTimeout = null;
			timeout.cancel(false);
		}
	}

	/**
	 * Ends a request whose response is complete: the connection may serve another.
	 */
	void release(long idleMillis) {
		this.forwarding = null;
		if (this.channel.isActive() && this.pool.offer(this)) {
			this.channel.config().setAutoRead(true);
			this.idleTimeout = this.channel.eventLoop()
				.schedule(() -> this.channel.close(), idleMillis, TimeUnit.MILLISECONDS);
		}
		else {
			this.channel.close();
		}
	}

	/**
	 * Ends a request: nothing more of it concerns anybody.
	 */
	void close() {
		this.forwarding = null;
		this.channel.close();
	}

	void write(HttpObject part) {
		if (part instanceof LastHttpContent) {
			this.channel.writeAndFlush(part).addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
		}
		else {
			this.channel.write(part).addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
		}
	}

	@Override
	public void channelRead(ChannelHandlerContext context, Object message) {
		Forwarding present = this.forwarding;
		if (present == null || !(message instanceof HttpObject part)) {
			// Nobody has asked for it, so nobody can tell what it belongs to.
			ReferenceCountUtil.release(message);
			context.close();
			return;
		}
		if (part.decoderResult().isFailure()) {
			ReferenceCountUtil.release(part);
			present.onFailure(ForwardFailure.MALFORMED);
			return;
		}
		if (part instanceof HttpResponse head) {
			present.onHead(head);
		}
		if (part instanceof HttpContent content) {
			present.onContent(this, content);
		}
	}

	@Override
	public void channelReadComplete(ChannelHandlerContext context) {
		if (this.forwarding != null) {
			this.forwarding.onReadComplete();
		}
	}

	@Override
	public void channelWritabilityChanged(ChannelHandlerContext context) {
		if (this.forwarding != null && context.channel().isWritable()) {
			this.forwarding.onUpstreamWritable();
		}
	}

	@Override
	public void channelInactive(ChannelHandlerContext context) {
		this.pool.remove(this);
		if (this.idleTimeout != null) {
			this.idleTimeout.cancel(false);
		}
		Forwarding present = this.forwarding;
		this.forwarding = null;
		if (present != null) {
			present.onUpstreamClosed();
		}
	}

	@Override
	public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
		if (!(cause instanceof IOException)) {
			logger.debug("Closing {}", context.channel(), cause);
		}
		context.close();
	}

}
