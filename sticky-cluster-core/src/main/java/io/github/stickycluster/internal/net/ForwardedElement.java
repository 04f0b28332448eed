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

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * One element of {@code Forwarded}: parameters between semicolons (RFC 7239, section 4).
 *
 * @param node the value of {@code for}, without quotes, or null without one
 * @param host the value of {@code host}, likewise
 * @param proto the value of {@code proto}, likewise
 */
record ForwardedElement(@Nullable String node, @Nullable String host, @Nullable String proto) {

	/**
	 * Parses an element.
	 * @return the element, or null if it is malformed
	 */
	static @Nullable ForwardedElement parse(String text) {
		Parser parser = new Parser(text);
		return parser.parse() ? new ForwardedElement(parser.node, parser.host, parser.proto) : null;
	}

	private static final class Parser {

		private static final String TOKEN = "!#$%&'*+-.^_`|~";

		/** Not in tokens, yet often written without the quotes that they need. */
		private static final String NODE = ":[]";

		private final String text;

		private final Set<String> names = new HashSet<>();

		private int position;

		private @Nullable String node;

		private @Nullable String host;

		private @Nullable String proto;

		private Parser(String text) {
			this.text = text;
		}

		private boolean parse() {
			while (this.position < this.text.length()) {
				if (this.text.charAt(this.position) != ';' && !pair()) {
					return false;
				}
				skipSpace();
				if (this.position < this.text.length() && this.text.charAt(this.position) != ';') {
					return false;
				}
				this.position++;
				skipSpace();
			}
			return true;
		}

		private boolean pair() {
			String name = token("").toLowerCase(Locale.ROOT);
			if (name.isEmpty() || this.position == this.text.length() || this.text.charAt(this.position) != '=') {
				return false;
			}
			this.position++;
			boolean quoted = this.position < this.text.length() && this.text.charAt(this.position) == '"';
			String value = quoted ? quoted() : token(NODE);
			if (value == null || value.isEmpty() || !this.names.add(name)) {
				return false;
			}
			keep(name, value);
			return true;
		}

		private void keep(String name, String value) {
			if (name.equals("for")) {
				this.node = value;
			}
			else if (name.equals("host")) {
				this.host = value;
			}
			else if (name.equals("proto")) {
				this.proto = value;
			}
		}

		private String token(String more) {
			int start = this.position;
			while (this.position < this.text.length() && isToken(this.text.charAt(this.position), more)) {
				this.position++;
			}
			return this.text.substring(start, this.position);
		}

		private static boolean isToken(char next, String more) {
			return (next < 128 && Character.isLetterOrDigit(next)) || TOKEN.indexOf(next) >= 0
					|| more.indexOf(next) >= 0;
		}

		private @Nullable String quoted() {
			StringBuilder value = new StringBuilder();
			for (int i = this.position + 1; i < this.text.length(); i++) {
				char next = this.text.charAt(i);
				if (next == '"') {
					this.position = i + 1;
					return value.toString();
				}
				if (next == '\\' && ++i < this.text.length()) {
					next = this.text.charAt(i);
				}
				value.append(next);
			}
			return null;
		}

		private void skipSpace() {
			while (this.position < this.text.length() && " \t".indexOf(this.text.charAt(this.position)) >= 0) {
				this.position++;
			}
		}

	}

}
