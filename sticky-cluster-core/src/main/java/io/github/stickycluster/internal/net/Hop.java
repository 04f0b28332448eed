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

import org.jspecify.annotations.Nullable;

/**
 * The client of one proxy, according to its header: an address, an obfuscated name, or a
 * malformed value.
 *
 * @param address the address, if there is one
 * @param malformed whether it is garbage
 */
record Hop(@Nullable InetAddress address, boolean malformed) {

	/** Valid, but no address. */
	static final Hop HIDDEN = new Hop(null, false);

	/** Garbage. */
	static final Hop MALFORMED = new Hop(null, true);

	private static final int MAX_PORT = 65_535;

	/**
	 * Parses a node as proxies write it: an address, perhaps with a port; an IPv6 address
	 * with a port is in brackets.
	 */
	static Hop parse(String text) {
		if (text.equalsIgnoreCase("unknown")) {
			return HIDDEN;
		}
		if (text.startsWith("[")) {
			int bracket = text.indexOf(']');
			boolean ipv6 = bracket > 0 && text.lastIndexOf(':', bracket) > 0;
			return (ipv6 && isPort(text, bracket + 1)) ? of(text.substring(1, bracket)) : MALFORMED;
		}
		int colon = text.indexOf(':');
		if (colon < 0 || colon != text.lastIndexOf(':')) {
			return of(text);
		}
		return isPort(text, colon) ? of(text.substring(0, colon)) : MALFORMED;
	}

	private static Hop of(String literal) {
		InetAddress address = IpAddress.parse(literal);
		return (address != null) ? new Hop(address, false) : MALFORMED;
	}

	private static boolean isPort(String text, int start) {
		return start == text.length()
				|| (text.charAt(start) == ':' && Digits.parse(text, start + 1, text.length(), MAX_PORT) >= 0);
	}

}
