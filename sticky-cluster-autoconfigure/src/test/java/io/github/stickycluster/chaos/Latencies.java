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

package io.github.stickycluster.chaos;

import java.util.Collection;

/**
 * After how long answers came. One that has not come counts as one that takes longer than
 * any other.
 *
 * @param p50 the median, in ms
 * @param p99 the 99th percentile, in ms
 * @param max the longest time, in ms
 * @param asked how many answers were asked for
 * @param unanswered how many have not come
 */
record Latencies(long p50, long p99, long max, int asked, int unanswered) {

	private static final long NEVER = 999_999;

	static Latencies of(Collection<Long> answeredAfter, int asked) {
		long[] sorted = answeredAfter.stream().mapToLong(Long::longValue).sorted().limit(asked).toArray();
		return new Latencies(percentile(sorted, asked, 50), percentile(sorted, asked, 99),
				percentile(sorted, asked, 100), asked, asked - sorted.length);
	}

	private static long percentile(long[] sorted, int asked, int percent) {
		int index = (int) Math.ceil(asked * percent / 100.0) - 1;
		return (index >= 0 && index < sorted.length) ? sorted[index] : NEVER;
	}

	@Override
	public String toString() {
		return "p50 " + this.p50 + " p99 " + this.p99 + " max " + this.max + " ms of " + this.asked + " ("
				+ this.unanswered + " unanswered)";
	}

}
