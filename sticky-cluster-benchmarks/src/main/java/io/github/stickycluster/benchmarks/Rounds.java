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

package io.github.stickycluster.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import io.github.stickycluster.benchmarks.load.Benchmark;
import io.github.stickycluster.benchmarks.load.Generator;
import io.github.stickycluster.benchmarks.load.Sample;
import io.github.stickycluster.benchmarks.peer.Peer;
import io.github.stickycluster.benchmarks.peer.RunningPeer;
import io.github.stickycluster.benchmarks.peer.Site;

/**
 * Runs benchmarks in rounds: in each, all peers have their turn one after the other, so
 * that what disturbs the machine disturbs all, and each round begins with another.
 */
final class Rounds {

	private final Options options;

	private final List<Peer> peers;

	private final List<Benchmark> benchmarks;

	private final Consumer<String> progress;

	private final Results results = new Results();

	private final List<String> skipped = new ArrayList<>();

	private final Map<String, RunningPeer> running = new LinkedHashMap<>();

	Rounds(Options options, List<Peer> peers, List<Benchmark> benchmarks, Consumer<String> progress) {
		this.options = options;
		this.peers = peers;
		this.benchmarks = benchmarks;
		this.progress = progress;
	}

	Results results() {
		return this.results;
	}

	/**
	 * The peers that could not run, and why.
	 */
	List<String> skipped() {
		return this.skipped;
	}

	Results run() throws IOException, InterruptedException {
		try (Generator generator = new Generator(this.options.threads())) {
			startPeers();
			for (Benchmark benchmark : this.benchmarks) {
				run(generator, benchmark);
			}
		}
		finally {
			this.running.values().forEach(RunningPeer::close);
		}
		return this.results;
	}

	private void startPeers() throws IOException, InterruptedException {
		Files.createDirectories(this.options.directory());
		Site site = Site.here(this.options.directory(), this.options.threads(), this.options.jvmOptions());
		for (Peer peer : this.peers) {
			if (this.benchmarks.stream().noneMatch((benchmark) -> benchmark.peers().contains(peer.name()))) {
				continue;
			}
			String missing = peer.missing();
			if (missing == null) {
				this.running.put(peer.name(), peer.start(site));
			}
			else {
				this.skipped.add(peer.name() + ": " + missing);
				this.progress.accept("Without " + peer.name() + ", since " + missing);
			}
		}
	}

	private void run(Generator generator, Benchmark benchmark) throws IOException, InterruptedException {
		List<RunningPeer> peers = new ArrayList<>(this.running.values());
		peers.removeIf((peer) -> !benchmark.peers().contains(peer.peer().name()));
		this.progress.accept(benchmark.name());
		if (!this.options.warmUp().isZero()) {
			for (RunningPeer peer : peers) {
				measure(generator, benchmark, peer, benchmark.warmUp(this.options.warmUp()));
			}
		}
		for (int round = 0; round < this.options.rounds(); round++) {
			for (RunningPeer peer : peers) {
				measure(generator, benchmark, peer, this.options.duration())
					.forEach((row, sample) -> this.results.add(row, peer.peer().name(), sample));
			}
			Collections.rotate(peers, 1);
		}
	}

	// A peer that fails once leaves the others their rounds.
	private static Map<String, Sample> measure(Generator generator, Benchmark benchmark, RunningPeer peer,
			Duration duration) throws InterruptedException {
		try {
			return benchmark.scenario().measure(generator, peer, duration);
		}
		catch (IOException ex) {
			return Map.of(benchmark.name(), Sample.failed(String.valueOf(ex.getMessage())));
		}
	}

}
