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

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Refuses accepted connections: with an HTTP status while few refusals are in progress,
 * else by closing them.
 */
final class ConnectionRefuser {

	static final int MOST_ANSWERS = 256;

	private static final int LEAST_ANSWERS = 32;

	/** Refused connections take file descriptors too, as long as they are answered. */
	private static final int SHARE_OF_CONNECTIONS = 8;

	private static final Logger logger = LoggerFactory.getLogger(ConnectionRefuser.class);

	private final AtomicInteger answering = new AtomicInteger();

	private final boolean tls;

	private final IntSupplier maxConnections;

	/**
	 * Creates a refuser.
	 * @param tls whether connections begin with TLS, whose handshake a refusal is not
	 * worth
	 * @param maxConnections tells how many connections may be open, 0 for any number
	 */
	ConnectionRefuser(boolean tls, IntSupplier maxConnections) {
		this.tls = tls;
		this.maxConnections = maxConnections;
	}

	/**
	 * Refuses a channel that is not registered yet.
	 */
	void refuse(Channel channel, EventLoop loop, RefusalReason reason) {
		logger.debug("Refused {}: {}", channel, reason);
		if (this.tls || !reserve()) {
			channel.unsafe().closeForcibly();
			return;
		}
		channel.pipeline().addLast(new RefusalHandler(reason));
		channel.closeFuture().addListener((closed) -> this.answering.decrementAndGet());
		loop.register(channel);
	}

	private boolean reserve() {
		if (this.answering.incrementAndGet() <= mostAnswers()) {
			return true;
		}
		this.answering.decrementAndGet();
		return false;
	}

	private int mostAnswers() {
		int most = this.maxConnections.getAsInt();
		return (most > 0) ? Math.min(Math.max(most / SHARE_OF_CONNECTIONS, LEAST_ANSWERS), MOST_ANSWERS) : MOST_ANSWERS;
	}

}
