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

package io.github.stickycluster.internal.autoconfigure.listener;

import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

import com.corundumstudio.socketio.SocketIOClient;

/**
 * The answers that clients wait for and listeners have promised; cancelled when the
 * client leaves. Thread-safe.
 */
final class PendingAnswers {

	/** Of one client, as many as calls of it may wait. */
	static final int MOST = 128;

	private final Map<UUID, Set<CompletableFuture<?>>> pending = new ConcurrentHashMap<>();

	/**
	 * Checks that a client may wait for one more.
	 * @throws TooManyAnswersException if it waits for {@value #MOST} already
	 */
	void requireRoomFor(SocketIOClient client) {
		Set<CompletableFuture<?>> waiting = this.pending.get(client.getSessionId());
		if (waiting != null && waiting.size() >= MOST) {
			throw new TooManyAnswersException();
		}
	}

	void add(SocketIOClient client, CompletableFuture<?> answer) {
		UUID id = client.getSessionId();
		this.pending.compute(id, (key, present) -> {
			Set<CompletableFuture<?>> waiting = (present != null) ? present : ConcurrentHashMap.newKeySet();
			waiting.add(answer);
			return waiting;
		});
		answer.whenComplete((value, failure) -> remove(id, answer));
		if (hasLeft(client)) {
			cancel(client);
		}
	}

	// Futures are compared by identity.
	@SuppressWarnings("CollectionUndefinedEquality")
	private void remove(UUID id, CompletableFuture<?> answer) {
		this.pending.computeIfPresent(id, (key, waiting) -> {
			waiting.remove(answer);
			return waiting.isEmpty() ? null : waiting;
		});
	}

	/**
	 * Returns whether a client is not in its namespace any more.
	 */
	static boolean hasLeft(SocketIOClient client) {
		return client.getNamespace().getClient(client.getSessionId()) == null;
	}

	/** Cancels what a client waits for. */
	void cancel(SocketIOClient client) {
		Set<CompletableFuture<?>> waiting = this.pending.remove(client.getSessionId());
		if (waiting != null) {
			waiting.forEach((answer) -> answer.cancel(true));
		}
	}

	/**
	 * A client waits for too many answers.
	 */
	static final class TooManyAnswersException extends RuntimeException {

		TooManyAnswersException() {
			super("The client waits for " + MOST + " answers already");
		}

	}

}
