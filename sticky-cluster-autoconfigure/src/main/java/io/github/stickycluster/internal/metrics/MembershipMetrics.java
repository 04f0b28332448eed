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

package io.github.stickycluster.internal.metrics;

import io.github.stickycluster.internal.cluster.membership.HeartbeatMembership;
import io.github.stickycluster.metrics.StickyClusterMeter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * Binds the {@link StickyClusterMeter meters} of this node's place among the others.
 */
public final class MembershipMetrics implements MeterBinder {

	private final HeartbeatMembership membership;

	/**
	 * Creates the binder.
	 * @param membership this node's
	 */
	public MembershipMetrics(HeartbeatMembership membership) {
		this.membership = membership;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		new Meters(registry).gauge(StickyClusterMeter.NODE_APART, this.membership,
				(present) -> present.isApart() ? 1 : 0);
	}

}
