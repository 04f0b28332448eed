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

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;

import io.github.stickycluster.internal.http.HttpExchange;
import io.github.stickycluster.internal.http.OriginPolicy;
import io.github.stickycluster.internal.websocket.WebSocketHandshake;
import io.github.stickycluster.socketio.HandshakeDecision;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufOutputStream;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import org.jspecify.annotations.Nullable;

/**
 * Writes responses, with the headers that every response has. Thread-safe.
 */
final class EngineIoResponses {

	private static final int RETRY_AFTER_SECONDS = 5;

	private static final String TEXT = "text/plain; charset=UTF-8";

	private static final String SCRIPT = "text/javascript; charset=UTF-8";

	private static final String JSON = "application/json";

	private static final String HTML = "text/html";

	private final EngineIoSettings settings;

	private final OriginPolicy origins;

	private final EngineIoCounters counters;

	private final EngineIoObserver observer;

	private final SessionHeaders headers;

	EngineIoResponses(EngineIoSettings settings, OriginPolicy origins, EngineIoCounters counters,
			EngineIoObserver observer, SessionHeaders headers) {
		this.settings = settings;
		this.origins = origins;
		this.counters = counters;
		this.observer = observer;
		this.headers = headers;
	}

	/** Refuses a request as the reference server does. */
	void refuse(HttpExchange exchange, EngineIoError error) {
		this.counters.refused(error);
		this.observer.requestRefused(error.code());
		ByteBuf body = ByteBufUtil.writeUtf8(exchange.channel().alloc(), error.json());
		send(exchange, error.status(), JSON, body);
	}

	/** Refuses a handshake as the application decided. */
	void refuse(HttpExchange exchange, HandshakeDecision decision) {
		this.counters.refused(EngineIoError.FORBIDDEN);
		this.observer.requestRefused(EngineIoError.FORBIDDEN.code());
		ByteBuf body = ByteBufUtil.writeUtf8(exchange.channel().alloc(), decision.body());
		send(exchange, HttpResponseStatus.valueOf(decision.status()), decision.contentType(), body);
	}

	/** Answers without a body a request that is none of Engine.IO's business. */
	void status(HttpExchange exchange, HttpResponseStatus status) {
		this.observer.requestRefused(-1);
		exchange.respond(response(exchange, status, Unpooled.EMPTY_BUFFER));
	}

	/**
	 * Answers a client that wants a session more than there is room for.
	 */
	void tooMuch(HttpExchange exchange, HttpResponseStatus status) {
		this.observer.requestRefused(-1);
		FullHttpResponse response = response(exchange, status, Unpooled.EMPTY_BUFFER);
		response.headers().setInt(HttpHeaderNames.RETRY_AFTER, RETRY_AFTER_SECONDS);
		exchange.respond(response);
	}

	/** Accepts a WebSocket, which may open a session. */
	FullHttpResponse upgrade(WebSocketHandshake webSocket, Handshake handshake, boolean initial) {
		FullHttpResponse response = webSocket.response();
		this.headers.addTo(handshake, initial, response.headers());
		return response;
	}

	/** Says that a posted payload was taken. */
	void ok(HttpExchange exchange, @Nullable Handshake handshake) {
		ByteBuf body = ByteBufUtil.writeAscii(exchange.channel().alloc(), "ok");
		FullHttpResponse response = response(exchange, HttpResponseStatus.OK, body);
		addHeaders(handshake, false, response);
		// Some browsers offer text/plain as a download.
		respond(exchange, response, HTML);
	}

