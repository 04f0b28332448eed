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
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

import io.github.stickycluster.internal.budget.LoopBudget;
import io.netty.util.concurrent.EventExecutor;
import org.jspecify.annotations.Nullable;

/**
 * The calls of one client, run one after the other by whatever thread the executor has
 * for them. Thread-safe.
 */
final class ListenerQueue {

	/** After which the thread goes to another client, where they share few. */
	private static final int CALLS_IN_A_ROW = 64;

	private static final int RETRY_MILLIS = 50;

	/** What the calls of one client may keep before nothing more is read from it. */
	private static final int MOST_BYTES = 1024 * 1024;

	/** A call in its place, without what the client sent for it. */
	private static final int CALL = 256;

	private final ListenerCalls calls;

	private final Supplier<EventExecutor> loop;

	private final Supplier<LoopBudget> budget;

	private final Queue<Call> queue = new ConcurrentLinkedQueue<>();

	/** What waits and what runs; who takes it from 0 starts the thread. */
	private final AtomicInteger size = new AtomicInteger();

	/** The heap of the calls that wait. */
	private final AtomicInteger kept = new AtomicInteger();

	private final AtomicReference<@Nullable Runnable> waiting = new AtomicReference<>();

	/** What the call takes that runs, for its own thread. */
	private long present;

	ListenerQueue(ListenerCalls calls, Supplier<EventExecutor> loop, Supplier<LoopBudget> budget) {
		this.calls = calls;
		this.loop = loop;
		this.budget = budget;
	}

	/** Adds a call, whose failures are its own to report. */
	void add(Runnable call) {
		add(new Call(call, 0, 0, false));
	}

	/**
	 * Adds a call that holds what the client has sent, until it runs as it was sent.
	 * @param call the call, whose failures are its own to report
	 * @param sent the bytes that it holds while it waits
	 * @param running the bytes that it takes while it runs
	 */
	void add(Runnable call, int sent, long running) {
		add(new Call(call, sent, Math.max(sent, running), true));
	}

	private void add(Call call) {
		call.charge();
		this.calls.began();
		this.queue.add(call);
		if (this.size.getAndIncrement() == 0) {
			submit();
		}
	}

	boolean isFull() {
		return this.size.get() >= this.calls.queueCapacity() || this.kept.get() >= MOST_BYTES;
	}

	/** The heap of the calls that wait, in bytes. */
	int kept() {
		return this.kept.get();
	}

	/**
	 * Returns the heap of what the client has sent for the call that runs. Called by it.
	 */
	long present() {
		return this.present;
	}

	/** Drops the calls that hold what the client has sent and have not begun. */
	void discardPackets() {
		for (Call call : this.queue) {
			if (call.ofPacket && call.discard()) {
				this.calls.dropped();
			}
		}
	}

	/**
	 * Waits until at most half as much waits as may, so that reading does not stop and go
	 * with each call.
	 * @param action run once, on any thread, perhaps this one
	 */
	void runWhenRoom(Runnable action) {
		this.waiting.set(action);
		tellRoom(this.size.get());
	}

	private void submit() {
		if (this.calls.isClosed()) {
			drop();
			return;
		}
		try {
			this.calls.executor().execute(this::run);
		}
		catch (RejectedExecutionException ex) {
			submitLater();
		}
	}

	// The client waits, and is not read from, as long as there is no thread or no memory.
	private void submitLater() {
		try {
			this.loop.get().schedule(this::submit, RETRY_MILLIS, TimeUnit.MILLISECONDS);
		}
		catch (RejectedExecutionException ex) {
			drop();
		}
	}

	private void run() {
		for (int i = 0; i < CALLS_IN_A_ROW; i++) {
			if (this.calls.isClosed()) {
				drop();
				return;
			}
			Call call = this.queue.element();
			if (!call.begin()) {
				submitLater();
				return;
			}
			this.queue.remove();
			try {
				call.run();
			}
			catch (Throwable ex) {
				this.calls.failed(ex);
			}
			finally {
				this.calls.ended();
			}
			if (removed() == 0) {
				return;
			}
		}
		submit();
	}

	private void drop() {
		do {
			if (this.queue.remove().discard()) {
				this.calls.dropped();
			}
			this.calls.ended();
		}
		while (removed() > 0);
	}

	private int removed() {
		int left = this.size.decrementAndGet();
		tellRoom(left);
		return left;
	}

	private void tellRoom(int left) {
		boolean few = left <= this.calls.queueCapacity() / 2 && this.kept.get() <= MOST_BYTES / 2;
		if (few || left == 0) {
			Runnable action = this.waiting.getAndSet(null);
			if (action != null) {
				action.run();
			}
		}
	}

	/**
	 * A call that waits, runs or was dropped. Only the thread that runs the queue begins
	 * and runs it.
	 */
	private final class Call {

		private final AtomicReference<@Nullable Runnable> action;

		private final int waiting;

		private final long running;

		private final boolean ofPacket;

		private boolean begun;

		Call(Runnable action, int sent, long running, boolean ofPacket) {
			this.action = new AtomicReference<>(action);
			this.waiting = CALL + sent;
			this.running = running;
			this.ofPacket = ofPacket;
		}

		void charge() {
			keep(this.waiting);
		}

		/**
		 * Reserves the memory that the call takes while it runs.
		 * @return whether it may run now
		 */
		boolean begin() {
			if (this.action.get() == null) {
				return true;
			}
			this.begun = ListenerQueue.this.budget.get().begin(this.running);
			return this.begun;
		}

		void run() {
			Runnable action = take();
			try {
				if (action != null) {
					ListenerQueue.this.present = this.running;
					action.run();
				}
			}
			finally {
				ListenerQueue.this.present = 0;
				if (this.begun) {
					ListenerQueue.this.budget.get().end(this.running);
				}
			}
		}

		/**
		 * Drops the call, unless it has begun.
		 * @return whether it was dropped now
		 */
		boolean discard() {
			return take() != null;
		}

		private @Nullable Runnable take() {
			Runnable action = this.action.getAndSet(null);
			if (action != null) {
				keep(-this.waiting);
			}
			return action;
		}

		private void keep(int bytes) {
			ListenerQueue.this.kept.addAndGet(bytes);
			ListenerQueue.this.budget.get().addElsewhere(bytes);
		}

	}

}
