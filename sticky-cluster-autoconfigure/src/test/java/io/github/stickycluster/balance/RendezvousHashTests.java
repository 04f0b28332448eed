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

package io.github.stickycluster.balance;

import java.util.Arrays;
import java.util.Collections;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
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

	private static final int SELECTED_FOR_42 = 2;

	@Test
	void noCandidateIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> RendezvousHash.select(1, new long[0]));
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
