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
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * A host and perhaps a port, as {@code Host} and URLs have them.
 *
 * @param host the name in lower case, or the address as the JDK writes it
 * @param port the port, or -1 without one
 */
record Authority(String host, int port) {

	private static final int MAX_PORT = 65_535;

	/** What the WHATWG's URL standard forbids in a domain, and separates a list. */
	private static final String FORBIDDEN = "#/:<>?@[\\]^|%,\"";

	/**
	 * Parses a host and a port.
	 * @return the two, or {@code null} if the text is malformed
	 */
	static @Nullable Authority parse(String text) {
		int end = text.startsWith("[") ? text.indexOf(']') + 1 : text.indexOf(':');
		end = (end < 0) ? text.length() : end;
		String host = host(text.substring(0, end));
		String rest = text.substring(end);
		if (host == null || (!rest.isEmpty() && rest.charAt(0) != ':')) {
			return null;
		}
		if (rest.length() < 2) {
			return new Authority(host, -1);
		}
		int port = Digits.parse(rest, 1, rest.length(), MAX_PORT);
		return (port >= 0) ? new Authority(host, port) : null;
	}

	private static @Nullable String host(String text) {
		if (text.startsWith("[")) {
			String literal = text.substring(1, text.length() - 1);
			InetAddress address = (literal.indexOf(':') >= 0) ? IpAddress.parse(literal) : null;
			return (address != null) ? address.getHostAddress() : null;
		}
		return (!text.isEmpty() && isName(text)) ? text.toLowerCase(Locale.ROOT) : null;
	}

	/**
	 * Whether a text has only characters that a host name, or what stands for it in an
	 * origin of an application, may have.
	 */
	static boolean isName(String text) {
		return text.chars().allMatch((next) -> next > ' ' && next < 127 && FORBIDDEN.indexOf(next) < 0);
	}

}
