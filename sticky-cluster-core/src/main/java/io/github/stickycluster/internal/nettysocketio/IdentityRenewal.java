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

package io.github.stickycluster.internal.nettysocketio;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

import io.github.stickycluster.internal.engineio.HandshakeRequest;
import io.github.stickycluster.internal.nettysocketio.ClientGuard.Outcome;
import io.github.stickycluster.internal.socketio.IdentityExpiry;
import io.github.stickycluster.internal.socketio.Refusal;
import io.github.stickycluster.internal.socketio.SocketIdentity;
import io.github.stickycluster.internal.socketio.SocketIoSocket;
import io.github.stickycluster.socketio.Handshake;
import org.jspecify.annotations.Nullable;

/**
 * The event by which a client sends other credentials, before those of its CONNECT
 * expire. No listener and no interceptor of the application sees it, since it has
 * secrets.
 */
final class IdentityRenewal {

	/** The event's name. */
	static final String EVENT = "auth:refresh";

	private static final Refusal MALFORMED = refusal("Bad Request", 400, "missing_credentials");

	private static final Refusal BUSY = refusal("Too Many Requests", 429, "refresh_under_way");

	private static final Refusal FAILED = refusal("Internal Server Error", 500, "internal_error");

	private final ClientGuard guard;

	private final SocketIoSocket socket;

	private final @Nullable Long ackId;

	private IdentityRenewal(ClientGuard guard, SocketIoSocket socket, @Nullable Long ackId) {
		this.guard = guard;
		this.socket = socket;
		this.ackId = ackId;
	}

	/**
	 * Renews the identity of a client. Called where listeners are called for the event.
	 * @param guard finds out who the client is
	 * @param socket the socket
	 * @param arguments the event's, of which the first is the client's new `auth` or its
	 * token alone
	 * @param ackId the id to acknowledge, or {@code null} if none is asked for
	 */
	static void begin(ClientGuard guard, SocketIoSocket socket, List<Object> arguments, @Nullable Long ackId) {
		IdentityRenewal renewal = new IdentityRenewal(guard, socket, ackId);
		Map<?, ?> auth = auth(arguments);
		if (auth == null) {
			renewal.answer(error(MALFORMED));
		}
		else if (!socket.beginRenewal()) {
			renewal.answer(error(BUSY));
		}
		else {
			renewal.ask(auth);
		}
	}

	private static @Nullable Map<?, ?> auth(List<Object> arguments) {
		Object first = arguments.isEmpty() ? null : arguments.get(0);
		if (first instanceof String token) {
			return Map.of("token", token);
		}
		return (first instanceof Map<?, ?> auth) ? auth : null;
	}

	private void ask(Map<?, ?> auth) {
		Handshake handshake = new HandshakeRequest(this.socket.handshake(), () -> auth,
				this.socket.namespace()::variables);
		CompletionStage<Outcome> outcome = this.guard.renew(client(), handshake);
		this.socket.keepUntil(outcome);
		outcome.whenComplete(this::end);
	}

	private void end(@Nullable Outcome outcome, @Nullable Throwable failure) {
		if (failure != null) {
			client().view().onFailure(this.socket, "event '" + EVENT + "'", failure);
		}
		SocketIdentity renewed = (outcome != null) ? outcome.identity() : null;
		this.socket.endRenewal(renewed);
		if (renewed != null) {
			answer(expiry(renewed.expiry()));
		}
		else {
			answer(error((outcome != null && outcome.refusal() != null) ? outcome.refusal() : FAILED));
		}
	}

	private ClientView client() {
		return (ClientView) this.socket.view();
	}

	private void answer(Map<String, ?> answer) {
		if (this.ackId != null) {
			this.socket.acknowledge(this.ackId, List.of(answer));
			this.socket.settled();
		}
	}

	private static Map<String, ?> expiry(@Nullable IdentityExpiry expiry) {
		return (expiry != null) ? Map.of("expiresAt", expiry.expiresAt().toEpochMilli()) : Map.of();
	}

	private static Map<String, ?> error(Refusal refusal) {
		Map<String, Object> error = new LinkedHashMap<>();
		error.put("title", refusal.message());
		if (refusal.data() instanceof Map<?, ?> data) {
			data.forEach((name, value) -> error.put(String.valueOf(name), value));
		}
		return Map.of("error", error);
	}

	private static Refusal refusal(String message, int status, String code) {
		return new Refusal(message, Map.of("status", status, "code", code));
	}

}
