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

package io.github.stickycluster.chaos;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.github.stickycluster.testsupport.JavaClient;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.socket.client.IO;
import org.assertj.core.api.SoftAssertions;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * One attack on one node: what well-behaved clients notice of it, what it costs, and what
 * is left of it.
 */
final class ChaosRun {

	/**
	 * What a JVM with this application has besides its heap and its direct memory:
	 * classes and compiled code 150 MB, 250 threads and the collector's own 100 MB.
	 */
	private static final long BESIDES_MEGABYTES = 250;

	private static final Duration WARM_UP = Duration.ofSeconds(10);

	private static final Duration ATTACK = Duration.ofSeconds(Integer.getInteger("chaos.seconds", 60));

	/** Within which everything that the attack has left must be gone. */
	private static final Duration AFTERMATH = Duration.ofSeconds(60);

	private static final long MOST_MILLIS = 1_000;

	private static final int MOST_LOG_LINES = 1_000;

	private final String name;

	private final Path folder;

	private final Setting setting;

	private final List<String> properties = new ArrayList<>();

	private @Nullable ChaosTls tls;

	private boolean accounted;

	private ChaosRun(String name, Path folder, Setting setting) {
		this.name = name;
		this.folder = folder;
		this.setting = setting;
	}

	/**
	 * Prepares a run.
	 * @param name what the attack is
	 * @param folder for the node's files
	 * @param setting how large the node is, and who attacks it
	 */
	static ChaosRun of(String name, Path folder, Setting setting) {
		return new ChaosRun(name, folder, setting);
	}

	/** Sets properties of the application. */
	ChaosRun with(String... properties) {
		this.properties.addAll(List.of(properties));
		return this;
	}

	/** Compares what the accounts say with the memory that the attack takes. */
	ChaosRun comparingAccounts() {
		this.accounted = true;
		return this;
	}

	/** Lets the public port speak TLS. */
	ChaosRun withTls(ChaosTls tls) {
		this.tls = tls;
		return with(tls.properties());
	}

