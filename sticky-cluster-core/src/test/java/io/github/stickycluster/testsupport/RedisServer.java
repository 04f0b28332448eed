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

package io.github.stickycluster.testsupport;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

import static org.awaitility.Awaitility.await;

/**
 * A real Redis on 127.0.0.1 that keeps its data when it is killed.
 */
public final class RedisServer implements AutoCloseable {

	private final Path directory;

	private final int port;

	private final List<String> options;

	private ChildProcess process;

	private RedisServer(Path directory, int port, String... options) throws IOException {
		this.directory = directory;
		this.port = port;
		this.options = List.of(options);
		this.process = run();
	}

	/**
	 * Starts a Redis on a free port.
	 * @param directory for its data
	 */
	public static RedisServer start(Path directory) throws IOException {
		int port = ChildProcess.freePort();
		return start(directory, port, "--port", Integer.toString(port));
	}

	/**
	 * Starts a Redis with options of its own.
	 * @param directory for its data
	 * @param port the port that it listens on
	 * @param options further options, the port one of them
	 */
	public static RedisServer start(Path directory, int port, String... options) throws IOException {
		return new RedisServer(Files.createDirectories(directory), port, options);
	}

	private ChildProcess run() throws IOException {
		List<String> line = new ArrayList<>(List.of("redis-server", "--bind", "127.0.0.1", "--dir",
				this.directory.toString(), "--appendonly", "yes", "--appendfsync", "always", "--save", ""));
		line.addAll(this.options);
		Path log = this.directory.resolve("redis.log");
		ChildProcess started = ChildProcess.start(log, this.port, line.toArray(String[]::new));
		// It listens before it has loaded its data.
		await().until(() -> Files.readString(log).contains("Ready to accept connections"));
		return started;
	}

	/**
	 * The port that it listens on.
	 */
	public int port() {
		return this.port;
	}

	/**
	 * Lets it hang, or go on: its connections stay open.
	 */
	public void hang(boolean hang) throws IOException, InterruptedException {
		this.process.signal(hang ? "STOP" : "CONT");
	}

	/**
	 * Kills it.
	 */
	public void kill() {
		this.process.close();
	}

	/**
	 * Starts it again with the data it had.
	 */
	public void restart() throws IOException {
		this.process = run();
	}

	/**
	 * Starts it again without any data.
	 */
	public void restartEmpty() throws IOException {
		try (Stream<Path> files = Files.walk(this.directory.resolve("appendonlydir"))) {
			for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
				Files.delete(file);
			}
		}
		restart();
	}

	@Override
	public void close() {
		this.process.close();
	}

}
