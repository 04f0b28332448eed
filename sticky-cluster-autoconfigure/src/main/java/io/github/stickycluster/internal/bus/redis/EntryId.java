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

package io.github.stickycluster.internal.bus.redis;

/**
 * The id of a stream's entry.
 *
 * @param millis when it was appended by Redis's clock
 * @param sequence its place among those of the same millisecond
 */
record EntryId(long millis, long sequence) implements Comparable<EntryId> {

	static final EntryId ZERO = new EntryId(0, 0);

	static EntryId of(String text) {
		int dash = text.indexOf('-');
		return new EntryId(Long.parseUnsignedLong(text, 0, dash, 10),
				Long.parseUnsignedLong(text, dash + 1, text.length(), 10));
	}

	@Override
	public int compareTo(EntryId other) {
		int order = Long.compareUnsigned(this.millis, other.millis);
		return (order != 0) ? order : Long.compareUnsigned(this.sequence, other.sequence);
	}

	@Override
	public String toString() {
		return Long.toUnsignedString(this.millis) + "-" + Long.toUnsignedString(this.sequence);
	}

}
