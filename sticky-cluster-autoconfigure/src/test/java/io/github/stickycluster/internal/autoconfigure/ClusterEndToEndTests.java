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

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import com.corundumstudio.socketio.AckRequest;
import com.corundumstudio.socketio.SocketIOClient;
import com.corundumstudio.socketio.annotation.OnConnect;
import com.corundumstudio.socketio.annotation.OnEvent;
import io.github.stickycluster.autoconfigure.LocalStickyClusterPort;
import io.github.stickycluster.cluster.SocketCluster;
import io.github.stickycluster.socketio.SocketNamespace;
import io.github.stickycluster.testsupport.JavaClient;
import io.socket.client.IO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The promises to users, shown by the Java client on a running cluster of four workers.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.NONE, properties = { "sticky-cluster.port=0",
		"sticky-cluster.address=127.0.0.1", "sticky-cluster.workers.count=4", "sticky-cluster.node-id=node" })
class ClusterEndToEndTests {

	@LocalStickyClusterPort
	private int port;

	@Autowired
	private SocketCluster cluster;

	@ParameterizedTest
	@ValueSource(strings = { "websocket", "polling", "polling,websocket" })
	void aClientIsAnsweredOverEveryTransport(String transports) {
		try (JavaClient client = JavaClient.connect(this.port, "127.0.0.1", transports(transports))) {
			assertThat(client.emitWithAck("echo", "hello")).containsExactly("hello");
		}
	}

	@Test
	void clientsSpreadOverAllWorkersAndEachAddressMeetsTheSameWorker() throws Exception {
		Map<String, Set<String>> addressesOfWorkers = new TreeMap<>();
		ExecutorService executor = Executors.newFixedThreadPool(8);
		List<Future<String>> first = new ArrayList<>();
		List<Future<String>> second = new ArrayList<>();
		try {
			for (int i = 0; i < 200; i++) {
				String address = "127.1." + (i / 16) + "." + (1 + i % 16);
				first.add(executor.submit(() -> workerOf(address, "websocket")));
				second.add(executor.submit(() -> workerOf(address, "polling")));
			}
			for (int i = 0; i < 200; i++) {
				String worker = first.get(i).get(30, TimeUnit.SECONDS);
				assertThat(second.get(i).get(30, TimeUnit.SECONDS)).isEqualTo(worker);
				addressesOfWorkers.computeIfAbsent(worker, (id) -> new HashSet<>()).add("address " + i);
			}
		}
		finally {
			executor.shutdownNow();
		}
		assertThat(addressesOfWorkers).containsOnlyKeys("node-1", "node-2", "node-3", "node-4");
		assertThat(addressesOfWorkers.values()).allSatisfy((addresses) -> assertThat(addresses).hasSizeBetween(33, 67));
	}

	@Test
	void aMessageCrossesWorkers() {
		Map<String, JavaClient> clients = clientsOnTwoWorkers();
		try {
			List<List<Object>> received = new ArrayList<>();
			for (JavaClient client : clients.values()) {
				received.add(client.received("message"));
				client.emitWithAck("join", "lobby");
			}
			JavaClient sender = clients.values().iterator().next();
			sender.emitWithAck("say-by-cluster", "lobby", "one");
			sender.emitWithAck("say-by-room-operations", "lobby", "two");
			for (List<Object> messages : received) {
				await().untilAsserted(() -> assertThat(messages).containsExactly("one", "two"));
			}
			assertThat(this.cluster.to("lobby").count().join()).isEqualTo(2);
			this.cluster.to("lobby", "lobby").emit("message", "three");
			this.cluster.of("/").emit("message", "four");
			this.cluster.except("lobby").emit("message", "not for us");
			this.cluster.emit("message", "five");
			for (List<Object> messages : received) {
				await()
					.untilAsserted(() -> assertThat(messages).containsExactly("one", "two", "three", "four", "five"));
			}
		}
		finally {
			clients.values().forEach(JavaClient::close);
		}
	}

	@Test
	void aListenerOfANamespaceHearsOnlyItsNamespace() {
		try (JavaClient client = JavaClient.create(this.port, "/custom", "127.0.0.1", transports("websocket"))) {
			List<Object> welcomes = client.received("welcome");
			client.socket().connect();
			await().until(client.socket()::connected);
			assertThat(client.emitWithAck("where")).containsExactly("/custom");
			await().untilAsserted(() -> assertThat(welcomes).containsExactly("/custom"));
		}
	}

	private Map<String, JavaClient> clientsOnTwoWorkers() {
		Map<String, JavaClient> clients = new TreeMap<>();
		for (int i = 1; clients.size() < 2; i++) {
			JavaClient client = JavaClient.connect(this.port, "127.2.0." + i, transports("websocket"));
			JavaClient present = clients.putIfAbsent((String) client.emitWithAck("worker")[0], client);
			if (present != null) {
				client.close();
			}
		}
		return clients;
	}

	private String workerOf(String address, String transport) {
		try (JavaClient client = JavaClient.connect(this.port, address, transports(transport))) {
			return (String) client.emitWithAck("worker")[0];
		}
	}

	private static Consumer<IO.Options> transports(String transports) {
		return (options) -> options.transports = transports.split(",");
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		Listeners listeners(SocketCluster cluster) {
			return new Listeners(cluster);
		}

		@Bean
		CustomListeners customListeners() {
			return new CustomListeners();
		}

	}

	static class Listeners {

		private final SocketCluster cluster;

		Listeners(SocketCluster cluster) {
			this.cluster = cluster;
		}

		@OnEvent("echo")
		void echo(AckRequest ack, String text) {
			ack.sendAckData(text);
		}

		@OnEvent("worker")
		void worker(SocketIOClient client, AckRequest ack) {
			ack.sendAckData(this.cluster.workerOf(client.getSessionId()).orElseThrow());
		}

		@OnEvent("join")
		void join(SocketIOClient client, AckRequest ack, String room) {
			client.joinRoom(room);
			ack.sendAckData(true);
		}

		@OnEvent("say-by-cluster")
		void sayByCluster(SocketIOClient client, AckRequest ack, String room, String text) {
			this.cluster.to(room).emit("message", text);
			ack.sendAckData(true);
		}

		@OnEvent("say-by-room-operations")
		void sayByRoomOperations(SocketIOClient client, AckRequest ack, String room, String text) {
			client.getNamespace().getRoomOperations(room).sendEvent("message", text);
			ack.sendAckData(true);
		}

	}

	@SocketNamespace("/custom")
	static class CustomListeners {

		@OnConnect
		void connected(SocketIOClient client) {
			client.sendEvent("welcome", client.getNamespace().getName());
		}

		@OnEvent("where")
		void where(SocketIOClient client, AckRequest ack) {
			ack.sendAckData(client.getNamespace().getName());
		}

	}

}
