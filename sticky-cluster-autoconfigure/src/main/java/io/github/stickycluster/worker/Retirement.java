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

package io.github.stickycluster.worker;

import java.time.Duration;

/**
 * The last days of a server that has been replaced: it has no sessions any more, but its
 * event loops may carry HTTP connections over which other workers' sessions poll. They
 * end first, and then the loops.
 */
final class Retirement {

	/** Longer than a poll is held at the default ping interval. */
	private static final Duration LONGEST = Duration.ofSeconds(60);

	private final WorkerServer server;

	private final long begun = System.nanoTime();

	private boolean ending;

	private Retirement(WorkerServer server) {
		this.server = server;
	}

	/**
	 * Begins to retire a server; one of which a loop is blocked or has ended is given up
	 * at once.
	 */
	static Retirement of(WorkerServer server) {
		Retirement retirement = new Retirement(server);
		server.endSessions();
		if (!server.answers()) {
			retirement.end();
			server.interruptBlocked();
			server.breakConnections();
		}
		return retirement;
	}

	WorkerServer server() {
		return this.server;
	}

	/**
	 * Goes on; called several times a second.
	 * @return whether the server has ended
	 */
	boolean goOn() {
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

	private void end() {
		this.ending = true;
		this.server.endLoops();
	}

}
