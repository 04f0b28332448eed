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

import com.corundumstudio.socketio.SocketIOClient;
import io.github.stickycluster.internal.log.LimitedLog;
import io.github.stickycluster.internal.nettysocketio.ListenerObserver;
import io.github.stickycluster.internal.socketio.SocketIoSocket;
import io.github.stickycluster.metrics.DefaultSocketIoListenerObservationConvention;
import io.github.stickycluster.metrics.SocketIoListenerObservationContext;
import io.github.stickycluster.metrics.SocketIoListenerObservationConvention;
import io.github.stickycluster.metrics.SocketIoListenerObservationDocumentation;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Creates an {@link Observation} of the calls of one worker's listeners, current while
 * they run. Those that a predicate keeps from being observed are only timed.
 */
final class ObservedListeners implements ListenerObserver {

	private static final Logger logger = LoggerFactory.getLogger(ObservedListeners.class);

	private final LimitedLog limited = new LimitedLog(logger);

	private static final SocketIoListenerObservationConvention DEFAULT = new DefaultSocketIoListenerObservationConvention();

	private final ObservationRegistry registry;

	private final @Nullable SocketIoListenerObservationConvention convention;

	private final EventNames names;

	private final @Nullable ListenerObserver otherwise;

	private final String workerId;

	ObservedListeners(ObservationRegistry registry, @Nullable SocketIoListenerObservationConvention convention,
			EventNames names, @Nullable ListenerObserver otherwise, String workerId) {
		this.registry = registry;
		this.convention = convention;
		this.names = names;
		this.otherwise = otherwise;
		this.workerId = workerId;
	}

	// A convention, a filter or a handler of the application's that fails must not keep
	// its listeners from being called.
	@Override
	public @Nullable Object begin(String namespace, String event, SocketIoSocket socket) {
		try {
			Observation observation = SocketIoListenerObservationDocumentation.LISTENER.start(this.convention, DEFAULT,
					() -> context(namespace, event, socket), this.registry);
			return observation.isNoop() ? null : observation.openScope();
		}
		catch (RuntimeException ex) {
			this.limited.warn(event, () -> "The call of the listeners of event '" + event + "' cannot be observed", ex);
			return null;
		}
	}

	private SocketIoListenerObservationContext context(String namespace, String event, SocketIoSocket socket) {
		boolean own = this.names.admits(namespace, event);
		return new SocketIoListenerObservationContext(this.workerId, own ? namespace : EventNames.OTHER,
				own ? event : EventNames.OTHER, (SocketIOClient) socket.view());
	}

	@Override
	public void end(@Nullable Object begun, String namespace, String event, long nanos, @Nullable Throwable failure) {
		if (begun instanceof Observation.Scope scope) {
			end(scope, event, failure);
		}
		else if (this.otherwise != null) {
			this.otherwise.end(begun, namespace, event, nanos, failure);
		}
	}

	private void end(Observation.Scope scope, String event, @Nullable Throwable failure) {
		Observation observation = scope.getCurrentObservation();
		try (scope) {
			if (failure != null) {
				observation.error(failure);
			}
		}
		catch (RuntimeException ex) {
			this.limited.warn(event, () -> "The call of the listeners of event '" + event + "' could not be observed",
					ex);
		}
		try {
			observation.stop();
		}
		catch (RuntimeException ex) {
			this.limited.warn(event, () -> "The call of the listeners of event '" + event + "' could not be observed",
					ex);
		}
	}

}
