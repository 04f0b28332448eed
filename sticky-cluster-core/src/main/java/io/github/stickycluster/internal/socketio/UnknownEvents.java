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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

import io.github.stickycluster.internal.log.Printable;

/**
 * Up to three names of events that no listener hears, since they were last told.
 * Thread-safe.
 */
final class UnknownEvents {

	private static final int MOST_NAMES = 3;

	private static final int MOST_CHARACTERS = 40;

	private static final int MOST_KNOWN = 20;

	/** Replaced, never changed, so that a name that is known already costs no lock. */
	private volatile List<Name> names = List.of();

	/** By namespace, of which there are only those of the application. */
	private final Map<String, String> heard = new ConcurrentHashMap<>();

	/**
	 * Notes a name, unless there are three.
	 * @param namespace the namespace
	 * @param event the name, as the client wrote it
	 * @param known the events that are heard there
	 */
	void add(String namespace, String event, Supplier<? extends Iterable<String>> known) {
		if (this.names.size() < MOST_NAMES) {
			Name name = new Name(namespace, "'" + Printable.of(event, MOST_CHARACTERS) + "'");
			if (!this.names.contains(name)) {
				add(name);
				this.heard.computeIfAbsent(namespace, (key) -> list(known.get()));
			}
		}
	}

	private synchronized void add(Name name) {
		if (this.names.size() < MOST_NAMES && !this.names.contains(name)) {
			List<Name> more = new ArrayList<>(this.names);
			more.add(name);
			this.names = List.copyOf(more);
		}
	}

	private static String list(Iterable<String> known) {
		String events = StreamSupport.stream(known.spliterator(), false)
			.sorted()
			.limit(MOST_KNOWN)
			.map((event) -> "'" + event + "'")
			.collect(Collectors.joining(", "));
		return events.isEmpty() ? "which has no listeners" : "which has listeners for " + events;
	}

	/**
	 * Tells the names, which are forgotten.
	 * @return a sentence
	 */
	@Override
	public synchronized String toString() {
		Map<String, List<String>> byNamespace = this.names.stream()
			.collect(Collectors.groupingBy(Name::namespace, LinkedHashMap::new,
					Collectors.mapping(Name::event, Collectors.toList())));
		this.names = List.of();
		return "Dropped events without a listener" + byNamespace.entrySet()
			.stream()
			.map((entry) -> ", such as " + String.join(", ", entry.getValue()) + " in namespace " + entry.getKey()
					+ ", " + this.heard.getOrDefault(entry.getKey(), ""))
			.collect(Collectors.joining());
	}

	private record Name(String namespace, String event) {
	}

}
