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

import java.nio.charset.StandardCharsets;

/**
 * Rendezvous (highest random weight) hashing: selects one of the candidates for a key, so
 * that a candidate that goes moves its own keys and nobody else's, and one that comes
 * takes about 1/N of every other's.
 * <p>
 * Thaler and Ravishankar, "A Name-Based Mapping Scheme for Rendezvous", 1996. There is no
 * table to build; a selection costs O(N).
 */
public final class RendezvousHash {

	private static final long FNV_OFFSET = 0xcbf29ce484222325L;

	private static final long FNV_PRIME = 0x100000001b3L;

	private RendezvousHash() {
	}

	/**
	 * Returns the seed that stands for a candidate in {@link #select}.
	 * @param id the candidate's id, unique among the candidates
	 * @return 64 bits that depend only on the id (FNV-1a over its UTF-8 bytes, then
	 * mixed)
	 */
	public static long seed(String id) {
		long hash = FNV_OFFSET;
		for (byte octet : id.getBytes(StandardCharsets.UTF_8)) {
			hash = (hash ^ (octet & 0xff)) * FNV_PRIME;
		}
		return mix(hash);
	}

	/**
	 * Selects the candidate with the highest score for a key.
	 * @param key the client key
	 * @param seeds the candidates' seeds, in any order; 1 to 256 of them
	 * @return the index of the candidate selected; the lowest index among equal scores
	 * @throws IllegalArgumentException if there is no candidate
	 */
	public static int select(long key, long[] seeds) {
		if (seeds.length == 0) {
			throw new IllegalArgumentException("No candidate to select from");
		}
		int selected = 0;
		long highest = score(key, seeds[0]);
		for (int i = 1; i < seeds.length; i++) {
			long score = score(key, seeds[i]);
			if (score > highest) {
				highest = score;
				selected = i;
			}
		}
		return selected;
	}

	private static long score(long key, long seed) {
		return mix(key ^ seed);
	}

	private static long mix(long value) {
		long z = (value ^ (value >>> 33)) * 0xff51afd7ed558ccdL;
		z = (z ^ (z >>> 33)) * 0xc4ceb9fe1a85ec53L;
		return z ^ (z >>> 33);
	}

}
