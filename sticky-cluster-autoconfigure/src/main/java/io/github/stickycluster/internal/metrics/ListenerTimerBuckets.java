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

import java.util.stream.DoubleStream;

import io.github.stickycluster.metrics.StickyClusterMeter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;

/**
 * Adds buckets to the {@link StickyClusterMeter#LISTENER timers of listeners}, from which
 * percentiles can be computed. They are few, since each event has a timer of its own. The
 * application's {@code management.metrics.distribution.slo} replaces them.
 */
public final class ListenerTimerBuckets implements MeterFilter {

	private static final double NANOS_PER_MILLI = 1e6;

	private static final double[] BUCKETS = DoubleStream.of(1, 2, 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 10_000)
		.map((millis) -> millis * NANOS_PER_MILLI)
		.toArray();

	@Override
	public DistributionStatisticConfig configure(Meter.Id id, DistributionStatisticConfig config) {
		if (!id.getName().equals(StickyClusterMeter.LISTENER.meterName())) {
			return config;
		}
		return config.merge(DistributionStatisticConfig.builder().serviceLevelObjectives(BUCKETS).build());
	}

}
