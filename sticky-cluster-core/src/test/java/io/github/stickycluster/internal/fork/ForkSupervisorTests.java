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
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

import io.github.stickycluster.internal.budget.KeptMemory;
import io.github.stickycluster.internal.memory.NodeMemory;
import io.github.stickycluster.internal.worker.WorkerRegistry;
import io.github.stickycluster.internal.worker.WorkerSettings;
import io.github.stickycluster.internal.worker.WorkerStatistics;
import io.github.stickycluster.testkit.TestDefaults;
import io.github.stickycluster.testkit.TestTransport;
import io.github.stickycluster.worker.WorkerState;
import io.netty.channel.Channel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link ForkSupervisor} whose processes do nothing: the test speaks for them.
 */
@Timeout(60)
class ForkSupervisorTests {

	@TempDir
	private Path folder;

	private final List<String> obituaries = new CopyOnWriteArrayList<>();

	private final List<ParentLink> links = new ArrayList<>();

	private volatile WorkerState reported = WorkerState.UP;

	private final WorkerRegistry registry = new WorkerRegistry();

	private final FamilyHub hub = new FamilyHub(TestTransport.get(), 1_000_000, NodeMemory.ofThisJvm());

	@AfterEach
	void close() {
		this.links.forEach(ParentLink::close);
	}

	@Test
	void theLateEndOfAConnectionIsNotThatOfTheNextProcess() throws Exception {
		ForkSupervisor children = children();
		CompletableFuture<Void> started = CompletableFuture.runAsync(children::start);
		try {
			ChildFile first = speak("");
			started.get(10, TimeUnit.SECONDS);
			long pid = worker().pid();
			CompletableFuture<Void> restarted = children.restart("family-1");
			// Its connection goes on: the system may tell of a process's end first.
			ProcessHandle.of(pid).orElseThrow().destroyForcibly();
			speak(first.token());
			restarted.get(10, TimeUnit.SECONDS);
			assertThat(worker().pid()).isNotEqualTo(pid);
			assertThat(this.obituaries).containsExactly("family-1");
		}
		finally {
			children.stop();
		}
	}

	@Test
	void aProcessThatSaysThatItsWorkerIsDownIsNotKilled() throws Exception {
		ForkSupervisor children = children();
		CompletableFuture<Void> started = CompletableFuture.runAsync(children::start);
		try {
			speak("");
			started.get(10, TimeUnit.SECONDS);
			ProcessHandle process = ProcessHandle.of(worker().pid()).orElseThrow();
			this.reported = WorkerState.DOWN;
			await().until(() -> state() == WorkerState.DOWN);
			await().during(Duration.ofSeconds(1)).until(process::isAlive);
			this.reported = WorkerState.UP;
			await().until(() -> state() == WorkerState.UP);
			assertThat(worker().pid()).isEqualTo(process.pid());
		}
		finally {
			children.stop();
		}
	}

	private ForkSupervisor children() throws IOException {
		Path script = Files.writeString(this.folder.resolve("child"), "#!/bin/sh\nexec sleep 60\n");
		Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
		return new ForkSupervisor(
				new ForkSettings(List.of(script.toString()), List.of(), (number) -> Map.of(), 0, "127.0.0.1",
						Duration.ofSeconds(20), Duration.ofSeconds(5)),
				new WorkerSettings("family", 1, 1, 0, 1, false), TestDefaults.OPERATIONS, this.registry, this.hub,
				this.obituaries::add, (worker, connections) -> {
				}, NodeMemory.ofThisJvm());
	}

	/**
	 * Connects as the process that has another token than the one before.
	 */
	private ChildFile speak(String before) {
		Path file = await().ignoreExceptions()
			.until(() -> this.hub.directory().resolve("1.json"),
					(path) -> !ChildFile.read(path).token().equals(before));
		ParentLink link = new ParentLink(file, TestTransport.get(), () -> {
		}, NodeMemory.ofThisJvm());
		link.open();
		this.links.add(link);
		link.ready(Channel::close, new NoCommands(), this::report);
		return link.child();
	}

	private ForkedWorker worker() {
		return (ForkedWorker) this.registry.table().find("family-1").orElseThrow().worker();
	}

	private WorkerState state() {
		return this.registry.table().find("family-1").orElseThrow().state();
	}

	private ChildReport report() {
		return new ChildReport(0, this.reported, false, false,
				new ForkedWorker.Description(0, 0, 0, 0, Map.of(), 0, 0, 0, KeptMemory.NONE, 0, 0, 0), 0,
				WorkerStatistics.Snapshot.ZERO);
	}

}
