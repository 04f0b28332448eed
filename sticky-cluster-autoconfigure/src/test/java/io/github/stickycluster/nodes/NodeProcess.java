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

package io.github.stickycluster.nodes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.stickycluster.testsupport.TestJvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A node in a process of its own, small and quick to start.
 */
final class NodeProcess implements AutoCloseable {

	private static final Pattern READY = Pattern.compile("^READY (\\d+)$", Pattern.MULTILINE);

	private final String id;

	private final Path log;

	private final Process process;

	private NodeProcess(String id, Path log, Process process) {
		this.id = id;
		this.log = log;
		this.process = process;
	}

	/**
	 * Starts a node and does not wait for it.
	 * @param folder for its log
	 * @param id the node's id
	 * @param properties the application's properties
	 * @return the process
	 */
	static NodeProcess start(Path folder, String id, List<String> properties) throws IOException {
		return start(folder, id, TestJvm.command("-Xmx256m"), properties);
	}

	/**
	 * Starts a node in a JVM of the test's choice and does not wait for it.
	 * @param folder for its log
	 * @param id the node's id
	 * @param jvm the command of the JVM, without the main class
	 * @param properties the application's properties
	 * @return the process
	 */
	static NodeProcess start(Path folder, String id, List<String> jvm, List<String> properties) throws IOException {
		return start(folder, id, jvm, NodeApplication.class, properties);
	}

	/**
	 * Starts a node of another application and does not wait for it.
	 * @param folder for its log
	 * @param id the node's id
	 * @param application its main class
	 * @param properties the application's properties
	 * @return the process
	 */
	static NodeProcess start(Path folder, String id, Class<?> application, List<String> properties) throws IOException {
		return start(folder, id, TestJvm.command("-Xmx256m"), application, properties);
	}

	private static NodeProcess start(Path folder, String id, List<String> jvm, Class<?> application,
			List<String> properties) throws IOException {
		List<String> command = new ArrayList<>(jvm);
		command.addAll(List.of(application.getName(), "--sticky-cluster.node-id=" + id, "--sticky-cluster.port=0",
				"--sticky-cluster.address=127.0.0.1", "--server.shutdown=immediate"));
		properties.forEach((property) -> command.add("--" + property));
		Path log = Files.createTempFile(folder, id + "-", ".log");
		return new NodeProcess(id, log,
				new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start());
	}

	String id() {
		return this.id;
	}

	/**
	 * Waits until the node has started.
	 * @return its public port, 0 if it has none
	 */
	int port() {
		return await().atMost(Duration.ofMinutes(4)).until(() -> {
			assertThat(this.process.isAlive()).as(this::log).isTrue();
			Matcher ready = READY.matcher(log());
			return ready.find() ? Integer.parseInt(ready.group(1)) : -1;
		}, (port) -> port >= 0);
	}

	/**
	 * Kills it by SIGKILL: it says good-bye to nobody.
	 */
	void kill() {
		this.process.destroyForcibly().onExit().join();
	}

	String log() {
		try {
			return Files.readString(this.log);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void close() {
		kill();
	}

	@Override
	public String toString() {
		return "node " + this.id;
	}

}
