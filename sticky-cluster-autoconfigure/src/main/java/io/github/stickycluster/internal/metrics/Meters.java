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

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

import io.github.stickycluster.metrics.StickyClusterMeter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;

/**
 * Registers {@link StickyClusterMeter meters} as the enum describes them, to be removed
 * together.
 */
final class Meters {

	private final MeterRegistry registry;

	private final List<Meter> registered = new ArrayList<>();

	Meters(MeterRegistry registry) {
		this.registry = registry;
	}

	<T> void counter(StickyClusterMeter meter, T source, ToDoubleFunction<T> value, String... tagValues) {
		this.registered.add(FunctionCounter.builder(meter.meterName(), source, value)
			.baseUnit(meter.unit())
			.description(meter.description())
			.tags(tags(meter, tagValues))
			.register(this.registry));
	}

	<T> void gauge(StickyClusterMeter meter, T source, ToDoubleFunction<T> value, String... tagValues) {
		this.registered.add(Gauge.builder(meter.meterName(), source, value)
			.baseUnit(meter.unit())
			.description(meter.description())
			.tags(tags(meter, tagValues))
			.register(this.registry));
	}

	void remove() {
		this.registered.forEach(this.registry::remove);
	}

	private static List<Tag> tags(StickyClusterMeter meter, String[] values) {
		List<Tag> tags = new ArrayList<>();
		for (int i = 0; i < values.length; i++) {
			tags.add(Tag.of(meter.tags().get(i), values[i]));
		}
		return tags;
	}

	static String tagValue(Enum<?> constant) {
		return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

}
