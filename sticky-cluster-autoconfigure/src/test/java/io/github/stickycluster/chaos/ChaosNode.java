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

package io.github.stickycluster.chaos;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.awaitility.core.ConditionTimeoutException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A {@link ChaosApplication} in a process of its own, with little memory.
 */
final class ChaosNode implements AutoCloseable {

	static final int DIRECT_MEGABYTES = 64;

	private static final Pattern READY = Pattern.compile("^" + ChaosApplication.READY + "(\\d+) (\\d+)$",
			Pattern.MULTILINE);

	private static final Pattern PEAK = Pattern.compile("VmHWM:\\s+(\\d+) kB");

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private static final int HEAD_BYTES = 65_536;

	private final Process process;

	private final Path log;

	private final int port;

	private final int webPort;

	private int questions;

	private ChaosNode(Process process, Path log) {
		this.process = process;
		this.log = log;
		Matcher ready = await().atMost(Duration.ofMinutes(3)).until(() -> {
			assertThat(process.isAlive()).as(this::beginningOfLog).isTrue();
			return READY.matcher(beginningOfLog());
		}, Matcher::find);
		this.port = Integer.parseInt(ready.group(1));
		this.webPort = Integer.parseInt(ready.group(2));
	}

	/**
	 * Starts a node and waits until it serves.
	 * @param folder for its log
	 * @param heapMegabytes its {@code -Xmx}
	 * @param properties the application's properties beyond the usual ones
	 */
	static ChaosNode start(Path folder, int heapMegabytes, List<String> properties) throws IOException {
		List<String> command = new ArrayList<>(List.of(
				Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx" + heapMegabytes + "m",
				"-XX:MaxDirectMemorySize=" + DIRECT_MEGABYTES + "m", "-cp", System.getProperty("java.class.path"),
				ChaosApplication.class.getName(), "--sticky-cluster.port=0", "--sticky-cluster.address=127.0.0.1",
				"--sticky-cluster.node-id=node", "--sticky-cluster.workers.count=2",
				"--sticky-cluster.web.forward=true", "--server.port=0", "--server.address=127.0.0.1",
				"--spring.main.web-application-type=servlet", "--management.health.redis.enabled=false",
				"--spring.main.banner-mode=off"));
		properties.forEach((property) -> command.add("--" + property));
		Path log = Files.createTempFile(folder, "node-", ".log");
		Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
		try {
			return new ChaosNode(process, log);
		}
		catch (Throwable ex) {
			process.destroyForcibly();
			throw ex;
		}
	}

	int port() {
		return this.port;
	}

	/** The port of the web server itself, for probes. */
	int webPort() {
		return this.webPort;
	}

	boolean isAlive() {
		return this.process.isAlive();
	}

	/**
	 * Asks the node what it holds.
	 * @return empty if it does not answer
	 */
	Optional<Measurement> measure() {
		String question = Integer.toString(++this.questions);
		try {
			OutputStream out = this.process.getOutputStream();
			out.write((question + "\n").getBytes(StandardCharsets.US_ASCII));
			out.flush();
			return await().atMost(PATIENCE)
				.pollInterval(Duration.ofMillis(100))
				.until(() -> Measurement.find(question, endOfLog()), Optional::isPresent);
		}
		catch (IOException | ConditionTimeoutException ex) {
			return Optional.empty();
		}
	}

	/**
	 * The most physical memory that the process has had, in MB.
	 */
	long peakMegabytes() {
		try {
			Matcher peak = PEAK
				.matcher(Files.readString(Path.of("/proc", Long.toString(this.process.pid()), "status")));
			return peak.find() ? Long.parseLong(peak.group(1)) >> 10 : -1;
		}
		catch (IOException ex) {
			return -1;
		}
	}

	/** How many lines the application has logged. */
	long logLines() {
		try (Stream<String> lines = Files.lines(this.log, StandardCharsets.ISO_8859_1)) {
			return lines.filter((line) -> !line.isEmpty() && !Measurement.isLine(line)).count();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private String beginningOfLog() {
		try (InputStream in = Files.newInputStream(this.log)) {
			return new String(in.readNBytes(HEAD_BYTES), StandardCharsets.ISO_8859_1);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	// It may be large.
	private String endOfLog() {
		try (SeekableByteChannel in = Files.newByteChannel(this.log)) {
			in.position(Math.max(0, in.size() - HEAD_BYTES));
			ByteBuffer bytes = ByteBuffer.allocate(HEAD_BYTES);
			while (bytes.hasRemaining() && in.read(bytes) >= 0) {
				// More is there.
			}
			return new String(bytes.array(), 0, bytes.position(), StandardCharsets.ISO_8859_1);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void close() {
		this.process.destroyForcibly().onExit().join();
	}

}
