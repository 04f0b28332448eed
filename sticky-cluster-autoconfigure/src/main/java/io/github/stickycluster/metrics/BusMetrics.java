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

package io.github.stickycluster.metrics;

import java.util.function.ToDoubleFunction;

import io.github.stickycluster.bus.BusStatistics;
import io.github.stickycluster.bus.ClusterBus;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * Binds the {@link StickyClusterMeter meters} of the bus between the nodes.
 */
public final class BusMetrics implements MeterBinder {

	private final BusStatistics statistics;

	/**
	 * Creates the binder.
	 * @param bus carries the messages
	 */
	public BusMetrics(ClusterBus bus) {
		this.statistics = bus.statistics();
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		counter(registry, "sent", BusStatistics::sent);
		counter(registry, "received", BusStatistics::received);
		counter(registry, "dropped", BusStatistics::dropped);
		counter(registry, "lost", BusStatistics::lost);
		counter(registry, "skipped", BusStatistics::skipped);
		StickyClusterMeter waiting = StickyClusterMeter.BUS_WAITING;
		Gauge.builder(waiting.meterName(), this.statistics, BusStatistics::waitingBytes)
			.baseUnit(waiting.unit())
			.description(waiting.description())
			.register(registry);
	}

	private void counter(MeterRegistry registry, String outcome, ToDoubleFunction<BusStatistics> value) {
		StickyClusterMeter meter = StickyClusterMeter.BUS_MESSAGES;
		FunctionCounter.builder(meter.meterName(), this.statistics, value)
			.baseUnit(meter.unit())
			.description(meter.description())
			.tag(meter.tags().get(0), outcome)
			.register(registry);
	}

}
