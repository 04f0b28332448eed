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

package io.github.stickycluster.internal.dispatch;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Counts the open connections of each client; a client without one takes no memory, so
 * there are never more entries than connections. Thread-safe.
 */
final class OpenConnections {

	private final ConcurrentMap<Long, Integer> counts = new ConcurrentHashMap<>();

	private final int most;

	OpenConnections(int most) {
		this.most = most;
	}

	/**
	 * Counts one more, unless the client has the most already.
	 * @param client the client key, boxed by the caller, whose other records share it
	 */
	boolean open(Long client) {
		int count = this.counts.merge(client, 1, (present, one) -> Math.min(present + one, this.most + 1));
		if (count <= this.most) {
			return true;
		}
		close(client);
		return false;
	}

	/**
	 * Counts one less.
	 */
	void close(Long client) {
		this.counts.computeIfPresent(client, (key, count) -> (count > 1) ? count - 1 : null);
	}

	int clients() {
		return this.counts.size();
	}

}
