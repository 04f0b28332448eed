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

package io.github.stickycluster.benchmarks.load;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.github.stickycluster.benchmarks.peer.RunningPeer;
import org.HdrHistogram.Histogram;

/**
 * The time in which operations count: a lead-in that does not, the time that does, and
 * the end in which operations under way are awaited and none is begun.
 */
final class Window {

	private static final int LEAD_IN_PART = 5;

	private static final int POLL_MILLIS = 20;

	private static final double MICROS = 1_000;

	private static final Duration LONGEST_END = Duration.ofSeconds(10);

	private final RunningPeer peer;

	private final List<Tally> tallies = new ArrayList<>();

	private volatile Phase phase = Phase.LEAD_IN;

	Window(Generator generator, RunningPeer peer) {
		this.peer = peer;
		for (int i = 0; i < generator.loops(); i++) {
			this.tallies.add(new Tally(this));
		}
	}

	Tally tally(int loop) {
		return this.tallies.get(loop);
	}

	Phase phase() {
		return this.phase;
	}

	/**
	 * Lets the load, which runs already, run through all phases.
	 * @param duration the time that counts
	 * @param clients end what is under way
	 */
	Sample run(Duration duration, Clients clients) throws InterruptedException {
		Thread.sleep(duration.toMillis() / LEAD_IN_PART);
		long cpu = this.peer.processorNanos();
		long start = System.nanoTime();
		this.phase = Phase.COUNTING;
		Thread.sleep(duration.toMillis());
		awaitFirst();
		this.phase = Phase.OVER;
		long nanos = System.nanoTime() - start;
		cpu = this.peer.processorNanos() - cpu;
		int unfinished = clients.finish(LONGEST_END);
		return sample(nanos, cpu, unfinished);
	}

	// A machine that does other things may do nothing in a short time.
	private void awaitFirst() throws InterruptedException {
		long deadline = System.nanoTime() + LONGEST_END.toNanos();
		while (this.tallies.stream().noneMatch(Tally::hasBegun) && System.nanoTime() - deadline < 0) {
			Thread.sleep(POLL_MILLIS);
		}
	}

	private Sample sample(long nanos, long cpuNanos, int unfinished) {
		Histogram latencies = new Histogram(3);
		List<String> examples = new ArrayList<>();
		long operations = 0;
		long errors = unfinished;
		for (Tally tally : this.tallies) {
			tally.addTo(latencies);
			examples.addAll(tally.examples());
			operations += tally.operations();
			errors += tally.errors();
		}
		if (unfinished > 0) {
			examples.add(unfinished + " operations without an answer");
		}
		if (operations == 0) {
			errors++;
			examples.add("nothing was done");
		}
		return new Sample(operations / (nanos / 1e9), cpuNanos / MICROS / Math.max(operations, 1),
				latencies.getValueAtPercentile(50) / MICROS, latencies.getValueAtPercentile(99) / MICROS, Double.NaN,
				errors, examples);
	}

	/**
	 * The stages.
	 */
	enum Phase {

		LEAD_IN, COUNTING, OVER

	}

	/**
	 * What runs the load.
	 */
	interface Clients {

		/**
		 * Awaits operations under way.
		 * @return how many did not end in time
		 */
		int finish(Duration timeout) throws InterruptedException;

	}

}
