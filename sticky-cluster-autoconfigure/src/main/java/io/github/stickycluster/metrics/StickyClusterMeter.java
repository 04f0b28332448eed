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
 * Every meter of the cluster: its name, type, unit, tags and what it means.
 */
public enum StickyClusterMeter {

	/**
	 * Connections given to a worker by the dispatcher.
	 */
	CONNECTIONS_ROUTED("sticky.cluster.connections.routed", Type.COUNTER, "connections",
			"Connections that the dispatcher has given to the worker", "worker"),

	/**
	 * Those of them that are open.
	 */
	CONNECTIONS_ACTIVE("sticky.cluster.connections.active", Type.GAUGE, "connections",
			"Open connections that the dispatcher has given to the worker", "worker"),

	/**
	 * Connections and sessions that were refused.
	 */
	CONNECTIONS_REFUSED("sticky.cluster.connections.refused", Type.COUNTER, "connections",
			"Connections that the dispatcher has refused, requests behind a trusted proxy in their place, and new "
					+ "sessions for which there was no room or no memory",
			"reason"),

	/**
	 * Requests to the Socket.IO path.
	 */
	REQUESTS_ROUTED("sticky.cluster.requests.routed", Type.COUNTER, "requests",
			"Requests to the Socket.IO path: routed by their 'session', by 'address' for a new one, by 'overflow' "
					+ "since the address's first worker was full, with an 'unknown-session', 'relayed' to another "
					+ "node, or refused with 'none-up'",
			"outcome"),

	/**
	 * Engine.IO sessions that a worker holds.
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
	 * Sessions that changed their transport.
	 */
	SESSIONS_UPGRADED("sticky.cluster.sessions.upgraded", Type.COUNTER, "sessions",
			"Sessions that went from polling to WebSocket", "worker"),

	/**
	 * Clients that a namespace let in.
	 */
	SOCKETS_CONNECTED("sticky.cluster.sockets.connected", Type.COUNTER, "sockets",
			"Sockets that were let into a namespace; a session may have several", "worker"),

	/**
	 * Clients that a namespace did not let in.
	 */
	SOCKETS_REFUSED("sticky.cluster.sockets.refused", Type.COUNTER, "sockets",
			"Sockets refused by an auth listener ('auth') or since nobody made their namespace ('unknown-namespace')",
			"worker", "reason"),

	/**
	 * What clients have sent.
	 */
	PACKETS_RECEIVED("sticky.cluster.packets.received", Type.COUNTER, "packets",
			"Packets from clients; heartbeats are none, an attachment is one", "worker"),

	/**
	 * What was sent to clients.
	 */
	PACKETS_SENT("sticky.cluster.packets.sent", Type.COUNTER, "packets",
			"Packets sent to clients; heartbeats are none, attachments belong to theirs", "worker"),

	/**
	 * How much clients have sent.
	 */
	PAYLOAD_RECEIVED("sticky.cluster.payload.received", Type.COUNTER, "bytes", "Payload of the packets from clients",
			"worker"),

	/**
	 * How much was sent to clients.
	 */
	PAYLOAD_SENT("sticky.cluster.payload.sent", Type.COUNTER, "bytes", "Payload of the packets sent to clients",
			"worker"),

	/**
	 * What clients have not taken yet.
	 */
	PAYLOAD_PENDING("sticky.cluster.payload.pending", Type.GAUGE, "bytes",
			"Memory of packets that wait for clients which do not take them as fast as they come", "worker"),

	/**
	 * What clients make a worker keep.
	 */
	MEMORY_KEPT("sticky.cluster.memory.kept", Type.GAUGE, "bytes",
			"Memory that the worker's clients make it keep, of the 'heap' and 'direct': sessions, handshakes, packets "
					+ "that wait for clients, frames and packets that have not come whole, events that wait for listeners",
			"worker", "area"),

	/**
	 * What they may make it keep.
	 */
	MEMORY_LIMIT("sticky.cluster.memory.limit", Type.GAUGE, "bytes",
			"Memory that the worker's clients may make it keep: its share of limits.memory. From 70 percent on, "
					+ "addresses that keep much get no new session",
			"worker", "area"),

