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

/**
 * What was measured in one round.
 *
 * @param rate operations each second
 * @param cpuMicros the server's processor time for an operation, in microseconds
 * @param p50Micros the median latency, in microseconds
 * @param p99Micros the latency that 99 % did not exceed, in microseconds
 * @param heapBytes the heap for a session, or NaN where it was not measured
 * @param errors operations that failed
 * @param examples why some of them did
 */
public record Sample(double rate, double cpuMicros, double p50Micros, double p99Micros, double heapBytes, long errors,
		List<String> examples) {

	/**
	 * Nothing was measured.
	 * @param reason why
	 */
	public static Sample failed(String reason) {
		return new Sample(Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN, 1, List.of(reason));
	}

	Sample and(List<String> failures) {
		if (failures.isEmpty()) {
			return this;
		}
		List<String> all = new ArrayList<>(this.examples);
		all.addAll(failures);
		return new Sample(this.rate, this.cpuMicros, this.p50Micros, this.p99Micros, this.heapBytes,
				this.errors + failures.size(), all);
	}

	static Sample heap(double bytes, List<String> errors) {
		return new Sample(Double.NaN, Double.NaN, Double.NaN, Double.NaN, bytes, errors.size(), errors);
	}

}
