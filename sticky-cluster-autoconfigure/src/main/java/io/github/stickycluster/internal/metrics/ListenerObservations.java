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

import io.github.stickycluster.internal.nettysocketio.ListenerObserver;
import io.github.stickycluster.internal.worker.ListenerObserverSource;
import io.github.stickycluster.metrics.SocketIoListenerObservationConvention;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;

/**
 * Observes the calls of listeners, or only times them if no handler or convention of
 * observations is present.
 */
public final class ListenerObservations implements ListenerObserverSource {

	private final EventNames names = new EventNames();

	private final @Nullable ListenerObserver timers;

	private final @Nullable ObservationRegistry observations;

	private final @Nullable SocketIoListenerObservationConvention convention;

	/**
	 * Chooses what the calls are observed by.
	 * @param meters where they are timed, or null for nowhere
	 * @param observations where they are observed, or null for nowhere; timing is the
	 * handlers' business then
	 * @param convention names the observations, or null for the default
	 */
	public ListenerObservations(@Nullable MeterRegistry meters, @Nullable ObservationRegistry observations,
			@Nullable SocketIoListenerObservationConvention convention) {
		this.timers = (meters != null) ? new ListenerTimers(meters, this.names) : null;
		this.observations = observations;
		this.convention = convention;
	}

	@Override
	public @Nullable ListenerObserver observer(String workerId) {
		ObservationRegistry registry = this.observations;
		if (registry == null || registry.isNoop()) {
			return this.timers;
		}
		return new ObservedListeners(registry, this.convention, this.names, this.timers, workerId);
	}

}
