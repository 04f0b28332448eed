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

package io.github.stickycluster.internal.engineio;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * The ids of the polling sessions that were closed in order a moment ago. A POST request
 * that was sent before its client received the close belongs to such a session, not to an
 * unknown one. Thread-safe.
 */
final class ClosedSessions {

	private static final long KEPT_NANOS = TimeUnit.SECONDS.toNanos(2);

	/** About 1 MB of ids, as many as clients can be told in two seconds. */
	private static final int MOST = 10_000;

	/** When each was closed, in that order. */
	private final Map<UUID, Long> closed = new LinkedHashMap<>() {

		@Override
		protected boolean removeEldestEntry(Map.Entry<UUID, Long> eldest) {
			return size() > MOST;
		}

	};

	/**
	 * Remembers a session.
	 * @param id its id
	 */
	synchronized void add(UUID id) {
		long now = System.nanoTime();
		Iterator<Long> oldest = this.closed.values().iterator();
		while (oldest.hasNext() && now - oldest.next() > KEPT_NANOS) {
			oldest.remove();
		}
		this.closed.put(id, now);
	}

	/**
	 * Returns whether a session was closed a moment ago.
	 * @param id its id
	 */
	synchronized boolean contains(UUID id) {
		Long at = this.closed.get(id);
		return at != null && System.nanoTime() - at <= KEPT_NANOS;
	}

}
