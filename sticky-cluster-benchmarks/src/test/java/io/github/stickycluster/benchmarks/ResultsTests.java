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

import java.util.List;

import io.github.stickycluster.benchmarks.Results.Series;
import io.github.stickycluster.benchmarks.load.Sample;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Results}.
 */
class ResultsTests {

	private final Results results = new Results();

	@Test
	void mediansOfOddAndEvenNumbers() {
		add("odd", "a", 3, 1, 2);
		add("even", "a", 4, 1, 2, 3);
		assertThat(this.results.median("odd", "a", Sample::rate)).isEqualTo(2);
		assertThat(this.results.median("even", "a", Sample::rate)).isEqualTo(2.5);
		assertThat(this.results.median("odd", "absent", Sample::rate)).isNaN();
	}

	@Test
	void ratiosAreTakenWithinRounds() {
		add("row", "a", 10, 100, 1_000);
		add("row", "b", 20, 50, 500);
		assertThat(this.results.ratio(new Series("row", "a"), new Series("row", "b"), Sample::rate)).isEqualTo(2);
	}

	private void add(String row, String peer, double... rates) {
		for (double rate : rates) {
			this.results.add(row, peer, new Sample(rate, 0, 0, 0, 0, 0, List.of()));
		}
	}

}
