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

package io.github.stickycluster.demo.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.github.stickycluster.testsupport.ChildProcess;
import org.awaitility.Awaitility;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The executable jar, run as a user runs it; after it is packaged. Its workers have the
 * mode of all tests.
 */
public final class PackagedDemo implements AutoCloseable {

	private static final String JAVA = Path.of(System.getProperty("java.home"), "bin", "java").toString();

	private static final Path PACKAGED = Path.of("target", "demo-chat-app.jar").toAbsolutePath();

	private static final Duration START = Duration.ofMinutes(4);

	private final HttpClient http = HttpClient.newHttpClient();

	private final Process process;

	private final Path log;

	private final int port;

	private PackagedDemo(Process process, Path log, int port) {
		this.process = process;
		this.log = log;
		this.port = port;
	}

	/**
	 * Starts the jar as it is packaged, and does not wait for it.
	 * @param folder for its output
	 * @param arguments further properties, as on a command line
	 * @return the running jar
	 */
	public static PackagedDemo startPackaged(Path folder, String... arguments) throws IOException {
		return start(PACKAGED, folder, ChildProcess.freePort(), arguments);
	}

	/**
	 * Starts the jar and does not wait for it.
	 * @param folder for its output
	 * @param arguments further properties, as on a command line
	 * @return the running jar
	 */
	public static PackagedDemo start(Path folder, String... arguments) throws IOException {
		return start(folder, ChildProcess.freePort(), arguments);
	}

	/**
	 * Starts the jar on a port and does not wait for it. The jar is extracted: a start
	 * takes 11.5 s of processor time then, and 16.9 s as it is packaged.
	 * @param folder for its output
	 * @param port the public port
	 * @param arguments further properties, as on a command line
	 * @return the running jar
	 */
	public static PackagedDemo start(Path folder, int port, String... arguments) throws IOException {
		return start(Extracted.JAR, folder, port, arguments);
	}

	private static PackagedDemo start(Path jar, Path folder, int port, String... arguments) throws IOException {
		List<String> command = new ArrayList<>(List.of(JAVA, "-Xmx256m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC",
				"-jar", jar.toString(), "--sticky-cluster.address=127.0.0.1", "--sticky-cluster.port=" + port,
				// As long as it is waited for: with forked workers nine processes
				// start at once.
				"--sticky-cluster.workers.fork.start-timeout=" + START.toSeconds() + "s"));
		String mode = System.getProperty("sticky-cluster.workers.mode");
		if (mode != null) {
			command.add("--sticky-cluster.workers.mode=" + mode);
		}
		command.addAll(List.of(arguments));
		Path log = Files.createTempFile(folder, "demo-", ".log");
		Process process = new ProcessBuilder(command).directory(folder.toFile())
			.redirectErrorStream(true)
			.redirectOutput(log.toFile())
			.start();
		return new PackagedDemo(process, log, port);
	}

	/**
	 * Waits until it is up.
	 * @return this
	 */
	public PackagedDemo awaitUp() {
		Awaitility.await().atMost(START).ignoreExceptionsInstanceOf(IOException.class).until(() -> {
			assertThat(this.process.isAlive()).as(this::log).isTrue();
			return get("/actuator/health").contains("UP");
		});
		return this;
	}

	public int port() {
		return this.port;
	}

	/**
	 * Asks for a page.
	 * @param path its path
	 * @return the answer's body
	 */
	public String get(String path) throws IOException, InterruptedException {
		URI uri = URI.create("http://127.0.0.1:" + this.port + path);
		return this.http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString()).body();
	}

	public String log() {
		try {
			return Files.readString(this.log);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Ends it by SIGTERM, as an operator does.
	 * @return its exit code
	 */
	public int terminate() throws InterruptedException {
		this.process.destroy();
		assertThat(this.process.waitFor(10, TimeUnit.SECONDS)).as("stopped in time").isTrue();
		return this.process.exitValue();
	}

	/** Ends it by SIGKILL. */
	public void kill() {
		this.process.destroyForcibly().onExit().join();
	}

	@Override
	public void close() {
		kill();
	}

	/** Once for all tests of this JVM. */
	private static final class Extracted {

		private static final Path JAR = extract();

		private static Path extract() {
			Path folder = PACKAGED.resolveSibling("extracted");
			try {
				Process process = new ProcessBuilder(JAVA, "-Djarmode=tools", "-jar", PACKAGED.toString(), "extract",
						"--force", "--destination", folder.toString())
					.inheritIO()
					.start();
				assertThat(process.onExit().join().exitValue()).isZero();
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
			return folder.resolve(PACKAGED.getFileName());
		}

	}

}
