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

package io.github.stickycluster.internal.engineio;

import java.net.InetAddress;
import java.util.function.Consumer;

import com.github.benmanes.caffeine.cache.Interner;
import io.github.stickycluster.internal.http.EventLoops;
import io.github.stickycluster.internal.http.HttpExchange;
import io.github.stickycluster.internal.http.OriginPolicy;
import io.github.stickycluster.internal.websocket.WebSocketHandshake;
import io.github.stickycluster.internal.websocket.WebSocketHandshakes;
import io.github.stickycluster.socketio.Transport;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import org.jspecify.annotations.Nullable;

/**
 * Handles the requests that are routed to one worker: checks them, and finds or opens
 * their session. Thread-safe.
 */
final class EngineIoRequests {

	private final EngineIoServer server;

	private final EngineIoSettings settings;

	private final OriginPolicy origins;

	private final EngineIoResponses responses;

	private final PollingRequests polling;

	private final WebSocketHandshakes webSockets;

	/** Each is kept while a session has it. */
	private final Interner<String> commonHeaders = Interner.newWeakInterner();

	EngineIoRequests(EngineIoServer server, OriginPolicy origins) {
		this.server = server;
		this.settings = server.settings();
		this.origins = origins;
		this.responses = server.responses();
		this.polling = new PollingRequests(server);
		this.webSockets = new WebSocketHandshakes(this.settings.maxPayload(),
				this.settings.webSocketCompression() ? this.settings.compressionThreshold() : -1);
	}

	/**
	 * Serves a request, on its channel's event loop.
	 */
	void handle(HttpExchange exchange, EngineIoQuery query) {
		HttpRequest request = exchange.request();
		Transport transport = transport(query.transport());
		if (!isServed(query.path())) {
			this.responses.status(exchange, HttpResponseStatus.NOT_FOUND);
		}
		else if (!this.origins.permits(request.headers(), exchange.isSameOrigin())) {
			this.server.warnings().originRefused(request.headers().get(HttpHeaderNames.ORIGIN));
			this.responses.refuse(exchange, EngineIoError.FORBIDDEN);
		}
		else if (HttpMethod.OPTIONS.equals(request.method())) {
			this.responses.preflight(exchange);
		}
		else if (transport == null) {
			this.responses.refuse(exchange, EngineIoError.UNKNOWN_TRANSPORT);
		}
		else if (query.sid() != null) {
			onSession(exchange, query, transport, query.sid());
		}
		else {
			onHandshake(exchange, query, transport);
		}
	}

	// A request of a session

	private void onSession(HttpExchange exchange, EngineIoQuery query, Transport transport, String sid) {
		SessionId id = SessionId.parse(sid);
		EngineIoSession session = (id != null) ? this.server.find(id) : null;
		EngineIoVersion version = version(query.version());
		if (session == null) {
			onUnknown(exchange, query, transport, id);
		}
		else if (version == null) {
			this.responses.refuse(exchange, EngineIoError.UNSUPPORTED_PROTOCOL_VERSION);
		}
		else if (version != session.version()) {
			this.responses.refuse(exchange, EngineIoError.BAD_REQUEST);
		}
		else if (WebSocketHandshakes.isAskedFor(exchange.request())) {
			onUpgrade(exchange, query, transport, session);
		}
		else if (transport != session.transport()) {
			this.responses.refuse(exchange, EngineIoError.BAD_REQUEST);
		}
		else {
			this.polling.handle(exchange, query, session);
		}
	}

	private void onUnknown(HttpExchange exchange, EngineIoQuery query, Transport transport, @Nullable SessionId id) {
		if (id == null || transport != Transport.POLLING) {
			this.responses.refuse(exchange, EngineIoError.UNKNOWN_SID);
		}
		else {
			boolean version3 = "3".equals(query.version());
			this.polling.onEnded(exchange, id.toUuid(), version3, version3 ? query.jsonp() : null);
		}
	}

	private void onUpgrade(HttpExchange exchange, EngineIoQuery query, Transport transport, EngineIoSession session) {
		WebSocketHandshake handshake = handshake(exchange, transport);
		if (handshake != null) {
			exchange.switchProtocol(this.responses.upgrade(handshake, session.handshake(), false),
					session.loop().eventLoop(), reported((pipeline) -> {
						WebSocketHandler handler = webSocket(handshake, query, session.version());
						handshake.install(pipeline, handler);
						session.onUpgrade(handler);
					}), () -> {
						// The session stays as it is.
					});
		}
	}

	// A request without a session

	private void onHandshake(HttpExchange exchange, EngineIoQuery query, Transport transport) {
		EngineIoVersion version = version(query.version());
		if (!query.opensSession(exchange.request().method())) {
			this.responses.refuse(exchange, EngineIoError.BAD_HANDSHAKE_METHOD);
		}
		else if (version == null) {
			this.responses.refuse(exchange, EngineIoError.UNSUPPORTED_PROTOCOL_VERSION);
		}
		else if (this.server.isClosing() || this.server.memory().node().isOut()) {
			this.responses.status(exchange, HttpResponseStatus.SERVICE_UNAVAILABLE);
		}
		else {
			admit(exchange, query, transport, version);
		}
	}

	private void admit(HttpExchange exchange, EngineIoQuery query, Transport transport, EngineIoVersion version) {
		if (!hasRoom(exchange)) {
			return;
		}
		if (transport == Transport.WEBSOCKET || WebSocketHandshakes.isAskedFor(exchange.request())) {
			openWebSocket(exchange, query, transport, version);
		}
		else {
			openPolling(exchange, query, version);
		}
	}

