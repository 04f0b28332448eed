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

package io.github.stickycluster.internal.security;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import io.github.stickycluster.autoconfigure.UserEvent;
import io.github.stickycluster.autoconfigure.UserOfflineEvent;
import io.github.stickycluster.autoconfigure.UserOnlineEvent;
import io.github.stickycluster.cluster.OnlineUser;
import io.github.stickycluster.cluster.SocketCluster;
import io.github.stickycluster.test.SocketTestClient;
import io.github.stickycluster.test.cluster.TestCluster;
import io.github.stickycluster.test.cluster.TestNode;
import io.github.stickycluster.testkit.EnableStickyCluster;
import io.github.stickycluster.testkit.KnownUsers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.event.EventListener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for the users of three nodes in one JVM.
 */
@Timeout(120)
class UserClusterTests {

	private static final int USERS = 12;

	private TestCluster cluster;

	private List<Recorder> recorders = List.of();

	private final List<SocketTestClient> clients = new ArrayList<>();

	@BeforeEach
	void start() {
		this.cluster = TestCluster.of(Application.class)
			.nodes(3)
			.properties("spring.main.web-application-type=none", "test.users=true",
					"sticky-cluster.security.offline-grace=500ms")
			.start();
		this.recorders = this.cluster.nodes().stream().map((node) -> node.bean(Recorder.class)).toList();
	}

	@AfterEach
	void stop() {
		this.clients.forEach(SocketTestClient::close);
		this.cluster.close();
	}

	@Test
	void knowsTheUsersOfAllNodesOnEachNode() {
		IntStream.range(0, USERS).forEach((i) -> connect(i % 3 + 1, "user-" + i));
		IntStream.range(0, USERS).forEach((i) -> connect((i + 1) % 3 + 1, "user-" + i));
		List<OnlineUser> all = IntStream.range(0, USERS).mapToObj((i) -> new OnlineUser("user-" + i, 2)).toList();
		for (TestNode node : this.cluster.nodes()) {
			SocketCluster sockets = node.bean(SocketCluster.class);
			assertThat(now(sockets.fetchUsers())).containsExactlyInAnyOrderElementsOf(all);
			all.forEach((user) -> await().until(() -> now(sockets.isOnline(user.name()))));
			assertThat(now(sockets.isOnline("nobody"))).isFalse();
			assertThat(now(sockets.toUser("user-3").count())).isEqualTo(2);
			assertThat(now(sockets.exceptUser("user-3").count())).isEqualTo(2 * USERS - 2);
		}
		await().untilAsserted(() -> assertThat(heard("UserOnlineEvent"))
			.containsExactlyInAnyOrderElementsOf(all.stream().map(OnlineUser::name).toList()));
		assertThat(now(this.cluster.node(1).bean(SocketCluster.class).disconnectUser("user-3"))).isEqualTo(2);
		await().untilAsserted(() -> assertThat(heard("UserOfflineEvent")).containsExactly("user-3"));
	}

	@Test
	void reportsTheUsersOfANodeThatIsKilledAndOfOneThatStops() {
		List<String> users = IntStream.range(0, USERS).mapToObj((i) -> "user-" + i).toList();
		IntStream.range(0, USERS).forEach((i) -> connect(i % 2 + 2, users.get(i)));
		await().until(() -> heard("UserOnlineEvent").size() == USERS);
		List<String> ofSecond = IntStream.range(0, USERS).filter((i) -> i % 2 == 0).mapToObj(users::get).toList();
		this.cluster.node(2).kill();
		await().atMost(Duration.ofSeconds(40))
			.untilAsserted(() -> assertThat(heard("UserOfflineEvent")).contains(ofSecond.toArray(String[]::new)));
		assertThat(heardBy(1, 3)).as("no survivor repeats it").doesNotHaveDuplicates();
		this.cluster.node(3).stop();
		await().atMost(Duration.ofSeconds(40))
			.untilAsserted(() -> assertThat(heard("UserOfflineEvent")).contains(users.toArray(String[]::new)));
		SocketCluster last = this.cluster.node(1).bean(SocketCluster.class);
		assertThat(users).noneMatch((user) -> now(last.isOnline(user)));
		assertThat(heard("UserOnlineEvent")).hasSize(USERS);
	}

	private void connect(int node, String user) {
		this.clients.add(this.cluster.node(node).client().auth(Map.of("user", user)).connect());
	}

	private static <T> T now(CompletableFuture<T> future) {
		return future.orTimeout(8, TimeUnit.SECONDS).join();
	}

	private List<String> heard(String type) {
		return this.recorders.stream()
			.flatMap((recorder) -> recorder.events.stream())
			.filter((event) -> event.getClass().getSimpleName().equals(type))
			.map(UserEvent::getUser)
			.toList();
	}

	private List<String> heardBy(int... nodes) {
		return IntStream.of(nodes)
			.boxed()
			.flatMap((node) -> this.recorders.get(node - 1).events.stream())
			.map(UserEvent::toString)
			.toList();
	}

	/** Hears what happens to users, on one node. */
	static class Recorder {

		private final List<UserEvent> events = new CopyOnWriteArrayList<>();

		@EventListener({ UserOnlineEvent.class, UserOfflineEvent.class })
		void heard(UserEvent event) {
			this.events.add(event);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableStickyCluster
	@Import(KnownUsers.class)
	static class Application {

		@Bean
		Recorder recorder() {
			return new Recorder();
		}

	}

}
