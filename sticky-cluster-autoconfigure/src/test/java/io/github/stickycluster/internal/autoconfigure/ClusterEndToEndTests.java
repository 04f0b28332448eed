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
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import com.corundumstudio.socketio.AckRequest;
import com.corundumstudio.socketio.SocketIOClient;
import com.corundumstudio.socketio.annotation.OnConnect;
import com.corundumstudio.socketio.annotation.OnEvent;
import io.github.stickycluster.autoconfigure.LocalStickyClusterPort;
import io.github.stickycluster.cluster.SocketCluster;
import io.github.stickycluster.socketio.SocketNamespace;
import io.github.stickycluster.test.SocketTestClient;
import io.github.stickycluster.test.SocketTestClientBuilder;
import io.github.stickycluster.test.engineio.ClientTransport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

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
	@EnumSource
	void aClientIsAnsweredOverEveryTransport(ClientTransport transport) {
		try (SocketTestClient client = client("127.0.0.1").transport(transport).connect()) {
			client.emitWithAck("echo", "hello").expect().hasArguments("hello");
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
				first.add(executor.submit(() -> workerOf(address, ClientTransport.WEBSOCKET)));
				second.add(executor.submit(() -> workerOf(address, ClientTransport.POLLING)));
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
		Map<String, SocketTestClient> clients = clientsOnTwoWorkers();
		try {
			for (SocketTestClient client : clients.values()) {
				client.emitWithAck("join", "lobby").expect();
			}
			SocketTestClient sender = clients.values().iterator().next();
			sender.emitWithAck("say-by-cluster", "lobby", "one").expect();
			sender.emitWithAck("say-by-room-operations", "lobby", "two").expect();
			clients.values().forEach((client) -> expectMessages(client, "one", "two"));
			assertThat(this.cluster.to("lobby").count().join()).isEqualTo(2);
			this.cluster.to("lobby", "lobby").emit("message", "three");
			this.cluster.of("/").emit("message", "four");
			this.cluster.except("lobby").emit("message", "not for us");
			this.cluster.emit("message", "five");
			clients.values().forEach((client) -> expectMessages(client, "three", "four", "five"));
		}
		finally {
			clients.values().forEach(SocketTestClient::close);
		}
	}

	@Test
	void aListenerOfANamespaceHearsOnlyItsNamespace() {
		try (SocketTestClient client = client("127.0.0.1").namespace("/custom").connect()) {
			client.emitWithAck("where").expect().hasArguments("/custom");
			client.expect("welcome", String.class).isEqualTo("/custom");
			client.expectNothing();
		}
	}

	private static void expectMessages(SocketTestClient client, String... messages) {
		for (String message : messages) {
			client.expect("message", String.class).isEqualTo(message);
		}
		client.expectNothing();
	}

	private Map<String, SocketTestClient> clientsOnTwoWorkers() {
		Map<String, SocketTestClient> clients = new TreeMap<>();
		for (int i = 1; clients.size() < 2; i++) {
			SocketTestClient client = client("127.2.0." + i).connect();
			String worker = client.emitWithAck("worker").expect(String.class).value();
			SocketTestClient present = clients.putIfAbsent(worker, client);
			if (present != null) {
				client.close();
			}
		}
		return clients;
	}

	private String workerOf(String address, ClientTransport transport) {
		try (SocketTestClient client = client(address).transport(transport).connect()) {
			return client.emitWithAck("worker").expect(String.class).value();
		}
	}

	private SocketTestClientBuilder client(String address) {
		return SocketTestClient.bindToPort(this.port).from(address).timeout(Duration.ofSeconds(30));
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
