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

package io.github.stickycluster.internal.balance;

import io.github.stickycluster.internal.settings.SettingChecks;

/**
 * Bounds what one candidate may hold, so that many clients behind one address do not sink
 * the worker that the address selects.
 * <p>
 * Mirrokni, Thorup and Zadimoghaddam, "Consistent Hashing with Bounded Loads", 2016.
 *
 * @param factor how far above its share a candidate may be filled, 1 to 100; 1.25 lets it
 * hold a quarter more than the mean
 */
public record BoundedLoad(double factor) {

	public BoundedLoad {
		SettingChecks.check(factor >= 1 && factor <= 100, "routing.load-factor", factor,
				"Use a number from 1 to 100, such as 1.25.");
	}

	/**
	 * Returns how much a candidate may hold when one more is placed. The capacities of
	 * all candidates together are never below the load with that one more, so one always
	 * has room.
	 * @param totalLoad what all candidates hold now
	 * @param share the candidate's part of all weights, above 0 and up to 1
	 * @return the candidate's capacity
	 */
	public long capacity(long totalLoad, double share) {
		return (long) Math.ceil(this.factor * (totalLoad + 1) * share);
	}

}
