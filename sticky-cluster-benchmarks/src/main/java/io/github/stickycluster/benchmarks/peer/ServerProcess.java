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

package io.github.stickycluster.benchmarks.peer;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * A process that serves on a port, with its output in a log file. It ends with this JVM.
 */
final class ServerProcess implements AutoCloseable {

	private static final Duration START_TIMEOUT = Duration.ofSeconds(60);

	private static final long ANSWER_TIMEOUT_SECONDS = 30;

	private static final int POLL_MILLIS = 20;

	private final Process process;

	private final Path log;

	private final BlockingQueue<Long> heaps = new LinkedBlockingQueue<>();

	private final Thread endWithUs;

	private ServerProcess(Process process, Path log) {
		this.process = process;
		this.log = log;
		this.endWithUs = new Thread(process::destroy);
		Runtime.getRuntime().addShutdownHook(this.endWithUs);
		Thread reader = new Thread(this::copyOutput, "log-" + log.getFileName());
		reader.setDaemon(true);
		reader.start();
	}

	static ServerProcess start(Path log, List<String> command) throws IOException {
		return new ServerProcess(new ProcessBuilder(command).redirectErrorStream(true).start(), log);
	}

	private void copyOutput() {
		try (BufferedReader output = new BufferedReader(
				new InputStreamReader(this.process.getInputStream(), StandardCharsets.UTF_8));
				PrintWriter copy = new PrintWriter(Files.newBufferedWriter(this.log), true)) {
			for (String line = output.readLine(); line != null; line = output.readLine()) {
				if (line.startsWith("heap ")) {
					this.heaps.add(Long.parseLong(line.substring("heap ".length())));
				}
				else {
					copy.println(line);
				}
			}
		}
		catch (IOException ex) {
			// The process has ended.
		}
	}

	/**
	 * Waits until the process accepts connections.
	 */
	void awaitPort(int port) throws InterruptedException, IOException {
		long deadline = System.nanoTime() + START_TIMEOUT.toNanos();
		while (!accepts(port)) {
			if (!this.process.isAlive() || System.nanoTime() - deadline > 0) {
				throw new IOException("No server on port " + port + "; its log is " + this.log);
			}
			Thread.sleep(POLL_MILLIS);
		}
	}

	private static boolean accepts(int port) {
		try (Socket socket = new Socket()) {
			socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
			return true;
		}
		catch (IOException ex) {
			return false;
		}
	}

	/**
	 * The processes behind this one, itself included.
	 */
	Stream<ProcessHandle> handles() {
		return Stream.concat(Stream.of(this.process.toHandle()), this.process.descendants());
	}

	/**
	 * Asks a server of ours for the bytes of live objects after a garbage collection.
	 */
	long heap() throws IOException, InterruptedException {
		OutputStream commands = this.process.getOutputStream();
		commands.write("heap\n".getBytes(StandardCharsets.US_ASCII));
		commands.flush();
		@Nullable Long answer = this.heaps.poll(ANSWER_TIMEOUT_SECONDS, TimeUnit.SECONDS);
		if (answer == null) {
			throw new IOException("No answer; the server's log is " + this.log);
		}
		return answer;
	}

	@Override
	public void close() {
		this.process.destroy();
		try {
			this.process.waitFor(ANSWER_TIMEOUT_SECONDS, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		Runtime.getRuntime().removeShutdownHook(this.endWithUs);
	}

}
