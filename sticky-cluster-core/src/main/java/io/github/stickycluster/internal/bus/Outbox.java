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

package io.github.stickycluster.internal.bus;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

import io.github.stickycluster.internal.log.LimitedLog;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bounded buffer of messages that wait to be sent; when it is full, the oldest make
 * room. Thread-safe.
 */
final class Outbox {

	private static final Logger logger = LoggerFactory.getLogger(Outbox.class);

	private final LimitedLog limited = new LimitedLog(logger);

	/** What a waiting message costs beside its bytes, roughly. */
	private static final int OVERHEAD = 64;

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition changed = this.lock.newCondition();

	private final Deque<Letter> letters = new ArrayDeque<>();

	private final long capacity;

	private final BusStatistics statistics;

	private long size;

	private boolean closed;

	Outbox(long capacity, BusStatistics statistics) {
		this.capacity = capacity;
		this.statistics = statistics;
	}

	void add(Letter letter) {
		this.lock.lock();
		try {
			if (this.closed) {
				return;
			}
			if (letter.size() > this.capacity) {
				drop(() -> "its " + letter.message().length + " bytes exceed the bus's buffer of " + this.capacity
						+ " bytes");
				return;
			}
			while (this.size + letter.size() > this.capacity) {
				resize(-this.letters.remove().size());
				drop(() -> "the bus's buffer of " + this.capacity + " bytes is full");
			}
			this.letters.add(letter);
			resize(letter.size());
			this.changed.signal();
		}
		finally {
			this.lock.unlock();
		}
	}

	private void drop(Supplier<String> why) {
		this.statistics.countDropped();
		this.limited.warn("dropped", () -> "Dropped a message to other nodes, because " + why.get());
	}

	private void resize(long bytes) {
		this.size += bytes;
		this.statistics.waiting(this.size);
	}

	/**
	 * Waits for messages and takes the oldest.
	 * @return at least one, in their order; none when the outbox is closed and empty
	 */
	List<Letter> take(int most, long mostBytes) throws InterruptedException {
		this.lock.lockInterruptibly();
		try {
			while (this.letters.isEmpty() && !this.closed) {
				this.changed.await();
			}
			List<Letter> taken = new ArrayList<>();
			long bytes = 0;
			while (!this.letters.isEmpty() && taken.size() < most && bytes < mostBytes) {
				Letter letter = this.letters.remove();
				bytes += letter.size();
				taken.add(letter);
			}
			resize(-bytes);
			return taken;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Waits, or is woken by closing.
	 * @return whether the outbox is still open
	 */
	boolean pause(long millis) throws InterruptedException {
		long nanos = TimeUnit.MILLISECONDS.toNanos(millis);
		this.lock.lockInterruptibly();
		try {
			while (nanos > 0 && !this.closed) {
				nanos = this.changed.awaitNanos(nanos);
			}
			return !this.closed;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Takes nothing more.
	 */
	void close() {
		this.lock.lock();
		try {
			this.closed = true;
			this.changed.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * A message that waits to be sent.
	 *
	 * @param target the id of the node that it is for; empty for all
	 * @param message the message
	 */
	record Letter(String target, byte[] message) {

		private long size() {
			return OVERHEAD + (long) this.message.length;
		}

	}

}
