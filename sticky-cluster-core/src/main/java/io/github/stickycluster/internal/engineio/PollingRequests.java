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

import java.util.UUID;

import io.github.stickycluster.internal.http.EventLoops;
import io.github.stickycluster.internal.http.HttpExchange;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the polls and posts of a session to its event loop and its polling. Thread-safe.
 */
final class PollingRequests {

	private static final Logger logger = LoggerFactory.getLogger(PollingRequests.class);

	private final EngineIoServer server;

	private final EngineIoResponses responses;

	PollingRequests(EngineIoServer server) {
		this.server = server;
		this.responses = server.responses();
	}

	/**
	 * Opens a session by the response to its first poll; on the session's event loop.
	 */
	void open(HttpExchange exchange, EngineIoQuery query, EngineIoSession session) {
		guarded(exchange, session, () -> {
			session.open();
			onPoll(exchange, session, callback(query, session));
		});
	}

	/** Serves a request of a session; on the request's event loop. */
	void handle(HttpExchange exchange, EngineIoQuery query, EngineIoSession session) {
		exchange.setOfSession();
		HttpMethod method = exchange.request().method();
		if (HttpMethod.GET.equals(method)) {
			String callback = callback(query, session);
			session.loop().run(() -> guarded(exchange, session, () -> onNextPoll(exchange, session, callback)));
		}
		else if (HttpMethod.POST.equals(method)) {
			onPost(exchange, query, session);
		}
		else {
			this.responses.refuse(exchange, EngineIoError.BAD_HANDSHAKE_METHOD);
		}
	}

	private void onNextPoll(HttpExchange exchange, EngineIoSession session, @Nullable String callback) {
		session.onUse();
		onPoll(exchange, session, callback);
	}

	private void onPoll(HttpExchange exchange, EngineIoSession session, @Nullable String callback) {
		PollingTransport polling = session.polling();
		if (session.hasEnded()) {
			onEnded(exchange, session.id(), session.isVersion3(), callback);
		}
		else if (polling == null) {
			this.responses.refuse(exchange, EngineIoError.BAD_REQUEST);
		}
		else {
			polling.onPoll(exchange, callback);
		}
	}

	private void onPost(HttpExchange exchange, EngineIoQuery query, EngineIoSession session) {
		PollingTransport polling = session.polling();
		if (polling == null) {
			this.responses.refuse(exchange, EngineIoError.BAD_REQUEST);
			return;
		}
		boolean binary = isBinary(exchange.request().headers());
		if (binary && !session.isVersion3()) {
			// A payload of version 4 is text, with binary messages as base64.
			this.responses.refuse(exchange, EngineIoError.BAD_REQUEST);
			session.loop().run(() -> session.closeOnLoop(CloseReason.TRANSPORT_ERROR));
			return;
		}
		if (!polling.posts().begin(exchange)) {
			// The two cannot be put in order.
			this.responses.refuse(exchange, EngineIoError.BAD_REQUEST);
			session.loop().run(() -> session.closeOnLoop(CloseReason.TRANSPORT_ERROR));
			return;
		}
		boolean form = callback(query, session) != null;
		exchange.readBody(this.server.settings().maxPayload(), polling.posts()::onGrowth, (body) -> {
			if (body == null) {
				polling.posts().end(exchange);
				onBodyLost(exchange, session);
			}
			else {
				EventLoops.execute(session.loop().eventLoop(), session.loop().inEventLoop(),
						() -> guarded(exchange, session, () -> {
							session.onUse();
							onBody(exchange, session, polling.posts(), body, form, binary);
						}), body::release);
			}
		});
	}

	private static void onBodyLost(HttpExchange exchange, EngineIoSession session) {
		if (!exchange.channel().isActive()) {
			session.loop().run(() -> session.closeOnLoop(CloseReason.TRANSPORT_ERROR));
		}
	}

	private void onBody(HttpExchange exchange, EngineIoSession session, PostQueue posts, ByteBuf body, boolean form,
			boolean binary) {
		if (session.isOpen() && session.polling() != null) {
			posts.onBody(exchange, body, form, binary);
			return;
		}
		body.release();
		// Before the response, on which the client may send the next.
		posts.end(exchange);
		if (session.isClosing()) {
			// Nobody hears it any more, as in the reference server.
			this.responses.ok(exchange, session.handshake());
		}
		else if (session.hasEnded()) {
			onEnded(exchange, session.id(), session.isVersion3(), null);
		}
		else {
			this.responses.refuse(exchange, EngineIoError.BAD_REQUEST);
		}
	}

	/**
	 * Serves a request for which there is no session: one that has just been closed, or
	 * one that is unknown.
	 */
	void onEnded(HttpExchange exchange, UUID id, boolean version3, @Nullable String callback) {
		HttpMethod method = exchange.request().method();
		boolean post = HttpMethod.POST.equals(method);
		if (!(post || HttpMethod.GET.equals(method)) || !this.server.closedSessions().contains(id)) {
			this.responses.refuse(exchange, EngineIoError.UNKNOWN_SID);
		}
		else if (post) {
			this.responses.ok(exchange, null);
		}
		else {
			PayloadWriter writer = PayloadWriter.text(version3, ByteBufAllocator.DEFAULT);
			writer.text(PollingTransport.CLOSE_PACKET);
			this.responses.poll(exchange, null, writer.payload(), false, callback);
		}
	}

	private static boolean isBinary(HttpHeaders headers) {
		return headers.contains(HttpHeaderNames.CONTENT_TYPE, HttpHeaderValues.APPLICATION_OCTET_STREAM, true);
	}

	private static @Nullable String callback(EngineIoQuery query, EngineIoSession session) {
		return session.isVersion3() ? query.jsonp() : null;
	}

	/**
	 * Runs a task on an event loop that may be another than the request's, where nobody
	 * else answers if it fails.
	 * @param exchange the request
	 * @param session its session, if there is one yet
	 * @param task the task
	 */
	void guarded(HttpExchange exchange, @Nullable EngineIoSession session, Runnable task) {
		try {
			task.run();
		}
		catch (Throwable ex) {
			this.server.memory().notice(ex);
			logger.debug("Failed to serve {}", exchange, ex);
			this.responses.status(exchange, HttpResponseStatus.INTERNAL_SERVER_ERROR);
			if (session != null) {
				session.fail(ex);
			}
		}
	}

}