	/**
	 * Events that a worker has received.
	 */
	EVENTS_RECEIVED("sticky.cluster.events.received", Type.COUNTER, "events",
			"Events that the worker has received from its clients", "worker"),

	/**
	 * Events that nobody listens to.
	 */
	EVENTS_IGNORED("sticky.cluster.events.ignored", Type.COUNTER, "events",
			"Events among those received that no listener was registered for", "worker"),

	/**
	 * Events whose arguments did not fit their listener.
	 */
	EVENTS_MISMATCHED("sticky.cluster.events.mismatched", Type.COUNTER, "events",
			"Events with arguments that do not fit their listener's types; the listener was not called", "worker"),

	/**
	 * Acknowledgements that did not come.
	 */
	ACKS_TIMED_OUT("sticky.cluster.acks.timed.out", Type.COUNTER, "acks",
			"Acknowledgements of clients that did not come in their time", "worker"),

	/**
	 * Acknowledgements that did not fit their callback.
	 */
	ACKS_MISMATCHED("sticky.cluster.acks.mismatched", Type.COUNTER, "acks",
			"Acknowledgements of clients with arguments that do not fit their callback's types", "worker"),

	/**
	 * How long listeners take.
	 */
	LISTENER("sticky.cluster.listener", Type.TIMER, "seconds",
			"Time that the listeners of an event took, 'connect' and 'disconnect' among the events, with the class of "
					+ "the exception that one threw or 'none'; more than 200 events are 'other'",
			"namespace", "event", "error"),

	/**
	 * Calls of listeners that wait or run off the event loops.
	 */
	LISTENER_PENDING("sticky.cluster.listener.pending", Type.GAUGE, "calls",
			"Calls of listeners that wait for a thread or run, where listeners.executor is not event-loop", "worker"),

	/**
	 * Calls of listeners that were dropped.
	 */
	LISTENER_DROPPED("sticky.cluster.listener.dropped", Type.COUNTER, "calls",
			"Calls of listeners that were dropped when the worker stopped, or since memory was short", "worker"),

	/**
	 * Times that a client was not read from for a while.
	 */
	CLIENTS_THROTTLED("sticky.cluster.clients.throttled", Type.COUNTER, "times",
			"Times that a client was not read from for a while since it had sent too many events", "worker"),

	/**
	 * Sessions that have ended.
	 */
	SESSIONS_CLOSED("sticky.cluster.sessions.closed", Type.COUNTER, "sessions", "Sessions that have ended", "worker",
			"reason"),

	/**
	 * Packets that ended their session.
	 */
	PACKETS_REFUSED("sticky.cluster.packets.refused", Type.COUNTER, "packets",
			"Socket.IO packets that were malformed or out of place and ended their session", "worker", "reason"),

	/**
	 * HTTP requests refused with an Engine.IO error.
	 */
	REQUESTS_REFUSED("sticky.cluster.requests.refused", Type.COUNTER, "requests",
			"HTTP requests refused with an Engine.IO error, or for an 'other' reason, such as a new session while the "
					+ "worker takes none",
			"worker", "reason"),

	/**
	 * Client addresses that could not be taken.
	 */
	CLIENT_ADDRESS_INVALID("sticky.cluster.client.address.invalid", Type.COUNTER, "addresses",
			"Requests of trusted proxies with a malformed header, and connections closed for their PROXY header",
			"source"),

	/**
	 * The workers of this node.
	 */
	WORKERS("sticky.cluster.workers", Type.GAUGE, "workers", "This node's workers in each state", "state"),

	/**
	 * How late a worker's event loops are.
	 */
	WORKER_LOOP_LAG("sticky.cluster.worker.loop.lag", Type.GAUGE, "seconds",
			"The longest time of the last 10 to 20 s that a task waited for one of the worker's event loops", "worker"),

	/**
	 * Times that an event loop was blocked.
	 */
	WORKER_BLOCKED("sticky.cluster.worker.blocked", Type.COUNTER, "times",
			"Times that an event loop of the worker did not answer for workers.blocked-after", "worker"),

