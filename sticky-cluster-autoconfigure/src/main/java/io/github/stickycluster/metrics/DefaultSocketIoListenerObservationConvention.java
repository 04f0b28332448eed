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

import io.github.stickycluster.metrics.SocketIoListenerObservationDocumentation.HighCardinalityKeyNames;
import io.github.stickycluster.metrics.SocketIoListenerObservationDocumentation.LowCardinalityKeyNames;
import io.micrometer.common.KeyValues;

/**
 * The default {@link SocketIoListenerObservationConvention}.
 *
 * @since 0.1.0
 */
public class DefaultSocketIoListenerObservationConvention implements SocketIoListenerObservationConvention {

	@Override
	public String getName() {
		return StickyClusterMeter.LISTENER.meterName();
	}

	@Override
	public String getContextualName(SocketIoListenerObservationContext context) {
		return "socket.io " + context.getEvent();
	}

	@Override
	public KeyValues getLowCardinalityKeyValues(SocketIoListenerObservationContext context) {
		return KeyValues.of(LowCardinalityKeyNames.NAMESPACE.withValue(context.getNamespace()),
				LowCardinalityKeyNames.EVENT.withValue(context.getEvent()));
	}

	@Override
	public KeyValues getHighCardinalityKeyValues(SocketIoListenerObservationContext context) {
		return KeyValues.of(HighCardinalityKeyNames.WORKER.withValue(context.getWorkerId()),
				HighCardinalityKeyNames.SOCKET_ID.withValue(context.getClient().getSessionId().toString()));
	}

}
