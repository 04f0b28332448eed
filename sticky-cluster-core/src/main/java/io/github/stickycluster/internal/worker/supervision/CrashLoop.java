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

package io.github.stickycluster.internal.worker.supervision;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Counts a worker's failures in a row and computes the delay before the next start. Not
 * thread-safe.
 */
public final class CrashLoop {

	/** A worker that was up for so long has not failed in a row with what came before. */
	static final Duration STABLE = Duration.ofMinutes(1);

	private static final int MOST_DOUBLINGS = 5;

	/** How many times the backoff is waited for when there were too many failures. */
	private static final int SLOWNESS = 60;

	private static final int MOST_SLOW_DOUBLINGS = 2;

	private static final Duration SLOWEST = Duration.ofMinutes(4);

	/** Nodes that failed together do not try again together. */
	private static final double JITTER = 0.25;

	private final Duration backoff;

	private final int attempts;

	private int failures;

	private long upSince;

	private boolean up;

	private Duration delay;

	/**
	 * Starts with no failures.
	 * @param backoff how long to wait after the first failure; twice as long after each
	 * further one; 60 times as long, and at most 5 minutes, after too many
	 * @param attempts how many failures in a row are too many
	 */
	public CrashLoop(Duration backoff, int attempts) {
		this.backoff = backoff;
		this.attempts = attempts;
		this.delay = backoff;
	}

	/**
	 * Notes that the worker is up.
	 * @param now the time of {@link System#nanoTime()}
	 */
	public void up(long now) {
		this.up = true;
		this.upSince = now;
	}

	/**
	 * Counts a failure and decides when to try again.
	 * @param now the time of {@link System#nanoTime()}
	 * @return whether there have not been too many in a row yet
	 */
	public boolean fail(long now) {
		if (this.up && now - this.upSince >= STABLE.toNanos()) {
			this.failures = 0;
		}
		this.up = false;
		this.failures++;
		boolean few = this.failures < this.attempts;
		this.delay = few ? this.backoff.multipliedBy(1L << Math.min(this.failures - 1, MOST_DOUBLINGS)) : slowDelay();
		return few;
	}

	private Duration slowDelay() {
		int doublings = Math.min(this.failures - this.attempts, MOST_SLOW_DOUBLINGS);
		Duration slow = this.backoff.multipliedBy((long) SLOWNESS << doublings);
		Duration most = (this.backoff.compareTo(SLOWEST) < 0) ? SLOWEST : this.backoff;
		long nanos = ((slow.compareTo(most) < 0) ? slow : most).toNanos();
		return Duration.ofNanos(nanos + (long) (nanos * JITTER * ThreadLocalRandom.current().nextDouble()));
	}

	/**
	 * Returns the delay before the next start.
	 * @return the time after the last failure: after too many failures, and with the
	 * default backoff of 1 s, 1 to 5 minutes
	 */
	public Duration delay() {
		return this.delay;
	}

	/**
	 * Returns the failures in a row.
	 * @return failures
	 */
	public int failures() {
		return this.failures;
	}

	/**
	 * Returns how many failures in a row are too many.
	 * @return failures
	 */
	public int attempts() {
		return this.attempts;
	}

	/**
	 * Forgets all failures.
	 */
	public void reset() {
		this.failures = 0;
		this.up = false;
	}

}
