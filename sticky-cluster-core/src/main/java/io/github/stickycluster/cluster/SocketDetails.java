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

package io.github.stickycluster.cluster;

import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * A client of the cluster as it was when asked for; {@link NamespaceOperator#socket} acts
 * on it.
 *
 * @param id its socket id
 * @param namespace its namespace as clients write it, such as {@code "/"}
 * @param rooms the rooms it is in: those it has joined, and its own, which is named like
 * its id
 * @param handshake how it has connected
 * @param data what the application has set on the client by {@code client.set(…)}, as
 * JSON would give it back: objects are maps, and what cannot be written as JSON is absent
 * @param worker the id of the worker that holds it
 * @param node the id of that worker's node
 */
public record SocketDetails(UUID id, String namespace, Set<String> rooms, Handshake handshake, Map<String, Object> data,
		String worker, String node) {

	/**
	 * Creates a description.
	 */
	public SocketDetails {
		rooms = Set.copyOf(rooms);
		// Map.copyOf refuses null.
		data = Collections.unmodifiableMap(new LinkedHashMap<>(data));
	}

	/**
	 * How a client has connected.
	 *
	 * @param headers the headers of its first request, their names in lower case
	 * @param query the parameters of its first request's URL
	 * @param url the first request's URL
	 * @param address the client's address
	 * @param time when it connected
	 * @param auth the auth payload of its socket, as JSON gives it; {@code null} if there
	 * is none
	 */
	public record Handshake(Map<String, List<String>> headers, Map<String, List<String>> query, String url,
			InetSocketAddress address, Instant time, @Nullable Object auth) {

		/**
		 * Creates a description.
		 */
		public Handshake {
			headers = Map.copyOf(headers);
			query = Map.copyOf(query);
		}

	}

}
