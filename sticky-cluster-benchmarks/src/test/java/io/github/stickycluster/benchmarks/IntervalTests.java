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

import java.util.stream.DoubleStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link Interval}.
 */
class IntervalTests {

	/**
	 * The ranks are those of the sign test's tables for 95 %.
	 */
	@Test
	void endsAtTheRanksOfTheSignTest() {
		assertThat(Interval.of(numbersTo(6))).isEqualTo(new Interval(1, 3.5, 6));
		assertThat(Interval.of(numbersTo(9))).isEqualTo(new Interval(2, 5, 8));
		assertThat(Interval.of(numbersTo(15))).isEqualTo(new Interval(4, 8, 12));
		assertThat(Interval.of(numbersTo(21))).isEqualTo(new Interval(6, 11, 16));
		assertThat(Interval.of(numbersTo(50))).isEqualTo(new Interval(18, 25.5, 33));
	}

	@Test
	void refusesFewerThanSixValues() {
		assertThatIllegalArgumentException().isThrownBy(() -> Interval.of(numbersTo(5)))
			.withMessageContaining("6 values or more, and there are 5");
	}

	// In a mixed order.
	private static double[] numbersTo(int count) {
		return DoubleStream.iterate(count, (number) -> number >= 1, (number) -> number - 1).toArray();
	}

}
