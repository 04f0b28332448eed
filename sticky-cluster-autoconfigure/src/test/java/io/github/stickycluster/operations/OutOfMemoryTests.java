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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.github.stickycluster.testsupport.ChildProcess;
import io.github.stickycluster.testsupport.JavaClient;
import io.socket.client.Ack;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * An application in a process of its own whose heap is full.
 */
@Tag("long")
@Tag("once")
@Timeout(180)
class OutOfMemoryTests {

	private static final Duration LONG = Duration.ofSeconds(60);

	private final int port = ChildProcess.freePort();

	@TempDir
	private Path folder;

	private Process process;

	@AfterEach
	void end() {
		this.process.destroyForcibly().onExit().join();
	}

	/**
	 * One process for all, since its start takes longer than each of the steps.
	 */
	@Test
	void outOfMemoryErrorsAreSurvived() throws Exception {
		start();
		try (JavaClient other = connect()) {
			aClientThatAsksForTooMuchAtOnceHarmsNobodyElse(other);
			theNodeServesAgainByItselfWhenThereIsMemoryAgain(other);
		}
	}

	private void aClientThatAsksForTooMuchAtOnceHarmsNobodyElse(JavaClient other) throws Exception {
		List<Object> ends = other.received("disconnect");
		for (int i = 0; i < 4; i++) {
			try (JavaClient grasping = connect()) {
				List<Object> endsOfTheGrasping = grasping.received("disconnect");
				grasping.socket().emit("grasp");
				await().until(() -> !endsOfTheGrasping.isEmpty());
			}
			assertThat(isServed(other)).isTrue();
		}
		assertThat(ends).isEmpty();
		assertThat(log()).contains("java.lang.OutOfMemoryError").doesNotContain("emory ran out", "has died");
	}

	private void theNodeServesAgainByItselfWhenThereIsMemoryAgain(JavaClient other) throws Exception {
		try (JavaClient client = connect()) {
			client.socket().emit("hoard", 2_000);
			await().atMost(LONG).until(() -> log().contains("Memory is free again"));
			await().atMost(LONG).until(() -> isServed(client) && isServed(other));
			try (JavaClient newcomer = connect()) {
				assertThat(isServed(newcomer)).isTrue();
			}
		}
	}

	/**
	 * What is emitted while there is no memory may be lost with its session.
	 */
	private static boolean isServed(JavaClient client) throws InterruptedException {
		CountDownLatch answered = new CountDownLatch(1);
		if (client.socket().connected()) {
			client.socket().emit("worker", new Object[0], (Ack) (args) -> answered.countDown());
		}
		return answered.await(2, TimeUnit.SECONDS);
	}

	private void start() throws IOException {
		List<String> command = List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx96m",
				"-XX:TieredStopAtLevel=1", "-XX:MaxDirectMemorySize=64m", "-cp", System.getProperty("java.class.path"),
				StarvedApplication.class.getName(), "--sticky-cluster.port=" + this.port,
				"--sticky-cluster.address=127.0.0.1", "--sticky-cluster.workers.count=2",
				"--sticky-cluster.node-id=node", "--test.restart-backoff=200ms", "--test.restart-attempts=3");
		this.process = new ProcessBuilder(command).redirectErrorStream(true)
			.redirectOutput(this.folder.resolve("log").toFile())
			.start();
		await().atMost(LONG).until(() -> {
			assertThat(this.process.isAlive()).as(this::log).isTrue();
			return log().contains("AVAILABILITY ACCEPTING_TRAFFIC");
		});
	}

	private JavaClient connect() {
		return JavaClient.connect(this.port, "127.0.0.1", (options) -> {
			options.transports = new String[] { "websocket" };
			options.reconnectionDelay = 100;
			options.reconnectionDelayMax = 500;
		});
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
