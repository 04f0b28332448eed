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

import io.micrometer.common.docs.KeyName;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;
import io.micrometer.observation.docs.ObservationDocumentation;

/**
 * Documented observations of listener calls.
 *
 * @since 0.1.0
 */
public enum SocketIoListenerObservationDocumentation implements ObservationDocumentation {

	/**
	 * Observation of a call of the listeners of one event of one client, or of a client's
	 * connect or disconnect. Runs on the thread that calls the listeners.
	 */
	LISTENER {

		@Override
		public Class<? extends ObservationConvention<? extends Observation.Context>> getDefaultConvention() {
			return DefaultSocketIoListenerObservationConvention.class;
		}

		@Override
		public KeyName[] getLowCardinalityKeyNames() {
			return LowCardinalityKeyNames.values();
		}

		@Override
		public KeyName[] getHighCardinalityKeyNames() {
			return HighCardinalityKeyNames.values();
		}

	};

	/**
	 * Low-cardinality keys, which timers and spans have.
	 */
	public enum LowCardinalityKeyNames implements KeyName {

		/**
		 * The namespace as clients write it.
		 */
		NAMESPACE {

			@Override
			public String asString() {
				return StickyClusterMeter.LISTENER.tags().get(0);
			}

		},

		/**
		 * The event's name.
		 */
		EVENT {

			@Override
			public String asString() {
				return StickyClusterMeter.LISTENER.tags().get(1);
			}

		}

	}

	/**
	 * High-cardinality keys, which only spans have. The Engine.IO session id is not among
	 * them, since everyone who knows it can take over the session.
	 */
	public enum HighCardinalityKeyNames implements KeyName {

		/**
		 * The id of the client's worker. It is not a tag of the timer: all workers have
		 * the same listeners, and {@code sticky.cluster.worker.loop.lag} shows which
		 * worker is slow.
		 */
		WORKER {

			@Override
			public String asString() {
				return "worker";
			}

		},

		/**
		 * The id of the client's socket in its namespace.
		 */
		SOCKET_ID {

			@Override
			public String asString() {
				return "socket.id";
			}

		}

	}

}
