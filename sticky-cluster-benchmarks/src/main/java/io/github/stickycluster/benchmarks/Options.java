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

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.stickycluster.benchmarks.load.Benchmark;
import io.github.stickycluster.benchmarks.peer.Peer;
import io.github.stickycluster.benchmarks.peer.Peers;
import org.jspecify.annotations.Nullable;

/**
 * How a run is made, as the command line says: {@code --name=value}.
 *
 * @param runs how often everything is done, each time with new processes
 * @param rounds the rounds that count
 * @param duration how long each measurement is
 * @param warmUp how long each scenario runs on each peer before them
 * @param peers the peers' names
 * @param scenarios the benchmarks' names
 * @param threads event loop threads of each peer, and of the load generator
 * @param jvmOptions options of the peers' JVMs
 * @param directory where logs and the report go
 * @param project whose documentation gets the tables, or null for none
 * @param size how many clients there are
 */
record Options(int runs, int rounds, Duration duration, Duration warmUp, List<String> peers, List<String> scenarios,
		int threads, List<String> jvmOptions, Path directory, @Nullable Path project, @Nullable Path old,
		Benchmark.Size size) {

	private static final List<String> JVM = List.of("-Xms1g", "-Xmx1g");

	private static final Set<String> NAMES = Set.of("rounds", "seconds", "warmup", "peers", "scenarios", "threads",
			"jvm", "directory", "growth", "runs", "project", "old");

	static Options parse(String... arguments) {
		Map<String, String> given = new HashMap<>();
		for (String argument : arguments) {
			String[] parts = argument.split("=", 2);
			if (parts.length < 2 || !parts[0].startsWith("--") || !NAMES.contains(parts[0].substring(2))) {
				throw new IllegalArgumentException(
						"'" + argument + "' is not an option; there are --name=value of " + NAMES);
			}
			given.put(parts[0].substring(2), parts[1]);
		}
		Benchmark.Size full = Benchmark.Size.FULL;
		Benchmark.Size size = new Benchmark.Size(full.clients(), full.connectsAtOnce(), full.idle(),
				given.containsKey("growth") ? list(given.get("growth")).stream().map(Integer::valueOf).toList()
						: full.growth());
		String project = given.get("project");
		String old = given.get("old");
		return new Options(Integer.parseInt(given.getOrDefault("runs", "1")),
				Integer.parseInt(given.getOrDefault("rounds", "7")), seconds(given.getOrDefault("seconds", "1")),
				seconds(given.getOrDefault("warmup", "3")),
				list(given.getOrDefault("peers", String.join(",", peerNames()))),
				list(given.getOrDefault("scenarios", String.join(",", scenarioNames(size)))),
				Integer.parseInt(given.getOrDefault("threads", "2")),
				given.containsKey("jvm") ? Arrays.asList(given.get("jvm").split(" ")) : JVM,
				Path.of(given.getOrDefault("directory", "target/benchmark")),
				(project != null) ? Path.of(project) : null, (old != null) ? Path.of(old) : null, size);
	}

	private static Duration seconds(String text) {
		return Duration.ofMillis(Math.round(Double.parseDouble(text) * 1_000));
	}

	private static List<String> list(String text) {
		return Arrays.asList(text.split(","));
	}

	private static List<String> peerNames() {
		return Peers.all().stream().map(Peer::name).toList();
	}

	private static List<String> scenarioNames(Benchmark.Size size) {
		return Benchmark.all(size).stream().map(Benchmark::name).toList();
	}

	/**
	 * The benchmarks chosen, each with the peers chosen.
	 */
	List<Benchmark> benchmarks() {
		return Benchmark.all(this.size)
			.stream()
			.filter((benchmark) -> this.scenarios.contains(benchmark.name()))
			.map((benchmark) -> benchmark.on(this.peers))
			.filter((benchmark) -> !benchmark.peers().isEmpty())
			.toList();
	}

}
