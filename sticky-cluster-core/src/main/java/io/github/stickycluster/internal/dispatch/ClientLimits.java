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
import java.net.InetSocketAddress;

import io.github.stickycluster.internal.engineio.EngineIoQuery;
import io.github.stickycluster.internal.http.HttpExchange;
import io.github.stickycluster.internal.http.HttpRouter;
import io.github.stickycluster.socketio.Transport;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Applies the limits of one client to requests of trusted proxies, whose connections
 * carry many clients. Also applies the rate of new connections to further sessions on one
 * connection. Passes the other requests to the next router.
 */
final class ClientLimits implements HttpRouter {

	private static final Logger logger = LoggerFactory.getLogger(ClientLimits.class);

	private final ConnectionLimits limits;

	private final HttpRouter next;

	ClientLimits(ConnectionLimits limits, HttpRouter next) {
		this.limits = limits;
		this.next = next;
	}

	@Override
	public void route(HttpExchange exchange) {
		RefusalReason refusal = admit(exchange);
		if (refusal == null) {
			this.next.route(exchange);
		}
		else {
			logger.debug("Refused {} on {}: {}", exchange.clientAddress(), exchange.channel(), refusal);
			exchange.respond(refusal.response());
		}
	}

	private @Nullable RefusalReason admit(HttpExchange exchange) {
		if (!(exchange.channel().remoteAddress() instanceof InetSocketAddress peer)) {
			return null;
		}
		if (this.limits.isTrusted(peer.getAddress())) {
			return admitProxied(exchange);
		}
		boolean webSocket = Transport.WEBSOCKET.getValue().equals(EngineIoQuery.of(exchange).transport());
		return (opensSession(exchange)) ? this.limits.admitSession(exchange.channel(), peer.getAddress(), webSocket)
				: null;
	}

	private @Nullable RefusalReason admitProxied(HttpExchange exchange) {
		InetAddress client = exchange.clientAddress().getAddress();
		RefusalReason refusal = (opensSession(exchange)) ? this.limits.admitSession(client) : null;
		return (refusal == null && isWebSocket(exchange.request().headers()))
				? this.limits.admitWebSocket(exchange.channel(), client) : refusal;
	}

	private static boolean opensSession(HttpExchange exchange) {
		return EngineIoQuery.of(exchange).opensSession(exchange.request().method());
	}

	private static boolean isWebSocket(HttpHeaders headers) {
		return headers.contains(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET, true);
	}

}
