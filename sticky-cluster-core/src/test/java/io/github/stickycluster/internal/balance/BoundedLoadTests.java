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

package io.github.stickycluster.internal.balance;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link BoundedLoad}.
 */
class BoundedLoadTests {

	@ParameterizedTest
	@CsvSource({ "1.25, 0, 0.25, 1", "1.25, 3, 0.25, 2", "1.25, 99, 0.25, 32", "1.25, 999, 0.25, 313", "1, 7, 0.5, 4",
			"2, 99, 0.1, 20" })
	void capacityIsTheShareTimesTheFactor(double factor, long total, double share, long capacity) {
		assertThat(new BoundedLoad(factor).capacity(total, share)).isEqualTo(capacity);
	}

	@Test
	void oneCandidateAlwaysHasRoom() {
		BoundedLoad bound = new BoundedLoad(1);
		for (int candidates = 1; candidates <= 16; candidates++) {
			for (long total = 0; total < 200; total++) {
				assertThat(candidates * bound.capacity(total, 1.0 / candidates)).isGreaterThan(total);
			}
		}
	}

	@ParameterizedTest
	@ValueSource(doubles = { 0.99, 0, -1, Double.NaN })
	void aFactorBelowOneIsRefused(double factor) {
		assertThatIllegalArgumentException().isThrownBy(() -> new BoundedLoad(factor));
	}

}
