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

package io.github.stickycluster.internal.security;

import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.http.server.PathContainer;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;
import org.springframework.web.util.pattern.PatternParseException;

/**
 * A name of a namespace or an event, or a pattern of names. Immutable.
 */
public final class NamePattern {

	private static final String OF_PATTERNS = "{}*?";

	private final String text;

	private final @Nullable Variables variables;

	private NamePattern(String text, @Nullable Variables variables) {
		this.text = text;
		this.variables = variables;
	}

	/**
	 * Reads a pattern.
	 * @param text a name, or a pattern as {@link PathPattern} reads it
	 * @return the pattern
	 * @throws IllegalArgumentException if it is malformed
	 */
	public static NamePattern of(String text) {
		boolean pattern = text.chars().anyMatch((character) -> OF_PATTERNS.indexOf(character) >= 0);
		return new NamePattern(text, pattern ? Variables.of(text) : null);
	}

	/**
	 * Matches a name.
	 * @param name the name
	 * @return its variables, or {@code null} if it does not match
	 */
	public @Nullable Map<String, String> match(String name) {
		if (this.variables != null) {
			return this.variables.match(name);
		}
		return this.text.equals(name) ? Map.of() : null;
	}

	/**
	 * Returns the name if this is one.
	 * @return the name, or {@code null} if this is a pattern of several
	 */
	@Nullable String literal() {
		return (this.variables == null) ? this.text : null;
	}

	@Override
	public String toString() {
		return this.text;
	}

	/**
	 * Loaded only for patterns, since it needs Spring Web.
	 */
	private record Variables(PathPattern pattern) {

		// A name is no path: nothing in it is encoded, or a parameter after a semicolon.
		private static final PathContainer.Options NAMES = PathContainer.Options.create('/', false);

		private static Variables of(String text) {
			PathPatternParser parser = new PathPatternParser();
			parser.setPathOptions(NAMES);
			try {
				return new Variables(parser.parse(text));
			}
			catch (PatternParseException ex) {
				throw new IllegalArgumentException("The pattern '" + text + "' is malformed: " + ex.getMessage(), ex);
			}
		}

		private @Nullable Map<String, String> match(String name) {
			PathPattern.PathMatchInfo match = this.pattern.matchAndExtract(PathContainer.parsePath(name, NAMES));
			return (match != null) ? match.getUriVariables() : null;
		}

	}

}
