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
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

import io.github.stickycluster.benchmarks.Results.Series;
import io.github.stickycluster.benchmarks.load.Benchmark;
import io.github.stickycluster.benchmarks.load.Sample;
import io.github.stickycluster.benchmarks.peer.Peer;
import io.github.stickycluster.benchmarks.peer.Peers;

/**
 * Compares this build with an older one, round by round. The older one takes part twice:
 * how far it differs from itself is what the machine's noise makes of nothing.
 */
final class Comparison {

	private static final String OLD = "old";

	private static final String SAME = "old again";

	private static final String NEW = "new";

	private final Options options;

	private final List<Peer> peers;

	private final PrintStream out;

	private Results results = new Results();

	Comparison(Options options, Path old, PrintStream out) {
		if (options.rounds() < Interval.FEWEST) {
			throw new IllegalArgumentException("--rounds must be " + Interval.FEWEST + " or more to compare builds");
		}
		this.options = options;
		Path present = Path.of(System.getProperty("java.class.path"));
		this.peers = List.of(Peers.build(OLD, old), Peers.build(SAME, old), Peers.build(NEW, present));
		this.out = out;
	}

	void run() throws IOException, InterruptedException {
		List<String> names = this.peers.stream().map(Peer::name).toList();
		List<Benchmark> benchmarks = this.options.benchmarks()
			.stream()
			.filter((benchmark) -> benchmark.peers().contains(Peers.CLUSTER))
			.map((benchmark) -> benchmark.between(names))
			.toList();
		Rounds rounds = new Rounds(this.options, this.peers, benchmarks, (line) -> this.out.println("… " + line));
		this.results = rounds.run();
		rounds.skipped().forEach(this.out::println);
		this.out.println();
		this.out.println("| scenario | measure | old | new | old again / old | new / old |");
		this.out.println("| --- | --- | ---: | ---: | ---: | ---: |");
		this.results.rows().forEach(this::report);
	}

	private void report(String row) {
		report(row, "operations/s", Sample::rate);
		report(row, "CPU µs each", Sample::cpuMicros);
		report(row, "p50 µs", Sample::p50Micros);
		report(row, "p99 µs", Sample::p99Micros);
		report(row, "heap bytes each", Sample::heapBytes);
		for (Peer peer : this.peers) {
			long errors = this.results.errors(row, peer.name());
			if (errors > 0) {
				this.out.printf("| %s | **errors on %s: %d** (%s) | | | | |%n", row, peer.name(), errors,
						this.results.example(row, peer.name()));
			}
		}
	}

	private void report(String row, String name, ToDoubleFunction<Sample> measure) {
		double old = this.results.median(row, OLD, measure);
		if (!Double.isNaN(old) && old != 0) {
			this.out.printf(Locale.ROOT, "| %s | %s | %,.1f | %,.1f | %s | %s |%n", row, name, old,
					this.results.median(row, NEW, measure), ratio(row, SAME, measure), ratio(row, NEW, measure));
		}
	}

	private String ratio(String row, String peer, ToDoubleFunction<Sample> measure) {
		double[] ratios = this.results.ratios(new Series(row, peer), new Series(row, OLD), measure);
		if (ratios.length < Interval.FEWEST) {
			return "–";
		}
		Interval interval = Interval.of(ratios);
		return String.format(Locale.ROOT, "%.3f (%.3f to %.3f)", interval.median(), interval.low(), interval.high());
	}

}
