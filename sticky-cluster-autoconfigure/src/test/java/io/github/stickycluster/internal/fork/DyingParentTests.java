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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

import io.github.stickycluster.testsupport.ChildProcess;
import io.github.stickycluster.testsupport.Swarm;
import io.github.stickycluster.testsupport.TestJvm;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The end of a parent, in a process of its own.
 */
@Timeout(120)
@Tag("long")
@Tag("once")
class DyingParentTests {

	private static final Pattern CLOSED = Pattern
		.compile("sticky-cluster\\.family-.* Closing (\\d+) sessions over 500 ms");

	private static final String LISTENS = "Dispatcher listens on";

	private static final String STARTING = "Waits for a database";

	@TempDir
	private Path folder;

	private Process parent;

	private List<ProcessHandle> children = List.of();

	private int port;

	private void start(int count, String awaited, String... arguments) throws Exception {
		this.port = ChildProcess.freePort();
		List<String> command = TestJvm.command(RunningFamily.JVM_ARGS);
		// Where its children's sockets are, so that nothing is left behind.
		command.addAll(List.of("-Djava.io.tmpdir=" + this.folder, ForkedApplication.class.getName()));
		Arrays.stream(RunningFamily.arguments(count, this.port, arguments))
			.filter((argument) -> !argument.contains("jvm-args"))
			.forEach(command::add);
		this.parent = new ProcessBuilder(command).redirectErrorStream(true)
			.redirectOutput(this.folder.resolve("log").toFile())
			.start();
		await().atMost(Duration.ofSeconds(60)).until(() -> {
			assertThat(this.parent.isAlive()).as(this::log).isTrue();
			return log().contains(awaited);
		});
		this.children = this.parent.children().toList();
		assertThat(this.children).hasSize(count);
	}

	@AfterEach
	void killAll() {
		this.parent.destroyForcibly().onExit().join();
		this.children.forEach(ProcessHandle::destroyForcibly);
	}

	@Test
	void noChildOutlivesAKilledParent() throws Exception {
		start(2, LISTENS);
		try (Swarm swarm = Swarm.connect(this.port, 50)) {
			assertThat(swarm.connected()).isEqualTo(50);
			RunningFamily.signal("KILL", this.parent.pid());
			await().atMost(Duration.ofSeconds(5)).until(() -> this.children.stream().noneMatch(ProcessHandle::isAlive));
			assertThat(controlDirectories()).isEmpty();
		}
	}

	/**
	 * One after the other, since each start takes longer than all that follows it.
	 */
	@Test
	void childrenThatAreStillStartingEndWithTheirParentOrLeaveADirectoryToTheNextFamily() throws Exception {
		start(1, STARTING, "--stalls");
		List<Path> left = controlDirectories();
		List<ProcessHandle> killed = this.children;
		for (ProcessHandle child : killed) {
			RunningFamily.signal("STOP", child.pid());
		}
		RunningFamily.signal("KILL", this.parent.pid());
		killed.forEach(ProcessHandle::destroyForcibly);
		await().until(() -> killed.stream().noneMatch(ProcessHandle::isAlive));
		assertThat(controlDirectories()).hasSize(1).isEqualTo(left);
		start(1, STARTING, "--stalls");
		assertThat(controlDirectories()).hasSize(1).doesNotContainAnyElementsOf(left);
		RunningFamily.signal("KILL", this.parent.pid());
		await().atMost(Duration.ofSeconds(5)).until(() -> this.children.stream().noneMatch(ProcessHandle::isAlive));
		assertThat(controlDirectories()).isEmpty();
	}

	@Test
	void aTerminatedParentLetsItsChildrenFinish() throws Exception {
		start(2, LISTENS);
		try (Swarm swarm = Swarm.connect(this.port, 200)) {
			swarm.talk(Duration.ofMillis(100));
			await().until(() -> swarm.acknowledged().size() > 400);
			this.parent.destroy();
			assertThat(this.parent.waitFor()).isEqualTo(143);
			assertThat(this.children).noneMatch(ProcessHandle::isAlive);
			await().until(() -> swarm.connected() == 0);
			assertThat(swarm.serverDisconnects()).as("they may come back by themselves").isZero();
			// What the parent says is as old as the last reports.
			assertThat(CLOSED.matcher(log()).results().mapToInt((match) -> Integer.parseInt(match.group(1))).sum())
				.isEqualTo(200);
			assertThat(log()).doesNotContain(" ERROR ");
			assertThat(controlDirectories()).isEmpty();
		}
	}

	private List<Path> controlDirectories() throws IOException {
		try (var files = Files.list(this.folder)) {
			return files.filter((file) -> file.getFileName().toString().startsWith("sticky-cluster-")).toList();
		}
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
