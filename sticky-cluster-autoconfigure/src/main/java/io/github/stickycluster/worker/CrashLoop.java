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
final class CrashLoop {

	/** A worker that was up for so long has not failed in a row with what came before. */
	static final Duration STABLE = Duration.ofMinutes(1);

	private static final int MOST_DOUBLINGS = 5;

	private final Duration backoff;

	private final int attempts;

	private int failures;

	private long upSince;

	private boolean up;

	CrashLoop(Duration backoff, int attempts) {
		this.backoff = backoff;
		this.attempts = attempts;
	}

	void up(long now) {
		this.up = true;
		this.upSince = now;
	}

	/**
	 * Counts a failure.
	 * @return whether the worker may be started again
	 */
	boolean fail(long now) {
		if (this.up && now - this.upSince >= STABLE.toNanos()) {
			this.failures = 0;
		}
		this.up = false;
		this.failures++;
		return this.failures < this.attempts;
	}

	/**
	 * How long to wait before the next start.
	 */
	Duration delay() {
		return this.backoff.multipliedBy(1L << Math.min(this.failures - 1, MOST_DOUBLINGS));
	}

	int failures() {
		return this.failures;
	}

	int attempts() {
		return this.attempts;
	}

	void reset() {
		this.failures = 0;
		this.up = false;
	}

}
