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

package io.github.stickycluster.internal.engineio;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Rate}.
 */
class RateTests {

	private static final long SECOND = 1_000_000_000;

	@ParameterizedTest
	@ValueSource(longs = { 0, 1, Long.MAX_VALUE - 2 * SECOND, Long.MIN_VALUE, -1 })
	void aBurstIsFreeAndThenOneTokenComesBackEachInterval(long start) {
		Rate rate = Rate.of(10, 3);
		long paid = start;
		for (int i = 0; i < 3; i++) {
			paid = rate.take(paid, start);
			assertThat(rate.excessNanos(paid, start)).isLessThanOrEqualTo(0);
		}
		paid = rate.take(paid, start);
		assertThat(rate.excessNanos(paid, start)).isEqualTo(SECOND / 10);
		assertThat(rate.excessNanos(paid, start + SECOND / 10)).isZero();
		paid = rate.take(paid, start + SECOND / 10);
		assertThat(rate.excessNanos(paid, start + SECOND / 10)).isEqualTo(SECOND / 10);
	}

	@Test
	void aBucketNeverHoldsMoreThanTheBurst() {
		Rate rate = Rate.of(10, 3);
		long now = 100 * SECOND;
		long paid = rate.take(0, now);
		paid = rate.take(rate.take(paid, now), now);
		assertThat(rate.excessNanos(paid, now)).isZero();
		assertThat(rate.excessNanos(rate.take(paid, now), now)).isPositive();
	}

}
