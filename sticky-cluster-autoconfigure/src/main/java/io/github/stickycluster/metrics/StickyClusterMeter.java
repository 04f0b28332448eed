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

import java.util.List;

/**
 * The meters of the cluster, each with its name, type, base unit, tags and description.
 *
 * @since 0.1.0
 */
public enum StickyClusterMeter {

	/**
	 * Connections that the dispatcher has routed to a worker.
	 */
	CONNECTIONS_ROUTED("sticky.cluster.connections.routed", Type.COUNTER, "connections",
			"Connections that the dispatcher has routed to the worker", "worker"),

	/**
	 * Open connections that the dispatcher has routed to a worker.
	 */
	CONNECTIONS_ACTIVE("sticky.cluster.connections.active", Type.GAUGE, "connections",
			"Open connections that the dispatcher has routed to the worker", "worker"),

	/**
	 * Connections and sessions that were refused.
	 */
	CONNECTIONS_REFUSED("sticky.cluster.connections.refused", Type.COUNTER, "connections",
			"Refused connections; behind a trusted proxy, refused requests instead; and new sessions refused for lack of "
					+ "room or memory",
			"reason"),

	/**
	 * Requests to the Socket.IO path.
	 */
	REQUESTS_ROUTED("sticky.cluster.requests.routed", Type.COUNTER, "requests",
			"Requests to the Socket.IO path: routed by their 'session', by 'address' for a new session, by 'overflow' "
					+ "because the address's first worker was full, with an 'unknown-session', 'relayed' to another "
					+ "node, or refused with 'none-up' because no worker was up",
			"outcome"),

	/**
	 * Open Engine.IO sessions of a worker.
	 */
	SESSIONS("sticky.cluster.sessions", Type.GAUGE, "sessions",
			"Open sessions, by transport and Engine.IO protocol (4 for Socket.IO clients 3 and 4, 3 for clients 2)",
			"worker", "transport", "protocol"),

	/**
	 * Sessions that were opened.
	 */
	SESSIONS_OPENED("sticky.cluster.sessions.opened", Type.COUNTER, "sessions",
			"Sessions opened, by their first transport and Engine.IO protocol", "worker", "transport", "protocol"),

	/**
	 * Sessions that upgraded from polling to WebSocket.
	 */
	SESSIONS_UPGRADED("sticky.cluster.sessions.upgraded", Type.COUNTER, "sessions",
			"Sessions that upgraded from polling to WebSocket", "worker"),

	/**
	 * Sockets that have connected to a namespace.
	 */
	SOCKETS_CONNECTED("sticky.cluster.sockets.connected", Type.COUNTER, "sockets",
			"Sockets that have connected to a namespace; a session may have several", "worker"),

	/**
	 * Sockets that have left their namespace.
	 */
	SOCKETS_DISCONNECTED("sticky.cluster.sockets.disconnected", Type.COUNTER, "sockets",
			"Sockets that have left their namespace, by reason", "worker", "reason"),

	/**
	 * Sockets that a namespace has refused.
	 */
	SOCKETS_REFUSED("sticky.cluster.sockets.refused", Type.COUNTER, "sockets",
			"Sockets refused by an auth listener ('auth'), because their namespace does not exist ('unknown-namespace'), or because too many are in use ('too-many-namespaces')",
			"worker", "reason"),

	/**
	 * Namespaces that were made by a pattern.
	 */
	NAMESPACES("sticky.cluster.namespaces", Type.GAUGE, "namespaces",
			"Namespaces in use that were made for clients by a pattern; at most 'sticky-cluster.socket-io.max-namespaces'",
			"worker"),

	/**
	 * Packets received from clients.
	 */
	PACKETS_RECEIVED("sticky.cluster.packets.received", Type.COUNTER, "packets",
			"Packets received from clients; without heartbeats, each attachment counted as a packet", "worker"),

	/**
	 * Packets sent to clients.
	 */
	PACKETS_SENT("sticky.cluster.packets.sent", Type.COUNTER, "packets",
			"Packets sent to clients; without heartbeats, attachments counted with their packet", "worker"),

	/**
	 * Bytes received from clients.
	 */
	PAYLOAD_RECEIVED("sticky.cluster.payload.received", Type.COUNTER, "bytes",
			"Payload of the packets received from clients", "worker"),

	/**
	 * Bytes sent to clients.
	 */
	PAYLOAD_SENT("sticky.cluster.payload.sent", Type.COUNTER, "bytes", "Payload of the packets sent to clients",
			"worker"),

	/**
	 * Memory of packets that wait for slow clients.
	 */
	PAYLOAD_PENDING("sticky.cluster.payload.pending", Type.GAUGE, "bytes",
			"Memory of packets that wait for clients that read too slowly", "worker"),

	/**
	 * Memory that a worker uses for its clients.
	 */
	MEMORY_KEPT("sticky.cluster.memory.kept", Type.GAUGE, "bytes",
			"Memory that the worker uses for its clients, by area ('heap' or 'direct'): connections, sessions, "
					+ "handshakes, packets that wait for clients, incomplete frames and packets, and events that wait for listeners",
			"worker", "area"),

