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
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

import io.github.stickycluster.internal.engineio.EngineIoQuery;
import io.github.stickycluster.internal.http.HttpExchange;
import io.github.stickycluster.internal.http.HttpRouter;
import io.github.stickycluster.internal.http.proxy.ForwardCounters;
import io.github.stickycluster.internal.http.proxy.Forwarder;
import io.github.stickycluster.internal.http.proxy.Upstream;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.util.NetUtil;
import org.jspecify.annotations.Nullable;

/**
 * Forwards requests outside the Socket.IO path to the application's web server, so that
 * pages and Socket.IO share one port.
 */
public final class WebForward {

	private static final String FOR = "X-Forwarded-For";

	private static final String FORWARDED_FIELDS = "x-forwarded-";

	private static final String VIA = "1.1 sticky-cluster";

	private final Forwarder forwarder;

	private final Supplier<@Nullable InetSocketAddress> server;

	/**
	 * Creates a forward.
	 * @param forwarder passes the requests on
	 * @param server tells where the web server listens, or null while it does not
	 */
	public WebForward(Forwarder forwarder, Supplier<@Nullable InetSocketAddress> server) {
		this.forwarder = forwarder;
		this.server = server;
	}

	/**
	 * Returns what has been passed on.
	 * @return the counts
	 */
	public ForwardCounters counters() {
		return this.forwarder.counters();
	}

	/**
	 * Creates the router of one public port.
	 * @param path the Socket.IO path
	 * @param clients whose word about the request as the client sent it is taken
	 * @param limits what clients may take
	 * @param tls whether the port speaks TLS
	 * @param socketIo routes the requests of the Socket.IO path
	 */
	HttpRouter router(String path, ClientAddressSettings clients, ConnectionLimits limits, boolean tls,
			HttpRouter socketIo) {
		return new Router(path, clients, limits, tls, socketIo);
	}

	/**
	 * Whether a request is one that an Engine.IO server serves; the same as what that
	 * decides, but without taking the URI apart.
	 */
	static boolean isServed(String uri, String path) {
		String target = uri.startsWith("/") ? uri : EngineIoQuery.parse(uri).path();
		if (!target.startsWith(path)) {
			return false;
		}
		int end = path.length();
		if (end < target.length() && target.charAt(end) == '/') {
			end++;
		}
		return end == target.length() || target.charAt(end) == '?' || target.charAt(end) == '#';
	}

	private final class Router implements HttpRouter {

		private final String path;

		private final ClientAddressSettings clients;

		private final ConnectionLimits limits;

		private final String scheme;

		private final HttpRouter socketIo;

		private Router(String path, ClientAddressSettings clients, ConnectionLimits limits, boolean tls,
				HttpRouter socketIo) {
			this.path = path;
			this.clients = clients;
			this.limits = limits;
			this.scheme = tls ? "https" : "http";
			this.socketIo = socketIo;
		}

		@Override
		public void route(HttpExchange exchange) {
			if (isServed(exchange.request().uri(), this.path)) {
				this.socketIo.route(exchange);
				return;
			}
			RefusalReason refusal = admit(exchange);
			if (refusal != null) {
				exchange.respond(refusal.response());
				return;
			}
			InetSocketAddress address = WebForward.this.server.get();
			if (address == null) {
				WebForward.this.forwarder.refuse(exchange);
				return;
			}
			Upstream upstream = new Upstream(address, address, (pipeline) -> {
			});
			Long client = this.limits.keyOf(exchange.clientAddress().getAddress());
			WebForward.this.forwarder.forward(exchange, upstream, client, (head) -> change(exchange, head));
		}

		/**
		 * A WebSocket behind a trusted proxy counts for its client, whoever serves it.
		 */
		private @Nullable RefusalReason admit(HttpExchange exchange) {
			boolean counts = Forwarder.isUpgrade(exchange.request())
					&& exchange.channel().remoteAddress() instanceof InetSocketAddress peer
					&& this.limits.isTrusted(peer.getAddress());
			return counts ? this.limits.admitWebSocket(exchange.channel(), exchange.clientAddress().getAddress())
					: null;
		}

		private void change(HttpExchange exchange, HttpRequest head) {
			HttpHeaders headers = head.headers();
			toOriginForm(head);
			if (!headers.contains(HttpHeaderNames.HOST)
					&& exchange.channel().localAddress() instanceof InetSocketAddress local) {
				headers.set(HttpHeaderNames.HOST, NetUtil.toSocketAddressString(local));
			}
			describe(exchange, headers);
			headers.add(HttpHeaderNames.VIA, VIA);
		}

		/**
		 * Tells the web server what the client asked for and from where. What the client
		 * itself says about that is dropped, and of a trusted proxy's word only the
		 * client's address is found anew.
		 */
		private void describe(HttpExchange exchange, HttpHeaders headers) {
			ForwardedFields told = ForwardedFields.of(headers, ProxiedPeer.of(exchange.channel()).getAddress(),
					this.clients);
			removeForwarded(headers);
			String proto = (told.proto() != null) ? told.proto() : this.scheme;
			String host = (told.host() != null) ? told.host() : headers.get(HttpHeaderNames.HOST);
			headers.set(FOR, NetUtil.toAddressString(exchange.clientAddress().getAddress()));
			headers.set(ForwardedFields.PROTO, proto);
			if (host != null) {
				headers.set(ForwardedFields.HOST, host);
				headers.set(ForwardedFields.PORT, (told.port() != null) ? told.port() : port(host, proto));
			}
			if (told.prefix() != null) {
				headers.set(ForwardedFields.PREFIX, told.prefix());
			}
		}

		private static void removeForwarded(HttpHeaders headers) {
			headers.remove("Forwarded");
			for (String name : List.copyOf(headers.names())) {
				if (name.toLowerCase(Locale.ROOT).startsWith(FORWARDED_FIELDS)) {
					headers.remove(name);
				}
			}
		}

		private static String port(String host, String proto) {
			int colon = host.lastIndexOf(':');
			if (colon >= 0 && colon > host.lastIndexOf(']') && colon < host.length() - 1) {
				return host.substring(colon + 1);
			}
			return proto.equals("https") ? "443" : "80";
		}

		/**
		 * A URI with a host names the host that is meant, whatever the header says (RFC
		 * 9112, section 3.2.2).
		 */
		private static void toOriginForm(HttpRequest head) {
			String uri = head.uri();
			int authority = uri.indexOf("://");
			if (uri.startsWith("/") || authority < 0) {
				return;
			}
			int end = uri.length();
			for (char delimiter : new char[] { '/', '?', '#' }) {
				int at = uri.indexOf(delimiter, authority + 3);
				end = (at >= 0) ? Math.min(end, at) : end;
			}
			String rest = uri.substring(end);
			head.headers().set(HttpHeaderNames.HOST, uri.substring(authority + 3, end));
			head.setUri(rest.startsWith("/") ? rest : "/" + rest);
		}

	}

}
