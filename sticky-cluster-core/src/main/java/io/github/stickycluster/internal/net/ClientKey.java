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

package io.github.stickycluster.internal.net;

import java.net.Inet4Address;
import java.net.InetAddress;

import io.github.stickycluster.internal.settings.SettingChecks;

/**
 * Turns a client address into the client key, the 64 bits that select a worker.
 * <p>
 * Only the address's prefix counts, since an IPv6 client changes the other half of its
 * address at will. The key depends on nothing else, so that every JVM of the cluster
 * computes the same one. An IPv4 address and its IPv4-mapped IPv6 form have the same key.
 * The mixing function is the finalizer of SplitMix64 (Steele, Lea, Flood: "Fast
 * Splittable Pseudorandom Number Generators", 2014).
 *
 * @param ipv4PrefixLength bits of an IPv4 address that count, 1 to 32
 * @param ipv6PrefixLength bits of an IPv6 address that count, 1 to 128
 */
public record ClientKey(int ipv4PrefixLength, int ipv6PrefixLength) {

	private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;

	public ClientKey {
		SettingChecks.inRange("ipv4-prefix-length", ipv4PrefixLength, 1, Integer.SIZE);
		SettingChecks.inRange("client-address.ipv6-prefix-length", ipv6PrefixLength, 1, 2 * Long.SIZE);
	}

	/**
	 * Returns the key of an address.
	 * @param address the client address; its host name, zone and port do not count
	 * @return 64 well-mixed bits, the same for the same prefix in every JVM
	 */
	public long of(InetAddress address) {
		if (address instanceof Inet4Address ipv4) {
			return mix((word(ipv4.getAddress()) & mask(this.ipv4PrefixLength + Integer.SIZE)) + GOLDEN_GAMMA);
		}
		byte[] bytes = address.getAddress();
		long high = read(bytes, 0, Long.BYTES) & mask(this.ipv6PrefixLength);
		long low = read(bytes, Long.BYTES, Long.BYTES) & mask(this.ipv6PrefixLength - Long.SIZE);
		return mix(mix(high + GOLDEN_GAMMA) ^ low);
	}

	/**
	 * Returns the part of an address that its key is made of.
	 * @param address the client address
	 * @return the range of the addresses that have the same key
	 */
	public IpPrefix prefixOf(InetAddress address) {
		boolean ipv4 = address.getAddress().length == Integer.BYTES;
		return IpPrefix.of(address, ipv4 ? this.ipv4PrefixLength : this.ipv6PrefixLength);
	}

	/**
	 * The first bits of a word set: none for a negative number, all from 64 on.
	 */
	private static long mask(int length) {
		if (length <= 0) {
			return 0;
		}
		return (length < Long.SIZE) ? -1L << (Long.SIZE - length) : -1L;
	}

	// No loop, so that the compiler sees that it needs no array.
	private static long word(byte[] bytes) {
		return ((bytes[0] & 0xffL) << 24) | ((bytes[1] & 0xff) << 16) | ((bytes[2] & 0xff) << 8) | (bytes[3] & 0xff);
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
