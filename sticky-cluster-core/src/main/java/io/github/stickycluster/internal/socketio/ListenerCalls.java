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

import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

import io.github.stickycluster.internal.budget.LoopBudget;
import io.github.stickycluster.internal.log.LimitedLog;
import io.netty.util.concurrent.EventExecutor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the calls of the application's listeners on threads other than one worker's event
 * loops: calls of one client one after the other, calls of different clients in parallel.
 * Thread-safe.
 */
public final class ListenerCalls {

	private static final Logger logger = LoggerFactory.getLogger(ListenerCalls.class);

	private final LimitedLog limited = new LimitedLog(logger);

	private final Executor executor;

	private final int queueCapacity;

	private final SocketIoObserver observer;

	/** Those that wait and those that run. */
	private final AtomicLong pending = new AtomicLong();

	private final Queue<CompletableFuture<Void>> waitingForNone = new ConcurrentLinkedQueue<>();

	private volatile boolean closed;

	/**
	 * Creates the calls of one worker.
	 * @param executor runs them; may refuse some, which are then tried again
	 * @param queueCapacity how many calls of one client may wait before nothing more is
	 * read from it, 1 or more; what has been read by then waits, too
	 * @param observer told of calls that are dropped
	 */
	public ListenerCalls(Executor executor, int queueCapacity, SocketIoObserver observer) {
		this.executor = executor;
		this.queueCapacity = queueCapacity;
		this.observer = observer;
	}

	/**
	 * Counts the calls that wait or run now.
	 * @return how many
	 */
	public long pending() {
		return this.pending.get();
	}

	/**
	 * Waits until no call waits or runs, as before a worker stops.
	 * @return completes at the first such moment, perhaps at once; on whatever thread
	 * ended the last call
	 */
	public CompletableFuture<Void> idle() {
		CompletableFuture<Void> none = new CompletableFuture<>();
		this.waitingForNone.add(none);
		if (this.pending.get() == 0) {
			tellIdle();
		}
		return none;
	}

	/**
	 * Drops the calls that have not begun, and those to come; those that run go on.
	 */
	public void close() {
		this.closed = true;
	}

	/**
	 * Runs one call that belongs to no queue.
	 * @param call the call
	 * @param refused run instead, on this thread, if the executor takes no more
	 */
	public void execute(Runnable call, Runnable refused) {
		began();
		try {
			this.executor.execute(() -> {
				try {
					call.run();
				}
				finally {
					ended();
				}
			});
		}
		catch (RejectedExecutionException ex) {
			ended();
			refused.run();
		}
	}

	ListenerQueue queue(Supplier<EventExecutor> loop, Supplier<LoopBudget> budget) {
		return new ListenerQueue(this, loop, budget);
	}

	Executor executor() {
		return this.executor;
	}

	int queueCapacity() {
		return this.queueCapacity;
	}

	boolean isClosed() {
		return this.closed;
	}

	void began() {
		this.pending.incrementAndGet();
	}

	void ended() {
		if (this.pending.decrementAndGet() == 0) {
			tellIdle();
		}
	}

	void failed(Throwable failure) {
		this.limited.warn("call", () -> "The call of a listener failed unexpectedly", failure);
	}

	void dropped() {
		this.observer.callDropped();
	}

	private void tellIdle() {
		for (CompletableFuture<Void> next = this.waitingForNone.poll(); next != null; next = this.waitingForNone
			.poll()) {
			next.complete(null);
		}
	}

}