	/**
	 * Maximum memory that a worker may use for its clients.
	 */
	MEMORY_LIMIT("sticky.cluster.memory.limit", Type.GAUGE, "bytes",
			"Maximum memory that the worker may use for its clients: its share of limits.memory. From 70 percent on, "
					+ "addresses that use much get no new session",
			"worker", "area"),

	/**
	 * Events that a worker has received.
	 */
	EVENTS_RECEIVED("sticky.cluster.events.received", Type.COUNTER, "events",
			"Events received from the worker's clients", "worker"),

	/**
	 * Events without a listener.
	 */
	EVENTS_IGNORED("sticky.cluster.events.ignored", Type.COUNTER, "events",
			"Received events for which no listener was registered", "worker"),

	/**
	 * Events whose arguments do not match their listener's types.
	 */
	EVENTS_MISMATCHED("sticky.cluster.events.mismatched", Type.COUNTER, "events",
			"Received events whose arguments do not match their listener's types; the listener was not called",
			"worker"),

	/**
	 * Events that the application's rules have denied.
	 */
	EVENTS_DENIED("sticky.cluster.events.denied", Type.COUNTER, "events",
			"Received events that a rule of the application denied; no listener was called"),

	/**
	 * Acks that did not arrive in time.
	 */
	ACKS_TIMED_OUT("sticky.cluster.acks.timed.out", Type.COUNTER, "acks",
			"Acks of clients that did not arrive within their timeout", "worker"),

	/**
	 * Acks whose arguments do not match their callback's types.
	 */
	ACKS_MISMATCHED("sticky.cluster.acks.mismatched", Type.COUNTER, "acks",
			"Acks of clients whose arguments do not match their callback's types", "worker"),

	/**
	 * Duration of listeners.
	 */
	LISTENER("sticky.cluster.listener", Type.TIMER, "seconds",
			"Duration of the listeners of an event, or of 'connect' and 'disconnect', with the class of the exception that "
					+ "a listener threw, or 'none'; events beyond the first 200 are 'other'",
			"namespace", "event", "error"),

	/**
	 * Calls of listeners that wait for a thread, or run.
	 */
	LISTENER_PENDING("sticky.cluster.listener.pending", Type.GAUGE, "calls",
			"Calls of listeners that wait for a thread, or run, if listeners.executor is not event-loop", "worker"),

	/**
	 * Dropped calls of listeners.
	 */
	LISTENER_DROPPED("sticky.cluster.listener.dropped", Type.COUNTER, "calls",
			"Calls of listeners that were dropped because the worker stopped, or because memory was short", "worker"),

	/**
	 * Times that reading from a client was paused.
	 */
	CLIENTS_THROTTLED("sticky.cluster.clients.throttled", Type.COUNTER, "times",
			"Times that reading from a client was paused because it had exceeded limits.events-per-second", "worker"),

	/**
	 * Closed sessions.
	 */
	SESSIONS_CLOSED("sticky.cluster.sessions.closed", Type.COUNTER, "sessions", "Closed sessions", "worker", "reason"),

	/**
	 * Packets for which a session was closed.
	 */
	PACKETS_REFUSED("sticky.cluster.packets.refused", Type.COUNTER, "packets",
			"Socket.IO packets that were malformed or not allowed, so that their session was closed", "worker",
			"reason"),

	/**
	 * HTTP requests refused with an Engine.IO error.
	 */
	REQUESTS_REFUSED("sticky.cluster.requests.refused", Type.COUNTER, "requests",
			"HTTP requests refused with an Engine.IO error, or for an 'other' reason, such as a new session while the "
					+ "worker accepts none",
			"worker", "reason"),

	/**
	 * Client addresses that could not be read.
	 */
	CLIENT_ADDRESS_INVALID("sticky.cluster.client.address.invalid", Type.COUNTER, "addresses",
			"Requests of trusted proxies with a malformed address header, and connections closed because of a malformed PROXY "
					+ "header",
			"source"),

	/**
	 * Workers of this node.
	 */
	WORKERS("sticky.cluster.workers", Type.GAUGE, "workers", "Workers of this node, by state", "state"),

	/**
	 * Delay of tasks on a worker's event loops.
	 */
	WORKER_LOOP_LAG("sticky.cluster.worker.loop.lag", Type.GAUGE, "seconds",
			"Longest time that a task waited for one of the worker's event loops within the last 10 to 20 s", "worker"),

	/**
	 * Times that an event loop was blocked.
	 */
	WORKER_BLOCKED("sticky.cluster.worker.blocked", Type.COUNTER, "times",
			"Times that an event loop of the worker did not respond for workers.blocked-after", "worker"),

