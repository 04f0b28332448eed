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

package io.github.stickycluster.internal.transport;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToLongFunction;

import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.Ticker;

/**
 * The system's time plus the time that a test has added. The event loops of
 * {@link IoTransport#newGroup} that keep this time run their timers by it. Time goes on
 * by itself as well: a time that stood still would keep Netty's event loops from shutting
 * down.
 * <p>
 * Thread-safe.
 */
public final class ShiftedTicker implements Ticker {

	/** A timer that sets itself again and again must not stop the time. */
	private static final long SHORTEST_STEP = TimeUnit.MILLISECONDS.toNanos(1);

	/**
	 * Turns of all loops in each of which a message gets half a hop further: from a
	 * server over a proxy to a client and back there are four hops, and one turn is for
	 * the timer.
	 */
	private static final int TURNS = 10;

	private static final long LONGEST_TURN_SECONDS = 10;

	private final AtomicLong ahead = new AtomicLong();

	private final Set<Loop> loops = ConcurrentHashMap.newKeySet();

	@Override
	public long initialNanoTime() {
		return Ticker.systemTicker().initialNanoTime();
	}

	@Override
	public long nanoTime() {
		return Ticker.systemTicker().nanoTime() + this.ahead.get();
	}

	@Override
	public void sleep(long delay, TimeUnit unit) throws InterruptedException {
		Ticker.systemTicker().sleep(delay, unit);
	}

	long ahead() {
		return this.ahead.get();
	}

	void add(Loop loop) {
		this.loops.add(loop);
	}

	void remove(Loop loop) {
		this.loops.remove(loop);
	}

	/**
	 * Lets time pass. It passes from one due timer of any loop to the next, and after
	 * each, the loops deliver to each other over loopback what they have sent.
	 * @param time the time, zero or more
	 * @throws IllegalArgumentException if the time is negative
	 * @throws IllegalStateException if called on one of the loops, or one of them is
	 * blocked for 10 s
	 */
	public synchronized void advance(Duration time) {
		if (time.isNegative()) {
			throw new IllegalArgumentException("Time cannot pass backwards: " + time);
		}
		long left = time.toNanos();
		settle();
		while (left > 0) {
			long step = Math.min(left, Math.max(nanosToNextTimer(), SHORTEST_STEP));
			this.ahead.addAndGet(step);
			left -= step;
			settle();
		}
	}

	/**
	 * Creates a timer that keeps this time.
	 * @param name the name of its thread, which is a daemon
	 * @return the timer; the caller shuts it down
	 */
	public ScheduledExecutorService newTimer(String name) {
		return IoTransport.NIO.newGroup(1, new DefaultThreadFactory(name, true), (failure) -> {
		}, this).next();
	}

	private long nanosToNextTimer() {
		return turn(Loop::nanosToNextTimer).stream().mapToLong(Long::longValue).min().orElse(Long.MAX_VALUE);
	}

	private void settle() {
		for (int i = 0; i < TURNS; i++) {
			turn((loop) -> 0L);
		}
	}

	/**
	 * Asks all loops, each on its thread, and waits until all have answered.
	 */
	private List<Long> turn(ToLongFunction<Loop> question) {
		List<Future<Long>> answers = new ArrayList<>();
		for (Loop loop : this.loops) {
			if (loop.isOnThread()) {
				throw new IllegalStateException("Time cannot pass while " + Thread.currentThread().getName()
						+ " waits for it; call advance on the thread of the test");
			}
			try {
				answers.add(loop.submit(() -> question.applyAsLong(loop)));
			}
			catch (RejectedExecutionException ex) {
				// It has shut down meanwhile.
			}
		}
		return answers.stream().map(ShiftedTicker::await).toList();
	}

	private static long await(Future<Long> answer) {
		try {
			return answer.get(LONGEST_TURN_SECONDS, TimeUnit.SECONDS);
		}
		catch (ExecutionException | CancellationException ex) {
			return Long.MAX_VALUE;
		}
		catch (TimeoutException ex) {
			throw new IllegalStateException("An event loop has been blocked for " + LONGEST_TURN_SECONDS + " s", ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("Interrupted while time was to pass", ex);
		}
	}

	/**
	 * An event loop that keeps this time.
	 */
	interface Loop {

		boolean isOnThread();

		<T> Future<T> submit(Callable<T> task);

		/**
		 * Called on the loop's thread.
		 * @return the time until the next timer is due, at most that for which the loop
		 * would wait
		 */
		long nanosToNextTimer();

	}

}
