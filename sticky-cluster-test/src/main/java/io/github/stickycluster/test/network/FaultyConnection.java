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

package io.github.stickycluster.test.network;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPromise;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;

/**
 * Stands between a connection and the rest of its pipeline, and lets through what the
 * faults let through. What is delayed belongs to this handler until it goes on.
 */
final class FaultyConnection extends ChannelDuplexHandler {

	private final NetworkFaults faults;

	private final DelayLine inbound = new DelayLine();

	private final DelayLine outbound = new DelayLine();

	private final DelayLine held = new DelayLine();

	private @Nullable ChannelHandlerContext context;

	private boolean mustRead;

	private boolean cut;

	FaultyConnection(NetworkFaults faults) {
		this.faults = faults;
	}

	@Override
	public void handlerAdded(ChannelHandlerContext context) {
		this.context = context;
		this.faults.add(this);
	}

	@Override
	public void handlerRemoved(ChannelHandlerContext context) {
		this.faults.remove(this);
		this.inbound.clear();
		this.held.clear();
		this.outbound.clear();
	}

	void reset() {
		ChannelHandlerContext present = this.context;
		if (present != null) {
			present.executor().execute(() -> {
				this.cut = true;
				if (present.channel().isActive()) {
					present.channel().config().setOption(ChannelOption.SO_LINGER, 0);
					present.close();
				}
			});
		}
	}

	void resume() {
		ChannelHandlerContext present = this.context;
		if (present != null) {
			present.executor().execute(() -> {
				this.held.finish();
				if (this.mustRead) {
					this.mustRead = false;
					present.read();
				}
			});
		}
	}

	@Override
	public void read(ChannelHandlerContext context) {
		if (this.faults.isReading()) {
			context.read();
		}
		else {
			this.mustRead = true;
		}
	}

	@Override
	public void channelRead(ChannelHandlerContext context, Object message) {
		if (this.faults.isSilent()) {
			ReferenceCountUtil.release(message);
		}
		else {
			Runnable pass = () -> {
				context.fireChannelRead(message);
				context.fireChannelReadComplete();
			};
			if (this.faults.isReading()) {
				this.inbound.add(context.executor(), this.faults.delay(), message, pass);
			}
			else {
				// A read had begun before.
				this.held.hold(message, pass);
			}
		}
	}

	/**
	 * If the peer ends a connection that is silent, nobody hears of it.
	 */
	@Override
	public void channelInactive(ChannelHandlerContext context) {
		this.inbound.finish();
		if (this.cut || !this.faults.isSilent()) {
			context.fireChannelInactive();
		}
	}

	@Override
	public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
		if (this.faults.isSilent()) {
			ReferenceCountUtil.release(message);
			promise.setSuccess();
		}
		else {
			this.outbound.add(context.executor(), this.faults.delay(), message,
					() -> context.writeAndFlush(message, promise));
		}
	}

	/**
	 * The end of a connection that is silent is not heard either.
	 */
	@Override
	public void close(ChannelHandlerContext context, ChannelPromise promise) {
		this.outbound.finish();
		if (!this.faults.isSilent()) {
			context.close(promise);
		}
	}

}
