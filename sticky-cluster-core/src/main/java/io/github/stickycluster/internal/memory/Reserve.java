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

package io.github.stickycluster.internal.memory;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.IntFunction;

import org.jspecify.annotations.Nullable;

/**
 * Unused heap that is held in reserve, and released when memory runs out, so that errors
 * can be handled and sessions closed.
 * <p>
 * It is released in four parts, at least a second apart: the code that has filled the
 * heap may use up the first part, and the others are left for later needs. Each is held
 * in pieces, since a collector may have room for many small objects and none for a large
 * one. Thread-safe; letting go allocates nothing and does not wait.
 */
final class Reserve {

	static final long APART = TimeUnit.SECONDS.toNanos(1);

	private static final int PIECE = 64 * 1024;

	private static final int PARTS = 4;

	private static final int SHARE_OF_HEAP = 32;

	private static final long LEAST = 1024 * 1024;

	private static final long MOST = 16 * LEAST;

	private final int piecesOfPart;

	private final IntFunction<byte[]> allocator;

	private final AtomicReferenceArray<@Nullable Object> parts = new AtomicReferenceArray<>(PARTS);

	/** When a part was let go last, as {@link System#nanoTime()}. */
	private final AtomicLong lastRelease = new AtomicLong(System.nanoTime() - APART);

	/**
	 * Prepares a reserve that holds nothing yet.
	 * @param bytes how much it will hold
	 * @param allocator makes arrays
	 */
	Reserve(long bytes, IntFunction<byte[]> allocator) {
		this.piecesOfPart = Math.max(1, Math.toIntExact(bytes / PIECE / PARTS));
		this.allocator = allocator;
	}

	/**
	 * Prepares a reserve of a 32nd of the heap, 1 to 16 MB.
	 * @param maxHeap the most bytes that the heap can have
	 */
	static Reserve ofHeap(long maxHeap) {
		return new Reserve(Math.min(MOST, Math.max(LEAST, maxHeap / SHARE_OF_HEAP)), byte[]::new);
	}

	/** How much must be free for it to be taken when nothing is held, in bytes. */
	long needed() {
		return 2L * PARTS * this.piecesOfPart * PIECE;
	}

	/**
	 * Takes what is not held. There must be room for as much again as it is in all: for
	 * more than just enough.
	 * @return whether all is held now
	 */
	boolean take() {
		if (isHeld()) {
			return true;
		}
		try {
			@Nullable Object[] taken = new Object[PARTS];
			for (int i = 0; i < PARTS; i++) {
				taken[i] = (this.parts.get(i) == null) ? allocate(this.piecesOfPart) : null;
			}
			// It is garbage at once.
			allocate(PARTS * this.piecesOfPart);
			for (int i = 0; i < PARTS; i++) {
				this.parts.compareAndSet(i, null, taken[i]);
			}
			return true;
		}
		catch (OutOfMemoryError ex) {
			return false;
		}
	}

	private byte[][] allocate(int pieces) {
		byte[][] allocated = new byte[pieces][];
		for (int i = 0; i < pieces; i++) {
			allocated[i] = this.allocator.apply(PIECE);
		}
		return allocated;
	}

	/**
	 * Lets a part go, unless one was let go within the last second.
	 * @param now the time of {@link System#nanoTime()}
	 */
	void release(long now) {
		long last = this.lastRelease.get();
		if (now - last < APART || !this.lastRelease.compareAndSet(last, now)) {
			return;
		}
		for (int i = 0; i < PARTS; i++) {
			if (this.parts.getAndSet(i, null) != null) {
				return;
			}
		}
	}

	void releaseAll() {
		for (int i = 0; i < PARTS; i++) {
			this.parts.set(i, null);
		}
	}

	boolean isHeld() {
		return held() == PARTS;
	}

	/** How many of its four parts are held. */
	int held() {
		int held = 0;
		for (int i = 0; i < PARTS; i++) {
			if (this.parts.get(i) != null) {
				held++;
			}
		}
		return held;
	}

}
