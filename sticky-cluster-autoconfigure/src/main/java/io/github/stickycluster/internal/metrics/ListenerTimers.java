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

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

import io.github.stickycluster.internal.nettysocketio.ListenerObserver;
import io.github.stickycluster.internal.socketio.SocketIoSocket;
import io.github.stickycluster.metrics.StickyClusterMeter;
import io.micrometer.common.KeyValue;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import org.jspecify.annotations.Nullable;

/**
 * Times the calls of listeners with {@link StickyClusterMeter#LISTENER}, without an
 * observation, which costs more than ten times as much.
 */
final class ListenerTimers implements ListenerObserver {

	private final MeterRegistry registry;

	private final EventNames names;

	private final Map<String, Map<String, Timer>> successes = new ConcurrentHashMap<>();

	ListenerTimers(MeterRegistry registry, EventNames names) {
		this.registry = registry;
		this.names = names;
	}

	@Override
	public @Nullable Object begin(String namespace, String event, SocketIoSocket socket) {
		return null;
	}

	@Override
	public void end(@Nullable Object begun, String namespace, String event, long nanos, @Nullable Throwable failure) {
		Timer timer = (failure != null) ? failure(namespace, event, failure) : success(namespace, event);
		timer.record(nanos, TimeUnit.NANOSECONDS);
	}

	private Timer success(String namespace, String event) {
		Map<String, Timer> timers = this.successes.get(namespace);
		Timer timer = (timers != null) ? timers.get(event) : null;
		return (timer != null) ? timer : addSuccess(namespace, event);
	}

	private Timer addSuccess(String namespace, String event) {
		if (!this.names.admits(namespace, event)) {
			return timer(EventNames.OTHER, EventNames.OTHER, KeyValue.NONE_VALUE);
		}
		return this.successes.computeIfAbsent(namespace, (name) -> new ConcurrentHashMap<>())
			.computeIfAbsent(event, (name) -> timer(namespace, name, KeyValue.NONE_VALUE));
	}

	private Timer failure(String namespace, String event, Throwable failure) {
		boolean own = this.names.admits(namespace, event);
		return timer(own ? namespace : EventNames.OTHER, own ? event : EventNames.OTHER,
				failure.getClass().getSimpleName());
	}

	private Timer timer(String namespace, String event, String error) {
		StickyClusterMeter meter = StickyClusterMeter.LISTENER;
		return Timer.builder(meter.meterName())
			.description(meter.description())
			.tag(meter.tags().get(0), namespace)
			.tag(meter.tags().get(1), event)
			.tag(meter.tags().get(2), error)
			.register(this.registry);
	}

}
