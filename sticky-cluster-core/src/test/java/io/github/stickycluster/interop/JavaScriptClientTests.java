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

package io.github.stickycluster.interop;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.github.stickycluster.testkit.Json;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Runs the scenarios of {@code src/test/node/client.js} with three generations of the
 * JavaScript client, over polling, over WebSocket and across an upgrade.
 */
@Tag("once")
@Timeout(120)
class JavaScriptClientTests {

	private static final Path FOLDER = Path.of("src", "test", "node").toAbsolutePath();

	private static final List<Integer> ONCE_AND_IN_ORDER = Stream.iterate(0, (n) -> n + 1).limit(2_000).toList();

	private static InteropServer server;

	@BeforeAll
	static void start() {
		assertThat(FOLDER.resolve("node_modules"))
			.as("the JavaScript clients: the build installs them with 'npm ci' in src/test/node")
			.matches((folder) -> Files.isDirectory(folder), "is a folder");
		server = new InteropServer();
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	@TestFactory
	Stream<DynamicTest> socketIoClient2() {
		return everyWay("sio2");
	}

	@TestFactory
	Stream<DynamicTest> socketIoClient3() {
		return everyWay("sio3");
	}

	@TestFactory
	Stream<DynamicTest> socketIoClient4() {
		return everyWay("sio4");
	}

	private static Stream<DynamicTest> everyWay(String library) {
		return Stream.of("polling", "websocket", "upgrade").flatMap((way) -> results(library, way));
	}

	private static Stream<DynamicTest> results(String library, String way) {
		List<JsonNode> results = run(library, way, server.url(), Map.of());
		assertThat(results).as("scenarios of client.js").hasSize(14);
		List<List<Integer>> numbers = server.takeNumbers();
		DynamicTest bursts = DynamicTest.dynamicTest(way + " bursts as the server saw them",
				() -> assertThat(numbers).containsExactly(ONCE_AND_IN_ORDER, ONCE_AND_IN_ORDER));
		return Stream.concat(results.stream().map((result) -> test(way, result)), Stream.of(bursts));
	}

	private static DynamicTest test(String way, JsonNode result) {
		return DynamicTest.dynamicTest(way + " " + result.get("scenario").asString(),
				() -> assertThat(result.get("ok").asBoolean()).as(result.get("error").toString()).isTrue());
	}

	static List<JsonNode> run(String library, String way, String url, Map<String, String> environment) {
		try {
			ProcessBuilder builder = new ProcessBuilder("node", "client.js", library, way, url)
				.directory(FOLDER.toFile())
				.redirectErrorStream(true);
			builder.environment().putAll(environment);
			Process process = builder.start();
			List<JsonNode> results = read(process);
			assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
			return results;
		}
		catch (IOException ex) {
			throw new AssertionError("the interop tests need Node.js 18 or newer as 'node' on the PATH", ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new AssertionError(ex);
		}
	}

	private static List<JsonNode> read(Process process) throws IOException {
		List<JsonNode> results = new ArrayList<>();
		try (BufferedReader reader = new BufferedReader(
				new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
			for (String line = reader.readLine(); line != null; line = reader.readLine()) {
				assertThat(line).as("what client.js says").startsWith("{");
				results.add(Json.parse(line));
			}
		}
		return results;
	}

}
