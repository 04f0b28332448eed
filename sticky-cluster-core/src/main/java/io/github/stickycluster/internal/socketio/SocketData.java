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

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

/**
 * The attributes that the application has set on a session, in memory. Thread-safe.
 */
public final class SocketData {

	/** Made when needed: most sessions keep nothing. */
	private volatile @Nullable Map<String, Object> values;

	/**
	 * Sets a value.
	 * @param key its key
	 * @param value the value
	 */
	public void set(String key, Object value) {
		map().put(key, value);
	}

	private synchronized Map<String, Object> map() {
		Map<String, Object> values = this.values;
		if (values == null) {
			values = new ConcurrentHashMap<>(4);
			this.values = values;
		}
		return values;
	}

	/**
	 * Returns a value.
	 * @param key its key
	 * @return the value, or {@code null} if none was set
	 */
	public @Nullable Object get(String key) {
		Map<String, Object> values = this.values;
		return (values != null) ? values.get(key) : null;
	}

	/**
	 * Returns whether a value was set.
	 * @param key its key
	 * @return whether it was
	 */
	public boolean has(String key) {
		Map<String, Object> values = this.values;
		return values != null && values.containsKey(key);
	}

	/**
	 * Removes a value.
	 * @param key its key
	 */
	public void del(String key) {
		Map<String, Object> values = this.values;
		if (values != null) {
			values.remove(key);
		}
	}

	/**
	 * Returns everything that was set.
	 * @return a copy
	 */
	public Map<String, Object> values() {
		Map<String, Object> values = this.values;
		return (values != null) ? Map.copyOf(values) : Map.of();
	}

}
