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

package io.github.stickycluster.internal.http.proxy;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The connections of one event loop that wait for their next request. Only used on that
 * loop.
 */
final class UpstreamPool {

	private final int most;

	private final Map<Object, Deque<UpstreamConnection>> idle = new HashMap<>();

	private int size;

	UpstreamPool(int most) {
		this.most = most;
	}

	/**
	 * Takes the connection that has waited least, which is the likeliest to be alive.
	 */
	@Nullable UpstreamConnection poll(Object key) {
		Deque<UpstreamConnection> connections = this.idle.get(key);
		UpstreamConnection connection = (connections != null) ? connections.peekLast() : null;
		if (connection != null) {
			remove(connection);
		}
		return connection;
	}

	/**
	 * Keeps a connection.
	 * @return whether there was room
	 */
	boolean offer(UpstreamConnection connection) {
		if (this.size >= this.most) {
			return false;
		}
		this.idle.computeIfAbsent(connection.key(), (key) -> new ArrayDeque<>(2)).addLast(connection);
		this.size++;
		return true;
	}

	void remove(UpstreamConnection connection) {
		Deque<UpstreamConnection> connections = this.idle.get(connection.key());
		if (connections != null && connections.remove(connection)) {
			this.size--;
			if (connections.isEmpty()) {
				this.idle.remove(connection.key());
			}
		}
	}

}
