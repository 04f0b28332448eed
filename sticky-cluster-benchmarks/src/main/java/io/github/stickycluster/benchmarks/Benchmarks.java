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

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.github.stickycluster.benchmarks.load.Sample;
import io.github.stickycluster.benchmarks.peer.Peer;
import io.github.stickycluster.benchmarks.peer.Peers;

/**
 * Runs the peers and the load against each other and prints the table.
 * <p>
 * This process makes the load; each peer is a process, or some, of its own.
 */
public final class Benchmarks {

	private Benchmarks() {
	}

	/**
	 * Makes a run.
	 * @param arguments see {@link Options}; or "micro" and what JMH takes
	 * @throws Exception if a peer does not start or a scenario cannot begin
	 */
	public static void main(String[] arguments) throws Exception {
		if (arguments.length > 0 && arguments[0].equals("micro")) {
			MicroBenchmarks.run(Arrays.copyOfRange(arguments, 1, arguments.length));
			return;
		}
		PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
		Options options = Options.parse(arguments);
		if (options.old() != null) {
			new Comparison(options, options.old(), out).run();
			return;
		}
		long start = System.nanoTime();
		List<Results> runs = new ArrayList<>();
		Report report = new Report(options, runs);
		for (int run = 1; run <= options.runs(); run++) {
			String name = "run " + run + ", ";
			Rounds rounds = new Rounds(options, Peers.all(), options.benchmarks(),
					(line) -> out.println("… " + name + line));
			runs.add(rounds.run());
			report.skipped(rounds.skipped());
			printErrors(rounds.results(), out);
		}
		String text = report.write();
		Path file = options.directory().resolve("report.md");
		Files.writeString(file, text);
		out.println();
		out.println(text);
		if (options.project() != null) {
			new Documentation(options.project()).update(text, new Headline(runs).write());
		}
		out.printf("%nThe tables are in %s. It took %d s.%n", file, (System.nanoTime() - start) / 1_000_000_000);
	}

	private static void printErrors(Results results, PrintStream out) {
		for (String row : results.rows()) {
			for (Peer peer : Peers.all()) {
				results.samples(row, peer.name())
					.stream()
					.map(Sample::examples)
					.filter((examples) -> !examples.isEmpty())
					.findFirst()
					.ifPresent((examples) -> out.println(row + " on " + peer.name() + ": " + examples));
			}
		}
	}

}
