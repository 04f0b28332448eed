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

import java.net.InetAddress;

/**
 * A range of addresses in CIDR notation, such as {@code 10.0.0.0/8}.
 * <p>
 * An IPv6 range holds no IPv4 address, except that a range of IPv4-mapped addresses is
 * the IPv4 range.
 */
public final class IpPrefix {

	private static final int MAPPED_BITS = 96;

	private final byte[] network;

	private final int length;

	private IpPrefix(byte[] network, int length) {
		this.network = network;
		this.length = length;
	}

	/**
	 * Parses an address, which stands for itself alone, or an address, a slash and the
	 * number of bits that count.
	 * @param text the range, such as {@code 2001:db8::/32}
	 * @return the range
	 * @throws IllegalArgumentException if it is none; the message says why and how to
	 * write it
	 */
	public static IpPrefix parse(String text) {
		int slash = text.indexOf('/');
		String literal = (slash >= 0) ? text.substring(0, slash) : text;
		InetAddress address = IpAddress.parse(literal);
		if (address == null) {
			throw new IllegalArgumentException("Use an IP address or a range such as '10.0.0.0/8' or '2001:db8::/32'.");
		}
		byte[] bytes = address.getAddress();
		int bits = bytes.length * Byte.SIZE;
		int length = (slash >= 0) ? length(text, slash + 1, literal, bits) : bits;
		for (int i = length; i < bits; i++) {
			if ((bytes[i / Byte.SIZE] & bit(i)) != 0) {
				throw new IllegalArgumentException("The address has bits beyond the prefix. Use '%s/%d'."
					.formatted(IpAddress.of(masked(bytes, length)).getHostAddress(), length));
			}
		}
		return new IpPrefix(bytes, length);
	}

	/**
	 * Returns the range of the addresses that begin like this one.
	 * @param address the address
	 * @param length how many of its bits count, 0 to all of them
	 * @return the range
	 */
	static IpPrefix of(InetAddress address, int length) {
		return new IpPrefix(masked(address.getAddress(), length), length);
	}

	private static int length(String text, int start, String literal, int bits) {
		boolean mapped = bits == Integer.SIZE && literal.indexOf(':') >= 0;
		int least = (mapped) ? MAPPED_BITS : 0;
		int length = Digits.parse(text, start, text.length(), least + bits);
		if (length < least) {
			throw new IllegalArgumentException("Use a prefix length from %d to %d.".formatted(least, least + bits));
		}
		return length - least;
	}

	/**
	 * Tells whether an address is in the range.
	 * @param address the address, whose zone does not count
	 * @return whether it is of the same family and begins with the prefix
	 */
	public boolean contains(InetAddress address) {
		byte[] bytes = address.getAddress();
		if (bytes.length != this.network.length) {
			return false;
		}
		int whole = this.length / Byte.SIZE;
		for (int i = 0; i < whole; i++) {
			if (bytes[i] != this.network[i]) {
				return false;
			}
		}
		int rest = this.length % Byte.SIZE;
		return rest == 0 || ((bytes[whole] ^ this.network[whole]) & 0xff) >> (Byte.SIZE - rest) == 0;
	}

	@Override
	public String toString() {
		return IpAddress.of(this.network).getHostAddress() + "/" + this.length;
	}

	private static byte[] masked(byte[] bytes, int length) {
		byte[] masked = bytes.clone();
		for (int i = length; i < bytes.length * Byte.SIZE; i++) {
			masked[i / Byte.SIZE] &= (byte) ~bit(i);
		}
		return masked;
	}

	private static int bit(int index) {
		return 0x80 >> (index % Byte.SIZE);
	}

}
