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

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;

/**
 * The account of one event loop: what its clients make it keep. Only the loop's thread
 * changes it, without a lock or an atomic operation, but for what listener calls keep
 * that run elsewhere; the questions may be asked on any thread.
 */
public final class LoopBudget implements AutoCloseable {

	/** From here on no session is let in, and what is unused goes first. */
	static final double TIGHT = 0.7;

	/** As much of its limit a loop uses that keeps more than a smaller share. */
	private static final double CALM = 0.69;

	/**
	 * Into as many parts the share of a worker is divided, of which a packet gets one.
	 */
	private static final int PACKETS = 8;

	/** A call that takes less begins whatever others take. */
	private static final int LARGE = 65_536;

	/** The part of the share that calls may take before large ones wait. */
	private static final int RUNNING = 4;

	private static final VarHandle HEAP = handle("heap");

	private static final VarHandle DIRECT = handle("direct");

	private final MemoryBudget budget;

	/** How many loops the worker has. */
	private final int loops;

	private long heap;

	private long direct;

	/** What listener calls keep that wait or run elsewhere. */
	private final AtomicLong elsewhere = new AtomicLong();

	/** Of that, what those calls keep that run. */
	private final AtomicLong running = new AtomicLong();

	private final LoopConnections connections = new LoopConnections(this);

	/** Told of growth for which no session is at hand that could tell. */
	private Runnable growth = () -> {
	};

	/** While more is kept than the share allows, which was larger when it came. */
	private volatile @Nullable Grace grace;

	LoopBudget(MemoryBudget budget, int loops) {
		this.budget = budget;
		this.loops = loops;
	}

	private static VarHandle handle(String field) {
		try {
			return MethodHandles.lookup().findVarHandle(LoopBudget.class, field, long.class);
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

	/**
	 * Charges the account, or pays back; on the loop.
	 * @param heap bytes of the heap
	 * @param direct bytes of direct memory
	 */
	public void add(long heap, long direct) {
		HEAP.setOpaque(this, this.heap + heap);
		DIRECT.setOpaque(this, this.direct + direct);
		if (this.grace != null && heap() < TIGHT * this.budget.heapShare()
				&& this.direct < TIGHT * this.budget.directShare()) {
			this.grace = null;
		}
	}

	/**
	 * Charges the account with heap that is kept off the loop, or pays back; on any
	 * thread.
	 * @param bytes bytes of the heap
	 */
	public void addElsewhere(long bytes) {
		this.elsewhere.addAndGet(bytes);
	}

	/**
	 * Charges the account with a call that begins off the loop; on any thread. A large
	 * one has to wait where those that run take a quarter of the share: no session can be
	 * closed for them, since nothing ends them but their return.
	 * @param bytes the heap that the call takes until it {@linkplain #end(long) ends}
	 * @return whether it may begin
	 */
	public boolean begin(long bytes) {
		long before = this.running.get();
		while (bytes < LARGE || before < heapLimit() / RUNNING) {
			if (this.running.compareAndSet(before, before + bytes)) {
				addElsewhere(bytes);
				return true;
			}
			before = this.running.get();
		}
		return false;
	}

	/**
	 * Pays back what a call has taken; on any thread.
	 * @param bytes the heap that was charged when it began
	 */
	public void end(long bytes) {
		this.running.addAndGet(-bytes);
		addElsewhere(-bytes);
	}

	/**
	 * The share has become smaller, since there are more loops. What is kept may stay: no
	 * session is closed since a worker was added.
	 * @param heap the share of the heap before, in bytes
	 * @param direct the share of direct memory before, in bytes
	 */
	void onSmallerShare(long heap, long direct) {
		this.grace = new Grace(Math.min(Math.max(heap, heapLimit()), (long) (heap() / CALM)),
				Math.min(Math.max(direct, directLimit()), (long) (direct() / CALM)));
	}

	/**
	 * Returns the heap that may be kept.
	 * @return bytes
	 */
	long heapLimit() {
		Grace grace = this.grace;
		return (grace != null) ? Math.max(grace.heap, this.budget.heapShare()) : this.budget.heapShare();
	}

	/**
	 * Returns the direct memory that may be kept.
	 * @return bytes
	 */
	long directLimit() {
		Grace grace = this.grace;
		return (grace != null) ? Math.max(grace.direct, this.budget.directShare()) : this.budget.directShare();
	}

	/**
	 * Returns the heap that is kept.
	 * @return bytes
	 */
	public long heap() {
		return (long) HEAP.getOpaque(this) + this.elsewhere.get();
	}

	/**
	 * Returns the direct memory that is kept.
	 * @return bytes
	 */
	public long direct() {
		return (long) DIRECT.getOpaque(this);
	}

	/**
	 * Returns how full the account is, by the kind of memory that it has less of.
	 * @return 1 if its share is used up
	 */
	public double level() {
		return Math.max((double) heap() / heapLimit(), (double) direct() / directLimit());
	}

	/**
	 * Returns what is left of the kind of memory that the account has less of.
	 * @return bytes, 0 or less if nothing is left
	 */
	public long free() {
		return lacksDirect() ? directLimit() - direct() : heapLimit() - heap();
	}

	/**
	 * Returns whether the account is shorter of direct memory than of heap.
	 */
	public boolean lacksDirect() {
		return (double) direct() / directLimit() > (double) heap() / heapLimit();
	}

	/**
	 * Returns whether so much is kept that no session is let in.
	 * @return whether more than 70 percent of the share are used
	 */
	public boolean isTight() {
		return level() >= TIGHT;
	}

	/**
	 * Returns the heap that one packet may take when it is parsed, which nobody charges
	 * on the event loop since it passes: an eighth of what the worker's clients may make
	 * it keep in all.
	 * @return bytes
	 */
	public long packetLimit() {
		return this.budget.heapShare() * this.loops / PACKETS;
	}

	/**
	 * Returns the connections of the loop that are charged.
	 * @return the connections, to be used on the loop
	 */
	public LoopConnections connections() {
		return this.connections;
	}

	/**
	 * Sets what is done when a connection makes the loop keep more.
	 * @param action run on the loop, while data of the connection is being read
	 */
	public void onGrowth(Runnable action) {
		this.growth = action;
	}

	void onGrowth() {
		this.growth.run();
	}

	/**
	 * Returns the budget that this is a share of.
	 * @return the budget of the JVM
	 */
	public MemoryBudget budget() {
		return this.budget;
	}

	/**
	 * Gives the share back, when the loop has ended.
	 */
	@Override
	public void close() {
		this.budget.close(this);
	}

	private record Grace(long heap, long direct) {
	}

}
