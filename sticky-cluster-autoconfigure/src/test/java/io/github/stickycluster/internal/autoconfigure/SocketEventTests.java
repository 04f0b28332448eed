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

package io.github.stickycluster.internal.autoconfigure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

import com.corundumstudio.socketio.SocketIOClient;
import io.github.stickycluster.autoconfigure.LocalStickyClusterPort;
import io.github.stickycluster.autoconfigure.RoomCreatedEvent;
import io.github.stickycluster.autoconfigure.RoomDeletedEvent;
import io.github.stickycluster.autoconfigure.RoomJoinedEvent;
import io.github.stickycluster.autoconfigure.RoomLeftEvent;
import io.github.stickycluster.autoconfigure.SocketConnectedEvent;
import io.github.stickycluster.autoconfigure.SocketDisconnectedEvent;
import io.github.stickycluster.autoconfigure.SocketEvent;
import io.github.stickycluster.cluster.SocketCluster;
import io.github.stickycluster.socketio.OnConnect;
import io.github.stickycluster.socketio.OnDisconnect;
import io.github.stickycluster.socketio.OnEvent;
import io.github.stickycluster.test.SocketTestClient;
import io.github.stickycluster.testkit.EnableStickyCluster;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for the application events about sockets and rooms.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.NONE,
		properties = { "sticky-cluster.port=0", "sticky-cluster.address=127.0.0.1", "sticky-cluster.workers.count=2" })
class SocketEventTests {

	@LocalStickyClusterPort
	private int port;

	@Autowired
	private Recorder recorder;

	@Autowired
	private SocketCluster cluster;

	@BeforeEach
	void forget() {
		this.recorder.events.clear();
		this.recorder.threads.clear();
	}

	@Test
	void tellsOfAClientAndItsRooms() {
		try (SocketTestClient client = connect("127.0.0.1")) {
			client.emitWithAck("join", "a").expect();
			client.emitWithAck("join", "a").expect();
			client.emitWithAck("leave", "a").expect();
			client.emitWithAck("leave", "a").expect();
			client.disconnect();
		}
		await().untilAsserted(() -> assertThat(this.recorder.events).containsExactly("created hall", "joined hall",
				"connected ada in /", "created a", "joined a", "left a", "deleted a", "left hall", "deleted hall",
				"disconnected ada client namespace disconnect [hall]"));
		assertThat(this.recorder.threads).allMatch((thread) -> thread.startsWith("sticky-cluster-events"));
	}

	@Test
	void countsTheClientsOfAllWorkersInARoom() {
		List<SocketTestClient> clients = new ArrayList<>();
		try {
			Set<String> workers = new HashSet<>();
			for (int last = 1; workers.size() < 2; last++) {
				SocketTestClient client = connect("127.0.0." + last);
				clients.add(client);
				workers.add(this.cluster.workerOf(UUID.fromString(client.id())).orElseThrow());
			}
			await().until(() -> count("connected ada in /") == clients.size());
			this.cluster.to("hall").socketsLeave("hall");
			await().until(() -> this.recorder.events.contains("deleted hall"));
			assertThat(count("joined hall")).isEqualTo(clients.size());
			assertThat(count("left hall")).isEqualTo(clients.size());
			assertThat(this.recorder.events).startsWith("created hall")
				.endsWith("left hall", "deleted hall")
				.containsOnlyOnce("created hall", "deleted hall");
		}
		finally {
			clients.forEach((client) -> client.disconnect().close());
			await().until(() -> count("disconnected ada client namespace disconnect []") == clients.size());
		}
	}

	private long count(String event) {
		return this.recorder.events.stream().filter(event::equals).count();
	}

	private SocketTestClient connect(String address) {
		return SocketTestClient.bindToPort(this.port).from(address).timeout(Duration.ofSeconds(20)).connect();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableStickyCluster
	static class Application {

		@Bean
		Recorder recorder() {
			return new Recorder();
		}

		@Bean
		Lobby lobby() {
			return new Lobby();
		}

	}

	static class Lobby {

		@OnConnect
		void connected(SocketIOClient client) {
			client.set("user", "ada");
			client.joinRoom("hall");
		}

		@OnEvent("join")
		void join(SocketIOClient client, String room) {
			client.joinRoom(room);
		}

		@OnEvent("leave")
		void leave(SocketIOClient client, String room) {
			client.leaveRoom(room);
		}

		// Its rooms are there, but it is in none any more.
		@OnDisconnect
		void disconnected(SocketIOClient client) {
			client.leaveRooms(Set.of("hall"));
		}

	}

	static class Recorder {

		private final Queue<String> events = new ConcurrentLinkedQueue<>();

		private final Set<String> threads = ConcurrentHashMap.newKeySet();

		@EventListener
		void connected(SocketConnectedEvent event) {
			add("connected " + user(event) + " in " + event.getNamespace());
		}

		@EventListener
		void disconnected(SocketDisconnectedEvent event) {
			add("disconnected " + user(event) + " " + event.getReason() + " "
					+ event.getRooms().stream().sorted().toList());
		}

		@EventListener
		void joined(RoomJoinedEvent event) {
			add("joined " + event.getRoom());
		}

		@EventListener
		void left(RoomLeftEvent event) {
			add("left " + event.getRoom());
		}

		@EventListener({ RoomCreatedEvent.class, RoomDeletedEvent.class })
		void room(SocketEvent event) {
			add((event instanceof RoomCreatedEvent created) ? "created " + created.getRoom()
					: "deleted " + ((RoomDeletedEvent) event).getRoom());
		}

		private static String user(SocketEvent event) {
			return event.getClient().get("user");
		}

		private void add(String event) {
			this.events.add(event);
			this.threads.add(Thread.currentThread().getName());
		}

	}

}
