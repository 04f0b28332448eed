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

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.github.stickycluster.benchmarks.Results.Series;
import io.github.stickycluster.benchmarks.load.Benchmark;
import io.github.stickycluster.benchmarks.load.Sample;
import io.github.stickycluster.benchmarks.peer.Peer;
import io.github.stickycluster.benchmarks.peer.Peers;
import org.jspecify.annotations.Nullable;

/**
 * Writes results as Markdown: for each measure the median, and behind it the median of
 * the ratios to the baseline of the same round.
 */
final class Report {

	private static final String EMPTY = "–";

	/** Has a table of its own, with a row for each step. */
	private static final String GROWTH = "growth";

	private final Options options;

	private final List<Results> runs;

	private final Set<String> skipped = new LinkedHashSet<>();

	private final StringBuilder text = new StringBuilder();

	/**
	 * Makes a report.
	 * @param options how the runs were made
	 * @param runs the runs, of which the last has its tables written, and all their bars
	 */
	Report(Options options, List<Results> runs) {
		this.options = options;
		this.runs = runs;
	}

	/** Adds the peers that could not run, and why. */
	void skipped(List<String> reasons) {
		this.skipped.addAll(reasons);
	}

	private Results results() {
		return this.runs.get(this.runs.size() - 1);
	}

	String write() {
		line("Measured on %s: medians of %d rounds of %.1f s after %.1f s of warm-up; behind each the median of",
				LocalDate.now(ZoneOffset.UTC), this.options.rounds(), this.options.duration().toMillis() / 1e3,
				this.options.warmUp().toMillis() / 1e3);
		line("the rounds' ratios to the first peer of its table.%s",
				(this.runs.size() > 1) ? " The tables are the last run's." : "");
		line("");
		failures();
		line("");
		Machine.describe().forEach((fact) -> line("- %s", fact));
		line("- JVM options of each peer: `%s`; %d event loop threads, or processes, each, and so the load generator",
				String.join(" ", this.options.jvmOptions()), this.options.threads());
		this.skipped.forEach((reason) -> line("- without %s", reason));
		line("");
		Peers.all()
			.stream()
			.filter((peer) -> this.options.peers().contains(peer.name()))
			.forEach((peer) -> line("- **%s**: %s", peer.name(), peer.description()));
		table("Over TCP", List.of(Peers.STOCK, Peers.CLUSTER, Peers.CLUSTER_IO_URING, Peers.STOCK_EPOLL, Peers.HAPROXY,
				Peers.NODE, Peers.BARE, Peers.BARE_IO_URING));
		table("Attachments", List.of(Peers.NODE, Peers.CLUSTER, Peers.BARE));
		table("Over TLS",
				List.of(Peers.HAPROXY_TLS, Peers.CLUSTER_TLS, Peers.CLUSTER_TLS_IO_URING, Peers.CLUSTER_TLS_JDK));
		table("Workers forked", List.of(Peers.CLUSTER, Peers.CLUSTER_FORKED, Peers.CLUSTER_RELAYED));
		table("With Spring Security", List.of(Peers.CLUSTER, Peers.CLUSTER_SECURITY));
		growth("Growth of the cluster", Peers.CLUSTER);
		growth("Growth of the cluster with io_uring", Peers.CLUSTER_IO_URING);
		bars();
		return this.text.toString();
	}

	// Told first, since a run in which operations fail measures something else.
	private void failures() {
		List<String> failed = new ArrayList<>();
		for (Results results : this.runs) {
			for (String row : results.rows()) {
				for (Peer peer : Peers.all()) {
					long errors = results.errors(row, peer.name());
					if (errors > 0) {
						failed.add("%s on %s: %d (%s)".formatted(row, peer.name(), errors,
								results.example(row, peer.name())));
					}
				}
			}
		}
		if (failed.isEmpty()) {
			line("No operation failed, and every answer was compared with the right one.");
		}
		else {
			line("**Operations failed:** %s.", String.join("; ", failed));
		}
	}

	private void table(String title, List<String> peers) {
		List<Benchmark> benchmarks = this.options.benchmarks()
			.stream()
			.filter((benchmark) -> benchmark.baseline().equals(peers.get(0)) && !benchmark.name().equals(GROWTH))
			.filter((benchmark) -> peers.containsAll(benchmark.peers()))
			.toList();
		if (benchmarks.isEmpty()) {
			return;
		}
		line("");
		line("### %s", title);
		line("");
		line("| scenario | measure | %s |", String.join(" | ", peers));
		line("| --- | --- |%s", " ---: |".repeat(peers.size()));
		for (Benchmark benchmark : benchmarks) {
			String row = benchmark.name();
			String label = row;
			label = measure(label, row, benchmark.unit() + "/s", peers, Sample::rate, "%,.0f");
			label = measure(label, row, "CPU µs each", peers, Sample::cpuMicros, "%,.1f");
			label = measure(label, row, "p50 ms", peers, (sample) -> sample.p50Micros() / 1e3, "%,.2f");
			label = measure(label, row, "p99 ms", peers, (sample) -> sample.p99Micros() / 1e3, "%,.2f");
			measure(label, row, "heap bytes each", peers, Sample::heapBytes, "%,.0f");
			errors(row, peers);
		}
	}

