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

package io.github.stickycluster.internal.fork;

import java.io.BufferedReader;
import java.io.Writer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

import io.github.stickycluster.actuate.ClusterEndpoints;
import io.github.stickycluster.actuate.StickyClusterEndpoint;
import io.github.stickycluster.cluster.SocketCluster;
import io.github.stickycluster.internal.metrics.StickyClusterMetrics;
import io.github.stickycluster.internal.worker.EngineSettings;
import io.github.stickycluster.internal.worker.InternalPorts;
import io.github.stickycluster.internal.worker.WorkerOperationException;
import io.github.stickycluster.internal.worker.WorkerRegistry;
import io.github.stickycluster.internal.worker.supervision.WorkerOperations;
import io.github.stickycluster.testkit.Json;
import io.github.stickycluster.testsupport.JavaClient;
import io.github.stickycluster.testsupport.Swarm;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * What operators do, done to processes.
 */
@Tag("long")
@Tag("once")
@Timeout(240)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class FamilyOperationsTests {

	private static final Duration START = Duration.ofSeconds(60);

	private static RunningFamily family;

	@BeforeAll
	static void start() {
		family = RunningFamily.start(2);
	}

	@AfterAll
	static void stop() {
		family.close();
	}

	@Test
	void aDrainingChildKeepsItsSessionsAndGetsNoNewOnesUntilItIsResumed() {
		WorkerOperations operations = family.operations();
		try (JavaClient client = family.connectTo("family-1", "127.0.31")) {
			operations.drain("family-1");
			assertThat(family.states()).containsExactly("family-1 DRAINING", "family-2 UP");
			assertThatExceptionOfType(WorkerOperationException.class).isThrownBy(() -> operations.drain("family-1"));
			for (int i = 1; i <= 6; i++) {
				try (JavaClient other = family.connect("127.0.32." + i)) {
					assertThat(other.emitWithAck("whoami")[0]).isEqualTo("family-2");
				}
			}
			assertThat(client.emitWithAck("whoami")[0]).isEqualTo("family-1");
			operations.resume("family-1");
			family.connectTo("family-1", "127.0.32").close();
			assertThat(client.emitWithAck("whoami")[0]).isEqualTo("family-1");
		}
	}

	@Test
	void namespacesOfAPatternComeBackAfterADrainAndARestart() {
		SocketCluster cluster = family.bean(SocketCluster.class);
		List<JavaClient> clients = IntStream.rangeClosed(1, 6)
			.mapToObj((number) -> family.connectToNamespace("/tenant-" + number, "127.0.34." + number))
			.toList();
		List<List<Object>> told = clients.stream().map((client) -> client.received("told")).toList();
		try {
			cluster.ofAll("/tenant-{id}").emit("told", "before");
			await().untilAsserted(() -> assertThat(told).allMatch(List.of("before")::equals));
			await().untilAsserted(() -> assertThat(tenants()).isEqualTo(6));
			family.operations().drain("family-1");
			try (JavaClient added = family.connectToNamespace("/tenant-7", "127.0.34.7")) {
				assertThat(added.emitWithAck("tenant")).containsExactly("7");
				assertThat(clients).allMatch((client) -> client.emitWithAck("tenant").length == 1);
			}
			family.operations().resume("family-1");
			family.operations().rollingRestart().orTimeout(120, TimeUnit.SECONDS).join();
			await().atMost(START).until(() -> clients.stream().allMatch((client) -> client.socket().connected()));
			cluster.ofAll("/tenant-{id}").emit("told", "after");
			cluster.of("/tenant-3").emit("told", "only you");
			await().untilAsserted(() -> assertThat(told.get(2)).containsExactly("before", "after", "only you"));
			await().untilAsserted(
					() -> assertThat(told).allSatisfy((each) -> assertThat(each).startsWith("before", "after")));
			assertThat(told.get(0)).containsExactly("before", "after");
			assertThat(cluster.ofAll("/tenant-{id}").count()).succeedsWithin(START).isEqualTo(6L);
		}
		finally {
			clients.forEach(JavaClient::close);
		}
		await().untilAsserted(() -> assertThat(tenants()).isZero());
	}

	@Test
	void aRollingRestartReplacesEveryProcessAndLosesNothing() throws Exception {
		long[] before = pids();
		Process javaScript = new ProcessBuilder("node", "forked-client.js", "http://127.0.0.1:" + family.port())
			.directory(Path.of("..", "sticky-cluster-core", "src", "test", "node").toAbsolutePath().toFile())
			.redirectError(ProcessBuilder.Redirect.INHERIT)
			.start();
		try (Swarm swarm = Swarm.connect(family.port(), 60);
				BufferedReader said = javaScript.inputReader();
				Writer in = javaScript.outputWriter()) {
			assertThat(processes(said.readLine())).as("one on each worker, over each way of transport")
				.hasSize(6)
				.containsOnly(LongStream.of(before).boxed().toArray(Long[]::new));
			swarm.talk(Duration.ofMillis(250));
			family.operations().rollingRestart().orTimeout(120, TimeUnit.SECONDS).join();
			swarm.awaitConnected(Duration.ofSeconds(20));
			swarm.stopTalking(Duration.ofSeconds(20));
			assertThat(swarm.serverDisconnects()).isZero();
			in.write("\n");
			in.flush();
			assertThat(processes(said.readLine())).as("they have come back")
				.hasSize(6)
				.isSubsetOf(LongStream.of(pids()).boxed().toArray(Long[]::new));
			assertThat(javaScript.waitFor()).isZero();
		}
		finally {
			javaScript.destroyForcibly();
		}
		assertThat(LongStream.of(pids())).doesNotContainAnyElementsOf(LongStream.of(before).boxed().toList());
		assertThat(family.states()).containsExactly("family-1 UP", "family-2 UP");
		assertThat(family.operations().lastOperation()).isNotNull()
			.satisfies((last) -> assertThat(last.failure()).isNull());
		assertThat(LongStream.of(before).mapToObj(ProcessHandle::of)).allMatch((process) -> process.isEmpty());
	}

	private static List<Long> processes(String line) {
		assertThat(line).as("what the clients say").isNotNull();
		return Json.parse(line).valueStream().map(JsonNode::asLong).toList();
	}

	@Test
	void aResizeAddsAndRemovesProcesses() {
		family.operations().resize(3);
		await().atMost(START).until(() -> family.states().contains("family-3 UP"));
		long added = family.pid("family-3");
		family.connectTo("family-3", "127.0.33").close();
		family.operations().resize(2);
		await().atMost(START).until(() -> family.states().equals(List.of("family-1 UP", "family-2 UP")));
		assertThat(ProcessHandle.of(added)).isEmpty();
	}

	@Test
	void theEndpointShowsProcesses() {
		StickyClusterEndpoint endpoint = ClusterEndpoints.of(family.bean(WorkerRegistry.class), family.operations());
		await().untilAsserted(() -> assertThat(endpoint.cluster().workers()).hasSize(2).allSatisfy((worker) -> {
			assertThat(worker.node()).as("who operates it").isEqualTo("family");
			assertThat(worker.process()).isNotNull();
			assertThat(worker.process().pid()).isEqualTo(family.pid(worker.id()));
			assertThat(worker.process().heapUsed()).isBetween(1L, worker.process().heapMax());
			assertThat(worker.events()).isNotNull();
		}));
	}

	@Test
	void theMetersShowProcesses() {
		SimpleMeterRegistry meters = new SimpleMeterRegistry();
		new StickyClusterMetrics(family.bean(WorkerRegistry.class), family.bean(EngineSettings.class).sessions(),
				InternalPorts.loopback().refused(), null)
			.bindTo(meters);
		await().untilAsserted(() -> {
			assertThat(meters.get("sticky.cluster.worker.heap.used").tag("worker", "family-1").gauge().value())
				.isPositive();
			assertThat(meters.get("sticky.cluster.worker.heap.max").tag("worker", "family-2").gauge().value())
				.isBetween(100e6, 140e6);
			assertThat(meters.get("sticky.cluster.worker.gc.time").tag("worker", "family-1").functionCounter().count())
				.isPositive();
			assertThat(meters.get("sticky.cluster.sockets.connected").tag("worker", "family-1").functionCounter())
				.isNotNull();
		});
	}

	/**
	 * The last, since it closes the family of all.
	 */
	@Test
	@Order(Integer.MAX_VALUE)
	void aRestartUnderWayEndsWhenTheApplicationShutsDown() {
		CompletableFuture<Void> restart = family.operations().restart("family-1");
		family.close();
		assertThat(restart).isCompletedExceptionally();
		assertThatExceptionOfType(CompletionException.class).isThrownBy(restart::join)
			.havingCause()
			.withMessage("The application is shutting down");
	}

	/** As the processes report it. */
	private static int tenants() {
		return IntStream.of(1, 2).map((number) -> family.worker("family-" + number).madeNamespaces()).sum();
	}

	private static long[] pids() {
		return IntStream.of(1, 2).mapToLong((number) -> family.pid("family-" + number)).toArray();
	}

}
