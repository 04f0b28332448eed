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

import java.util.function.Consumer;
import java.util.function.Function;

import io.github.stickycluster.internal.http.EventLoops;
import io.github.stickycluster.internal.http.HttpExchange;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.HttpResponseStatus;
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

	private final Consumer<Opening> then;

	private Authorization(HttpExchange exchange, EngineIoResponses responses, Consumer<Opening> then) {
		this.exchange = exchange;
		this.handshake = Handshake.of(exchange);
		this.responses = responses;
		this.then = then;
	}

	/**
	 * Asks for a session.
	 * @param application decides
	 * @param exchange the request, which is answered if the client is refused
	 * @param responses responds to it
	 * @param then opens the session, on the event loop of the request's channel
	 */
	static void ask(EngineIoApplication application, HttpExchange exchange, EngineIoResponses responses,
			Consumer<Opening> then) {
		Authorization authorization = new Authorization(exchange, responses, then);
		application.authorize(authorization.handshake, authorization);
	}

	@Override
	public void accept(Function<EngineIoConnection, SessionListener> listener) {
		runOnLoop(() -> this.then.accept(new Opening(this.handshake, listener)));
	}

	@Override
	public void refuse() {
		runOnLoop(() -> this.responses.refuse(this.exchange, EngineIoError.FORBIDDEN));
	}

	@Override
	public void fail() {
		runOnLoop(() -> this.responses.status(this.exchange, HttpResponseStatus.SERVICE_UNAVAILABLE));
	}

	private void runOnLoop(Runnable action) {
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
