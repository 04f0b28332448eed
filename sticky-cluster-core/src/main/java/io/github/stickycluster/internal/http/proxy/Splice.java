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

import java.util.concurrent.TimeUnit;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One direction between two spliced connections of one event loop: writes the bytes of
 * one connection to the other, no faster than that one is writable, and closes that one
 * with the first.
 */
final class Splice extends ChannelInboundHandlerAdapter {

	private static final Logger logger = LoggerFactory.getLogger(Splice.class);

	private static final String NAME = "sticky.splice";

	/** How long the second direction may be silent when the first has ended. */
	private static final int HALF_CLOSED_SECONDS = 30;

	private final Channel other;

	private boolean ended;

	private boolean read;

	private Splice(Channel other) {
		this.other = other;
	}

	/**
	 * Joins two channels at the ends of their pipelines.
	 */
	static void join(Channel one, Channel two) {
		add(one.pipeline(), two);
		add(two.pipeline(), one);
	}

	private static void add(ChannelPipeline pipeline, Channel other) {
		pipeline.channel().config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
		pipeline.addLast(NAME, new Splice(other));
	}

	@Override
	public void channelRead(ChannelHandlerContext context, Object message) {
		if (!(message instanceof ByteBuf)) {
			logger.debug("Not bytes but {} on {}", message.getClass(), context.channel());
			ReferenceCountUtil.release(message);
			context.close();
			return;
		}
		this.read = true;
		this.other.write(message, this.other.voidPromise());
		if (!this.other.isWritable()) {
			context.channel().config().setAutoRead(false);
		}
	}

	@Override
	public void channelReadComplete(ChannelHandlerContext context) {
		this.other.flush();
	}

	@Override
	public void channelWritabilityChanged(ChannelHandlerContext context) {
		if (context.channel().isWritable()) {
			this.other.config().setAutoRead(true);
		}
	}

	@Override
	public void userEventTriggered(ChannelHandlerContext context, Object event) {
		if (event instanceof ChannelInputShutdownEvent) {
			this.ended = true;
			end(context);
		}
	}

	@Override
	public void channelInactive(ChannelHandlerContext context) {
		this.ended = true;
		close(this.other);
	}

	@Override
	public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
		logger.debug("Closing {}: {}", context.channel(), cause.toString());
		context.close();
	}

	private void end(ChannelHandlerContext context) {
		Splice opposite = this.other.pipeline().get(Splice.class);
		if (opposite == null || opposite.ended || isTls(context.channel()) || isTls(this.other)) {
			close(this.other);
			close(context.channel());
			return;
		}
		this.other.writeAndFlush(Unpooled.EMPTY_BUFFER)
			.addListener((written) -> ((DuplexChannel) this.other).shutdownOutput());
		opposite.awaitEnd();
	}

	private static boolean isTls(Channel channel) {
		return !(channel instanceof DuplexChannel) || channel.pipeline().get(SslHandler.class) != null;
	}

	/**
	 * A peer that says nothing more and never ends would hold both connections for ever.
	 */
	private void awaitEnd() {
		this.read = false;
		this.other.eventLoop().schedule(() -> {
			if (this.read && !this.ended) {
				awaitEnd();
			}
			else {
				this.other.close();
			}
		}, HALF_CLOSED_SECONDS, TimeUnit.SECONDS);
	}

	private static void close(Channel channel) {
		if (channel.isActive()) {
			channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
		}
	}

}
