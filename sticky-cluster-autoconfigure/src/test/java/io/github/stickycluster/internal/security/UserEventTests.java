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
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

import io.github.stickycluster.autoconfigure.LocalStickyClusterPort;
import io.github.stickycluster.autoconfigure.StickyClusterAutoConfiguration;
import io.github.stickycluster.autoconfigure.UserEvent;
import io.github.stickycluster.autoconfigure.UserOfflineEvent;
import io.github.stickycluster.autoconfigure.UserOnlineEvent;
import io.github.stickycluster.cluster.OnlineUser;
import io.github.stickycluster.cluster.SocketCluster;
import io.github.stickycluster.cluster.SocketDetails;
import io.github.stickycluster.socketio.OnEvent;
import io.github.stickycluster.socketio.SocketNamespace;
import io.github.stickycluster.testkit.KnownUsers;
import io.github.stickycluster.testsupport.JavaClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.event.EventListener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for the users of one node, and the events about them.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.NONE,
		properties = { "sticky-cluster.port=0", "sticky-cluster.address=127.0.0.1", "sticky-cluster.workers.count=2",
				"sticky-cluster.security.offline-grace=600ms", "sticky-cluster.security.required[/public]=false",
				"test.users=true" })
class UserEventTests {

	private static final Duration GRACE = Duration.ofMillis(600);

	@LocalStickyClusterPort
	private int port;

	@Autowired
	private SocketCluster cluster;

	@Autowired
	private Recorder recorder;

	@AfterEach
	void leave() {
		await().until(() -> this.cluster.fetchUsers().join().isEmpty());
		this.recorder.events.clear();
	}

	@Test
	void publishesTheFirstClientOfAUserAndTheLast() {
		try (JavaClient first = connect("anna", "/", "127.0.5.1");
				JavaClient second = connect("anna", "/public", "127.0.5.2")) {
			await().untilAsserted(() -> assertThat(this.recorder.texts()).containsExactly("UserOnlineEvent of anna"));
			first.socket().disconnect();
			await().during(GRACE.multipliedBy(2)).until(() -> this.recorder.events.size() == 1);
			assertThat(this.cluster.isOnline("anna").join()).isTrue();
			assertThat(second.socket().connected()).isTrue();
		}
		await().untilAsserted(() -> assertThat(this.recorder.texts()).containsExactly("UserOnlineEvent of anna",
				"UserOfflineEvent of anna"));
		assertThat(this.recorder.events).extracting(UserEvent::getOnlineId)
			.containsOnly(this.recorder.events.get(0).getOnlineId());
		assertThat(this.cluster.isOnline("anna").join()).isFalse();
	}

	@Test
	void publishesNothingForAReload() {
		JavaClient page = connect("anna", "/", "127.0.5.1");
		await().until(() -> this.recorder.events.size() == 1);
		for (int i = 0; i < 3; i++) {
			page.close();
			await().until(() -> this.cluster.fetchUsers().join().equals(List.of(new OnlineUser("anna", 0))));
			assertThat(this.cluster.isOnline("anna").join()).as("in the grace time").isTrue();
			page = connect("anna", "/", "127.0.5." + (i + 2));
		}
		assertThat(this.recorder.texts()).containsExactly("UserOnlineEvent of anna");
		page.close();
	}

	@Test
	void aClientWithoutCredentialsIsNoUser() {
		try (JavaClient nobody = connect(null, "/public", "127.0.5.1")) {
			List<SocketDetails> all = this.cluster.of("/public").fetchSockets().join();
			assertThat(all).singleElement().extracting(SocketDetails::user).isNull();
			this.cluster.of("/public").toUser("anonymousUser").emit("never");
			assertThat(this.cluster.of("/public").toUser("anonymousUser").count().join()).isZero();
			assertThat(this.cluster.fetchUsers().join()).isEmpty();
			assertThat(nobody.socket().connected()).isTrue();
		}
		assertThat(this.recorder.events).isEmpty();
	}

	@Test
	void disconnectsAUserInAllNamespacesAndNobodyElse() {
		try (JavaClient one = connect("anna", "/", "127.0.5.1");
				JavaClient two = connect("anna", "/public", "127.0.5.2");
				JavaClient otto = connect("otto", "/", "127.0.5.3")) {
			List<Object> reasons = new CopyOnWriteArrayList<>();
			List.of(one, two).forEach((client) -> client.socket().on("disconnect", (args) -> reasons.add(args[0])));
			assertThat(this.cluster.disconnectUser("anna")).succeedsWithin(8, TimeUnit.SECONDS).isEqualTo(2L);
			await().untilAsserted(
					() -> assertThat(reasons).containsExactly("io server disconnect", "io server disconnect"));
			assertThat(otto.socket().connected()).isTrue();
			await().untilAsserted(() -> assertThat(this.recorder.texts()).contains("UserOfflineEvent of anna"));
		}
	}

	@Test
	void describesTheUserOfAClient() {
		try (JavaClient anna = connect("anna", "/", "127.0.5.1"); JavaClient otto = connect("otto", "/", "127.0.5.2")) {
			assertThat(this.cluster.fetchSockets().join()).extracting(SocketDetails::user)
				.containsExactlyInAnyOrder("anna", "otto");
			List<Object> heard = anna.received("hello");
			List<Object> other = otto.received("hello");
			this.cluster.toUser("anna").emit("hello", 1);
			this.cluster.exceptUser("anna").emit("hello", 2);
			await().untilAsserted(() -> {
				assertThat(heard).containsExactly(1);
				assertThat(other).containsExactly(2);
			});
		}
	}

	private JavaClient connect(String user, String namespace, String source) {
		JavaClient client = JavaClient.create(this.port, namespace, source, (options) -> {
			options.transports = new String[] { "websocket" };
			options.auth = (user != null) ? Map.of("user", user) : Map.of();
		});
		client.socket().connect();
		await().until(client.socket()::connected);
		return client;
	}

	/** Hears what happens to users. */
	static class Recorder {

		private final List<UserEvent> events = new CopyOnWriteArrayList<>();

		@EventListener({ UserOnlineEvent.class, UserOfflineEvent.class })
		void heard(UserEvent event) {
			this.events.add(event);
		}

		List<String> texts() {
			return this.events.stream().map(UserEvent::toString).toList();
		}

	}

	@SocketNamespace("/public")
	static class Public {

		@OnEvent("ping")
		String ping() {
			return "pong";
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(KnownUsers.class)
	@ImportAutoConfiguration(StickyClusterAutoConfiguration.class)
	static class Application {

		@Bean
		Recorder recorder() {
			return new Recorder();
		}

		@Bean
		Public listeners() {
			return new Public();
		}

	}

}
