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
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import io.github.stickycluster.internal.http.EventLoops;

/**
 * Closes the sessions of one event loop, spread over a time. Closes each session between
 * two requests and messages, unless that takes too long. The clients reconnect by
 * themselves.
 */
final class GracefulClose {

	private static final long TICK_MILLIS = 20;

	/**
	 * Who fetches nothing for so long, not even the close, has gone; a client's polls
	 * follow each other at once.
	 */
	private static final long FETCH_NANOS = TimeUnit.SECONDS.toNanos(3);

	/**
	 * For as long the rest of a post and the client's own acks are waited for, so that no
	 * client can hold a shutdown up.
	 */
	private static final long CLIENT_NANOS = TimeUnit.SECONDS.toNanos(2);

	/** A post that was on its way when its client was told has come by then. */
	private static final long POST_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

	private final SessionLoop loop;

	private final Supplier<List<EngineIoSession>> sessions;

	private final long window;

	private final long grace;

	private final CompletableFuture<Void> done = new CompletableFuture<>();

	/** Those whose turn has not come. */
	private final Deque<EngineIoSession> staying = new ArrayDeque<>();

	private final List<Leaver> leaving = new ArrayList<>();

	/** When the last polling client was told. */
	private long told = System.nanoTime() - POST_NANOS;

	private long begun;

	private int count;

	private volatile boolean cancelled;

	/**
	 * Creates the close, which does not start yet.
	 * @param loop the event loop
	 * @param sessions the sessions that live on it now
	 * @param window the time over which the closes are spread
	 * @param grace how long a session may take to finish what is under way, and then, if
	 * it is longer than three seconds, how long its client may take to fetch its last
	 * packets
	 */
	GracefulClose(SessionLoop loop, Supplier<List<EngineIoSession>> sessions, Duration window, Duration grace) {
		this.loop = loop;
		this.sessions = sessions;
		this.window = window.toNanos();
		this.grace = grace.toNanos();
	}

	/**
	 * Begins; called on any thread.
	 * @return completes when no session is left, or the event loop has ended, or the rest
	 * may stay
	 */
	CompletableFuture<Void> begin() {
		EventLoops.execute(this.loop.eventLoop(), () -> {
			this.begun = System.nanoTime();
			this.staying.addAll(this.sessions.get());
			this.count = this.staying.size();
			tick();
		}, this::end);
		return this.done;
	}

	/** Lets those stay whose turn has not come; called on any thread. */
	void cancel() {
		this.cancelled = true;
	}

	private void tick() {
		long now = System.nanoTime();
		if (!this.cancelled) {
			callLeavers(now);
		}
		for (Iterator<Leaver> each = this.leaving.iterator(); each.hasNext();) {
			Leaver leaver = each.next();
			if (leaver.hasLeft(now)) {
				each.remove();
				this.told = leaver.polls() ? now : this.told;
			}
		}
		if (this.cancelled && this.leaving.isEmpty()) {
			end();
			return;
		}
		if (this.staying.isEmpty() && this.leaving.isEmpty()) {
			// A handshake that was under way may have come to its end meanwhile.
			this.staying.addAll(this.sessions.get());
			if (this.staying.isEmpty() && now - this.told >= POST_NANOS) {
				end();
				return;
			}
		}
		schedule();
	}

	private void callLeavers(long now) {
		long elapsed = now - this.begun;
		boolean over = elapsed >= this.window;
		int toStay = over ? 0 : (int) (this.count * (1 - (double) elapsed / this.window));
		while (this.staying.size() > toStay) {
			this.leaving.add(new Leaver(this.staying.remove(), now));
		}
	}

	private void schedule() {
		try {
			this.loop.eventLoop().schedule(this::tick, TICK_MILLIS, TimeUnit.MILLISECONDS);
		}
		catch (RuntimeException ex) {
			// The loop has ended, and the sessions with it.
			end();
		}
	}

	private void end() {
		this.done.complete(null);
	}

	/**
	 * A session that is to go as soon as it can.
	 */
	private final class Leaver {

		private final EngineIoSession session;

		private long deadline;

		private boolean closed;

		private long unfetched;

		private long fetchedAt;

		private final long clientDeadline;

		Leaver(EngineIoSession session, long now) {
			this.session = session;
			this.deadline = now + GracefulClose.this.grace;
			this.clientDeadline = now + Math.min(GracefulClose.this.grace, CLIENT_NANOS);
		}

		boolean hasLeft(long now) {
			boolean late = this.deadline - now <= 0;
			if (!this.closed && (late || isQuiet(now))) {
				this.closed = true;
				this.deadline = now + Math.max(GracefulClose.this.grace, FETCH_NANOS);
				this.fetchedAt = now;
				// With what other threads have sent before.
				this.session.attempt((open) -> open.close(CloseReason.SERVER_SHUTTING_DOWN));
			}
			else if (this.closed && (late || fetchesNoMore(now))) {
				this.session.attempt(EngineIoSession::endOnLoop);
			}
			return this.session.hasEnded();
		}

		private boolean isQuiet(long now) {
			return !this.session.awaitsApplication()
					&& (this.clientDeadline - now <= 0 || !this.session.awaitsClient());
		}

		boolean polls() {
			return this.session.polling() != null;
		}

		private boolean fetchesNoMore(long now) {
			long left = this.session.pendingBytes();
			if (left != this.unfetched) {
				this.unfetched = left;
				this.fetchedAt = now;
			}
			return now - this.fetchedAt > FETCH_NANOS;
		}

	}

}
