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

package io.github.stickycluster.internal.http;

import java.util.ArrayDeque;
import java.util.Queue;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;

/**
 * Buffers the bytes that arrive during a switch of protocols, and passes them on when it
 * is removed. Owns them until then.
 */
final class UpgradeBuffer extends ChannelInboundHandlerAdapter {

	private final Queue<ByteBuf> bytes = new ArrayDeque<>(2);

	private boolean foreign;

	/**
	 * Whether something else than bytes came: requests pipelined behind the one that
	 * changed the protocol.
	 */
	boolean isForeign() {
		return this.foreign;
	}

	/** Releases everything. */
	void discard() {
		for (ByteBuf next = this.bytes.poll(); next != null; next = this.bytes.poll()) {
			next.release();
		}
	}

	@Override
	public void channelRead(ChannelHandlerContext context, Object message) {
		if (message instanceof ByteBuf buffer) {
			this.bytes.add(buffer);
		}
		else {
			this.foreign = true;
			ReferenceCountUtil.release(message);
		}
	}

	@Override
	public void channelReadComplete(ChannelHandlerContext context) {
		// Nothing was passed on.
	}

	@Override
	public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
		// The client is gone before it got its new protocol.
		context.close();
	}

	@Override
	public void handlerRemoved(ChannelHandlerContext context) {
		if (!context.channel().isActive()) {
			discard();
			return;
		}
		boolean any = !this.bytes.isEmpty();
		for (ByteBuf next = this.bytes.poll(); next != null; next = this.bytes.poll()) {
			context.fireChannelRead(next);
		}
		if (any) {
			context.fireChannelReadComplete();
		}
	}

}
