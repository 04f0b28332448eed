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

import java.nio.charset.StandardCharsets;
import java.util.function.IntPredicate;

/**
 * Rendezvous (highest random weight) hashing: selects one of the candidates for a key, so
 * that a candidate that goes moves its own keys and nobody else's, and one that comes
 * takes its share of every other's.
 * <p>
 * Thaler and Ravishankar, "A Name-Based Mapping Scheme for Rendezvous", 1996; with
 * weights by the logarithmic method of Schindelhauer and Schomaker, "Weighted Distributed
 * Hash Tables", 2005. There is no table to build; a selection costs O(N) and allocates
 * nothing.
 */
public final class RendezvousHash {

	/**
	 * What {@link #select} returns where no candidate may be selected.
	 */
	public static final int NONE = -1;

	private static final long FNV_OFFSET = 0xcbf29ce484222325L;

	private static final long FNV_PRIME = 0x100000001b3L;

	/** The bits of a double's fraction. */
	private static final int HASH_BITS = 53;

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
	 * Selects the candidate with the highest hash for a key.
	 * @param key the client key
	 * @param seeds the candidates' seeds, in any order
	 * @return the index of the candidate selected, the lowest among equal ones;
	 * {@link #NONE} if there is none
	 */
	public static int select(long key, long[] seeds) {
		int selected = NONE;
		long highest = -1;
		for (int i = 0; i < seeds.length; i++) {
			long hash = hash(key, seeds[i]);
			if (hash > highest) {
				highest = hash;
				selected = i;
			}
		}
		return selected;
	}

	/**
	 * Selects the candidate with the highest score for a key among those that may be
	 * selected. With equal weights, and all of them allowed, it is that of
	 * {@link #select(long, long[])}.
	 * @param key the client key
	 * @param seeds the candidates' seeds, in any order
	 * @param weights the candidates' weights, above 0, in the same order
	 * @param allowed says of an index whether that candidate may be selected
	 * @return the index of the candidate selected; {@link #NONE} if none may be
	 */
	public static int select(long key, long[] seeds, double[] weights, IntPredicate allowed) {
		int selected = NONE;
		double highest = 0;
		for (int i = 0; i < seeds.length; i++) {
			double score = score(key, seeds[i], weights[i]);
			if (score > highest && allowed.test(i)) {
				highest = score;
				selected = i;
			}
		}
		return selected;
	}

	/**
	 * Returns a candidate's score for a key; the highest wins.
	 * @param key the client key
	 * @param seed the candidate's seed
	 * @param weight the candidate's weight, above 0
	 * @return the score, above 0
	 */
	public static double score(long key, long seed, double weight) {
		// In the middle of its step, so that the logarithm is never that of 0 or 1.
		double uniform = (hash(key, seed) + 0.5) * 0x1.0p-53;
		return -weight / Math.log(uniform);
	}

	private static long hash(long key, long seed) {
		return mix(key ^ seed) >>> (Long.SIZE - HASH_BITS);
	}

	private static long mix(long value) {
		long z = (value ^ (value >>> 33)) * 0xff51afd7ed558ccdL;
		z = (z ^ (z >>> 33)) * 0xc4ceb9fe1a85ec53L;
		return z ^ (z >>> 33);
	}

}
