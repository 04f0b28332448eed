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
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import io.github.stickycluster.benchmarks.load.Benchmark;
import io.github.stickycluster.benchmarks.load.Sample;
import io.github.stickycluster.benchmarks.peer.Peer;
import io.github.stickycluster.benchmarks.peer.Peers;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Runs each scenario on its peers for a moment and checks that no operation fails. What
 * is measured so is of no use.
 */
@Tag("long")
@Tag("once")
class ScenariosTests {

	private static final Benchmark.Size SMALL = new Benchmark.Size(20, 8, 50, List.of(20, 40));

	/** One of a kind: the others run the same code in other surroundings. */
	private static final List<String> PEERS = List.of(Peers.CLUSTER, Peers.STOCK, Peers.NODE, Peers.BARE,
			Peers.CLUSTER_TLS, Peers.HAPROXY_TLS);

	@TempDir
	private Path directory;

	@Test
	void noOperationFails() throws Exception {
		Options options = new Options(1, 1, Duration.ofMillis(200), Duration.ofMillis(20), PEERS,
				Benchmark.all(SMALL).stream().map(Benchmark::name).toList(), 2,
				List.of("-Xmx256m", "-XX:TieredStopAtLevel=1", "-Dio.netty.leakDetection.level=paranoid"),
				this.directory, null, null, SMALL);
		Rounds rounds = new Rounds(options, Peers.all(), options.benchmarks(), System.out::println);
		Results results = rounds.run();
		for (Benchmark benchmark : options.benchmarks()) {
			assertThat(results.rows()).anyMatch(
					(row) -> row.startsWith(benchmark.name().equals("growth") ? "connect beside" : benchmark.name()));
		}
		for (String row : results.rows()) {
			assertThat(results.samples(row, Peers.CLUSTER).size() + results.samples(row, Peers.CLUSTER_TLS).size())
				.as(row)
				.isEqualTo(1);
			for (Peer peer : Peers.all()) {
				assertNoErrors(results, row, peer.name());
			}
		}
		assertThat(new Report(options, List.of(results)).write()).contains("| echo | echoes/s |")
			.contains("| broadcast-4 | deliveries/s |");
		assertThat(complaints(Peers.CLUSTER)).isEmpty();
		assertThat(complaints(Peers.CLUSTER_TLS)).isEmpty();
	}

	// Node's sticky module loses a connection now and then, which the table tells.
	private static void assertNoErrors(Results results, String row, String peer) {
		if (!peer.equals(Peers.NODE)) {
			assertThat(results.samples(row, peer).stream().map(Sample::examples)).as("errors of %s on %s", row, peer)
				.allMatch(List::isEmpty);
		}
	}

	private List<String> complaints(String peer) throws IOException {
		try (Stream<String> lines = Files.lines(this.directory.resolve(peer + ".log"))) {
			return lines.filter((line) -> line.contains("LEAK") || line.contains(" ERROR ")).toList();
		}
	}

}
