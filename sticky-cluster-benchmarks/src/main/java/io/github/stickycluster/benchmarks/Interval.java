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

package io.github.stickycluster.benchmarks;

import java.util.Arrays;

/**
 * A median with the interval that holds the true one in at least 95 % of all runs.
 * <p>
 * The interval ends at two of the values, the same number of steps from either end, as a
 * sign test has it: it supposes nothing of how the values are distributed.
 *
 * @param low the lower end
 * @param median the median
 * @param high the upper end
 */
record Interval(double low, double median, double high) {

	/** With fewer values even the lowest and the highest are too near to each other. */
	static final int FEWEST = 6;

	private static final double TAIL = 0.025;

	static Interval of(double[] values) {
		if (values.length < FEWEST) {
			throw new IllegalArgumentException(
					"An interval of 95 % needs " + FEWEST + " values or more, and there are " + values.length);
		}
		double[] sorted = values.clone();
		Arrays.sort(sorted);
		int last = sorted.length - 1;
		int skipped = skipped(sorted.length);
		return new Interval(sorted[skipped], (sorted[last / 2] + sorted[sorted.length / 2]) / 2,
				sorted[last - skipped]);
	}

	// The chance that at most so many of the values are below the true median is
	// binomial.
	private static int skipped(int count) {
		double chance = Math.pow(0.5, count);
		double sum = chance;
		int skipped = 0;
		while (sum <= TAIL) {
			skipped++;
			chance = chance * (count - skipped + 1) / skipped;
			sum += chance;
		}
		return skipped - 1;
	}

}