	/**
	 * Restarts of a worker.
	 */
	WORKER_RESTARTS("sticky.cluster.worker.restarts", Type.COUNTER, "restarts",
			"Times that the worker's server was replaced by a new one, on request or after a failure", "worker"),

	/**
	 * What a forked worker's heap holds.
	 */
	WORKER_HEAP_USED("sticky.cluster.worker.heap.used", Type.GAUGE, "bytes",
			"Heap in use in the process of the forked worker", "worker"),

	/**
	 * What it may hold.
	 */
	WORKER_HEAP_MAX("sticky.cluster.worker.heap.max", Type.GAUGE, "bytes",
			"Most heap that the process of the forked worker may use", "worker"),

	/**
	 * Time that garbage collection takes in a forked worker.
	 */
	WORKER_GC_TIME("sticky.cluster.worker.gc.time", Type.COUNTER, "seconds",
			"Time that garbage collection has taken in the processes of the forked worker", "worker"),

	/**
	 * Requests passed on to other nodes and to the application's web server.
	 */
	FORWARDED_REQUESTS("sticky.cluster.forwarded.requests", Type.COUNTER, "requests",
			"Requests passed on to workers of other nodes (relay) or to the application's web server (web)", "target"),

	/**
	 * Those of them that failed.
	 */
	FORWARDED_FAILURES("sticky.cluster.forwarded.failures", Type.COUNTER, "requests",
			"Requests that could not be passed on, or not to their end", "target", "reason"),

	/**
	 * Connections that they are passed on over.
	 */
	FORWARDED_CONNECTIONS("sticky.cluster.forwarded.connections", Type.GAUGE, "connections",
			"Open connections that requests and WebSockets are passed on over", "target"),

	/**
	 * Connections to internal ports that were refused.
	 */
	INTERNAL_REFUSED("sticky.cluster.internal.refused", Type.COUNTER, "connections",
			"Connections that the workers' internal ports have refused, since they did not prove their membership",
			"reason"),

	/**
	 * Whether this node stands apart.
	 */
	NODE_APART("sticky.cluster.node.apart", Type.GAUGE, "nodes",
			"1 while this node stands apart from the cluster, since another one has its id, else 0"),

	/**
	 * Messages of other nodes that were skipped.
	 */
	MESSAGES_SKIPPED("sticky.cluster.messages.skipped", Type.COUNTER, "messages",
			"Messages of other nodes that were skipped, being malformed or of a version or kind unknown here"),

	/**
	 * Events of other nodes that were dropped.
	 */
	SERVER_EVENTS_DROPPED("sticky.cluster.server.events.dropped", Type.COUNTER, "events",
			"Events of other nodes that were dropped, since too many waited for this node's @OnServerEvent methods"),

	/**
	 * Messages between the nodes.
	 */
	BUS_MESSAGES("sticky.cluster.bus.messages", Type.COUNTER, "messages",
			"Messages on the bus: 'sent' and 'received', 'dropped' since this node's buffer was full, 'lost' since "
					+ "the engine had discarded them before they were read, 'skipped' as unreadable",
			"outcome"),

	/**
	 * What waits for the bus.
	 */
	BUS_WAITING("sticky.cluster.bus.waiting", Type.GAUGE, "bytes",
			"Messages that wait for the bus, as while its engine is away"),

	/**
	 * Whether the bus's engine is there.
	 */
	BUS_ENGINES("sticky.cluster.bus.engines", Type.GAUGE, "engines",
			"1 while the bus's engine can be reached, 0 while it is away");

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
	 * @return the name as Micrometer writes it
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
	 * @return the keys, the worker's id first if it has one
	 */
	public List<String> tags() {
		return this.tags;
	}

	/**
	 * Returns what the meter means.
	 * @return a phrase
	 */
	public String description() {
		return this.description;
	}

	/**
	 * How a meter behaves.
	 */
	public enum Type {

		/**
		 * Only grows.
		 */
		COUNTER,

		/**
		 * Goes up and down.
		 */
		GAUGE,

		/**
		 * Counts durations and adds them up, in buckets for percentiles.
		 */
		TIMER

	}

}
