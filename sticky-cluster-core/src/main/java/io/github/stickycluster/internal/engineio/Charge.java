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

import io.github.stickycluster.internal.budget.LoopBudget;

/**
 * The memory that one session uses on its event loop besides its own objects. Adds up the
 * parts whenever one may have changed, and charges the loop with the difference. Used on
 * the session's event loop.
 */
final class Charge {

	/** A session that keeps less than this counts as keeping nothing. */
	static final int LEAST = 2_048;

	private long heap;

	private long direct;

	private long nextHeap;

	private long nextDirect;

	/** What counts for the session, but is charged elsewhere since others keep it too. */
	private long shared;

	private long pending;

	/** Begins to add up anew. */
	void begin() {
		this.nextHeap = 0;
		this.nextDirect = 0;
		this.shared = 0;
	}

	void addHeap(long bytes) {
		this.nextHeap += bytes;
	}

	void addDirect(long bytes) {
		this.nextDirect += bytes;
	}

	/** Tells how much waits to be sent. */
	void pending(long bytes) {
		this.pending = bytes;
	}

	long pending() {
		return this.pending;
	}

	void addShared(long bytes) {
		this.shared += bytes;
	}

	/**
	 * Charges the difference.
	 * @param budget the loop's
	 * @return whether it is more than before
	 */
	boolean settle(LoopBudget budget) {
		long moreHeap = this.nextHeap - this.heap;
		long moreDirect = this.nextDirect - this.direct;
		this.heap = this.nextHeap;
		this.direct = this.nextDirect;
		budget.add(moreHeap, moreDirect);
		return moreHeap > 0 || moreDirect > 0;
	}

	boolean isEmpty() {
		return this.heap == 0 && this.direct == 0;
	}

	long heap() {
		return this.heap;
	}

	/** With what others keep too, which is nearly all direct memory. */
	long direct() {
		return this.direct + this.shared;
	}

}