	/**
	 * Restarts of a worker.
	 */
	WORKER_RESTARTS("sticky.cluster.worker.restarts", Type.COUNTER, "restarts",
			"Times that the worker's server was replaced by a new one, on request or after a failure", "worker"),

	/**
	 * Used heap of a forked worker.
	 */
	WORKER_HEAP_USED("sticky.cluster.worker.heap.used", Type.GAUGE, "bytes",
			"Used heap in the process of the forked worker", "worker"),

	/**
	 * Maximum heap of a forked worker.
	 */
	WORKER_HEAP_MAX("sticky.cluster.worker.heap.max", Type.GAUGE, "bytes",
			"Maximum heap of the process of the forked worker", "worker"),

	/**
	 * Time of garbage collection in a forked worker.
	 */
	WORKER_GC_TIME("sticky.cluster.worker.gc.time", Type.COUNTER, "seconds",
			"Total time of garbage collection in the processes of the forked worker", "worker"),

	/**
	 * Requests that were relayed to other nodes or forwarded to the application's web
	 * server.
	 */
	FORWARDED_REQUESTS("sticky.cluster.forwarded.requests", Type.COUNTER, "requests",
			"Requests relayed to workers of other nodes ('relay') or forwarded to the application's web server ('web')",
			"target"),

	/**
	 * Relayed and forwarded requests that failed.
	 */
	FORWARDED_FAILURES("sticky.cluster.forwarded.failures", Type.COUNTER, "requests",
			"Relayed and forwarded requests that failed, or whose response was cut off", "target", "reason"),

	/**
	 * Connections for relayed and forwarded requests.
	 */
	FORWARDED_CONNECTIONS("sticky.cluster.forwarded.connections", Type.GAUGE, "connections",
			"Open connections for relayed and forwarded requests and WebSockets", "target"),

	/**
	 * Refused connections to internal ports.
	 */
	INTERNAL_REFUSED("sticky.cluster.internal.refused", Type.COUNTER, "connections",
			"Connections that the workers' internal ports have refused because they did not prove their membership",
			"reason"),

	/**
	 * Whether this node is apart from the cluster because of a duplicate node id.
	 */
	NODE_APART("sticky.cluster.node.apart", Type.GAUGE, "nodes",
			"1 while this node is apart from the cluster because another node has the same id, else 0"),

	/**
	 * Skipped messages of other nodes.
	 */
	MESSAGES_SKIPPED("sticky.cluster.messages.skipped", Type.COUNTER, "messages",
			"Messages of other nodes that were skipped because they were malformed, or of an unknown version or kind"),

	/**
	 * Dropped events of other nodes.
	 */
	SERVER_EVENTS_DROPPED("sticky.cluster.server.events.dropped", Type.COUNTER, "events",
			"Events of other nodes that were dropped because too many waited for this node's @OnServerEvent methods"),

	/**
	 * Messages on the bus.
	 */
	BUS_MESSAGES("sticky.cluster.bus.messages", Type.COUNTER, "messages",
			"Messages on the bus: 'sent', 'received', 'dropped' because this node's buffer was full, 'lost' because the "
					+ "bus had discarded them before this node read them, 'skipped' because they were unreadable",
			"outcome"),

	/**
	 * Messages that wait for the bus.
	 */
	BUS_WAITING("sticky.cluster.bus.waiting", Type.GAUGE, "bytes",
			"Messages that wait to be sent, for example while the bus is unreachable"),

	/**
	 * Whether Redis or Hazelcast is reachable.
	 */
	BUS_ENGINES("sticky.cluster.bus.engines", Type.GAUGE, "engines", "1 while the bus is reachable, 0 while it is not");

	private final String meterName;

	private final Type type;

	private final String unit;

	private final String description;

	@SuppressWarnings("ImmutableEnumChecker")
	private final List<String> tags;

	StickyClusterMeter(String meterName, Type type, String unit, String description, String... tags) {
		this.meterName = meterName;
		this.type = type;
		this.unit = unit;
		this.description = description;
		this.tags = List.of(tags);
	}

	/**
	 * Returns the meter's name.
	 * @return the name in Micrometer's notation
	 */
	public String meterName() {
		return this.meterName;
	}

	/**
	 * Returns the meter's type.
	 * @return the type
	 */
	public Type type() {
		return this.type;
	}

	/**
	 * Returns the meter's base unit.
	 * @return the unit
	 */
	public String unit() {
		return this.unit;
	}

	/**
	 * Returns the keys of the meter's tags.
	 * @return the keys; {@code worker} is the first where the meter has it
	 */
	public List<String> tags() {
		return this.tags;
	}

	/**
	 * Returns the meter's description.
	 * @return a phrase without a full stop
	 */
	public String description() {
		return this.description;
	}

	/**
	 * The types of meters.
	 */
	public enum Type {

		/**
		 * A count that only increases.
		 */
		COUNTER,

		/**
		 * A value that increases and decreases.
		 */
		GAUGE,

		/**
		 * A count and a sum of durations, with buckets for percentiles.
		 */
		TIMER

	}

}
