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

import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Cuts off a client that does not read its responses: one that takes nothing of what
 * waits for it during a whole limit. Used on the channel's event loop.
 */
final class WriteTimeout {

	private static final Logger logger = LoggerFactory.getLogger(WriteTimeout.class);

	private final ChannelHandlerContext context;

	private final long limitMillis;

	/** Set while responses wait. */
	private @Nullable Future<?> timeout;

	private long pending;

	WriteTimeout(ChannelHandlerContext context, long limitMillis) {
		this.context = context;
		this.limitMillis = limitMillis;
	}

	/** Begins to watch, if it does not yet and the channel is active. */
	void begin() {
		if (this.timeout == null && this.context.channel().isActive()) {
			this.pending = pending();
			this.timeout = this.context.executor().schedule(this::onTimeout, this.limitMillis, TimeUnit.MILLISECONDS);
		}
	}

	/** Whether it watches. */
	boolean isOn() {
		return this.timeout != null;
	}

	/** Ends the watch: everything was taken, or the channel is gone. */
	void end() {
		Future<?> timeout = this.timeout;
		if (timeout != null) {
			this.timeout = null;
			timeout.cancel(false);
		}
	}

	// A slow client gets its time as long as it takes anything.
	private void onTimeout() {
		this.timeout = null;
		if (pending() < this.pending) {
			begin();
		}
		else {
			logger.debug("{} does not read its responses", this.context.channel());
			this.context.close();
		}
	}

	private long pending() {
		ChannelOutboundBuffer buffer = this.context.channel().unsafe().outboundBuffer();
		return (buffer != null) ? buffer.totalPendingWriteBytes() - buffer.currentProgress() : 0;
	}

}
