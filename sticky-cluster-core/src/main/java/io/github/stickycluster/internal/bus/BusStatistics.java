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

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * The counters of a bus since its creation. Thread-safe.
 */
public final class BusStatistics {

	private final LongAdder sent = new LongAdder();

	private final LongAdder received = new LongAdder();

	private final LongAdder dropped = new LongAdder();

	private final LongAdder lost = new LongAdder();

	private final LongAdder skipped = new LongAdder();

	private final AtomicLong waiting = new AtomicLong();

	/**
	 * Returns how many messages the engine has taken.
	 * @return messages of this node
	 */
	public long sent() {
		return this.sent.sum();
	}

	/**
	 * Returns how many messages have come.
	 * @return messages of other nodes, each once
	 */
	public long received() {
		return this.received.sum();
	}

	/**
	 * Returns how many messages were dropped before they were sent.
	 * @return messages of this node for which its buffer had no room
	 */
	public long dropped() {
		return this.dropped.sum();
	}

	/**
	 * Returns how many messages were missed.
	 * @return messages of other nodes that the engine had discarded before this node read
	 * them
	 */
	public long lost() {
		return this.lost.sum();
	}

	/**
	 * Returns how many frames could not be read.
	 * @return frames of an unknown version, and malformed ones
	 */
	public long skipped() {
		return this.skipped.sum();
	}

	/**
	 * Returns how many bytes wait to be sent.
	 * @return bytes in the buffer, those that the engine is just being given not counted
	 */
	public long waitingBytes() {
		return this.waiting.get();
	}

	void countSent(int messages) {
		this.sent.add(messages);
	}

	void countReceived() {
		this.received.increment();
	}

	void countDropped() {
		this.dropped.increment();
	}

	void countLost(long messages) {
		this.lost.add(messages);
	}

	void countSkipped() {
		this.skipped.increment();
	}

	void waiting(long bytes) {
		this.waiting.set(bytes);
	}

}
