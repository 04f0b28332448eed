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

package io.github.stickycluster.internal.socketio;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A pattern for the names of namespaces, such as {@code /tenant-{id}}. Immutable.
 * <p>
 * Stricter than Spring's patterns of paths, since clients choose the names: a variable
 * has 1 to {@value #MOST_CHARACTERS} letters, digits or characters of {@code -._~:@+},
 * and each name has one reading. A name that a client may write is therefore no pattern.
 */
public final class NamespacePattern {

	/** The most characters of a variable's value. */
	public static final int MOST_CHARACTERS = 128;

	/** The one that has fewer variables and more literal characters matches first. */
	public static final Comparator<NamespacePattern> MOST_SPECIFIC_FIRST = Comparator
		.<NamespacePattern>comparingInt((pattern) -> pattern.variables.size())
		.thenComparing((pattern) -> pattern.shape.length(), Comparator.reverseOrder())
		.thenComparing((pattern) -> pattern.shape);

	private static final Pattern VARIABLE = Pattern.compile("\\{([A-Za-z_][A-Za-z0-9_]*)}");

	private static final String VALUE = "([\\p{L}\\p{M}\\p{Nd}\\-._~:@+]{1," + MOST_CHARACTERS + "})";

	private final String text;

	/** The text without the names of the variables. */
	private final String shape;

	private final Pattern names;

	private final List<String> variables;

	private NamespacePattern(String text, String shape, Pattern names, List<String> variables) {
		this.text = text;
		this.shape = shape;
		this.names = names;
		this.variables = variables;
	}

	/**
	 * Returns whether a name is written as a pattern.
	 * @param name the name of a namespace
	 * @return whether it has a brace
	 */
	public static boolean isPattern(String name) {
		return name.indexOf('{') >= 0 || name.indexOf('}') >= 0;
	}

	/**
	 * Parses a pattern.
	 * @param text the pattern, beginning with a slash
	 * @return the pattern
	 * @throws IllegalArgumentException if it has no variable, or is malformed
	 */
	public static NamespacePattern of(String text) {
		Matcher variable = VARIABLE.matcher(text);
		StringBuilder names = new StringBuilder();
		List<String> variables = new ArrayList<>();
		int end = 0;
		while (variable.find()) {
			names.append(Pattern.quote(text.substring(end, variable.start()))).append(VALUE);
			variables.add(variable.group(1));
			end = variable.end();
		}
		names.append(Pattern.quote(text.substring(end)));
		String shape = variable.replaceAll("{}");
		check(text, shape, variables);
		return new NamespacePattern(text, shape, Pattern.compile(names.toString()), List.copyOf(variables));
	}

	private static void check(String text, String shape, List<String> variables) {
		if (!text.startsWith("/") || variables.isEmpty() || isPattern(shape.replace("{}", ""))) {
			throw refusal(text, "it has no variable of the form {name}, or does not begin with a slash");
		}
		for (String segment : shape.split("/")) {
			if (segment.indexOf('{') != segment.lastIndexOf('{')) {
				throw refusal(text, "it has two variables that no slash separates");
			}
		}
		Set<String> different = new HashSet<>(variables);
		if (different.size() < variables.size()) {
			throw refusal(text, "two of its variables have the same name");
		}
	}

	private static IllegalArgumentException refusal(String text, String reason) {
		return new IllegalArgumentException("The pattern of namespaces '" + text + "' is not valid: " + reason
				+ ". Write it like /tenant-{id} or /shop-{shop}/table-{table}");
	}

	/**
	 * Returns whether a name is one of the pattern's.
	 * @param name the name, as the server names it
	 * @return whether it is
	 */
	public boolean matches(String name) {
		return this.names.matcher(name).matches();
	}

	/**
	 * Returns the variables of a name.
	 * @param name a name of the pattern's
	 * @return the values by variable
	 * @throws IllegalArgumentException if the name does not match
	 */
	public Map<String, String> variables(String name) {
		Matcher matcher = this.names.matcher(name);
		if (!matcher.matches()) {
			throw new IllegalArgumentException("'" + name + "' does not match " + this);
		}
		Map<String, String> values = new LinkedHashMap<>();
		for (int i = 0; i < this.variables.size(); i++) {
			values.put(this.variables.get(i), matcher.group(i + 1));
		}
		return values;
	}

	/**
	 * Returns the names of the variables.
	 * @return the names in their order
	 */
	public List<String> variables() {
		return this.variables;
	}

	/**
	 * Returns whether another pattern has the same names.
	 * @param other the other
	 * @return whether only the names of their variables differ
	 */
	public boolean hasNamesOf(NamespacePattern other) {
		return this.shape.equals(other.shape);
	}

	@Override
	public String toString() {
		return this.text;
	}

}
