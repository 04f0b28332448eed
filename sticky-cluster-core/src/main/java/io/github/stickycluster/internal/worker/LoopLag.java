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

package io.github.stickycluster.internal.worker;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * The delay of a task on the slowest event loop of a worker, which every client of that
 * loop waits at least. Written by the watchdog; any thread may read it.
 */
public final class LoopLag {

	/** The worst of the last 10 to 20 s is kept. */
	private static final long SPAN = TimeUnit.SECONDS.toNanos(10);

	private volatile long present;

	private volatile long worst;

	private volatile long worstBefore;

	private long spanBegan = System.nanoTime();

	/**
	 * Returns the lag of this moment. While a loop is blocked it grows.
	 * @return the last measurement
	 */
	public Duration present() {
		return Duration.ofNanos(this.present);
	}

	/**
	 * Returns the worst lag of late, so that no peak falls between two questions.
	 * @return the longest of the last 10 to 20 s
	 */
	public Duration worst() {
		return Duration.ofNanos(Math.max(this.worst, this.worstBefore));
	}

	/**
	 * Takes over what was measured in another JVM.
	 */
	void show(long presentNanos, long worstNanos) {
		this.present = presentNanos;
		this.worst = worstNanos;
		this.worstBefore = 0;
	}

	public void record(long nanos, long now) {
		if (now - this.spanBegan >= SPAN) {
			this.spanBegan = now;
			this.worstBefore = this.worst;
			this.worst = 0;
		}
		this.present = nanos;
		this.worst = Math.max(this.worst, nanos);
	}

}
