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

import io.github.stickycluster.internal.cluster.ClusterAdapter;
import io.github.stickycluster.internal.cluster.membership.ClusterMessages;
import io.github.stickycluster.metrics.StickyClusterMeter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * Binds the {@link StickyClusterMeter meters} of what other nodes send.
 */
public final class ClusterMessageMetrics implements MeterBinder {

	private final ClusterAdapter link;

	private final ClusterMessages messages;

	/**
	 * Creates the binder.
	 * @param link what joins this node to the others
	 * @param messages what it receives
	 */
	public ClusterMessageMetrics(ClusterAdapter link, ClusterMessages messages) {
		this.link = link;
		this.messages = messages;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		Meters meters = new Meters(registry);
		meters.counter(StickyClusterMeter.MESSAGES_SKIPPED, this.messages, ClusterMessages::skipped);
		meters.counter(StickyClusterMeter.SERVER_EVENTS_DROPPED, this.link, ClusterAdapter::droppedServerEvents);
	}

}
