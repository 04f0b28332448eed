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

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

/**
 * The readers of events' arguments, by namespace and event. Thread-safe.
 */
final class EventReaders {

	private final Map<String, Map<String, ArgumentReaders>> events = new ConcurrentHashMap<>();

	@Nullable ArgumentReaders find(String namespace, String event) {
		Map<String, ArgumentReaders> readers = this.events.get(namespace);
		return (readers != null) ? readers.get(event) : null;
	}

	Set<String> names(String namespace) {
		return this.events.getOrDefault(namespace, Map.of()).keySet();
	}

	List<String> types(String namespace, String event) {
		ArgumentReaders readers = find(namespace, event);
		return (readers != null) ? readers.describe() : List.of();
	}

	/**
	 * Adds what one more listener declares, which may be fewer arguments than others of
	 * its event declare.
	 * @throws EventTypeException if a type is not the one that another listener declares
	 */
	void add(String namespace, String event, ArgumentReaders readers) {
		events(namespace).merge(event, readers, (present, added) -> {
			ArgumentReaders both = present.with(added);
			if (both == null) {
				throw new EventTypeException(namespace, event,
						"it declares " + added.describe() + ", and another listener " + present.describe(),
						"Declare the same types in all listeners of an event; one may declare fewer than another.");
			}
			return both;
		});
	}

	void set(String namespace, String event, ArgumentReaders readers) {
		events(namespace).put(event, readers);
	}

	void remove(String namespace, String event) {
		Map<String, ArgumentReaders> readers = this.events.get(namespace);
		if (readers != null) {
			readers.remove(event);
		}
	}

	private Map<String, ArgumentReaders> events(String namespace) {
		return this.events.computeIfAbsent(namespace, (name) -> new ConcurrentHashMap<>());
	}

}
