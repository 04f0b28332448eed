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
 * A snapshot of a client of the cluster, taken by {@link BroadcastOperator#fetchSockets}.
 * Use {@link NamespaceOperator#socket} for operations on the client.
 *
 * @param id the client's socket id
 * @param namespace the client's namespace as clients write it, such as {@code "/"}
 * @param user the name of the user, that of the client's Spring Security authentication;
 * {@code null} for a client without credentials and without Spring Security
 * @param rooms the rooms that the client has joined, and the room named like its id
 * @param handshake the handshake that opened the client's session
 * @param data the attributes that the application has set with {@code client.set(…)},
 * converted to JSON and back: objects become maps, and values that cannot be written as
 * JSON are absent
 * @param worker the id of the worker that the client is connected to
 * @param node the id of that worker's node
 * @since 0.1.0
 */
public record SocketDetails(UUID id, String namespace, @Nullable String user, Set<String> rooms, Handshake handshake,
		Map<String, Object> data, String worker, String node) {

	/**
	 * Creates an immutable copy.
	 */
	public SocketDetails {
		rooms = Set.copyOf(rooms);
		// Map.copyOf refuses null.
		data = Collections.unmodifiableMap(new LinkedHashMap<>(data));
	}

	/**
	 * The request that opened a client's session, without its credentials.
	 *
	 * @param headers the headers of the first request, with names in lower case; without
	 * {@code authorization}, {@code proxy-authorization} and {@code cookie}
	 * @param query the query parameters of the first request
	 * @param url the URL of the first request
	 * @param address the client's address, determined from the headers of trusted proxies
	 * @param time the time at which the session was opened
	 */
	public record Handshake(Map<String, List<String>> headers, Map<String, List<String>> query, String url,
			InetSocketAddress address, Instant time) {

		/**
		 * Creates an immutable copy.
		 */
		public Handshake {
			headers = Map.copyOf(headers);
			query = Map.copyOf(query);
		}

	}

}
