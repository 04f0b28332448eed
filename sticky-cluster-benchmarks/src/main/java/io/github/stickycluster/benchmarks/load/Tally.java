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

package io.github.stickycluster.benchmarks.load;

import java.util.ArrayList;
import java.util.List;

import org.HdrHistogram.Histogram;

/**
 * What one event loop has counted.
 */
final class Tally {

	private static final long LONGEST_NANOS = 60_000_000_000L;

	private static final int DIGITS = 3;

	private static final int EXAMPLES = 3;

	private final Window window;

	private final Histogram latencies = new Histogram(1_000, LONGEST_NANOS, DIGITS);

	private final List<String> examples = new ArrayList<>();

	private long operations;

	private volatile boolean begun;

	private long errors;

	Tally(Window window) {
		this.window = window;
	}

	boolean isOver() {
		return this.window.phase() == Window.Phase.OVER;
	}

	/**
	 * Counts an operation, if it is time to count.
	 */
	void done(long startedNanos) {
		if (this.window.phase() == Window.Phase.COUNTING) {
			count();
			this.latencies.recordValue(Math.min(System.nanoTime() - startedNanos, LONGEST_NANOS));
		}
	}

	/**
	 * Counts an operation whose latency is of no interest.
	 */
	void done() {
		if (this.window.phase() == Window.Phase.COUNTING) {
			count();
		}
	}

	private void count() {
		if (this.operations++ == 0) {
			this.begun = true;
		}
	}

	boolean hasBegun() {
		return this.begun;
	}

	/**
	 * Counts an error, at any time.
	 */
	void failed(String reason) {
		this.errors++;
		if (this.examples.size() < EXAMPLES) {
			this.examples.add(reason);
		}
	}

	void addTo(Histogram all) {
		all.add(this.latencies);
	}

	long operations() {
		return this.operations;
	}

	long errors() {
		return this.errors;
	}

	List<String> examples() {
		return this.examples;
	}

}
