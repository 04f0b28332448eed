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

package io.github.stickycluster.internal.dispatch;

import java.util.concurrent.TimeUnit;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DuplexChannel;
import io.netty.util.ReferenceCountUtil;

/**
 * The only handler of a refused connection: sends the response after the first bytes, and
 * discards all others. Closing a connection with unread bytes would reset it and lose the
 * response.
 */
final class RefusalHandler extends ChannelInboundHandlerAdapter {

	static final int SECONDS_TO_ASK = 2;

	private static final int SECONDS_TO_LEAVE = 1;

	private final RefusalReason reason;

	private boolean answered;

	RefusalHandler(RefusalReason reason) {
		this.reason = reason;
	}

	@Override
	public void handlerAdded(ChannelHandlerContext context) {
		closeLater(context, SECONDS_TO_ASK);
	}

	@Override
	public void channelRead(ChannelHandlerContext context, Object message) {
		ReferenceCountUtil.release(message);
		if (!this.answered) {
			this.answered = true;
			context.writeAndFlush(this.reason.response(context.alloc()))
				.addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
			if (context.channel() instanceof DuplexChannel duplex) {
				duplex.shutdownOutput();
			}
			closeLater(context, SECONDS_TO_LEAVE);
		}
	}

	@Override
	public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
		context.close();
	}

	private static void closeLater(ChannelHandlerContext context, int seconds) {
		Channel channel = context.channel();
		context.executor().schedule(() -> channel.close(), seconds, TimeUnit.SECONDS);
	}

}
