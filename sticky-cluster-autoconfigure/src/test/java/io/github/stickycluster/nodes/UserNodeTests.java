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
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

import io.github.stickycluster.testsupport.JavaClient;
import io.github.stickycluster.testsupport.RedisServer;
import io.github.stickycluster.testsupport.RequiresExecutable;
import org.json.JSONArray;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A thousand users on three nodes in processes of their own, joined by a real Redis. The
 * last node is killed in the last test.
 */
@Tag("long")
@Timeout(300)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@RequiresExecutable("redis-server")
class UserNodeTests {

	private static final int USERS = 1_000;

	private static final int LONE = 200;

	private static final int TRIALS = 200;

	private static final Pattern HEARD = Pattern.compile("^HEARD User(\\w+)Event (\\S+) (\\S+)$", Pattern.MULTILINE);

	@TempDir
	private static Path folder;

	private final List<NodeProcess> nodes = new ArrayList<>();

	private final List<JavaClient> askers = new ArrayList<>();

	private final Crowd crowd = new Crowd();

	private RedisServer redis;

	@BeforeAll
	void start() throws IOException {
		this.redis = RedisServer.start(folder);
		for (String id : List.of("a", "b", "c")) {
			this.nodes
				.add(NodeProcess.start(folder, id, UserNodeApplication.class, List.of("sticky-cluster.bus.type=redis",
						"spring.data.redis.port=" + this.redis.port(), "sticky-cluster.security.offline-grace=3s")));
		}
		for (NodeProcess node : this.nodes) {
			this.askers.add(JavaClient.connect(node.port(), "127.0.6.1", (options) -> {
				options.transports = new String[] { "websocket" };
				options.auth = Map.of("user", "asker-" + node.id());
			}));
		}
		this.askers.forEach((asker) -> await().until(() -> asker.emitWithAck("members")[0].equals(3)));
	}

	@AfterAll
	void stop() {
		this.crowd.close();
		this.askers.forEach(JavaClient::close);
		this.nodes.forEach(NodeProcess::close);
		this.redis.close();
	}

	@Test
	@Order(1)
	void isOnlineIsRightWithin100MillisecondsOfAConnect() {
		long[] times = new long[TRIALS];
		long[] questions = new long[TRIALS];
		for (int i = 0; i < TRIALS; i++) {
			String user = "early-" + i;
			Crowd.Member member = this.crowd.connect(this.nodes.get(i % 3).port(), user).await();
			long start = System.nanoTime();
			JavaClient asker = this.askers.get((i + 1) % 3);
			while (!asker.emitWithAck("isOnline", user)[0].equals(true)) {
				assertThat(System.nanoTime() - start).as(user).isLessThan(TimeUnit.SECONDS.toNanos(10));
			}
			times[i] = System.nanoTime() - start;
			start = System.nanoTime();
			assertThat(asker.emitWithAck("isOnline", user)[0]).isEqualTo(true);
			questions[i] = System.nanoTime() - start;
			member.close();
		}
		print("isOnline is right after a connect, in ms", times);
		print("isOnline is answered, in ms", questions);
		// The median, since other processes of the machine delay some by more.
		assertThat(Duration.ofNanos(times[TRIALS / 2])).isLessThan(Duration.ofMillis(100));
		await().atMost(Duration.ofSeconds(20)).until(() -> this.askers.get(0).emitWithAck("online")[0].equals(3));
		Map<String, List<Heard>> heard = heard();
		IntStream.range(0, TRIALS)
			.forEach((i) -> assertThat(heard.get("early-" + i)).extracting(Heard::kind)
				.containsExactly("Online", "Offline"));
	}

	@Test
	@Order(2)
	void eachOfThousandUsersIsReachedOnAllNodesAndNobodyElse() {
		List<Crowd.Member> members = new ArrayList<>();
		List<String> users = users("user", USERS);
		for (NodeProcess node : this.nodes) {
			int port = node.port();
			users.forEach((user) -> members.add(this.crowd.connect(port, user)));
		}
		members.forEach(Crowd.Member::await);
		for (JavaClient asker : this.askers) {
			assertThat(asker.emitWithAck("tell", new JSONArray(users))[0]).isEqualTo(true);
		}
		for (Crowd.Member member : members) {
			String own = "[\"told\",\"" + member.user() + "\"]";
			await().atMost(Duration.ofSeconds(30))
				.untilAsserted(() -> assertThat(member.told()).containsExactly(own, own, own));
		}
		Map<String, List<Heard>> heard = heard();
		assertThat(users)
			.allSatisfy((user) -> assertThat(heard.get(user)).extracting(Heard::kind).containsExactly("Online"));
		assertThat(this.askers.get(1).emitWithAck("online")[0]).isEqualTo(USERS + 3);
	}

	@Test
	@Order(3)
	void aKilledNodeLeavesNobodyOnlineAndEachUserIsReported() {
		List<String> lone = users("lone", LONE);
		int port = this.nodes.get(2).port();
		List<Crowd.Member> members = lone.stream().map((user) -> this.crowd.connect(port, user)).toList();
		members.forEach(Crowd.Member::await);
		await().untilAsserted(() -> assertThat(heard().keySet()).containsAll(lone));
		Map<String, String> owners = new HashMap<>();
		heard().forEach((user, all) -> owners.put(user, all.get(0).node()));
		assertThat(lone.stream().map(owners::get).distinct()).hasSize(3);
		this.nodes.get(2).kill();
		await().atMost(Duration.ofSeconds(60))
			.untilAsserted(() -> assertThat(lone)
				.allSatisfy((user) -> assertThat(heard().get(user)).extracting(Heard::kind).contains("Offline")));
		await().during(Duration.ofSeconds(4)).atMost(Duration.ofSeconds(10)).until(() -> true);
		Map<String, List<Heard>> heard = heard();
		for (String user : lone) {
			List<Heard> all = heard.get(user);
			assertThat(all).extracting(Heard::time).as(user).containsOnly(all.get(0).time());
			if (!owners.get(user).equals("c")) {
				assertThat(all).extracting(Heard::kind).as(user).containsExactly("Online", "Offline");
			}
			assertThat(this.askers.get(0).emitWithAck("isOnline", user)[0]).isEqualTo(false);
		}
		assertThat(users("user", USERS)).as("on two nodes yet")
			.allSatisfy((user) -> assertThat(heard.get(user)).extracting(Heard::kind).containsExactly("Online"));
		assertThat(this.askers.get(1).emitWithAck("online")[0]).isEqualTo(USERS + 2);
	}

	private static void print(String what, long[] nanos) {
		Arrays.sort(nanos);
		System.out.printf("%s: %.1f (median), %.1f (95 %%), %.1f (longest)%n", what, nanos[TRIALS / 2] / 1e6,
				nanos[TRIALS * 95 / 100] / 1e6, nanos[TRIALS - 1] / 1e6);
	}

	private static List<String> users(String name, int count) {
		return IntStream.range(0, count).mapToObj((i) -> name + "-" + i).toList();
	}

	/** What the nodes have heard, by user. */
	private Map<String, List<Heard>> heard() {
		Map<String, List<Heard>> all = new HashMap<>();
		for (NodeProcess node : this.nodes) {
			Matcher matcher = HEARD.matcher(node.log());
			while (matcher.find()) {
				all.computeIfAbsent(matcher.group(2), (user) -> new ArrayList<>())
					.add(new Heard(node.id(), matcher.group(1), matcher.group(3)));
			}
		}
		all.values().forEach((events) -> events.sort((one, other) -> other.kind().compareTo(one.kind())));
		return all;
	}

	private record Heard(String node, String kind, String time) {

	}

}
