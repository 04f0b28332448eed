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

package io.github.stickycluster.internal.cluster.membership;

import java.net.InetSocketAddress;

/**
 * Probes whether a port of another node is open.
 */
@FunctionalInterface
interface PortProbe {

	/**
	 * Tries a port. May block for a second, and for as long as it takes to look up a host
	 * name.
	 * @param port its address, perhaps unresolved
	 * @return what came of it
	 */
	Outcome probe(InetSocketAddress port);

	/**
	 * The results of probing a port.
	 */
	enum Outcome {

		/** Somebody listens there. */
		ACCEPTED,

		/** Its host says that nobody listens there. */
		REFUSED,

		/** Nothing is known: no answer in time, no way there, no such host. */
		UNKNOWN

	}

}
