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

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import io.github.stickycluster.autoconfigure.UserEvent;
import io.github.stickycluster.cluster.OnlineUser;
import io.github.stickycluster.cluster.SocketCluster;
import io.github.stickycluster.testsupport.JavaClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The users of a parent and two children, of which only the parent has a listener for
 * their events.
 */
@Timeout(120)
class FamilyUserTests {

	private static final int USERS = 6;

	@Test
	void reachesUsersOverAllProcessesAndReportsThoseOfAKilledChildOnceEach() throws Exception {
		try (RunningFamily family = RunningFamily.start(2, "--test.users=true",
				"--sticky-cluster.security.offline-grace=500ms")) {
			SocketCluster cluster = family.bean(SocketCluster.class);
			List<JavaClient> clients = new ArrayList<>();
			List<List<Object>> heard = new ArrayList<>();
			for (int i = 0; i < USERS; i++) {
				for (int tab = 0; tab < 2; tab++) {
					JavaClient client = connect(family, "user-" + i, "127.0.11." + (1 + 10 * i + tab));
					clients.add(client);
					heard.add(client.received("told"));
				}
			}
			List<String> users = IntStream.range(0, USERS).mapToObj((i) -> "user-" + i).toList();
			users.forEach((user) -> cluster.toUser(user).emit("told", user));
			for (int i = 0; i < heard.size(); i++) {
				List<Object> told = heard.get(i);
				String user = users.get(i / 2);
				await().untilAsserted(() -> assertThat(told).containsExactly(user));
			}
			assertThat(cluster.fetchUsers().orTimeout(8, TimeUnit.SECONDS).join())
				.containsExactlyInAnyOrderElementsOf(users.stream().map((user) -> new OnlineUser(user, 2)).toList());
			ForkedApplication.UserEvents events = family.bean(ForkedApplication.UserEvents.class);
			await().untilAsserted(() -> assertThat(of(events, "Online")).containsExactlyInAnyOrderElementsOf(users));
			users.forEach((user) -> assertThat(cluster.isOnline(user).join()).isTrue());
			List<String> staying = users.stream()
				.filter((user) -> !workers(clients, users.indexOf(user)).equals(List.of("family-1", "family-1")))
				.toList();
			List<String> leaving = users.stream().filter((user) -> !staying.contains(user)).toList();
			clients.forEach((client) -> client.socket().io().reconnection(false));
			RunningFamily.signal("KILL", family.pid("family-1"));
			await().untilAsserted(() -> assertThat(of(events, "Offline")).containsExactlyInAnyOrderElementsOf(leaving));
			for (String user : users) {
				assertThat(cluster.isOnline(user).join()).as(user).isEqualTo(staying.contains(user));
			}
			clients.forEach(JavaClient::close);
			await().untilAsserted(() -> assertThat(of(events, "Offline")).containsExactlyInAnyOrderElementsOf(users));
			assertThat(of(events, "Online")).containsExactlyInAnyOrderElementsOf(users);
		}
	}

	private static List<String> workers(List<JavaClient> clients, int user) {
		return IntStream.range(0, 2)
			.mapToObj((tab) -> String.valueOf(clients.get(2 * user + tab).emitWithAck("whoami")[0]))
			.toList();
	}

	private static List<String> of(ForkedApplication.UserEvents events, String kind) {
		return events.heard.stream()
			.filter((event) -> event.getClass().getSimpleName().contains(kind))
			.map(UserEvent::getUser)
			.toList();
	}

	private static JavaClient connect(RunningFamily family, String user, String source) {
		return JavaClient.connect(family.port(), source, (options) -> {
			options.transports = new String[] { "websocket" };
			options.auth = Map.of("user", user);
		});
	}

}
