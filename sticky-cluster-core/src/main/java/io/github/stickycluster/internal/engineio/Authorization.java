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

import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

import io.github.stickycluster.internal.http.EventLoops;
import io.github.stickycluster.internal.http.HttpExchange;
import io.github.stickycluster.socketio.HandshakeDecision;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.HttpResponseStatus;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Passes the application's decision about a new session from any thread to the event loop
 * of the request.
 */
final class Authorization implements EngineIoApplication.Decision {

	private static final Logger logger = LoggerFactory.getLogger(Authorization.class);

	private final HttpExchange exchange;

	private final Handshake handshake;

	private final EngineIoResponses responses;

	private final Predicate<HttpExchange> room;

	private final Consumer<Opening> then;

	private @Nullable ScheduledFuture<?> timer;

	/** Whether the application did not decide at once. */
	private boolean waits;

	private boolean decided;

	private Authorization(HttpExchange exchange, Handshake handshake, EngineIoResponses responses,
			Predicate<HttpExchange> room, Consumer<Opening> then) {
		this.exchange = exchange;
		this.handshake = handshake;
		this.responses = responses;
		this.room = room;
		this.then = then;
	}

	/**
	 * Asks for a session.
	 * @param application decides
	 * @param exchange the request, which is answered if the client is refused
	 * @param handshake what is kept of it
	 * @param responses responds to it
	 * @param room tells whether there still is room for a session that is admitted later,
	 * or else responds to the request
	 * @param then opens the session, on the event loop of the request's channel
	 */
	static void ask(EngineIoApplication application, HttpExchange exchange, Handshake handshake,
			EngineIoResponses responses, Predicate<HttpExchange> room, Consumer<Opening> then) {
		Authorization authorization = new Authorization(exchange, handshake, responses, room, then);
		application.authorize(handshake, authorization);
		authorization.waits = true;
	}

	@Override
	public void accept(Function<EngineIoConnection, SessionListener> listener) {
		decide(() -> {
			if (!this.waits || this.room.test(this.exchange)) {
				this.then.accept(new Opening(this.handshake, listener));
			}
		});
	}

	@Override
	public void refuse() {
		decide(() -> this.responses.refuse(this.exchange, EngineIoError.FORBIDDEN));
	}

	@Override
	public void refuse(HandshakeDecision decision) {
		decide(() -> this.responses.refuse(this.exchange, decision));
	}

	@Override
	public void fail() {
		decide(() -> this.responses.status(this.exchange, HttpResponseStatus.SERVICE_UNAVAILABLE));
	}

	private void decide(Runnable response) {
		execute(() -> {
			this.decided = true;
			if (this.timer != null) {
				this.timer.cancel(false);
				this.exchange.keep(0);
			}
			response.run();
		});
	}

	// The decision may have come before.
	@Override
	public void await(Duration timeout, EngineIoApplication.Late late) {
		execute(() -> {
			if (!this.decided) {
				EventLoop loop = this.exchange.channel().eventLoop();
				this.timer = loop.schedule(() -> late.onLate(true), timeout.toMillis(), TimeUnit.MILLISECONDS);
				this.exchange.keep(this.handshake.cost());
				this.exchange.addAbortListener(() -> late.onLate(false), () -> late.onLate(false));
			}
		});
	}

	@Override
	public void execute(Runnable action) {
		EventLoop loop = this.exchange.channel().eventLoop();
		if (loop.inEventLoop()) {
			action.run();
			return;
		}
		EventLoops.execute(loop, () -> runLater(action), () -> {
			// The connection has ended with its loop.
		});
	}

	// A task of the loop, where nobody else answers for it.
	private void runLater(Runnable action) {
		try {
			action.run();
		}
		catch (Throwable ex) {
			logger.debug("Failed to serve {}", this.exchange, ex);
			this.responses.status(this.exchange, HttpResponseStatus.INTERNAL_SERVER_ERROR);
		}
	}

}
