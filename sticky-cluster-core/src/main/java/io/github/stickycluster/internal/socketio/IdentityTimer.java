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

package io.github.stickycluster.internal.socketio;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

import io.github.stickycluster.internal.engineio.CloseReason;
import org.jspecify.annotations.Nullable;

/**
 * Tells a client that its identity expires, and closes the session of one that has not
 * renewed it in time. Used on the session's event loop.
 */
final class IdentityTimer implements Runnable {

	/** The event by which a client is told. */
	static final String EXPIRING = "auth:expiring";

	/** After which the clock is read again, since it may have been set. */
	private static final Duration LONGEST_WAIT = Duration.ofHours(1);

	private final SocketIoSocket socket;

	private final IdentityExpiry expiry;

	private boolean told;

	private @Nullable Future<?> waiting;

	private IdentityTimer(SocketIoSocket socket, IdentityExpiry expiry) {
		this.socket = socket;
		this.expiry = expiry;
	}

	/**
	 * Starts the timer of an identity.
	 * @param socket the socket, which is in its namespace
	 * @param expiry when the identity expires
	 * @return the timer, to be {@linkplain #stop stopped} when the socket leaves or has
	 * another identity
	 */
	static IdentityTimer start(SocketIoSocket socket, IdentityExpiry expiry) {
		IdentityTimer timer = new IdentityTimer(socket, expiry);
		timer.await(Instant.now());
		return timer;
	}

	void stop() {
		if (this.waiting != null) {
			this.waiting.cancel(false);
		}
	}

	@Override
	public void run() {
		Instant now = Instant.now();
		if (isDue(this.expiry.closeAt(), now)) {
			this.socket.closeSession(CloseReason.IDENTITY_EXPIRED);
			return;
		}
		if (!this.told && isDue(this.expiry.noticeAt(), now)) {
			this.told = true;
			this.socket.sendOffLoop(EXPIRING, List.of(Map.of("expiresAt", this.expiry.expiresAt().toEpochMilli())));
		}
		await(now);
	}

	private static boolean isDue(@Nullable Instant moment, Instant now) {
		return moment != null && !moment.isAfter(now);
	}

	private void await(Instant now) {
		Instant next = (this.told || this.expiry.noticeAt() == null) ? this.expiry.closeAt() : this.expiry.noticeAt();
		if (next == null) {
			return;
		}
		Duration left = Duration.between(now, next);
		long millis = Math.max(0, Math.min(left.toMillis() + 1, LONGEST_WAIT.toMillis()));
		try {
			this.waiting = this.socket.connection().eventLoop().schedule(this, millis, TimeUnit.MILLISECONDS);
		}
		catch (RejectedExecutionException ex) {
			// The worker has stopped, and its sessions end.
		}
	}

}
