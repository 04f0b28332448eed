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

package io.github.stickycluster.internal.autoconfigure.diagnostics;

import java.util.List;

/**
 * A property of an earlier version.
 *
 * @param name the full name that it had
 * @param advice what to do instead, as a sentence
 */
public record DroppedProperty(String name, String advice) {

	/** All of them; docs/upgrading.md is generated from this table. */
	public static final List<DroppedProperty> ALL = List.of(
			of("bus.buffer-size", "Remove it: 16MB of messages may wait while the engine is away."),
			of("bus.hazelcast.topic", "Set 'sticky-cluster.bus.name'."),
			of("bus.redis.prefix", "Set 'sticky-cluster.bus.name'."),
			of("client-address.ipv4-prefix-length", "Remove it: a client of IPv4 is known by its whole address."),
			of("cluster.heartbeat-interval",
					"Set 'sticky-cluster.cluster.node-timeout': the heartbeat interval is a quarter of it."),
			of("cluster.join-timeout",
					"Set 'sticky-cluster.cluster.node-timeout': the join timeout is an eighth of it."),
			of("dispatcher.enabled", "Set 'sticky-cluster.role' to 'workers' in place of false; 'all' is its default."),
			of("dispatcher.threads",
					"Remove it: a node without workers has one event loop thread for each available processor."),
			of("limits.max-sessions-per-client",
					"Set 'sticky-cluster.limits.max-connections-per-client': it bounds the sessions too."),
			of("limits.new-connections-burst",
					"Remove it: the burst is ten times 'sticky-cluster.limits.new-connections-per-client'."),
			of("listeners.observations",
					"Remove it: calls are observed if something besides meters handles observations. Set "
							+ "'management.observations.enable.sticky.cluster' to false where they should only be timed."),
			of("listeners.queue-capacity", "Remove it: 128 calls of one client may wait."),
			of("socket-io.compression-threshold", "Remove it: messages below 1KB are never compressed."),
			of("socket-io.connect-timeout", "Remove it: a client may be connected to no namespace for 45 seconds."),
			of("socket-io.http-compression",
					"Add 'polling' to 'sticky-cluster.socket-io.compression' in place of true."),
			of("socket-io.max-attachments",
					"Remove it: a packet may have 10 binary attachments, as in the JavaScript parser."),
			of("socket-io.max-payload-packets",
					"Remove it: a polling body may hold 20000 packets; 'sticky-cluster.socket-io.max-payload' "
							+ "limits its size."),
			of("socket-io.request-timeout", "Remove it: the body of a request may take 30 seconds to arrive."),
			of("socket-io.upgrade-timeout", "Remove it: an upgrade to WebSocket may take 10 seconds."),
			of("socket-io.websocket-compression",
					"Add 'websocket' to 'sticky-cluster.socket-io.compression' in place of true."),
			of("ssl.handshake-timeout",
					"Set 'sticky-cluster.limits.request-head-timeout': it bounds the TLS handshake too."),
			of("web.address", "Set 'sticky-cluster.web.server' to the host and the port of another web server."),
			of("web.min-request-rate", "Set 'sticky-cluster.web.min-rate', which holds for requests and responses."),
			of("web.min-response-rate", "Set 'sticky-cluster.web.min-rate', which holds for requests and responses."),
			of("web.port", "Set 'sticky-cluster.web.server' to the host and the port of another web server."),
			of("web.queue-timeout", "Remove it: a request waits up to 10 seconds for its turn."),
			of("web.slow-client-timeout",
					"Remove it: a client may send or read nothing for 30 seconds before "
							+ "'sticky-cluster.web.min-rate' counts."),
			of("workers.jvm-args", "Set 'sticky-cluster.workers.fork.jvm-args'."),
			of("workers.main-class",
					"Remove it: the main class is the one that the JVM was started with, or in tests the one "
							+ "with @SpringBootApplication."),
			of("workers.restart-attempts",
					"Remove it: after 6 failures in a row a worker is tried every 1 to 5 minutes, and health "
							+ "is down."),
			of("workers.restart-backoff",
					"Remove it: a worker that has failed is started again after 1 second, and twice as long "
							+ "after each further failure."),
			of("workers.start-timeout", "Set 'sticky-cluster.workers.fork.start-timeout'."), of("workers.weights",
					"Set 'sticky-cluster.workers.weight' on each node: it holds for all of its workers."));

	private static DroppedProperty of(String name, String advice) {
		return new DroppedProperty(PropertyNames.PREFIX + "." + name, advice);
	}

}
