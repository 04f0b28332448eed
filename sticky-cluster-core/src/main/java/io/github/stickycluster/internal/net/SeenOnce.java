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

package io.github.stickycluster.internal.net;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/**
 * Remembers what it has seen for a while at least, and for twice that at most.
 * Thread-safe.
 */
final class SeenOnce {

	private final long keptMillis;

	private Set<String> present = new HashSet<>();

	private Set<String> previous = new HashSet<>();

	private long turnedAt;

	SeenOnce(Duration kept) {
		this.keptMillis = kept.toMillis();
	}

	/**
	 * Adds something.
	 * @return whether it has not been seen before
	 */
	synchronized boolean add(String value, long nowMillis) {
		if (nowMillis - this.turnedAt >= this.keptMillis) {
			this.previous = (nowMillis - this.turnedAt < 2 * this.keptMillis) ? this.present : new HashSet<>();
			this.present = new HashSet<>();
			this.turnedAt = nowMillis;
		}
		return !this.previous.contains(value) && this.present.add(value);
	}

}
