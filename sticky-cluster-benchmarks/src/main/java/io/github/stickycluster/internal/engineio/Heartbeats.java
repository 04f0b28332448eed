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
import java.util.stream.IntStream;

import io.github.stickycluster.internal.engineio.Deadlines.Deadline;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * The heartbeats of 15,000 sessions of one event loop: what setting one anew costs, and
 * the tick that finds none due.
 */
@State(Scope.Benchmark)
@SuppressWarnings("NullAway")
public class Heartbeats {

	private static final int SESSIONS = 15_000;

	private final Deadlines pings = new Deadlines(Duration.ofSeconds(25), EngineIoSession::ping);

	private final Deadlines pongs = new Deadlines(Duration.ofSeconds(20), EngineIoSession::onHeartbeatMissed);

	// No session is asked anything, since none falls due.
	private final Deadline[] deadlines = IntStream.range(0, SESSIONS)
		.mapToObj((session) -> new Deadline(null))
		.toArray(Deadline[]::new);

	private int next;

	/**
	 * Sets all heartbeats.
	 */
	@Setup(Level.Iteration)
	public void arm() {
		for (Deadline deadline : this.deadlines) {
			this.pings.arm(deadline, 0);
		}
	}

	@Benchmark
	public void pingAndPong() {
		this.next = (this.next + 1) % SESSIONS;
		this.pongs.arm(this.deadlines[this.next], 0);
		this.pings.arm(this.deadlines[this.next], 0);
	}

	@Benchmark
	public long tick() {
		this.pings.expire(0);
		this.pongs.expire(0);
		return Math.min(this.pings.nanosToFirst(0), this.pongs.nanosToFirst(0));
	}

}
