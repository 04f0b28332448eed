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

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.CompletableFuture;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpVersion;
import org.jspecify.annotations.Nullable;

/**
 * A connection that carries one request after the other and is opened again when the
 * server has closed it. Used on the network's thread.
 */
final class HttpConnection {

	private static final int LARGEST_REPLY = 256 * 1024 * 1024;

	private final Network network;

	private @Nullable Channel channel;

	private @Nullable CompletableFuture<HttpReply> pending;

	HttpConnection(Network network) {
		this.network = network;
	}

	CompletableFuture<HttpReply> get(String target) {
		return exchange(new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, target));
	}

	CompletableFuture<HttpReply> post(String target, Payload.Body body) {
		FullHttpRequest request = new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.POST, target,
				Unpooled.wrappedBuffer(body.bytes()));
		request.headers().set(HttpHeaderNames.CONTENT_TYPE, body.contentType());
		request.headers().set(HttpHeaderNames.CONTENT_LENGTH, body.bytes().length);
		return exchange(request);
	}

	private CompletableFuture<HttpReply> exchange(FullHttpRequest request) {
		CompletableFuture<HttpReply> reply = new CompletableFuture<>();
		this.pending = reply;
		request.headers().set(HttpHeaderNames.HOST, this.network.target().hostAndPort());
		this.network.target().headers().forEach((name, values) -> request.headers().set(name, values));
		if (this.channel != null && this.channel.isActive()) {
			write(this.channel, request);
		}
		else {
			connect(request);
		}
		return reply;
	}

	private void connect(FullHttpRequest request) {
		this.network.connect(new HttpClientCodec(), new HttpObjectAggregator(LARGEST_REPLY), new Replies())
			.addListener((ChannelFuture connected) -> {
				this.channel = connected.channel();
				if (connected.isSuccess()) {
					write(this.channel, request);
				}
				else {
					request.release();
					fail(connected.cause());
				}
			});
	}

	private void write(Channel to, FullHttpRequest request) {
		to.writeAndFlush(request).addListener((ChannelFutureListener) (written) -> {
			if (!written.isSuccess()) {
				fail(written.cause());
			}
		});
	}

	void close() {
		if (this.channel != null) {
			this.channel.close();
		}
	}

	private void fail(Throwable cause) {
		CompletableFuture<HttpReply> present = this.pending;
		this.pending = null;
		if (present != null) {
			present.completeExceptionally(
					(cause instanceof ClosedChannelException) ? new IOException("The connection was closed") : cause);
		}
	}

	private final class Replies extends SimpleChannelInboundHandler<FullHttpResponse> {

		@Override
		protected void channelRead0(ChannelHandlerContext context, FullHttpResponse response) {
			CompletableFuture<HttpReply> present = HttpConnection.this.pending;
			HttpConnection.this.pending = null;
			if (present != null) {
				present.complete(new HttpReply(response.status().code(), ByteBufUtil.getBytes(response.content())));
			}
		}

		@Override
		public void channelInactive(ChannelHandlerContext context) {
			if (context.channel() == HttpConnection.this.channel) {
				fail(new ClosedChannelException());
			}
		}

		@Override
		public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
			fail(cause);
			context.close();
		}

	}

}
