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

import java.net.InetAddress;

import io.github.stickycluster.internal.engineio.EngineIoQuery;
import io.github.stickycluster.internal.http.HttpExchange;
import io.github.stickycluster.internal.http.HttpRouter;
import io.github.stickycluster.internal.worker.LocalWorker;
import io.github.stickycluster.internal.worker.RemoteWorker;
import io.github.stickycluster.internal.worker.Worker;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import org.jspecify.annotations.Nullable;

/**
 * Routes each request to its worker: by its session id, or by the client's address if no
 * session id names a worker.
 * <p>
 * Each request is routed on its own, since a reverse proxy sends requests of many clients
 * over one connection. A request whose session id names no worker is routed by the
 * client's address, to a worker that responds with the error for an unknown session.
 * Requests for a worker of another node are relayed.
 */
final class RequestRouter implements HttpRouter {

	private static final int RETRY_AFTER_SECONDS = 1;

	private final WorkerSelector selector;

	private final @Nullable Relay relay;

	private final RoutedRequests routed;

	RequestRouter(WorkerSelector selector, @Nullable Relay relay, RoutedRequests routed) {
		this.selector = selector;
		this.relay = relay;
		this.routed = routed;
	}

	@Override
	public void route(HttpExchange exchange) {
		String sid = EngineIoQuery.of(exchange).sid();
		Worker named = (sid != null) ? this.selector.forSession(sid) : null;
		InetAddress client = exchange.clientAddress().getAddress();
		Worker worker = (named != null) ? named : this.selector.forClient(client, exchange.channel().remoteAddress());
		if (worker instanceof LocalWorker local) {
			this.routed.add((named != null) ? RoutingOutcome.SESSION : outcome(sid, client, local));
			local.engine().handle(exchange);
			return;
		}
		RemoteWorker target = (worker != null) ? worker.relayTarget() : null;
		if (target != null && this.relay != null) {
			this.routed.add(RoutingOutcome.RELAYED);
			this.relay.relay(exchange, target);
		}
		else {
			this.routed.add(RoutingOutcome.NONE_UP);
			exchange.respond(unavailable());
		}
	}

	private RoutingOutcome outcome(@Nullable String sid, InetAddress client, LocalWorker worker) {
		if (sid != null) {
			return RoutingOutcome.UNKNOWN_SESSION;
		}
		return this.selector.isOverflow(client, worker) ? RoutingOutcome.OVERFLOW : RoutingOutcome.ADDRESS;
	}

	private static FullHttpResponse unavailable() {
		FullHttpResponse response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1,
				HttpResponseStatus.SERVICE_UNAVAILABLE, Unpooled.EMPTY_BUFFER);
		response.headers().setInt(HttpHeaderNames.RETRY_AFTER, RETRY_AFTER_SECONDS);
		return response;
	}

}
