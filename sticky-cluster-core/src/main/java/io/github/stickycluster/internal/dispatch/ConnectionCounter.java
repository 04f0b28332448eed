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
import java.util.concurrent.atomic.LongAdder;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;

/**
 * Counts the connections that the dispatcher has routed to one worker, across the
 * worker's restarts.
 */
public final class ConnectionCounter {

	private final LongAdder routed = new LongAdder();

	private final AtomicInteger active = new AtomicInteger();

	/** One for all connections, which keep it as long as they live. */
	private final ChannelFutureListener whenClosed = (closed) -> this.active.decrementAndGet();

	void add(Channel channel) {
		this.routed.increment();
		this.active.incrementAndGet();
		channel.closeFuture().addListener(this.whenClosed);
	}

	/**
	 * Takes over what the worker's own process has counted.
	 * @param given connections that it was given since it said so last
	 * @param open those that are open
	 */
	public void show(long given, int open) {
		this.routed.add(given);
		this.active.set(open);
	}

	/**
	 * Returns how many connections the worker has been given.
	 * @return connections since the start
	 */
	public long routed() {
		return this.routed.sum();
	}

	/**
	 * Returns how many of them are open.
	 * @return open connections
	 */
	public int active() {
		return this.active.get();
	}

}
