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
import java.nio.file.Path;

/**
 * A real Redis on 127.0.0.1 that keeps its data when it is killed.
 */
public final class RedisServer implements AutoCloseable {

	private final Path directory;

	private final int port;

	private ChildProcess process;

	private RedisServer(Path directory, int port) throws IOException {
		this.directory = directory;
		this.port = port;
		this.process = run();
	}

	/**
	 * Starts a Redis on a free port.
	 * @param directory for its data
	 */
	public static RedisServer start(Path directory) throws IOException {
		return new RedisServer(directory, ChildProcess.freePort());
	}

	private ChildProcess run() throws IOException {
		return ChildProcess.start(this.directory.resolve("redis.log"), this.port, "redis-server", "--bind", "127.0.0.1",
				"--port", Integer.toString(this.port), "--dir", this.directory.toString(), "--appendonly", "yes",
				"--appendfsync", "always", "--save", "");
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

	@Override
	public void close() {
		this.process.close();
	}

}
