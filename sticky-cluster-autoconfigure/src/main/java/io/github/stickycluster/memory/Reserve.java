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

package io.github.stickycluster.memory;

import java.util.Arrays;
import java.util.function.IntFunction;

import org.jspecify.annotations.Nullable;

/**
 * Heap that is held for no use of its own. When memory runs out it is let go, so that
 * errors can be handled and sessions closed.
 * <p>
 * It is held in pieces, since a collector may have room for many small objects and none
 * for a large one. Thread-safe; letting go allocates nothing.
 */
final class Reserve {

	private static final int PIECE = 128 * 1024;

	private static final int SHARE_OF_HEAP = 32;

	private static final long LEAST = 1024 * 1024;

	private static final long MOST = 16 * LEAST;

	private final byte[] @Nullable [] held;

	/** As much again, taken for a moment to see that there is more than just enough. */
	private final byte[] @Nullable [] spare;

	private final IntFunction<byte[]> allocator;

	private boolean holding;

	/**
	 * Prepares a reserve that holds nothing yet.
	 * @param bytes how much it will hold
	 * @param allocator makes arrays
	 */
	Reserve(long bytes, IntFunction<byte[]> allocator) {
		this.allocator = allocator;
		int pieces = Math.toIntExact((bytes + PIECE - 1) / PIECE);
		this.held = new byte[pieces][];
		this.spare = new byte[pieces][];
	}

	/**
	 * Prepares a reserve of a 32nd of the heap, 1 to 16 MB.
	 * @param maxHeap the most bytes that the heap can have
	 */
	static Reserve ofHeap(long maxHeap) {
		return new Reserve(Math.min(MOST, Math.max(LEAST, maxHeap / SHARE_OF_HEAP)), byte[]::new);
	}

	/** How much must be free for it to be taken, in bytes. */
	long needed() {
		return 2L * PIECE * this.held.length;
	}

	/**
	 * Takes it, unless it is held.
	 * @return whether it is held now
	 */
	synchronized boolean take() {
		if (this.holding) {
			return true;
		}
		try {
			fill(this.held);
			fill(this.spare);
			this.holding = true;
		}
		catch (OutOfMemoryError ex) {
			Arrays.fill(this.held, null);
		}
		Arrays.fill(this.spare, null);
		return this.holding;
	}

	private void fill(byte[] @Nullable [] pieces) {
		for (int i = 0; i < pieces.length; i++) {
			pieces[i] = this.allocator.apply(PIECE);
		}
	}

	synchronized void release() {
		this.holding = false;
		Arrays.fill(this.held, null);
	}

	synchronized boolean isHeld() {
		return this.holding;
	}

}
