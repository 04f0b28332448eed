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

package io.github.stickycluster.internal.dispatch;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Base64;
import java.util.HashSet;
import java.util.Set;

import io.github.stickycluster.internal.engineio.EngineIoQuery;
import io.github.stickycluster.internal.http.HttpExchange;
import io.github.stickycluster.internal.http.proxy.ForwardCounters;
import io.github.stickycluster.internal.http.proxy.Forwarder;
import io.github.stickycluster.internal.http.proxy.Upstream;
import io.github.stickycluster.internal.worker.InternalPorts;
import io.github.stickycluster.internal.worker.RemoteWorker;
import io.github.stickycluster.internal.worker.RoutingTable;
import io.github.stickycluster.internal.worker.WorkerRegistry;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;

/**
 * Relays requests to workers of other nodes, over connections that start with the
 * client's address.
 * <p>
 * A connection is reused only for the same client. Connections to a worker that has been
 * removed are closed, so that no client waits for a dead node.
 */
public final class Relay {

	private static final InetSocketAddress UNKNOWN = new InetSocketAddress(0);

	private final Forwarder forwarder;

	private final RelayGreeting greeting;

	private Set<InetSocketAddress> known = Set.of();

	/**
	 * Creates a relay.
	 * @param registry tells which workers there are
	 * @param forwarder passes the requests on
	 * @param greeting begins a connection
	 */
	public Relay(WorkerRegistry registry, Forwarder forwarder, RelayGreeting greeting) {
		this.forwarder = forwarder;
		this.greeting = greeting;
		registry.addChangeListener(this::follow);
	}

	/**
	 * Returns what has been relayed.
	 * @return the counts
	 */
	public ForwardCounters counters() {
		return this.forwarder.counters();
	}

	void relay(HttpExchange exchange, RemoteWorker worker) {
		// As far as is known here.
		exchange.setOfSession();
		InetSocketAddress client = exchange.clientAddress();
		InetSocketAddress reached = local(exchange.channel());
		Upstream upstream = new Upstream(new Key(worker.id(), worker.address(), client), worker.address(),
				(pipeline) -> this.greeting.addTo(pipeline, worker, client, reached));
		this.forwarder.forward(exchange, upstream, null, (head) -> tell(exchange, head.headers()));
	}

	/**
	 * The worker's node knows neither the proxy nor the port that the client has reached,
	 * nor the client's certificate.
	 */
	private static void tell(HttpExchange exchange, HttpHeaders headers) {
		headers.remove(InternalPorts.SECURE);
		if (exchange.isSecure()) {
			headers.set(InternalPorts.SECURE, true);
		}
		headers.remove(InternalPorts.SAME_ORIGIN);
		if (headers.contains(HttpHeaderNames.ORIGIN)) {
			headers.set(InternalPorts.SAME_ORIGIN, exchange.isSameOrigin());
		}
		headers.remove(InternalPorts.CERTIFICATE);
		byte[] certificate = opensSession(exchange) ? exchange.clientCertificate() : null;
		if (certificate != null) {
			headers.set(InternalPorts.CERTIFICATE, Base64.getEncoder().encodeToString(certificate));
		}
	}

	private static boolean opensSession(HttpExchange exchange) {
		return EngineIoQuery.parse(exchange.request().uri()).sid() == null;
	}

	private static InetSocketAddress local(Channel channel) {
		SocketAddress local = channel.localAddress();
		return (local instanceof InetSocketAddress address) ? address : UNKNOWN;
	}

	private synchronized void follow(RoutingTable table) {
		Set<InetSocketAddress> present = new HashSet<>();
		for (RoutingTable.Entry entry : table.entries()) {
			RemoteWorker target = entry.worker().relayTarget();
			if (target != null) {
				present.add(target.address());
			}
		}
		this.known.stream().filter((address) -> !present.contains(address)).forEach(this.forwarder::closeAll);
		this.known = present;
	}

	private record Key(String worker, InetSocketAddress address, InetSocketAddress client) {

	}

}
