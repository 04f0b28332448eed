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

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

import io.netty.channel.EventLoop;
import org.jspecify.annotations.Nullable;

/**
 * One request's place among those of its client that are under way. Used on the request's
 * event loop.
 */
final class Turn {

	private final ClientSlots slots;

	private final Long client;

	private final long maxWaitMillis;

	private final ClientSlots.Waiter waiter = this::onTurn;

	private @Nullable EventLoop loop;

	private @Nullable Runnable begin;

	private @Nullable Future<?> timeout;

	private boolean held;

	private boolean ended;

	Turn(ClientSlots slots, Long client, Duration maxWait) {
		this.slots = slots;
		this.client = client;
		this.maxWaitMillis = maxWait.toMillis();
	}

	/**
	 * Takes the place, or waits for it.
	 * @param loop the request's event loop
	 * @param begin run there when it is the request's turn, which may be now
	 * @param tooLate run there when that takes too long
	 * @return whether it is the request's turn now
	 */
	boolean take(EventLoop loop, Runnable begin, Runnable tooLate) {
		this.loop = loop;
		this.begin = begin;
		this.held = this.slots.take(this.client, this.waiter);
		if (this.held) {
			begin.run();
		}
		else {
			this.timeout = loop.schedule(tooLate, this.maxWaitMillis, TimeUnit.MILLISECONDS);
		}
		return this.held;
	}

	/** Called by whoever gives its place up, on its own event loop. */
	private void onTurn() {
		EventLoop loop = this.loop;
		try {
			if (loop != null) {
				loop.execute(this::begin);
			}
		}
		catch (RejectedExecutionException ex) {
			this.slots.give(this.client);
		}
	}

	private void begin() {
		Runnable begin = this.begin;
		if (this.ended || begin == null) {
			this.slots.give(this.client);
			return;
		}
		this.held = true;
		cancelTimeout();
		begin.run();
	}

	/** The request is no longer under way, or no longer counts. */
	void end() {
		if (this.ended) {
			return;
		}
		this.ended = true;
		cancelTimeout();
		if (this.held) {
			this.slots.give(this.client);
		}
		else {
			// If its turn has come meanwhile, it is given back where it begins.
			this.slots.leave(this.client, this.waiter);
		}
	}

	private void cancelTimeout() {
		Future<?> timeout = this.timeout;
		if (timeout != null) {
			this.timeout = null;
			timeout.cancel(false);
		}
	}

}
