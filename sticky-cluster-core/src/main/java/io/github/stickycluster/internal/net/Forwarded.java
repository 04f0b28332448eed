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
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Reads {@code Forwarded} (RFC 7239): a list to whose end each proxy adds an element with
 * its peer in the parameter {@code for}.
 * <p>
 * The list is split from its end, too: so a quote that a client leaves open cannot
 * swallow what a proxy has added.
 */
final class Forwarded implements ForwardingHeader {

	private static final Pattern OBFUSCATED = Pattern.compile("_[A-Za-z0-9._-]+");

	@Override
	public ClientAddress find(List<String> lines, InetAddress peer, TrustedProxies proxies) {
		return walk(lines, peer, proxies).result();
	}

	@Override
	public ForwardedRequest request(List<String> lines, InetAddress peer, TrustedProxies proxies) {
		return walk(lines, peer, proxies).request();
	}

	private static ForwardedChain walk(List<String> lines, InetAddress peer, TrustedProxies proxies) {
		ForwardedChain walk = new ForwardedChain(peer, proxies);
		for (int i = lines.size() - 1; i >= 0; i--) {
			if (!walk(lines.get(i), walk)) {
				break;
			}
		}
		return walk;
	}

	private static boolean walk(String line, ForwardedChain walk) {
		for (int end = line.length(); end >= 0;) {
			int comma = lastComma(line, end);
			String element = line.substring(comma + 1, end).strip();
			if (!walk.step() || (!element.isEmpty() && !walk(walk, ForwardedElement.parse(element)))) {
				return false;
			}
			end = comma;
		}
		return true;
	}

	/**
	 * Finds the last comma before a position that is in no quoted string.
	 */
	private static int lastComma(String line, int end) {
		boolean quoted = false;
		for (int i = end - 1; i >= 0; i--) {
			char next = line.charAt(i);
			if (next == '"' && !(quoted && isEscaped(line, i))) {
				quoted = !quoted;
			}
			else if (next == ',' && !quoted) {
				return i;
			}
		}
		return -1;
	}

	private static boolean isEscaped(String line, int index) {
		int backslashes = 0;
		while (backslashes < index && line.charAt(index - 1 - backslashes) == '\\') {
			backslashes++;
		}
		return backslashes % 2 != 0;
	}

	private static boolean walk(ForwardedChain walk, @Nullable ForwardedElement element) {
		if (element == null) {
			return walk.to(Hop.MALFORMED);
		}
		walk.sees(element.host(), element.proto());
		String node = element.node();
		return walk.to((node != null) ? node(node) : Hop.HIDDEN);
	}

	/**
	 * Parses a node (RFC 7239, section 6), whose name and port may be obfuscated.
	 */
	private static Hop node(String node) {
		int port = node.lastIndexOf(':');
		boolean obfuscatedPort = port > 0 && OBFUSCATED.matcher(node.substring(port + 1)).matches();
		String name = (obfuscatedPort) ? node.substring(0, port) : node;
		int end = name.indexOf(':');
		boolean hidden = name.startsWith("_") || name.toLowerCase(Locale.ROOT).startsWith("unknown:");
		if (!hidden) {
			// An IPv6 address without brackets has no port to take off.
			return (obfuscatedPort && end >= 0 && !name.endsWith("]")) ? Hop.MALFORMED : Hop.parse(name);
		}
		boolean validPort = end < 0 || Digits.parse(name, end + 1, name.length(), 65_535) >= 0;
		String identifier = (end < 0) ? name : name.substring(0, end);
		boolean validName = !name.startsWith("_") || OBFUSCATED.matcher(identifier).matches();
		return (validPort && validName) ? Hop.HIDDEN : Hop.MALFORMED;
	}

}
