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
import java.util.function.Consumer;

import io.github.stickycluster.internal.log.LimitedLog;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Pauses accepting for a second after a failure, for example when the process is out of
 * file descriptors. An immediate retry would only use the CPU.
 */
final class AcceptPause extends ChannelInboundHandlerAdapter {

	private static final Logger logger = LoggerFactory.getLogger(AcceptPause.class);

	private static final long PAUSE_SECONDS = 1;

	private final LimitedLog limited = new LimitedLog(logger);

	private final Consumer<Throwable> failures;

	AcceptPause(Consumer<Throwable> failures) {
		this.failures = failures;
	}

	@Override
	public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
		this.failures.accept(cause);
		if (!ctx.channel().config().isAutoRead()) {
			return;
		}
		// First what may fail, or nobody would ever go on accepting.
		ctx.executor().schedule(() -> ctx.channel().config().setAutoRead(true), PAUSE_SECONDS, TimeUnit.SECONDS);
		ctx.channel().config().setAutoRead(false);
		this.limited.warn("accept",
				() -> "Could not accept a connection; trying again every " + PAUSE_SECONDS
						+ " s. If the process is out of file descriptors, raise 'ulimit -n' or lower "
						+ "sticky-cluster.limits.max-connections",
				cause);
	}

}
