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

package io.github.stickycluster.net;

import java.net.Inet4Address;
import java.net.InetAddress;

/**
 * Turns a client address into the client key, the 64 bits that select a worker.
 * <p>
 * The key depends on nothing but the address, so that every JVM of the cluster computes
 * the same one. An IPv4 address and its IPv4-mapped IPv6 form have the same key. The
 * mixing function is the finalizer of SplitMix64 (Steele, Lea, Flood: "Fast Splittable
 * Pseudorandom Number Generators", 2014).
 */
public final class ClientKey {

	private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;

	private ClientKey() {
	}

	/**
	 * Returns the key of an address.
	 * @param address the client address; its host name, zone and port do not count
	 * @return 64 well-mixed bits, the same for the same address in every JVM
	 */
	public static long of(InetAddress address) {
		byte[] bytes = address.getAddress();
		if (address instanceof Inet4Address) {
			return mix(read(bytes, 0, 4) + GOLDEN_GAMMA);
		}
		return mix(mix(read(bytes, 0, 8) + GOLDEN_GAMMA) ^ read(bytes, 8, 8));
	}

	private static long read(byte[] bytes, int offset, int length) {
		long value = 0;
		for (int i = offset; i < offset + length; i++) {
			value = (value << 8) | (bytes[i] & 0xff);
		}
		return value;
	}

	private static long mix(long value) {
		long z = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
		z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
		return z ^ (z >>> 31);
	}

}
