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
 * Documents the observations of listener calls.
 */
public enum SocketIoListenerObservationDocumentation implements ObservationDocumentation {

	/**
	 * Observation of the listeners of one event of one client, on the thread that calls
	 * them; those of a namespace's connects and disconnects, too.
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
	 * Keys of timers and spans.
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
	 * Keys of spans only. The Engine.IO session id is none: who knows it can take the
	 * session over.
	 */
	public enum HighCardinalityKeyNames implements KeyName {

		/**
		 * The id of the client's worker. All workers have the same listeners, so a timer
		 * for each would multiply the series and tell nothing that their loop lag does
		 * not.
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
