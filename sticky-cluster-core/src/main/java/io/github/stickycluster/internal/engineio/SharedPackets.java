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

import java.util.HashMap;
import java.util.Map;

import io.github.stickycluster.internal.budget.LoopBudget;

/**
 * The packets that wait for several clients of one event loop, so that each is charged
 * only once. Used on its loop only.
 */
final class SharedPackets {

	private final LoopBudget budget;

	private final Map<EncodedPacket, Entry> entries = new HashMap<>();

	SharedPackets(LoopBudget budget) {
		this.budget = budget;
	}

	/** A packet waits for one client more. */
	void add(EncodedPacket packet) {
		Entry entry = this.entries.get(packet);
		if (entry == null) {
			entry = new Entry(packet.heapCost(), packet.directCost());
			this.entries.put(packet, entry);
			this.budget.add(entry.heap, entry.direct);
		}
		entry.waiting++;
	}

	/** A packet waits for one client less. */
	void remove(EncodedPacket packet) {
		Entry entry = this.entries.get(packet);
		if (entry != null && --entry.waiting == 0) {
			this.entries.remove(packet);
			this.budget.add(-entry.heap, -entry.direct);
		}
	}

	private static final class Entry {

		private final int heap;

		private final int direct;

		private int waiting;

		Entry(int heap, int direct) {
			this.heap = heap;
			this.direct = direct;
		}

	}

}
