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

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.stickycluster.testsupport.JavaClient;
import io.github.stickycluster.testsupport.RedisServer;
import io.github.stickycluster.testsupport.RequiresExecutable;
import org.json.JSONArray;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A node of the baseline's jars and one of the present build on one Redis.
 * {@code .ci/baseline} builds the jars and runs this class; no other build does.
 */
@Tag("baseline")
@Timeout(120)
@RequiresExecutable("redis-server")
class BaselineNodeTests {

	/** The file that has the class path of the baseline, one entry a line. */
	private static final String CLASS_PATH_FILE = "baseline.class-path";

	private static final String PRESENT = "present";

	private static final String BASELINE = "baseline";

	@TempDir
	private static Path folder;

	private static RedisServer redis;

	private static NodeProcess present;

	private static NodeProcess baseline;

	@BeforeAll
	static void start() throws IOException {
		redis = RedisServer.start(folder);
		List<String> properties = List.of("sticky-cluster.bus.type=redis", "spring.data.redis.port=" + redis.port());
		present = NodeProcess.start(folder, PRESENT, properties);
		baseline = NodeProcess.start(folder, BASELINE, baselineJvm(), properties);
	}

	@AfterAll
	static void stop() {
		Stream.of(present, baseline).forEach(NodeProcess::close);
		redis.close();
	}

	@Test
	void broadcastsAndQuestionsCrossTheVersionsBothWays() {
		try (Operator here = new Operator(PRESENT, present.port());
				Operator there = new Operator(BASELINE, baseline.port());
				Guest own = new Guest(PRESENT, present.port(), "own", "websocket");
				Guest other = new Guest(BASELINE, baseline.port(), "other", "polling")) {
			for (Operator operator : List.of(here, there)) {
				await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> describesBoth(operator, own, other));
				operator.call("emit").event("say", operator.node(), new byte[] { 0, 1, -1 }).now();
				for (Guest guest : List.of(own, other)) {
					assertThat(guest.next()).containsExactly(operator.node(), "[0, 1, -1]");
				}
				Operator.Replies replies = operator.call("emitWithAck").event("ask", "who").replies();
				assertThat(replies).isEqualTo(new Operator.Replies(List.of("who", "who"), 0, List.of()));
			}
		}
	}

	@Test
	void theBaselineHasNobodyInTheNamespacesOfAPattern() {
		try (Operator here = new Operator(PRESENT, present.port());
				Guest own = new Guest(PRESENT, present.port(), "own", "websocket");
				Guest other = new Guest(BASELINE, baseline.port(), "other", "websocket")) {
			await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> describesBoth(here, own, other));
			String pattern = "/tenant-{id}";
			here.call("emit").namespace(pattern).event("say", "nobody", new byte[0]).now();
			assertThat(here.call("count").namespace(pattern).now()).isEqualTo(0);
			assertThat(here.call("fetchSockets").namespace(pattern).list()).isEmpty();
			assertThat(here.call("emitWithAck").namespace(pattern).event("ask", "who").replies())
				.isEqualTo(new Operator.Replies(List.of(), 0, List.of()));
			here.call("emit").event("say", "all", new byte[] { 1 }).now();
			for (Guest guest : List.of(own, other)) {
				assertThat(guest.next()).containsExactly("all", "[1]");
			}
		}
	}

	@Test
	void usersAreKnownBesideANodeThatKnowsNone() throws IOException {
		try (NodeProcess users = NodeProcess.start(folder, "users", UserNodeApplication.class,
				List.of("sticky-cluster.bus.type=redis", "spring.data.redis.port=" + redis.port()));
				JavaClient anna = JavaClient.connect(users.port(), "127.0.6.1", (options) -> {
					options.transports = new String[] { "websocket" };
					options.auth = Map.of("user", "anna");
				});
				Guest other = new Guest(BASELINE, baseline.port(), "other", "websocket")) {
			await().until(() -> anna.emitWithAck("members")[0].equals(3));
			List<Object> told = anna.received("told");
			assertThat(anna.emitWithAck("online")[0]).isEqualTo(1);
			assertThat(anna.emitWithAck("isOnline", "nobody")[0]).isEqualTo(false);
			anna.emitWithAck("tell", new JSONArray(List.of("anna", "otto")));
			await().untilAsserted(() -> assertThat(told).containsExactly("anna"));
			assertThat(other.echo("still")).isEqualTo("still");
			assertThat(anna.emitWithAck("disconnectUser", "otto")[0]).isEqualTo(0);
		}
	}

	private static void describesBoth(Operator operator, Guest own, Guest other) {
		Map<String, Map<?, ?>> sockets = operator.call("fetchSockets").sockets();
		assertThat(sockets).containsOnlyKeys(own.id(), other.id());
		for (Guest guest : List.of(own, other)) {
			assertThat(sockets.get(guest.id()).get("node")).isEqualTo(guest.node());
		}
	}

	/**
	 * The baseline's jars and libraries come first, and of the present build the tests'
	 * classes alone, which have the node's application.
	 */
	private static List<String> baselineJvm() throws IOException {
		String file = System.getProperty(CLASS_PATH_FILE);
		assertThat(file).as("system property " + CLASS_PATH_FILE + ", which .ci/baseline sets").isNotNull();
		Stream<String> tests = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
			.filter((entry) -> entry.endsWith("test-classes") || entry.endsWith("-tests.jar"));
		String classPath = Stream.concat(Files.readAllLines(Path.of(file)).stream(), tests)
			.collect(Collectors.joining(File.pathSeparator));
		return List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx256m",
				"-XX:TieredStopAtLevel=1", "-cp", classPath);
	}

}
