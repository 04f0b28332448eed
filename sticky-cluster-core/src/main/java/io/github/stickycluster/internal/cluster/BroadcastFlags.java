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

package io.github.stickycluster.internal.cluster;

import java.time.Duration;

import io.github.stickycluster.cluster.BroadcastOperator;

/**
 * The options of a broadcast or query.
 *
 * @param local whether only this node is meant
 * @param lossy whether clients that are not ready to receive go without
 * @param compress whether frames may be compressed
 * @param timeout how long answers are waited for
 */
record BroadcastFlags(boolean local, boolean lossy, boolean compress, Duration timeout) {

	static final BroadcastFlags DEFAULT = new BroadcastFlags(false, false, true, BroadcastOperator.DEFAULT_TIMEOUT);

	private static final int LOSSY = 1;

	private static final int UNCOMPRESSED = 2;

	BroadcastFlags here() {
		return new BroadcastFlags(true, this.lossy, this.compress, this.timeout);
	}

	BroadcastFlags withLoss() {
		return new BroadcastFlags(this.local, true, this.compress, this.timeout);
	}

	BroadcastFlags withCompression(boolean compress) {
		return new BroadcastFlags(this.local, this.lossy, compress, this.timeout);
	}

	BroadcastFlags withTimeout(Duration timeout) {
		return new BroadcastFlags(this.local, this.lossy, this.compress, timeout);
	}

	/**
	 * What other nodes have to know, as bits.
	 */
	long flags() {
		return ((this.lossy) ? LOSSY : 0) | ((this.compress) ? 0 : UNCOMPRESSED);
	}

	static BroadcastFlags of(long flags) {
		return new BroadcastFlags(true, (flags & LOSSY) != 0, (flags & UNCOMPRESSED) == 0,
				BroadcastOperator.DEFAULT_TIMEOUT);
	}

}
