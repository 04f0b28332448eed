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
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import io.github.stickycluster.cluster.SocketCluster;
import io.github.stickycluster.cluster.SocketDetails;
import io.github.stickycluster.testkit.Json;
import io.github.stickycluster.testsupport.ChildProcess;
import io.github.stickycluster.testsupport.JavaClient;
import io.github.stickycluster.testsupport.RedisServer;
import io.github.stickycluster.testsupport.RequiresExecutable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Two families whose processes are nodes of one cluster, over an engine. Each has one
 * child; {@link FamilyTests} has several.
 */
@Tag("long")
@Tag("once")
@Timeout(240)
class TwoFamiliesTests {

	private static final Duration START = Duration.ofSeconds(60);

	private static final String[] ALL = { "a-1 UP", "b-1 UP" };

	@Test
	@RequiresExecutable("redis-server")
	void areOneClusterOverRedis(@TempDir Path folder) throws Exception {
		try (RedisServer redis = RedisServer.start(folder)) {
			areOneCluster("--sticky-cluster.bus.type=redis", "--spring.data.redis.port=" + redis.port());
		}
	}

	@Test
	void areOneClusterOverHazelcast() throws Exception {
		areOneCluster("--sticky-cluster.bus.type=hazelcast", "--test.hazelcast.port=" + ChildProcess.freePort());
	}

	private static void areOneCluster(String... engine) throws Exception {
		try (RunningFamily a = RunningFamily.start("a", 1, engine);
				RunningFamily b = RunningFamily.start("b", 1, engine)) {
			await().atMost(START).untilAsserted(() -> {
				assertThat(a.states()).containsExactly(ALL);
				assertThat(b.states()).containsExactly(ALL);
			});
			everyoneIsReached(a, b);
			namespacesOfAPatternAreReached(a, b);
			aSessionIsFoundThroughTheOtherFamily(a, b);
			aChildThatIsKilledIsMissedAndComesBack(a, b);
		}
	}

	private static void everyoneIsReached(RunningFamily a, RunningFamily b) {
		List<JavaClient> clients = List.of(a.connect("127.0.41.1"), b.connect("127.0.43.1"));
		try {
			List<List<Object>> told = clients.stream().map((client) -> client.received("told")).toList();
			List<Object> expected = new ArrayList<>();
			for (JavaClient teller : clients) {
				String words = "words " + expected.size();
				teller.emitWithAck("tell", words);
				expected.add(words);
				await()
					.untilAsserted(() -> assertThat(told).allSatisfy((each) -> assertThat(each).isEqualTo(expected)));
			}
			b.bean(SocketCluster.class).emit("told", "by a parent");
			expected.add("by a parent");
			await().untilAsserted(() -> assertThat(told).allSatisfy((each) -> assertThat(each).isEqualTo(expected)));
			for (RunningFamily family : List.of(a, b)) {
				assertThat(family.bean(SocketCluster.class).fetchSockets().join()).as("as a parent sees it")
					.extracting(SocketDetails::worker)
					.containsExactlyInAnyOrder("a-1", "b-1");
			}
			for (JavaClient client : clients) {
				List<Object> workers = client.received("workers");
				client.emitWithAck("workers");
				await().untilAsserted(() -> assertThat(workers).as("as a child sees it")
					.singleElement()
					.hasToString("[\"a-1\",\"b-1\"]"));
			}
		}
		finally {
			clients.forEach(JavaClient::close);
		}
	}

	private static void namespacesOfAPatternAreReached(RunningFamily a, RunningFamily b) {
		try (JavaClient one = a.connectToNamespace("/tenant-1", "127.0.41.1");
				JavaClient other = b.connectToNamespace("/tenant-1", "127.0.43.1");
				JavaClient two = b.connectToNamespace("/tenant-2", "127.0.43.2")) {
			List<List<Object>> told = Stream.of(one, other, two).map((client) -> client.received("told")).toList();
			SocketCluster cluster = a.bean(SocketCluster.class);
			cluster.ofAll("/tenant-{id}").emit("told", "all");
			cluster.of("/tenant-1").emit("told", "one");
			cluster.of("/tenant-2").emit("told", "two");
			await().untilAsserted(() -> assertThat(told).containsExactly(List.of("all", "one"), List.of("all", "one"),
					List.of("all", "two")));
			assertThat(cluster.ofAll("/tenant-{id}").count()).succeedsWithin(START).isEqualTo(3L);
		}
		await().untilAsserted(
				() -> assertThat(a.bean(SocketCluster.class).ofAll("/tenant-{id}").count()).succeedsWithin(START)
					.isEqualTo(0L));
	}

	/**
	 * As through a load balancer that knows nothing of sessions.
	 */
	private static void aSessionIsFoundThroughTheOtherFamily(RunningFamily a, RunningFamily b) throws Exception {
		String opened = get(a, "");
		String sid = Json.parse(opened.substring(1)).get("sid").asString();
		HttpResponse<String> connected = HttpClient.newHttpClient()
			.send(HttpRequest.newBuilder(uri(b, "&sid=" + sid)).POST(HttpRequest.BodyPublishers.ofString("40")).build(),
					HttpResponse.BodyHandlers.ofString());
		assertThat(connected.body()).isEqualTo("ok");
		assertThat(get(b, "&sid=" + sid)).startsWith("40{\"sid\":");
	}

	private static String get(RunningFamily family, String query) throws IOException, InterruptedException {
		return HttpClient.newHttpClient()
			.send(HttpRequest.newBuilder(uri(family, query)).build(), HttpResponse.BodyHandlers.ofString())
			.body();
	}

	private static URI uri(RunningFamily family, String query) {
		return URI.create("http://127.0.0.1:" + family.port() + "/socket.io/?EIO=4&transport=polling" + query);
	}

	private static void aChildThatIsKilledIsMissedAndComesBack(RunningFamily a, RunningFamily b) throws Exception {
		RunningFamily.signal("KILL", b.pid("b-1"));
		await().until(() -> !a.states().contains("b-1 UP"));
		await().atMost(START)
			.untilAsserted(() -> assertThat(Stream.of(a, b))
				.allSatisfy((family) -> assertThat(family.states()).containsExactly(ALL)));
		try (JavaClient client = b.connectTo("b-1", "127.0.43")) {
			List<Object> told = client.received("told");
			a.bean(SocketCluster.class).emit("told", "you are back");
			await().untilAsserted(() -> assertThat(told).containsExactly("you are back"));
		}
	}

}
