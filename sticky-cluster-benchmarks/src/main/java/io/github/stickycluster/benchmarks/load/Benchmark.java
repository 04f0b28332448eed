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
import java.util.List;
import java.util.Map;

import io.github.stickycluster.benchmarks.peer.Peers;

/**
 * A scenario with the peers that it compares.
 *
 * @param name the name on the command line
 * @param unit what an operation is
 * @param scenario what clients do
 * @param peers the peers that can do it
 * @param baseline the peer that ratios refer to
 */
public record Benchmark(String name, String unit, Scenario scenario, List<String> peers, String baseline) {

	private static final List<String> SOCKET_IO = List.of(Peers.CLUSTER, Peers.CLUSTER_IO_URING, Peers.STOCK,
			Peers.STOCK_EPOLL, Peers.HAPROXY, Peers.NODE);

	private static final List<String> ALL = List.of(Peers.CLUSTER, Peers.CLUSTER_IO_URING, Peers.STOCK,
			Peers.STOCK_EPOLL, Peers.HAPROXY, Peers.NODE, Peers.BARE, Peers.BARE_IO_URING);

	/** Without a broker its servers know nothing of each other's clients. */
	private static final List<String> BROADCASTING = List.of(Peers.CLUSTER, Peers.CLUSTER_IO_URING, Peers.STOCK,
			Peers.STOCK_EPOLL, Peers.NODE);

	/**
	 * netty-socketio 2.0.14 cannot read attachments of more than 57 bytes, since it
	 * inserts them into the JSON as Base64 with line breaks.
	 */
	private static final List<String> BINARY = List.of(Peers.CLUSTER, Peers.NODE, Peers.BARE);

	private static final List<String> TLS = List.of(Peers.CLUSTER_TLS, Peers.CLUSTER_TLS_IO_URING,
			Peers.CLUSTER_TLS_JDK, Peers.HAPROXY_TLS);

	private static final List<String> FORKED = List.of(Peers.CLUSTER, Peers.CLUSTER_FORKED, Peers.CLUSTER_RELAYED);

	private static final List<String> SECURITY = List.of(Peers.CLUSTER, Peers.CLUSTER_SECURITY);

	/**
	 * How many times as long some warm up. The first finds all cold, the load's generator
	 * too. Alone, an echo takes our workers twice the processor time after 3 seconds that
	 * it takes from 12 on. TLS does little in the time. Forked workers are JVMs that
	 * nothing has run in before, each has half the load, and their compilers share the
	 * processors.
	 */
	private static final Map<String, Integer> WARM_UPS = Map.of("connect", 4, "echo", 4, "object", 4, "broadcast-1", 2,
			"connect-tls", 4, "echo-tls", 4, "connect-forked", 8, "echo-forked", 8, "echo-security", 4);

	private static final List<String> JVM = List.of(Peers.CLUSTER, Peers.CLUSTER_IO_URING, Peers.STOCK);

	/**
	 * Returns all benchmarks.
	 * @param size how many clients there are
	 */
	public static List<Benchmark> all(Size size) {
		int clients = size.clients();
		int atOnce = size.connectsAtOnce();
		return List.of(
				new Benchmark("connect", "connects", new ConnectScenario("connect", atOnce, 0), SOCKET_IO, Peers.STOCK),
				new Benchmark("echo", "echoes", new EchoScenario("echo", clients, Echo.text()), ALL, Peers.STOCK),
				new Benchmark("object", "echoes", new EchoScenario("object", clients, Echo.object()), ALL, Peers.STOCK),
				new Benchmark("binary", "echoes", new EchoScenario("binary", clients, Echo.binary()), BINARY,
						Peers.NODE),
				new Benchmark("polling", "requests", new PollingScenario("polling", clients), SOCKET_IO, Peers.STOCK),
				new Benchmark("broadcast-1", "deliveries", new BroadcastScenario("broadcast-1", clients, 1),
						BROADCASTING, Peers.STOCK),
				new Benchmark("broadcast-4", "deliveries", new BroadcastScenario("broadcast-4", clients, 4),
						BROADCASTING, Peers.STOCK),
				new Benchmark("connect-tls", "connects", new ConnectScenario("connect-tls", atOnce, 0), TLS,
						Peers.HAPROXY_TLS),
				new Benchmark("echo-tls", "echoes", new EchoScenario("echo-tls", clients, Echo.text()), TLS,
						Peers.HAPROXY_TLS),
				new Benchmark("connect-forked", "connects", new ConnectScenario("connect-forked", atOnce, 0), FORKED,
						Peers.CLUSTER),
				new Benchmark("echo-forked", "echoes", new EchoScenario("echo-forked", clients, Echo.text()), FORKED,
						Peers.CLUSTER),
				new Benchmark("echo-security", "echoes", new EchoScenario("echo-security", clients, Echo.text()),
						SECURITY, Peers.CLUSTER),
				new Benchmark("idle", "sessions", new IdleScenario("idle", size.idle()), JVM, Peers.STOCK),
				new Benchmark("growth", "operations", new GrowthScenario(size.growth(), clients, atOnce),
						List.of(Peers.CLUSTER, Peers.CLUSTER_IO_URING), Peers.CLUSTER));
	}

	/**
	 * Returns how long it runs on each peer before it counts.
	 * @param usual for most; what is not compiled in that time has longer
	 * @return the time
	 */
	public Duration warmUp(Duration usual) {
		return usual.multipliedBy(WARM_UPS.getOrDefault(this.name, 1));
	}

	/**
	 * The same on other peers.
	 * @param others the names of all that take part, of which the first is the baseline
	 */
	public Benchmark between(List<String> others) {
		return new Benchmark(this.name, this.unit, this.scenario, others, others.get(0));
	}

	/**
	 * The same on some of its peers.
	 * @param chosen the names of those that take part
	 */
	public Benchmark on(List<String> chosen) {
		return new Benchmark(this.name, this.unit, this.scenario, this.peers.stream().filter(chosen::contains).toList(),
				this.baseline);
	}

	/**
	 * How many clients there are.
	 *
	 * @param clients those that are active
	 * @param connectsAtOnce those that connect at the same time
	 * @param idle those whose memory is measured
	 * @param growth those that are idle beside the active ones, step by step
	 */
	public record Size(int clients, int connectsAtOnce, int idle, List<Integer> growth) {

		/** What the table is made with. */
		public static final Size FULL = new Size(200, 64, 4_000, List.of(1_000, 5_000, 15_000));

	}

}
