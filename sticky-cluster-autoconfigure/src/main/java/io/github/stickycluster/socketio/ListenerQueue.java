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

package io.github.stickycluster.socketio;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

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

	/** Of what the client sent; what is made of it may take many times as much. */
	private static final int MOST_BYTES = 1024 * 1024;

	private final ListenerCalls calls;

	private final Supplier<EventExecutor> loop;

	private final Queue<Runnable> queue = new ConcurrentLinkedQueue<>();

	/** What waits and what runs; who takes it from 0 starts the thread. */
	private final AtomicInteger size = new AtomicInteger();

	/** What the calls that wait or run were sent as. */
	private final AtomicInteger bytes = new AtomicInteger();

	private final AtomicReference<@Nullable Runnable> onRoom = new AtomicReference<>();

	ListenerQueue(ListenerCalls calls, Supplier<EventExecutor> loop) {
		this.calls = calls;
		this.loop = loop;
	}

	/** Adds a call, whose failures are its own to report. */
	void add(Runnable call) {
		this.calls.began();
		this.queue.add(call);
		if (this.size.getAndIncrement() == 0) {
			submit();
		}
	}

	/**
	 * Adds a call that holds what the client has sent.
	 * @param call the call
	 * @param sent the bytes that the client sent for it
	 */
	void add(Runnable call, int sent) {
		this.bytes.addAndGet(sent);
		add(() -> {
			try {
				call.run();
			}
			finally {
				this.bytes.addAndGet(-sent);
			}
		});
	}

	boolean isFull() {
		return this.size.get() >= this.calls.queueCapacity() || this.bytes.get() >= MOST_BYTES;
	}

	/**
	 * Waits until at most half as much waits as may, so that reading does not stop and go
	 * with each call.
	 * @param action run once, on any thread, perhaps this one
	 */
	void onRoom(Runnable action) {
		this.onRoom.set(action);
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

	// The client waits, and is not read from, as long as the executor has no room.
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
			Runnable call = this.queue.remove();
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
			this.queue.remove();
			this.calls.dropped();
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
		boolean few = left <= this.calls.queueCapacity() / 2 && this.bytes.get() <= MOST_BYTES / 2;
		if (few || left == 0) {
			Runnable action = this.onRoom.getAndSet(null);
			if (action != null) {
				action.run();
			}
		}
	}

}