	/** Answers a preflight (the Fetch standard, section 3.3.2). */
	void preflight(HttpExchange exchange) {
		FullHttpResponse response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.NO_CONTENT);
		response.headers().set(HttpHeaderNames.ALLOW, "GET, POST, OPTIONS");
		this.origins.addPreflightHeaders(exchange.request().headers(), exchange.isSameOrigin(), response.headers());
		exchange.respond(response);
	}

	/**
	 * Answers a poll.
	 * @param exchange the poll
	 * @param handshake the request that opened the session, or {@code null} if there is
	 * none any more
	 * @param payload the payload, taken over
	 * @param binary whether the payload is binary
	 * @param jsonp the callback of a JSONP poll
	 */
	void poll(HttpExchange exchange, @Nullable Handshake handshake, ByteBuf payload, boolean binary,
			@Nullable String jsonp) {
		if (jsonp != null) {
			ByteBuf script = JavaScriptText.call(exchange.channel().alloc(), jsonp, payload);
			payload.release();
			sendCompressed(exchange, handshake, SCRIPT, script);
		}
		else {
			String type = binary ? HttpHeaderValues.APPLICATION_OCTET_STREAM.toString() : TEXT;
			sendCompressed(exchange, handshake, type, payload);
		}
	}

	private void sendCompressed(HttpExchange exchange, @Nullable Handshake handshake, String type, ByteBuf body) {
		boolean compress = this.settings.httpCompression()
				&& body.readableBytes() >= this.settings.compressionThreshold()
				&& acceptsGzip(exchange.request().headers());
		FullHttpResponse response = response(exchange, HttpResponseStatus.OK,
				compress ? gzip(exchange.channel().alloc(), body) : body);
		addHeaders(handshake, opensSession(exchange), response);
		response.headers().set(HttpHeaderNames.CONTENT_TYPE, type);
		if (this.settings.httpCompression()) {
			response.headers().add(HttpHeaderNames.VARY, HttpHeaderNames.ACCEPT_ENCODING);
		}
		if (compress) {
			response.headers().set(HttpHeaderNames.CONTENT_ENCODING, HttpHeaderValues.GZIP);
		}
		exchange.respond(response);
	}

	private void send(HttpExchange exchange, HttpResponseStatus status, String type, ByteBuf body) {
		respond(exchange, response(exchange, status, body), type);
	}

	private static void respond(HttpExchange exchange, FullHttpResponse response, String type) {
		response.headers().set(HttpHeaderNames.CONTENT_TYPE, type);
		exchange.respond(response);
	}

	private void addHeaders(@Nullable Handshake handshake, boolean initial, FullHttpResponse response) {
		if (handshake != null) {
			this.headers.addTo(handshake, initial, response.headers());
		}
	}

	private static boolean opensSession(HttpExchange exchange) {
		return exchange.attachment() instanceof EngineIoQuery query && query.sid() == null;
	}

	private FullHttpResponse response(HttpExchange exchange, HttpResponseStatus status, ByteBuf body) {
		FullHttpResponse response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, body);
		HttpHeaders headers = response.headers();
		headers.set(HttpHeaderNames.CACHE_CONTROL, HttpHeaderValues.NO_STORE);
		this.origins.addHeaders(exchange.request().headers(), exchange.isSameOrigin(), headers);
		return response;
	}

	private static boolean acceptsGzip(HttpHeaders headers) {
		String accepted = headers.get(HttpHeaderNames.ACCEPT_ENCODING);
		if (accepted == null) {
			return false;
		}
		String lower = accepted.toLowerCase(Locale.ROOT).replace(" ", "");
		return lower.contains("gzip") && !lower.contains("gzip;q=0,") && !lower.endsWith("gzip;q=0");
	}

	private static ByteBuf gzip(ByteBufAllocator allocator, ByteBuf body) {
		ByteBuf compressed = allocator.buffer(body.readableBytes() / 2 + 64);
		try (OutputStream out = new GZIPOutputStream(new ByteBufOutputStream(compressed))) {
			body.readBytes(out, body.readableBytes());
		}
		catch (IOException ex) {
			compressed.release();
			throw new UncheckedIOException(ex);
		}
		finally {
			body.release();
		}
		return compressed;
	}

}