	// Returns the label of the next line: a scenario is named in its first one.
	private String measure(String label, String row, String name, List<String> peers, ToDoubleFunction<Sample> measure,
			String format) {
		List<String> cells = new ArrayList<>();
		for (String peer : peers) {
			double median = results().median(row, peer, measure);
			double ratio = results().ratio(new Series(row, peer), new Series(row, peers.get(0)), measure);
			cells.add((Double.isNaN(median) || median == 0) ? EMPTY : format(format, median) + suffix(ratio));
		}
		if (cells.stream().allMatch(EMPTY::equals)) {
			return label;
		}
		line("| %s | %s | %s |", label, name, String.join(" | ", cells));
		return "";
	}

	private static String suffix(double ratio) {
		return Double.isNaN(ratio) ? "" : format(" · %.2f", ratio);
	}

	private void errors(String row, List<String> peers) {
		List<String> cells = peers.stream()
			.map((peer) -> results().samples(row, peer).isEmpty() ? EMPTY : Long.toString(results().errors(row, peer)))
			.toList();
		line("| | errors | %s |", String.join(" | ", cells));
	}

	private void growth(String title, String peer) {
		List<Integer> sizes = this.options.size().growth();
		List<String> rows = new ArrayList<>();
		for (int size : sizes) {
			rows.add("connect beside " + size);
			rows.add("echo beside " + size);
		}
		if (rows.stream().anyMatch((row) -> results().samples(row, peer).isEmpty())) {
			return;
		}
		line("");
		line("### %s", title);
		line("");
		line("| idle connections | connects/s | CPU µs each | echoes/s | CPU µs each | errors |");
		line("| ---: | ---: | ---: | ---: | ---: | ---: |");
		for (int size : sizes) {
			String connect = "connect beside " + size;
			String echo = "echo beside " + size;
			line("| %,d | %s | %s | %s | %s | %d |", size, grown(peer, connect, rows.get(0), Sample::rate),
					grown(peer, connect, rows.get(0), Sample::cpuMicros), grown(peer, echo, rows.get(1), Sample::rate),
					grown(peer, echo, rows.get(1), Sample::cpuMicros),
					results().errors(connect, peer) + results().errors(echo, peer));
		}
	}

	private String grown(String peer, String row, String first, ToDoubleFunction<Sample> measure) {
		return format("%,.1f", results().median(row, peer, measure))
				+ suffix(results().ratio(new Series(row, peer), new Series(first, peer), measure));
	}

	private void bars() {
		List<Bar> measured = Bar.all(this.options.size())
			.stream()
			.filter((bar) -> !Double.isNaN(bar.value(results())))
			.toList();
		if (measured.isEmpty()) {
			return;
		}
		line("");
		line("### The bars");
		line("");
		line("Ratios to stock as it comes; with io_uring, ours is beside stock as it comes, too, and beside bare Netty");
		line("with io_uring. The last column is ours, on epoll, beside stock with epoll, which its users must switch on.");
		line("");
		line("| what | bar |%s%s beside epoll |", runs("epoll, "), runs("io_uring, "));
		line("| --- | ---: |%s ---: |", " ---: | --- |".repeat(2 * this.runs.size()));
		for (Bar bar : measured) {
			double besideEpoll = value(bar.besideEpoll(), results());
			line("| %s | %s %s |%s%s %s |", bar.what(), bar.atLeast() ? "≥" : "≤", bar.limit(), judged(bar),
					judged(bar.withIoUring()), Double.isNaN(besideEpoll) ? EMPTY : format("%.2f", besideEpoll));
		}
	}

	private String runs(String transport) {
		return IntStream.rangeClosed(1, this.runs.size())
			.mapToObj((run) -> " %srun %d | |".formatted(transport, run))
			.collect(Collectors.joining());
	}

	private String judged(@Nullable Bar bar) {
		StringBuilder cells = new StringBuilder();
		for (Results results : this.runs) {
			double value = value(bar, results);
			cells.append((bar == null || Double.isNaN(value)) ? " %s | |".formatted(EMPTY)
					: format(" %.2f | %s |", value, bar.holds(value) ? "pass" : "**miss**"));
		}
		return cells.toString();
	}

	private static double value(@Nullable Bar bar, Results results) {
		return (bar != null) ? bar.value(results) : Double.NaN;
	}

	private void line(String format, Object... arguments) {
		this.text.append(format(format, arguments)).append('\n');
	}

	private static String format(String format, Object... arguments) {
		return String.format(Locale.ROOT, format, arguments);
	}

}
