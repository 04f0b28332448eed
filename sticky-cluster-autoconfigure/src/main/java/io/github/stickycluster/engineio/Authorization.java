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

package io.github.stickycluster.engineio;

import java.util.function.Consumer;

import com.corundumstudio.socketio.AuthorizationResult;
import com.corundumstudio.socketio.HandshakeData;
import com.corundumstudio.socketio.handler.SuccessAuthorizationListener;
import io.github.stickycluster.socketio.ListenerCalls;
import io.github.stickycluster.socketio.SocketIoContext;
import io.netty.handler.codec.http.HttpResponseStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the application's authorization listener about new sessions, where the application
 * decided that its listeners run.
 */
final class Authorization {

	private static final Logger logger = LoggerFactory.getLogger(Authorization.class);

	private final SocketIoContext context;

	private final EngineIoAnswers answers;

	Authorization(SocketIoContext context, EngineIoAnswers answers) {
		this.context = context;
		this.answers = answers;
	}

	/**
	 * Asks for a session.
	 * @param exchange the request, which is answered if the client is refused
	 * @param data the handshake
	 * @param then takes the answer if it is yes, on the channel's event loop
	 */
	void ask(HttpExchange exchange, HandshakeData data, Consumer<AuthorizationResult> then) {
		ListenerCalls calls = this.context.calls();
		if (calls == null
				|| this.context.configuration().getAuthorizationListener() instanceof SuccessAuthorizationListener) {
			authorized(exchange, authorize(data), then);
			return;
		}
		calls.execute(() -> {
			AuthorizationResult result = authorize(data);
			EventLoops.execute(exchange.channel().eventLoop(), () -> authorizedLater(exchange, result, then), () -> {
				// The connection has ended with its loop.
			});
		}, () -> this.answers.status(exchange, HttpResponseStatus.SERVICE_UNAVAILABLE));
	}

	// A task of the loop, where nobody else answers for it.
	private void authorizedLater(HttpExchange exchange, AuthorizationResult result,
			Consumer<AuthorizationResult> then) {
		try {
			authorized(exchange, result, then);
		}
		catch (Throwable ex) {
			logger.debug("Failed to serve {}", exchange, ex);
			this.answers.status(exchange, HttpResponseStatus.INTERNAL_SERVER_ERROR);
		}
	}

	private void authorized(HttpExchange exchange, AuthorizationResult result, Consumer<AuthorizationResult> then) {
		if (result.isAuthorized()) {
			then.accept(result);
		}
		else {
			this.answers.refuse(exchange, EngineIoError.FORBIDDEN);
		}
	}

	private AuthorizationResult authorize(HandshakeData data) {
		try {
			AuthorizationResult result = this.context.configuration()
				.getAuthorizationListener()
				.getAuthorizationResult(data);
			return (result != null) ? result : AuthorizationResult.FAILED_AUTHORIZATION;
		}
		catch (Throwable ex) {
			this.context.warnings().failed("The authorization listener failed, so the client is refused", ex);
			return AuthorizationResult.FAILED_AUTHORIZATION;
		}
	}

}
