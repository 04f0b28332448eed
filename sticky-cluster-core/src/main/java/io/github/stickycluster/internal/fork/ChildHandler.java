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

package io.github.stickycluster.internal.fork;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.util.concurrent.ScheduledFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads one connection of a child, in the parent.
 */
final class ChildHandler extends SimpleChannelInboundHandler<ByteBuf> {

	private static final Logger logger = LoggerFactory.getLogger(ChildHandler.class);

	private static final long GREETING_SECONDS = 10;

	private final Door door;

	private final BiConsumer<ByteBuf, @Nullable ChildLink> bus;

	private @Nullable ChildLink link;

	private @Nullable ScheduledFuture<?> patience;

	/**
	 * Creates a handler.
	 * @param door says whom a connection belongs to
	 * @param bus takes frames, each with its sender
	 */
	ChildHandler(Door door, BiConsumer<ByteBuf, @Nullable ChildLink> bus) {
		this.door = door;
		this.bus = bus;
	}

	@Override
	public void channelActive(ChannelHandlerContext context) {
		this.patience = context.executor().schedule((Runnable) context::close, GREETING_SECONDS, TimeUnit.SECONDS);
	}

	@Override
	public void channelInactive(ChannelHandlerContext context) {
		if (this.patience != null) {
			this.patience.cancel(false);
		}
	}

	@Override
	protected void channelRead0(ChannelHandlerContext context, ByteBuf message) {
		ControlType type = ControlType.of(message.readByte());
		ChildLink present = this.link;
		if (present == null) {
			greet(context, type, new String(ControlFrames.rest(message), StandardCharsets.UTF_8));
		}
		else if (type == ControlType.BUS) {
			this.bus.accept(message, present);
		}
		else if (type != null) {
			present.received(type, message);
		}
	}

	private void greet(ChannelHandlerContext context, @Nullable ControlType type, String words) {
		String[] named = words.split("\n", -1);
		this.link = (named.length == 2) ? this.door.open(context.channel(), type, named[0], named[1]) : null;
		if (this.patience != null) {
			this.patience.cancel(false);
		}
		if (this.link == null) {
			refuse(context);
		}
	}

	private static void refuse(ChannelHandlerContext context) {
		logger.warn("Closed a connection to the control socket that did not come from the process of a forked worker");
		context.close();
	}

	@Override
	public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
		if (this.link == null) {
			logger.debug("The control connection {} has not begun well", context.channel(), cause);
			refuse(context);
			return;
		}
		if (cause instanceof IOException) {
			logger.debug("The control connection {} has failed", context.channel(), cause);
		}
		else {
			logger.warn("Closed the control connection {} to the process of a forked worker after an unexpected error",
					context.channel(), cause);
		}
		context.close();
	}

	/**
	 * Lets a connection in.
	 */
	@FunctionalInterface
	interface Door {

		@Nullable ChildLink open(Channel channel, @Nullable ControlType type, String worker, String token);

	}

}
