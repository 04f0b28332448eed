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

package io.github.stickycluster.worker;

import java.time.Duration;

/**
 * Counts a worker's failures in a row and says when to try again. Not thread-safe.
 */
public final class CrashLoop {

	/** A worker that was up for so long has not failed in a row with what came before. */
	static final Duration STABLE = Duration.ofMinutes(1);

	private static final int MOST_DOUBLINGS = 5;

	private final Duration backoff;

	private final int attempts;

	private int failures;

	private long upSince;

	private boolean up;

	/**
	 * Starts with no failures.
	 * @param backoff how long to wait after the first failure; twice as long after each
	 * further one
	 * @param attempts how many failures in a row are too many
	 */
	public CrashLoop(Duration backoff, int attempts) {
		this.backoff = backoff;
		this.attempts = attempts;
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
	 * Counts a failure.
	 * @param now the time of {@link System#nanoTime()}
	 * @return whether the worker may be started again
	 */
	public boolean fail(long now) {
		if (this.up && now - this.upSince >= STABLE.toNanos()) {
			this.failures = 0;
		}
		this.up = false;
		this.failures++;
		return this.failures < this.attempts;
	}

	/**
	 * Says how long to wait before the next start.
	 * @return the time after the last failure
	 */
	public Duration delay() {
		return this.backoff.multipliedBy(1L << Math.min(this.failures - 1, MOST_DOUBLINGS));
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
