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

import io.github.stickycluster.internal.bus.BusStatistics;
import io.github.stickycluster.internal.bus.ClusterBus;
import io.github.stickycluster.metrics.StickyClusterMeter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * Binds the {@link StickyClusterMeter meters} of the bus between the nodes.
 */
public final class BusMetrics implements MeterBinder {

	private final ClusterBus bus;

	/**
	 * Creates the binder.
	 * @param bus carries the messages
	 */
	public BusMetrics(ClusterBus bus) {
		this.bus = bus;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		Meters meters = new Meters(registry);
		BusStatistics statistics = this.bus.statistics();
		meters.counter(StickyClusterMeter.BUS_MESSAGES, statistics, BusStatistics::sent, "sent");
		meters.counter(StickyClusterMeter.BUS_MESSAGES, statistics, BusStatistics::received, "received");
		meters.counter(StickyClusterMeter.BUS_MESSAGES, statistics, BusStatistics::dropped, "dropped");
		meters.counter(StickyClusterMeter.BUS_MESSAGES, statistics, BusStatistics::lost, "lost");
		meters.counter(StickyClusterMeter.BUS_MESSAGES, statistics, BusStatistics::skipped, "skipped");
		meters.gauge(StickyClusterMeter.BUS_WAITING, statistics, BusStatistics::waitingBytes);
		meters.gauge(StickyClusterMeter.BUS_ENGINES, this.bus, (present) -> present.isConnected() ? 1 : 0);
	}

}
