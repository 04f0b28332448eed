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

package io.github.stickycluster.internal.worker.supervision;

import java.time.Duration;

import io.github.stickycluster.internal.worker.WorkerServer;

/**
 * The shutdown of a replaced server. It has no sessions, but its event loops may carry
 * HTTP connections with polling requests for other workers. Closes these connections
 * first, and then the event loops.
 */
final class Retirement {

	/** Longer than a poll is held at the default ping interval. */
	private static final Duration LONGEST = Duration.ofSeconds(60);

	private final WorkerServer server;

	private boolean wanted;

	private long begun;

	private boolean leaving;

	private boolean ending;

	/**
	 * Prepares the retirement of a server that may still serve for long: when it comes to
	 * that, there may be no memory for an object.
	 */
	Retirement(WorkerServer server) {
		this.server = server;
	}

	/**
	 * Decides that the server is to end. Cannot fail; {@link #goOn()} does the rest.
	 */
	void begin() {
		if (!this.wanted) {
			this.begun = System.nanoTime();
			this.wanted = true;
		}
	}

	/**
	 * Returns whether the server is to be shut down.
	 */
	boolean hasBegun() {
		return this.wanted;
	}

	WorkerServer server() {
		return this.server;
	}

	/**
	 * Goes on, if the server is to end; called several times a second. A step that fails
	 * is done again.
	 * @return whether the server has ended
	 */
	boolean goOn() {
		if (!this.wanted) {
			return false;
		}
		if (!this.leaving) {
			leave();
		}
		if (!this.ending) {
			boolean late = System.nanoTime() - this.begun > LONGEST.toNanos();
			if (late || this.server.openConnections() == 0) {
				end();
			}
			else {
				this.server.retireConnections();
			}
		}
		return this.ending && this.server.hasEnded();
	}

	/**
	 * One of which a loop is blocked or has ended is given up at once.
	 */
	private void leave() {
		this.server.closePort();
		this.server.endSessions();
		if (!this.server.answers()) {
			end();
			this.server.interruptBlocked();
			this.server.breakConnections();
		}
		this.leaving = true;
	}

	private void end() {
		this.server.endLoops();
		this.ending = true;
	}

}
