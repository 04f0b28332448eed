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

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A program that runs beside a test and ends with it.
 */
public final class ChildProcess implements AutoCloseable {

	private static final int FIRST_PORT = 15_000;

	/** Linux's default. */
	private static final int FIRST_EPHEMERAL_PORT = 32_768;

	private final Process process;

	private ChildProcess(Process process) {
		this.process = process;
	}

	/**
	 * Starts a program and waits until it listens.
	 * @param log the file for its output
	 * @param port the port that it will listen on, on 127.0.0.1
	 * @param command the program's name and its arguments
	 */
	public static ChildProcess start(Path log, int port, String... command) throws IOException {
		List<String> line = new ArrayList<>(List.of(command));
		line.set(0, find(command[0]).orElseThrow(() -> new AssertionError("There is no " + command[0])).getPath());
		Process process = new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(log.toFile()).start();
		ChildProcess child = new ChildProcess(process);
		await().until(() -> {
			assertThat(process.isAlive()).as(() -> read(log)).isTrue();
			return isListening(port);
		});
		return child;
	}

	/**
	 * Finds a program on the PATH or where Debian puts servers.
	 */
	public static Optional<File> find(String name) {
		String path = Optional.ofNullable(System.getenv("PATH")).orElse("") + File.pathSeparator + "/usr/sbin";
		return Stream.of(path.split(Pattern.quote(File.pathSeparator)))
			.filter((directory) -> !directory.isEmpty())
			.map((directory) -> Path.of(directory, name))
			.filter(Files::isExecutable)
			.map(Path::toFile)
			.findFirst();
	}

	/**
	 * Finds a port that is free now, and stays so: it is none of those that the kernel
	 * gives to connections, of which tests that run side by side make thousands.
	 */
	public static int freePort() {
		while (true) {
			int port = ThreadLocalRandom.current().nextInt(FIRST_PORT, FIRST_EPHEMERAL_PORT);
			try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
				return socket.getLocalPort();
			}
			catch (IOException ex) {
				// Taken, the next one then.
			}
		}
	}

	private static boolean isListening(int port) {
		try (Socket socket = new Socket("127.0.0.1", port)) {
			return socket.isConnected();
		}
		catch (IOException ex) {
			return false;
		}
	}

	private static String read(Path log) {
		try {
			return Files.readString(log);
		}
		catch (IOException ex) {
			return ex.toString();
		}
	}

	/**
	 * Stops the process without ending it, or lets it go on.
	 * @param signal such as STOP or CONT
	 */
	public void signal(String signal) throws IOException, InterruptedException {
		assertThat(new ProcessBuilder("kill", "-" + signal, Long.toString(this.process.pid())).start().waitFor())
			.isZero();
	}

	@Override
	public void close() {
		this.process.destroyForcibly().onExit().join();
	}

}
