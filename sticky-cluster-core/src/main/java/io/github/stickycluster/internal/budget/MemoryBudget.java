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

package io.github.stickycluster.internal.budget;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

import io.netty.util.concurrent.EventExecutor;
import io.netty.util.internal.PlatformDependent;
import org.jspecify.annotations.Nullable;

/**
 * The memory that clients may make this JVM keep, of the heap and of direct memory, in
 * equal shares for the workers' event loops: what the clients of one loop hoard is their
 * own loss. Thread-safe.
 */
public final class MemoryBudget {

	/** In percent; the rest is the application's, and what is only passing. */
	public static final int DEFAULT_SHARE = 40;

	private static final int MEGABYTE = 1024 * 1024;

	private final long heap;

	private final long direct;

	private final Set<LoopBudget> loops = ConcurrentHashMap.newKeySet();

	private final Map<EventExecutor, LoopBudget> accounts = new ConcurrentHashMap<>();

	private final LongAdder closed = new LongAdder();

	private final LongAdder closedConnections = new LongAdder();

	private volatile int shares = 1;

	/**
	 * Creates a budget.
	 * @param heap the bytes of the heap, above 0
	 * @param direct the bytes of direct memory, above 0
	 */
	public MemoryBudget(long heap, long direct) {
		this.heap = heap;
		this.direct = direct;
	}

	/**
	 * Creates a budget of a share of what this JVM has.
	 * @param bytes the most of either kind, or 0 for no other bound than the share
	 * @return {@value #DEFAULT_SHARE} percent of the heap and of Netty's direct memory,
	 * but of each no more than said
	 */
	public static MemoryBudget ofThisJvm(long bytes) {
		return new MemoryBudget(share(Runtime.getRuntime().maxMemory(), bytes),
				share(PlatformDependent.maxDirectMemory(), bytes));
	}

	private static long share(long all, long most) {
		long share = all / 100 * DEFAULT_SHARE;
		return (most > 0) ? Math.min(most, share) : share;
	}

	/**
	 * Opens the account of an event loop; the others' shares shrink.
	 * @param loops how many event loops its worker has, this one among them
	 * @return the account, to be closed when the loop has ended
	 */
	public LoopBudget open(int loops) {
		LoopBudget loop = new LoopBudget(this, loops);
		this.loops.add(loop);
		divide();
		return loop;
	}

	/**
	 * Opens the account of an event loop that {@link #find} finds from now on; the
	 * others' shares shrink.
	 * @param executor the event loop
	 * @param loops how many event loops its worker has, this one among them
	 * @return the account, to be closed when the loop has ended
	 */
	public LoopBudget open(EventExecutor executor, int loops) {
		LoopBudget loop = open(loops);
		this.accounts.put(executor, loop);
		return loop;
	}

	/**
	 * Finds the account of an event loop.
	 * @param executor the event loop
	 * @return its account, or {@code null} if it has none, as a loop that is no worker's
	 */
	@Nullable LoopBudget find(EventExecutor executor) {
		return this.accounts.get(executor);
	}

	void close(LoopBudget loop) {
		this.accounts.values().remove(loop);
		this.loops.remove(loop);
		divide();
	}

	private synchronized void divide() {
		int before = this.shares;
		this.shares = Math.max(1, this.loops.size());
		if (this.shares > before) {
			this.loops.forEach((loop) -> loop.onSmallerShare(this.heap / before, this.direct / before));
		}
	}

	long heapShare() {
		return this.heap / this.shares;
	}

	long directShare() {
		return this.direct / this.shares;
	}

	/**
	 * Returns the heap that may be kept.
	 * @return bytes
	 */
	public long heap() {
		return this.heap;
	}

	/**
	 * Returns the direct memory that may be kept.
	 * @return bytes
	 */
	public long direct() {
		return this.direct;
	}

	/**
	 * Returns the heap that clients make this JVM keep.
	 * @return bytes at this moment
	 */
	public long heldHeap() {
		return this.loops.stream().mapToLong(LoopBudget::heap).sum();
	}

	/**
	 * Returns the direct memory that clients make this JVM keep.
	 * @return bytes at this moment
	 */
	public long heldDirect() {
		return this.loops.stream().mapToLong(LoopBudget::direct).sum();
	}

	/**
	 * Describes what is kept, for a line of a log.
	 * @return such as "90 of 100 MB of the heap and 3 of 100 MB of direct memory"
	 */
	public String describe() {
		return heldHeap() / MEGABYTE + " of " + heap() / MEGABYTE + " MB of the heap and " + heldDirect() / MEGABYTE
				+ " of " + direct() / MEGABYTE + " MB of direct memory";
	}

	/** A session was closed for what it kept. */
	public void countClosed() {
		this.closed.increment();
	}

	void countClosedConnection() {
		this.closedConnections.increment();
	}

	/**
	 * Returns how many connections without a session were closed for what they kept.
	 * @return connections since the start
	 */
	public long closedConnections() {
		return this.closedConnections.sum();
	}

	/**
	 * Returns how many sessions were closed for what they kept.
	 * @return sessions since the start
	 */
	public long closed() {
		return this.closed.sum();
	}

}
