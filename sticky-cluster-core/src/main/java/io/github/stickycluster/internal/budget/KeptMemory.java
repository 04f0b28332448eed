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

package io.github.stickycluster.internal.budget;

import java.util.Collection;

/**
 * The memory that clients make a worker keep, and how much they may.
 *
 * @param heap bytes of the heap that are kept
 * @param heapLimit bytes of the heap that may be kept
 * @param direct bytes of direct memory that are kept
 * @param directLimit bytes of direct memory that may be kept
 * @param level how full the account of the worker's fullest event loop is, by the kind of
 * memory that it has less of: 1 if it is used up
 */
public record KeptMemory(long heap, long heapLimit, long direct, long directLimit, double level) {

	/**
	 * What a worker keeps that has not been started.
	 */
	public static final KeptMemory NONE = new KeptMemory(0, 0, 0, 0, 0);

	/**
	 * Adds up the accounts of a worker's event loops.
	 * @param loops the accounts
	 * @return what they keep at this moment
	 */
	public static KeptMemory of(Collection<LoopBudget> loops) {
		return loops.stream().map(KeptMemory::of).reduce(NONE, KeptMemory::plus);
	}

	private static KeptMemory of(LoopBudget loop) {
		return new KeptMemory(loop.heap(), loop.heapLimit(), loop.direct(), loop.directLimit(), loop.level());
	}

	private KeptMemory plus(KeptMemory other) {
		return new KeptMemory(this.heap + other.heap, this.heapLimit + other.heapLimit, this.direct + other.direct,
				this.directLimit + other.directLimit, Math.max(this.level, other.level));
	}

	/**
	 * Returns whether an event loop of the worker lets no new session in.
	 * @return whether its account is 70 percent full
	 */
	public boolean tight() {
		return this.level >= LoopBudget.TIGHT;
	}

}
