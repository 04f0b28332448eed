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

package io.github.stickycluster.socketio;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/**
 * Lets something happen once a minute and counts the other times. Thread-safe.
 */
final class OncePerMinute {

	private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);

	private final LongSupplier clock;

	private final AtomicLong next;

	private final LongAdder leftOut = new LongAdder();

	/**
	 * Creates one whose first time is now.
	 * @param clock nanoseconds from any origin
	 */
	OncePerMinute(LongSupplier clock) {
		this.clock = clock;
		this.next = new AtomicLong(clock.getAsLong());
	}

	/**
	 * Asks for a turn.
	 * @return how many have been left out since the last one, or -1 if this is left out
	 */
	long take() {
		long now = this.clock.getAsLong();
		long due = this.next.get();
		if (now - due >= 0 && this.next.compareAndSet(due, now + MINUTE)) {
			return this.leftOut.sumThenReset();
		}
		this.leftOut.increment();
		return -1;
	}

}
