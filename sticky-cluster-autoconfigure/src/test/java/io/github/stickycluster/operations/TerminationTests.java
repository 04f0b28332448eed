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

package io.github.stickycluster.operations;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import io.github.stickycluster.testkit.Json;
import io.github.stickycluster.testsupport.ChildProcess;
import io.github.stickycluster.testsupport.JavaClient;
import io.github.stickycluster.testsupport.Swarm;
import io.github.stickycluster.testsupport.TestJvm;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * SIGTERM to an application in a process of its own.
 */
@Tag("long")
@Timeout(120)
class TerminationTests {

	private static final int SIGTERM_EXIT = 143;

	/** Of each generation. */
	private static final int POLLING_CLIENTS = 12;

	private static final Duration PHASE = Duration.ofSeconds(10);

	@TempDir
	private Path folder;

	private final List<Process> processes = new ArrayList<>();

	@AfterEach
	void end() {
		this.processes.forEach((process) -> process.destroyForcibly().onExit().join());
	}

	@Test
	void twoThousandClientsAreLetGoInTime() throws Exception {
		int port = ChildProcess.freePort();
		Process process = start(port);
		try (Swarm swarm = Swarm.connect(port, 2_000)) {
			swarm.talk(Duration.ofSeconds(1));
			await().until(() -> swarm.acknowledged().size() > 2_000);
			Duration time = terminate(process);
			assertThat(process.exitValue()).isEqualTo(SIGTERM_EXIT);
			assertThat(time).isLessThan(PHASE);
			await().until(() -> swarm.connected() == 0);
			assertThat(swarm.serverDisconnects()).as("they may come back by themselves").isZero();
			assertThat(told().keySet()).containsExactlyInAnyOrderElementsOf(new HashSet<>(swarm.acknowledged()));
			assertThat(log()).contains("Closing 2000 sessions over 2000 ms").doesNotContain(" ERROR ");
			assertThat(log().indexOf("READINESS REFUSING_TRAFFIC")).as("readiness first")
				.isBetween(0, log().indexOf("the application is shutting down"));
		}
	}

	@Test
	void aBlockedWorkerDoesNotHoldTheOthersUp() throws Exception {
		int port = ChildProcess.freePort();
		Process process = start(port, "--sticky-cluster.workers.blocked-after=1s");
		try (Swarm swarm = Swarm.connect(port, 200);
				JavaClient blocking = JavaClient.connect(port, "127.0.0.1", (options) -> {
					options.transports = new String[] { "websocket" };
					options.reconnection = false;
				})) {
			swarm.talk(Duration.ofMillis(100));
			await().until(() -> swarm.acknowledged().size() > 400);
			blocking.socket().emit("block");
			await().until(() -> log().contains("has been blocked for"));
			Duration time = terminate(process);
			assertThat(process.exitValue()).isEqualTo(SIGTERM_EXIT);
			assertThat(time).isLessThan(PHASE.multipliedBy(3).dividedBy(2));
			assertThat(log()).doesNotContain(" ERROR ").contains("because its event loop is blocked");
			Map<String, String> told = told();
			String blocked = told.remove("block");
			Set<String> lost = new HashSet<>(told.keySet());
			swarm.acknowledged().forEach(lost::remove);
			assertThat(told).containsKeys(swarm.acknowledged().toArray(String[]::new));
			assertThat(lost).as("whose acknowledgement is lost")
				.allMatch((message) -> told.get(message).equals(blocked));
		}
	}

	@Test
	void pollingClientsLoseNoAcknowledgementAndMeetNoError() throws Exception {
		int port = ChildProcess.freePort();
		Process process = start(port);
		Process clients = connectPolling(port);
		try (BufferedReader lines = clients.inputReader()) {
			assertThat(lines.readLine()).isEqualTo("begun");
			terminate(process);
			JsonNode letGo = Json.parse(lines.readLine());
			assertThat(letGo.valueStream().map((client) -> client.get("reason").asString()))
				.hasSize(2 * POLLING_CLIENTS)
				.containsOnly("transport close");
			assertThat(letGo.valueStream()
				.flatMap((client) -> client.get("acknowledged").valueStream())
				.map(JsonNode::asString)).containsExactlyInAnyOrderElementsOf(told().keySet());
			assertThat(Files.readAllLines(this.folder.resolve("reasons"))).hasSize(2 * POLLING_CLIENTS)
				.containsOnly("server shutting down");
		}
	}

	private Process start(int port, String... arguments) throws IOException {
		List<String> command = TestJvm.command("-Xmx512m", "-Dtold=" + this.folder.resolve("told"),
				"-Dreasons=" + this.folder.resolve("reasons"));
		command.addAll(List.of(TerminatedApplication.class.getName(), "--sticky-cluster.port=" + port,
				"--sticky-cluster.address=127.0.0.1", "--sticky-cluster.workers.count=4",
				"--sticky-cluster.node-id=node", "--sticky-cluster.workers.disconnect-window=2s",
				"--spring.lifecycle.timeout-per-shutdown-phase=" + PHASE.toSeconds() + "s"));
		command.addAll(List.of(arguments));
		Process process = new ProcessBuilder(command).redirectErrorStream(true)
			.redirectOutput(this.folder.resolve("log").toFile())
			.start();
		this.processes.add(process);
		await().atMost(Duration.ofSeconds(60)).until(() -> {
			assertThat(process.isAlive()).as(this::log).isTrue();
			return log().contains("READINESS ACCEPTING_TRAFFIC");
		});
		return process;
	}

	private Process connectPolling(int port) throws IOException {
		Process clients = new ProcessBuilder("node", "farewell-client.js", "http://127.0.0.1:" + port,
				String.valueOf(POLLING_CLIENTS))
			.directory(Path.of("..", "sticky-cluster-core", "src", "test", "node").toFile())
			.redirectError(ProcessBuilder.Redirect.DISCARD)
			.start();
		this.processes.add(clients);
		return clients;
	}

	private static Duration terminate(Process process) throws InterruptedException {
		long begun = System.nanoTime();
		process.destroy();
		assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
		return Duration.ofNanos(System.nanoTime() - begun);
	}

	/**
	 * The messages that the listener was told, each with its worker.
	 */
	private Map<String, String> told() throws IOException {
		Map<String, String> told = new HashMap<>();
		for (String line : Files.readAllLines(this.folder.resolve("told"))) {
			String[] words = line.split(" ");
			told.put(words[0], words[1]);
		}
		return told;
	}

	private String log() {
		try {
			return Files.readString(this.folder.resolve("log"));
		}
		catch (IOException ex) {
			return "";
		}
	}

}
