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

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.stickycluster.internal.engineio.Rate;

/**
 * Limits each client's rate of new connections by a token bucket. Thread-safe.
 * <p>
 * A client's bucket is removed when it is full again, or when there are too many buckets,
 * which bounds the memory for any number of addresses.
 */
final class NewConnections {

	static final int MOST_CLIENTS = 100_000;

	private final Rate rate;

	private final LongSupplier clock;

	private final Cache<Long, AtomicLong> paid;

	NewConnections(Rate rate, LongSupplier clock) {
		this.rate = rate;
		this.clock = clock;
		this.paid = Caffeine.newBuilder()
			.maximumSize(MOST_CLIENTS)
			.expireAfterAccess(Duration.ofNanos(rate.burstNanos()).plusSeconds(1))
			.ticker(clock::getAsLong)
			// No thread of another pool, and nothing left undone behind a flood.
			.executor(Runnable::run)
			.build();
	}

	/**
	 * Takes a token for a new connection.
	 * @param client the client key, boxed by the caller, whose other records share it
	 * @return whether there was one; if not, nothing is taken
	 */
	boolean take(Long client) {
		long now = this.clock.getAsLong();
		AtomicLong paid = this.paid.get(client, (key) -> new AtomicLong(now));
		while (true) {
			long present = paid.get();
			long next = this.rate.take(present, now);
			if (this.rate.excessNanos(next, now) > 0) {
				return false;
			}
			if (paid.compareAndSet(present, next)) {
				return true;
			}
		}
	}

	long clients() {
		this.paid.cleanUp();
		return this.paid.estimatedSize();
	}

}