	/** Responds to the request if there is none. */
	private boolean hasRoom(HttpExchange exchange) {
		InetAddress address = exchange.clientAddress().getAddress();
		SessionLimits limits = this.server.limits();
		boolean memory = this.server.home(exchange).relief().permits(limits.client(address));
		SessionRefusal refusal = limits.refusal(address, memory);
		if (refusal != null) {
			this.responses.tooMuch(exchange, refusal.status());
		}
		return refusal == null;
	}

	private void openWebSocket(HttpExchange exchange, EngineIoQuery query, Transport transport,
			EngineIoVersion version) {
		WebSocketHandshake handshake = handshake(exchange, transport);
		if (handshake == null) {
			return;
		}
		authorize(exchange, (opening) -> openWebSocket(exchange, query, version, handshake, opening));
	}

	private void openWebSocket(HttpExchange exchange, EngineIoQuery query, EngineIoVersion version,
			WebSocketHandshake handshake, Opening opening) {
		SessionLoop home = this.server.home(exchange);
		this.server.beginOpening();
		FullHttpResponse response = this.responses.upgrade(handshake, opening.handshake(), true);
		exchange.switchProtocol(response, home.eventLoop(), reported((pipeline) -> {
			try {
				WebSocketHandler handler = webSocket(handshake, query, version);
				EngineIoSession session = this.server.newSession(home, opening, version, handler);
				handshake.install(pipeline, handler);
				session.attempt(EngineIoSession::open);
				if (this.server.isClosing()) {
					session.attempt((open) -> open.closeOnLoop(CloseReason.SERVER_SHUTTING_DOWN));
				}
			}
			finally {
				this.server.endOpening();
			}
		}), this.server::endOpening);
	}

	// The connection is closed after it.
	private Consumer<ChannelPipeline> reported(Consumer<ChannelPipeline> installer) {
		return (pipeline) -> {
			try {
				installer.accept(pipeline);
			}
			catch (RuntimeException | Error ex) {
				this.server.warnings().failed("Could not open a WebSocket", ex);
				throw ex;
			}
		};
	}

	private void openPolling(HttpExchange exchange, EngineIoQuery query, EngineIoVersion version) {
		authorize(exchange, (opening) -> openPolling(exchange, query, version, opening));
	}

	private void openPolling(HttpExchange exchange, EngineIoQuery query, EngineIoVersion version, Opening opening) {
		SessionLoop home = this.server.home(exchange);
		this.server.beginOpening();
		EventLoops.execute(home.eventLoop(), home.inEventLoop(), () -> {
			try {
				this.polling.guarded(exchange, null, () -> openPolling(exchange, query, home, opening, version));
			}
			finally {
				this.server.endOpening();
			}
		}, this.server::endOpening);
	}

	private void openPolling(HttpExchange exchange, EngineIoQuery query, SessionLoop home, Opening opening,
			EngineIoVersion version) {
		if (this.server.isClosing()) {
			this.responses.status(exchange, HttpResponseStatus.SERVICE_UNAVAILABLE);
			return;
		}
		boolean base64 = query.base64() || query.jsonp() != null;
		EngineIoSession session = this.server.newSession(home, opening, version, base64);
		this.polling.open(exchange, query, session);
	}

	private void authorize(HttpExchange exchange, Consumer<Opening> then) {
		Handshake handshake = Handshake.of(exchange, this.commonHeaders);
		Authorization.ask(this.server.application(), exchange, handshake, this.responses, this::hasRoom, then);
	}

	private WebSocketHandler webSocket(WebSocketHandshake handshake, EngineIoQuery query, EngineIoVersion version) {
		boolean compressed = handshake.isCompressed();
		return new WebSocketHandler(this.settings.maxPayload(), compressed,
				FrameWriter.of(compressed, query.base64(), version == EngineIoVersion.V3));
	}

	private @Nullable WebSocketHandshake handshake(HttpExchange exchange, Transport transport) {
		WebSocketHandshake handshake = null;
		if (transport == Transport.WEBSOCKET && WebSocketHandshakes.isAskedFor(exchange.request())
				&& !hasBody(exchange.request())) {
			handshake = this.webSockets.accept(exchange.request());
		}
		if (handshake == null) {
			this.responses.refuse(exchange, EngineIoError.BAD_REQUEST);
		}
		return handshake;
	}

	// The switch would have to wait for a body that nobody reads.
	private static boolean hasBody(HttpRequest request) {
		return HttpUtil.isTransferEncodingChunked(request) || HttpUtil.getContentLength(request, 0L) > 0;
	}

	// What the request's parameters mean

	private boolean isServed(String path) {
		String served = this.settings.path();
		return path.startsWith(served) && (path.length() == served.length()
				|| (path.length() == served.length() + 1 && path.charAt(served.length()) == '/'));
	}

	private @Nullable Transport transport(@Nullable String name) {
		for (Transport transport : this.settings.transports()) {
			if (transport.getValue().equals(name)) {
				return transport;
			}
		}
		return null;
	}

	private @Nullable EngineIoVersion version(@Nullable String number) {
		if ("4".equals(number)) {
			return EngineIoVersion.V4;
		}
		return ("3".equals(number) && this.settings.engineIo3()) ? EngineIoVersion.V3 : null;
	}

}
