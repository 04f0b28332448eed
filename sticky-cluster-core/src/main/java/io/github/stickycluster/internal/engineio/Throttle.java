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

package io.github.stickycluster.internal.engineio;

import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

import io.netty.channel.EventLoop;

/**
 * Throttles a client that exceeds its rate of messages: the messages that have arrived
 * are handled, and reading is paused until the rate allows it. If the pause lasts so long
 * that the client's pong is not read in time, the session is closed. Used on the
 * session's event loop.
 */
final class Throttle {

	/** After which a session that has ended is noticed. */
	private static final long LONGEST_WAIT_NANOS = TimeUnit.SECONDS.toNanos(1);

	private final Rate rate;

	private final EventLoop loop;

	private long paid;

	private boolean paused;

	Throttle(Rate rate, EventLoop loop) {
		this.rate = rate;
		this.loop = loop;
		this.paid = now();
	}

	/** Counts a message. */
	void pay() {
		this.paid = this.rate.take(this.paid, now());
	}

	/** Whether reading should pause and does not yet. */
	boolean begins() {
		return !this.paused && excessNanos() > 0;
	}

	/**
	 * Begins a pause.
	 * @param needed whether anybody still cares
	 * @param then run when everything is paid for, or nobody cares any more
	 */
	void pause(BooleanSupplier needed, Runnable then) {
		this.paused = true;
		proceed(needed, then);
	}

	private void proceed(BooleanSupplier needed, Runnable then) {
		long excess = excessNanos();
		if (excess > 0 && needed.getAsBoolean()) {
			this.loop.schedule(() -> proceed(needed, then), Math.min(excess, LONGEST_WAIT_NANOS), TimeUnit.NANOSECONDS);
		}
		else {
			this.paused = false;
			then.run();
		}
	}

	private long excessNanos() {
		return this.rate.excessNanos(this.paid, now());
	}

	private long now() {
		return this.loop.ticker().nanoTime();
	}

}
