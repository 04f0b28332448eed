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

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * A pattern of origins, by the rules of Spring's {@code CorsConfiguration}: {@code *}
 * stands for any characters, and a list of ports in brackets may follow. Matches in time
 * linear to the length of the origin, which clients choose.
 */
public final class OriginPattern {

	private static final Pattern PORTS = Pattern.compile("(.*):\\[(\\*|\\d{1,5}(?:,\\d{1,5})*)]");

	private static final Pattern ALLOWED = Pattern.compile("[a-z0-9+.*:/_~\\[\\]-]+");

	/** What follows the last asterisk: the rest of a label, and labels. */
	private static final Pattern DOMAIN = Pattern.compile("[^.:/]*(\\.[^.:/]+){2,}(:\\d+)?");

	private static final String SCHEME_END = "://";

	private static final int HTTP_PORT = 80;

	private static final int HTTPS_PORT = 443;

	/** What stands between the asterisks; at least one. */
	private final List<String> parts;

	/** The ports of the list, empty for any port, or {@code null} without a list. */
	private final @Nullable Set<Integer> ports;

	private OriginPattern(String glob, @Nullable Set<Integer> ports) {
		this.parts = List.of(glob.split("\\*", -1));
		this.ports = ports;
	}

	/**
	 * Parses a pattern.
	 * @param text such as {@code https://*.example.org},
	 * {@code https://*.example.org:[8080,8443]}, {@code http://localhost:[*]} or
	 * {@code *}
	 * @return the pattern, or {@code null} if the text is none
	 */
	public static @Nullable OriginPattern parse(String text) {
		String glob = text.toLowerCase(Locale.ROOT);
		Set<Integer> ports = null;
		Matcher list = PORTS.matcher(glob);
		if (list.matches()) {
			glob = list.group(1);
			ports = ports(list.group(2));
		}
		glob = glob.replaceFirst("^ws(s?)://", "http$1://");
		boolean valid = ALLOWED.matcher(glob).matches() && !glob.endsWith("/") && !glob.contains(":[")
				&& (glob.contains("://") || glob.startsWith("*"));
		return valid ? new OriginPattern(glob, ports) : null;
	}

	private static Set<Integer> ports(String list) {
		return list.equals("*") ? Set.of()
				: Arrays.stream(list.split(",")).map(Integer::valueOf).collect(Collectors.toUnmodifiableSet());
	}

	/**
	 * Returns whether hosts of different owners match: a pattern that is not wide ends
	 * with a whole domain of at least two labels, such as {@code .example.org}.
	 * @return whether they do
	 */
	public boolean isWide() {
		String end = this.parts.get(this.parts.size() - 1);
		return !end.contains(SCHEME_END) && !DOMAIN.matcher(end).matches();
	}

	/**
	 * Returns whether an origin matches.
	 * @param text the origin as it was sent
	 * @param origin the same, parsed
	 * @return whether it does
	 */
	public boolean matches(String text, WebOrigin origin) {
		String base = base(text, origin);
		if (this.ports != null) {
			return origin.port() >= 0 && (this.ports.isEmpty() || this.ports.contains(origin.port())) && matches(base);
		}
		boolean standard = origin.port() == (origin.scheme().equals("https") ? HTTPS_PORT : HTTP_PORT);
		String port = ":" + origin.port();
		boolean written = this.parts.get(this.parts.size() - 1).endsWith(port);
		return matches((origin.port() < 0 || (standard && !written)) ? base : base + port);
	}

	/** The origin without its port, as a browser would write it. */
	private static String base(String text, WebOrigin origin) {
		String base = text.toLowerCase(Locale.ROOT);
		if (origin.port() < 0) {
			return base;
		}
		base = base.startsWith("ws") ? "http" + base.substring(2) : base;
		int colon = base.lastIndexOf(':');
		return (colon > base.lastIndexOf(']') && colon > base.indexOf("://")) ? base.substring(0, colon) : base;
	}

	private boolean matches(String text) {
		String first = this.parts.get(0);
		int last = this.parts.size() - 1;
		if (last == 0) {
			return text.equals(first);
		}
		if (!text.startsWith(first)) {
			return false;
		}
		int from = first.length();
		for (String part : this.parts.subList(1, last)) {
			int found = text.indexOf(part, from);
			if (found < 0) {
				return false;
			}
			from = found + part.length();
		}
		String end = this.parts.get(last);
		return text.length() - end.length() >= from && text.endsWith(end);
	}

}
