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

import java.util.Arrays;
import java.util.Collections;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * Tests for {@link RendezvousHash}.
 */
class RendezvousHashTests {

	private static final int KEYS = 20_000;

	/**
	 * Computed apart from this code, in another language.
	 */
	private static final long SEED_OF_NODE_1 = -7936117372624966907L;

	private static final int SELECTED_FOR_42 = 5;

	@Test
	void amongNoCandidatesNoneIsSelected() {
		assertThat(RendezvousHash.select(1, new long[0])).isEqualTo(RendezvousHash.NONE);
		assertThat(RendezvousHash.select(1, seeds(ids(4)), new double[] { 1, 1, 1, 1 }, (index) -> false))
			.isEqualTo(RendezvousHash.NONE);
	}

	@Test
	void withEqualWeightsTheScoreAgreesWithTheHash() {
		long[] seeds = seeds(ids(16));
		double[] weights = new double[16];
		Arrays.fill(weights, 3);
		for (long key : keys()) {
			assertThat(RendezvousHash.select(key, seeds, weights, (index) -> true))
				.isEqualTo(RendezvousHash.select(key, seeds));
		}
	}

	@Test
	void keysFollowTheWeights() {
		long[] seeds = seeds(ids(4));
		double[] weights = { 1, 2, 3, 4 };
		int[] counts = new int[4];
		for (long key : keys()) {
			counts[RendezvousHash.select(key, seeds, weights, (index) -> true)]++;
		}
		for (int i = 0; i < 4; i++) {
			double share = KEYS * weights[i] / 10;
			assertThat((double) counts[i]).isCloseTo(share, within(share * 0.1));
		}
	}

	@Test
	void aCandidateThatIsNotAllowedMovesOnlyItsOwnKeys() {
		long[] seeds = seeds(ids(8));
		double[] weights = { 1, 1, 1, 1, 2, 2, 2, 2 };
		for (long key : keys()) {
			int before = RendezvousHash.select(key, seeds, weights, (index) -> true);
			int after = RendezvousHash.select(key, seeds, weights, (index) -> index != 5);
			assertThat(after).isEqualTo((before != 5) ? before : after).isNotEqualTo(5);
		}
	}

	@Test
	void sameKeyAndIdsSelectTheSameWhateverTheirOrder() {
		String[] ids = ids(16);
		String[] reversed = ids(16);
		Collections.reverse(Arrays.asList(reversed));
		for (long key : keys()) {
			assertThat(reversed[RendezvousHash.select(key, seeds(reversed))])
				.isEqualTo(ids[RendezvousHash.select(key, seeds(ids))]);
		}
	}

	@Test
	void keysSpreadEvenly() {
		long[] seeds = seeds(ids(16));
		int[] counts = new int[16];
		for (long key : keys()) {
			counts[RendezvousHash.select(key, seeds)]++;
		}
		double even = KEYS / 16.0;
		assertThat(Arrays.stream(counts))
			.allSatisfy((count) -> assertThat((double) count).isCloseTo(even, within(even * 0.15)));
	}

	@Test
	void onlyTheKeysOfACandidateThatGoesMove() {
		String[] all = ids(8);
		String[] survivors = Arrays.copyOf(all, 7);
		long[] before = seeds(all);
		long[] after = seeds(survivors);
		for (long key : keys()) {
			int selected = RendezvousHash.select(key, before);
			if (selected != 7) {
				assertThat(RendezvousHash.select(key, after)).isEqualTo(selected);
			}
		}
	}

	@Test
	void aNewCandidateTakesItsShare() {
		long[] before = seeds(ids(8));
		long[] after = seeds(ids(9));
		long moved = Arrays.stream(keys())
			.filter((key) -> RendezvousHash.select(key, before) != RendezvousHash.select(key, after))
			.count();
		assertThat((double) moved).isCloseTo(KEYS / 9.0, within(KEYS / 9.0 * 0.15));
	}

	@Test
	void seedsAreTheSameInEveryJvm() {
		assertThat(RendezvousHash.seed("node-1")).isEqualTo(SEED_OF_NODE_1);
		assertThat(RendezvousHash.select(42, seeds(ids(16)))).isEqualTo(SELECTED_FOR_42);
	}

	private static long[] keys() {
		return new SplittableRandom(7).longs(KEYS).toArray();
	}

	private static String[] ids(int count) {
		return IntStream.rangeClosed(1, count).mapToObj((number) -> "node-" + number).toArray(String[]::new);
	}

	private static long[] seeds(String[] ids) {
		return Arrays.stream(ids).mapToLong(RendezvousHash::seed).toArray();
	}

}
