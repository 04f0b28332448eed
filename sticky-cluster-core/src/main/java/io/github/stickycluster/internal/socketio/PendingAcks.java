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

package io.github.stickycluster.internal.socketio;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;

import org.jspecify.annotations.Nullable;

/**
 * The callbacks of one socket that wait for acks; each is returned only once, to the
 * first caller. Thread-safe.
 */
final class PendingAcks {

	/** The heap of an entry with its id and its timer, and of a small callback. */
	static final int COST = 256;

	private final IntConsumer kept;

	/** Made with the first callback: most sockets never have one. */
	private @Nullable Map<Long, AckReceiver> entries;

	private long next;

	private boolean closed;

	/**
	 * Creates an empty list.
	 * @param kept told how many bytes are kept more than before, on any thread
	 */
	PendingAcks(IntConsumer kept) {
		this.kept = kept;
	}

	/**
	 * Adds a callback.
	 * @param receiver waits for an ack
	 * @return its id, or -1 if no ack can come any more
	 */
	synchronized long add(AckReceiver receiver) {
		if (this.closed) {
			return -1;
		}
		if (this.entries == null) {
			this.entries = new HashMap<>(4);
		}
		this.entries.put(this.next, receiver);
		this.kept.accept(COST);
		return this.next++;
	}

	// Sets the timer of a callback, or cancels it if the callback was taken already.
	synchronized void setTimer(long id, Future<?> timer) {
		AckReceiver entry = (this.entries != null) ? this.entries.get(id) : null;
		if (entry != null) {
			entry.start(timer);
		}
		else {
			timer.cancel(false);
		}
	}

	synchronized boolean isAnyPending() {
		return this.entries != null && !this.entries.isEmpty();
	}

	synchronized @Nullable AckReceiver get(long id) {
		return (this.entries != null) ? this.entries.get(id) : null;
	}

	synchronized @Nullable AckReceiver take(long id) {
		AckReceiver entry = (this.entries != null) ? this.entries.remove(id) : null;
		if (entry == null) {
			return null;
		}
		this.kept.accept(-COST);
		return entry.stop();
	}

	// Takes all, and lets none in any more.
	synchronized List<AckReceiver> close() {
		this.closed = true;
		Collection<AckReceiver> left = (this.entries != null) ? this.entries.values() : List.of();
		this.entries = null;
		this.kept.accept(-COST * left.size());
		return left.stream().map(AckReceiver::stop).toList();
	}

}
