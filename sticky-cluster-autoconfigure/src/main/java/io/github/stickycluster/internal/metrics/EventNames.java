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

package io.github.stickycluster.internal.metrics;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The events that have a meter of their own: as many as a meter system should be given.
 * Thread-safe.
 */
final class EventNames {

	/** Stands for the events that have none, and their namespace. */
	static final String OTHER = "other";

	static final int MOST = 200;

	private final Map<String, Set<String>> names = new ConcurrentHashMap<>();

	private final AtomicInteger count = new AtomicInteger();

	/**
	 * Returns whether an event has a meter of its own, giving it one as long as there are
	 * some left.
	 */
	boolean admits(String namespace, String event) {
		Set<String> events = this.names.get(namespace);
		return (events != null && events.contains(event)) || admit(namespace, event);
	}

	private boolean admit(String namespace, String event) {
		if (this.count.get() >= MOST) {
			return false;
		}
		if (this.names.computeIfAbsent(namespace, (name) -> ConcurrentHashMap.newKeySet()).add(event)) {
			this.count.incrementAndGet();
		}
		return true;
	}

}
