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

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * The namespaces whose clients must authenticate: all, but for those that the application
 * has opened. Immutable.
 */
public final class RequiredNamespaces {

	private static final String EVERY = "/**";

	private final List<Entry> entries;

	/**
	 * Creates the namespaces.
	 * @param required by name or pattern, whether clients must authenticate; of several
	 * that match, a name counts before a pattern, and a longer pattern before a shorter
	 * @throws IllegalArgumentException if a pattern is malformed
	 */
	public RequiredNamespaces(Map<String, Boolean> required) {
		List<Entry> entries = new ArrayList<>();
		required.forEach((pattern, value) -> entries.add(new Entry(pattern, NamePattern.of(pattern), value)));
		entries.sort(Comparator.comparing((Entry entry) -> !entry.text.equals(entry.pattern.literal()))
			.thenComparing((entry) -> entry.text.length(), Comparator.reverseOrder())
			.thenComparing(Entry::text));
		this.entries = List.copyOf(entries);
	}

	/**
	 * Returns whether clients of a namespace must authenticate.
	 * @param namespace the namespace, as clients write it
	 */
	boolean contain(String namespace) {
		for (Entry entry : this.entries) {
			if (entry.pattern.match(namespace) != null) {
				return entry.required;
			}
		}
		return true;
	}

	/**
	 * Returns whether there may be such a namespace.
	 * @return whether not all are open
	 */
	public boolean isAny() {
		return this.entries.stream().anyMatch(Entry::required)
				|| this.entries.stream().noneMatch((entry) -> entry.text.equals(EVERY));
	}

	/**
	 * Describes the namespaces for the log.
	 */
	@Override
	public String toString() {
		List<String> open = this.entries.stream().filter((entry) -> !entry.required).map(Entry::text).toList();
		if (!isAny()) {
			return "no namespace";
		}
		return open.isEmpty() ? "all namespaces" : "all namespaces but " + String.join(", ", open);
	}

	private record Entry(String text, NamePattern pattern, boolean required) {
	}

}
