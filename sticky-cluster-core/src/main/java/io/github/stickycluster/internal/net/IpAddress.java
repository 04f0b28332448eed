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
import java.net.UnknownHostException;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * Reads IP addresses from text, strictly and without ever asking the DNS.
 */
public final class IpAddress {

	private static final int IPV4_BYTES = 4;

	private static final int IPV6_BYTES = 16;

	/** Eight groups of four digits, or six and an IPv4 address: the longest literal. */
	private static final int MAX_LENGTH = 45;

	private IpAddress() {
	}

	/**
	 * Parses an IPv4 address in dotted decimals or an IPv6 address (RFC 4291, section
	 * 2.2) without brackets and zone. Octets have no leading zeros, since some read them
	 * as octal. An IPv4-mapped IPv6 address is the IPv4 address.
	 * @param text the literal
	 * @return the address, or null if the text is none
	 */
	public static @Nullable InetAddress parse(String text) {
		if (text.length() > MAX_LENGTH) {
			return null;
		}
		byte[] bytes = (text.indexOf(':') >= 0) ? ipv6(text) : ipv4(text, 0);
		return (bytes != null) ? of(bytes) : null;
	}

	/**
	 * Creates an address of its bytes.
	 * @param bytes 4 or 16 bytes; those of an IPv4-mapped address make an IPv4 address
	 * @return the address
	 */
	static InetAddress of(byte[] bytes) {
		try {
			return InetAddress.getByAddress(bytes);
		}
		catch (UnknownHostException ex) {
			throw new IllegalArgumentException("An IP address must have 4 or 16 bytes", ex);
		}
	}

	private static byte @Nullable [] ipv4(String text, int start) {
		byte[] bytes = new byte[IPV4_BYTES];
		int position = start;
		for (int i = 0; i < IPV4_BYTES; i++) {
			int end = (i < IPV4_BYTES - 1) ? text.indexOf('.', position) : text.length();
			int octet = (end >= 0) ? Digits.parse(text, position, end, 255) : -1;
			if (octet < 0) {
				return null;
			}
			bytes[i] = (byte) octet;
			position = end + 1;
		}
		return bytes;
	}

	private static byte @Nullable [] ipv6(String text) {
		int gap = text.indexOf("::");
		if (gap < 0) {
			byte[] all = groups(text);
			return (all != null && all.length == IPV6_BYTES) ? all : null;
		}
		byte[] head = (gap > 0) ? groups(text.substring(0, gap)) : new byte[0];
		String rest = text.substring(gap + 2);
		byte[] tail = rest.isEmpty() ? new byte[0] : groups(rest);
		// The gap stands for one group at least; an IPv4 part may only end the address.
		if (head == null || tail == null || head.length + tail.length > IPV6_BYTES - 2
				|| text.lastIndexOf('.', gap) >= 0) {
			return null;
		}
		byte[] bytes = new byte[IPV6_BYTES];
		System.arraycopy(head, 0, bytes, 0, head.length);
		System.arraycopy(tail, 0, bytes, IPV6_BYTES - tail.length, tail.length);
		return bytes;
	}

	/**
	 * Groups of up to four hexadecimal digits, the last of which may be an IPv4 address.
	 */
	private static byte @Nullable [] groups(String text) {
		byte[] bytes = new byte[IPV6_BYTES];
		int length = 0;
		for (int start = 0; start <= text.length();) {
			int colon = text.indexOf(':', start);
			int end = (colon >= 0) ? colon : text.length();
			byte[] group = (colon < 0 && text.indexOf('.', start) >= 0) ? ipv4(text, start) : group(text, start, end);
			if (group == null || length + group.length > IPV6_BYTES) {
				return null;
			}
			System.arraycopy(group, 0, bytes, length, group.length);
			length += group.length;
			start = end + 1;
		}
		return Arrays.copyOf(bytes, length);
	}

	private static byte @Nullable [] group(String text, int start, int end) {
		if (end == start || end - start > 4) {
			return null;
		}
		int value = 0;
		for (int i = start; i < end; i++) {
			int digit = (text.charAt(i) < 128) ? Character.digit(text.charAt(i), 16) : -1;
			if (digit < 0) {
				return null;
			}
			value = (value << 4) | digit;
		}
		return new byte[] { (byte) (value >> 8), (byte) value };
	}

}
