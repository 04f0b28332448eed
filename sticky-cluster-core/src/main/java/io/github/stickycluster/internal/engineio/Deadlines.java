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
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * The sessions of an event loop that have the same timeout running: a linked list in the
 * order of arming, and so of expiry. Arming and disarming need no search and allocate no
 * object. Used on its event loop only.
 */
final class Deadlines {

	private final long delay;

	private final Consumer<EngineIoSession> action;

	private @Nullable Deadline first;

	private @Nullable Deadline last;

	/**
	 * Creates an empty list.
	 * @param delay how long after arming a deadline falls due
	 * @param action what is done then, on the event loop
	 */
	Deadlines(Duration delay, Consumer<EngineIoSession> action) {
		this.delay = delay.toNanos();
		this.action = action;
	}

	/** Puts a deadline at the end, taking it out of the list it is in. */
	void arm(Deadline deadline, long now) {
		deadline.disarm();
		deadline.list = this;
		deadline.due = now + this.delay;
		deadline.previous = this.last;
		if (this.last == null) {
			this.first = deadline;
		}
		else {
			this.last.next = deadline;
		}
		this.last = deadline;
	}

	/** Runs the action of each deadline that is due, having disarmed it. */
	void expire(long now) {
		for (Deadline due = this.first; due != null && due.due - now <= 0; due = this.first) {
			due.disarm();
			due.session.attempt(this.action);
		}
	}

	/**
	 * How long until the first deadline, or {@link Long#MAX_VALUE} if there is none.
	 */
	long nanosToFirst(long now) {
		return (this.first == null) ? Long.MAX_VALUE : this.first.due - now;
	}

	private void remove(Deadline deadline) {
		if (deadline.previous == null) {
			this.first = deadline.next;
		}
		else {
			deadline.previous.next = deadline.next;
		}
		if (deadline.next == null) {
			this.last = deadline.previous;
		}
		else {
			deadline.next.previous = deadline.previous;
		}
	}

	/** A session's place in one list at a time. */
	static class Deadline {

		private final EngineIoSession session;

		private @Nullable Deadlines list;

		private @Nullable Deadline previous;

		private @Nullable Deadline next;

		private long due;

		Deadline(EngineIoSession session) {
			this.session = session;
		}

		final EngineIoSession session() {
			return this.session;
		}

		final void disarm() {
			if (this.list != null) {
				this.list.remove(this);
				this.list = null;
				this.previous = null;
				this.next = null;
			}
		}

	}

}