	/**
	 * Does it, and fails if the attack has done harm.
	 */
	void attack(Attack attack) throws Exception {
		EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
		try (ChaosNode node = ChaosNode.start(this.folder, this.setting.heapMegabytes(), this.properties);
				GoodClients clients = GoodClients.connect((client) -> connect(node.port(), client));
				HealthProbe health = new HealthProbe(node.webPort())) {
			pass(WARM_UP, node);
			Measurement start = node.measure().orElseThrow();
			long idle = node.peakMegabytes();
			List<Attacker> attackers = this.setting.hostileAddresses()
				.stream()
				.map((address) -> new Attacker(loops.next(), this.setting, address, node.port()))
				.toList();
			clients.count();
			attackers.forEach((attacker) -> attacker.begin(attack));
			pass(ATTACK, node);
			clients.stopCounting();
			Optional<Measurement> during = this.accounted ? node.measure() : Optional.empty();
			attackers.forEach(Attacker::end);
			long ended = System.nanoTime();
			Optional<Measurement> end = awaitEnd(node, clients, start);
			long after = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - ended);
			Result result = new Result(clients, health, node, start, during, end, idle, after);
			System.out.println(this.name + " [" + this.setting + "] " + result + "; attack: " + describe(attackers));
			judge(result, attackers);
		}
		finally {
			loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
		}
	}

	private JavaClient connect(int port, int client) {
		String address = this.setting.goodAddress(client);
		Consumer<IO.Options> options = (present) -> {
			present.transports = GoodClients.transports(client);
			present.reconnectionDelay = 500;
			present.reconnectionDelayMax = 2_000;
		};
		return (this.tls != null) ? this.tls.connect(port, address, options)
				: JavaClient.connect(port, address, options);
	}

	// A node that has ended will not come back.
	private static void pass(Duration time, ChaosNode node) {
		long begun = System.nanoTime();
		Awaitility.await()
			.pollInterval(Duration.ofMillis(200))
			.atMost(time.plusSeconds(30))
			.until(() -> System.nanoTime() - begun >= time.toNanos() || !node.isAlive());
	}

	private static Optional<Measurement> awaitEnd(ChaosNode node, GoodClients clients, Measurement start) {
		long begun = System.nanoTime();
		Optional<Measurement> last = Optional.empty();
		boolean back = false;
		while (!back && node.isAlive() && System.nanoTime() - begun < AFTERMATH.toNanos()) {
			pass(Duration.ofSeconds(5), node);
			last = node.measure();
			back = last.filter((present) -> present.isBackTo(start)).isPresent() && clients.unanswered() == 0;
		}
		return last;
	}

	private void judge(Result result, List<Attacker> attackers) {
		assertThat(attackers).as("attackers that failed by themselves")
			.extracting(Attacker::failure)
			.containsOnlyNulls();
		assertThat(attackers).as("connections made by attackers").allMatch((attacker) -> attacker.connects() > 0);
		SoftAssertions.assertSoftly((softly) -> {
			softly.assertThat(result.alive).as("the process lives").isTrue();
			softly.assertThat(result.latencies.unanswered()).as("events never answered").isZero();
			softly.assertThat(result.latencies.p99()).as("p99 of the well-behaved clients, ms").isLessThan(MOST_MILLIS);
			softly.assertThat(result.disconnects).as("connections that well-behaved clients lost").isZero();
			softly.assertThat(result.health.unanswered()).as("health requests never answered").isZero();
			softly.assertThat(result.peak)
				.as("RSS, MB")
				.isLessThanOrEqualTo(this.setting.heapMegabytes() + ChaosNode.DIRECT_MEGABYTES + BESIDES_MEGABYTES);
			softly.assertThat(result.logLines).as("log lines").isLessThan(MOST_LOG_LINES);
			if (this.accounted) {
				softly.assertThat(result.during).as("what the node says of its memory under attack").isPresent();
				result.during.ifPresent((during) -> softly.assertThat(during.accounts(result.start))
					.as("the accounts know of what %s has more than %s", during, result.start)
					.isTrue());
			}
			softly.assertThat(result.end).as("what the node says of its memory").isPresent();
			result.end.ifPresent((end) -> {
				softly.assertThat(end.losses()).as("workers lost").isZero();
				softly.assertThat(end.isBackTo(result.start))
					.as("memory is back to %s, not %s", result.start, end)
					.isTrue();
			});
		});
	}

	private static String describe(List<Attacker> attackers) {
		return attackers.stream().mapToLong(Attacker::connects).sum() + " connections, "
				+ (attackers.stream().mapToLong(Attacker::sentBytes).sum() >> 20) + " MB sent";
	}

	/**
	 * What came of an attack.
	 */
	private static final class Result {

		private final Latencies latencies;

		private final long late;

		private final int disconnects;

		private final Latencies health;

		private final int down;

		private final boolean alive;

		private final long idle;

		private final long peak;

		private final long logLines;

		private final Measurement start;

		private final Optional<Measurement> during;

		private final Optional<Measurement> end;

		private final long after;

		private Result(GoodClients clients, HealthProbe health, ChaosNode node, Measurement start,
				Optional<Measurement> during, Optional<Measurement> end, long idle, long after) {
			this.latencies = clients.latencies();
			this.late = clients.late().p99();
			this.disconnects = clients.disconnects();
			this.health = health.latencies();
			this.down = health.down();
			this.alive = node.isAlive();
			this.idle = idle;
			this.peak = node.peakMegabytes();
			this.logLines = node.logLines();
			this.start = start;
			this.during = during;
			this.end = end;
			this.after = after;
		}

		@Override
		public String toString() {
			String grown = this.during
				.map((during) -> megabytes(during.growth(this.start)) + " MB more under attack, of which "
						+ megabytes(during.kept() - this.start.kept()) + " are charged")
				.orElse("no figure under attack");
			String held = this.end
				.map((end) -> "heap " + megabytes(this.start.heap()) + " -> " + megabytes(end.heap()) + ", direct "
						+ megabytes(this.start.direct()) + " -> " + megabytes(end.direct()) + " MB after " + this.after
						+ " s, workers lost " + end.losses())
				.orElse("no answer about memory");
			return this.latencies + ", the clients' own p99 " + this.late + ", " + this.disconnects
					+ " disconnects; health " + this.health + ", " + this.down + " DOWN; " + grown + "; " + held
					+ ", RSS " + this.idle + " -> " + this.peak + " MB, log " + this.logLines + " lines"
					+ (this.alive ? "" : ", PROCESS ENDED");
		}

		private static String megabytes(long bytes) {
			return Long.toString(bytes >> 20);
		}

	}

}
