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

package io.github.stickycluster.internal.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.github.stickycluster.internal.fork.ForkedApplication;
import io.github.stickycluster.testkit.HttpRequest;
import io.github.stickycluster.testkit.Wire;
import io.github.stickycluster.testsupport.ChildProcess;
import io.github.stickycluster.testsupport.TestJvm;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * More connections than a process has file descriptors, in a process of its own that has
 * few.
 */
@Tag("once")
@Timeout(180)
@EnabledOnOs(OS.LINUX)
class FewDescriptorsTests {

	private static final int DESCRIPTORS = 700;

	private static final int CONNECTIONS = 750;

	@TempDir
	private Path folder;

	@Test
	void connectionsLeaveDescriptorsToTheApplication() throws IOException {
		int port = ChildProcess.freePort();
		Process process = start(port);
		List<Wire> wires = new ArrayList<>();
		try {
			for (int i = 0; i < CONNECTIONS; i++) {
				wires.add(open(port));
			}
			int served = 0;
			int refused = 0;
			for (Wire wire : wires) {
				int status = status(wire);
				served += (status == 200) ? 1 : 0;
				refused += (status == 503) ? 1 : 0;
			}
			assertThat(served).isBetween(100, DESCRIPTORS);
			assertThat(refused).isPositive();
			assertThat(log()).doesNotContain("Could not accept", "Too many open files");
			wires.forEach(Wire::close);
			await().until(() -> {
				try (Wire next = open(port)) {
					return status(next) == 200;
				}
			});
		}
		finally {
			wires.forEach(Wire::close);
			process.destroy();
			process.onExit().join();
		}
	}

	private static Wire open(int port) {
		Wire wire = Wire.from("127.0.8.1", port);
		try {
			return wire.send(HttpRequest.get("/socket.io/?EIO=4&transport=polling"));
		}
		catch (RuntimeException ex) {
			// Closed already.
			return wire;
		}
	}

	private static int status(Wire wire) {
		try {
			return wire.answer().status();
		}
		catch (RuntimeException ex) {
			// Closed without a word, since many were being refused.
			return 0;
		}
	}

	private Process start(int port) throws IOException {
		List<String> command = new ArrayList<>(
				List.of("sh", "-c", "ulimit -n " + DESCRIPTORS + "; exec \"$0\" \"$@\""));
		command.addAll(TestJvm.command("-Xmx256m"));
		command.addAll(List.of(ForkedApplication.class.getName(), "--sticky-cluster.port=" + port,
				"--sticky-cluster.address=127.0.0.1", "--sticky-cluster.workers.count=2",
				"--sticky-cluster.node-id=few"));
		Process process = new ProcessBuilder(command).redirectErrorStream(true)
			.redirectOutput(this.folder.resolve("log").toFile())
			.start();
		await().atMost(Duration.ofMinutes(2)).until(() -> {
			assertThat(process.isAlive()).as(this::log).isTrue();
			return isListening(port);
		});
		return process;
	}

	private static boolean isListening(int port) {
		try (Wire wire = open(port)) {
			return status(wire) == 200;
		}
		catch (RuntimeException ex) {
			return false;
		}
	}

	private String log() {
		try {
			return Files.readString(this.folder.resolve("log"));
		}
		catch (IOException ex) {
			return ex.toString();
		}
	}

}
