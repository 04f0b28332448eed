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

package io.github.stickycluster.internal.autoconfigure.listener;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

import com.corundumstudio.socketio.SocketIOClient;
import io.github.stickycluster.autoconfigure.LocalStickyClusterPort;
import io.github.stickycluster.autoconfigure.SocketConnectedEvent;
import io.github.stickycluster.autoconfigure.StickyClusterAutoConfiguration;
import io.github.stickycluster.autoconfigure.StickyClusterMetricsAutoConfiguration;
import io.github.stickycluster.cluster.SocketCluster;
import io.github.stickycluster.socketio.ConnectRefusedException;
import io.github.stickycluster.socketio.Handshake;
import io.github.stickycluster.socketio.OnConnect;
import io.github.stickycluster.socketio.OnDisconnect;
import io.github.stickycluster.socketio.OnEvent;
import io.github.stickycluster.socketio.SocketInterceptor;
import io.github.stickycluster.socketio.SocketNamespace;
import io.github.stickycluster.test.SocketTestClient;
import io.github.stickycluster.test.SocketTestClientBuilder;
import io.github.stickycluster.testsupport.NodeProgram;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.messaging.handler.annotation.DestinationVariable;
import org.springframework.web.bind.annotation.PathVariable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for listeners of the namespaces of a pattern.
 */

@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.NONE,
		properties = { "sticky-cluster.port=0", "sticky-cluster.address=127.0.0.1", "sticky-cluster.workers.count=1",
				"sticky-cluster.socket-io.max-namespaces=2" })
class PatternNamespaceTests {

	@LocalStickyClusterPort
	private int port;

	@Autowired
	private Log log;

	@Autowired
	private SocketCluster cluster;

	@Autowired
	private MeterRegistry meters;

	@Autowired
	private ObjectProvider<MeterBinder> binders;

	@BeforeEach
	void clear() {
		await().untilAsserted(
				() -> assertThat(this.cluster.ofAll("/tenant-{id}").count()).succeedsWithin(Duration.ofSeconds(1))
					.isEqualTo(0L));
		this.log.lines.clear();
	}

	@Test
	void listenersGetTheVariable() {
		SocketTestClient seven = connect("/tenant-7");
		SocketTestClient eight = connect("/tenant-8");
		try (seven; eight) {
			assertThat(gauge()).isEqualTo(2);
			seven.emitWithAck("who", "a").expect().hasArguments("a 7 {id=7}");
			eight.emitWithAck("who", "b").expect().hasArguments("b 8 {id=8}");
			seven.emitWithAck("number").expect().hasArguments(8);
		}
		await().untilAsserted(() -> assertThat(this.log.lines).contains("connect 7", "connect 8", "event /tenant-7",
				"disconnect 7", "disconnect 8"));
	}

	@Test
	void variableOfTheWrongTypeIsAnError() {
		try (SocketTestClient client = connect("/tenant-seven")) {
			client.emitWithAck("number").expectError().hasStatus(400).hasFieldErrors("id");
		}
	}

	@Test
	void clientsBeyondTheLimitAreRefused() {
		SocketTestClient one = connect("/tenant-1");
		SocketTestClient two = connect("/tenant-2");
		try (one; two) {
			client("/tenant-3").expectConnectError().hasMessage("Too many namespaces");
			MeterRegistry counted = new SimpleMeterRegistry();
			this.binders.forEach((binder) -> binder.bindTo(counted));
			assertThat(counted.get("sticky.cluster.sockets.refused")
				.tag("reason", "too-many-namespaces")
				.functionCounter()
				.count()).isEqualTo(1);
		}
	}

	@Test
	void metersNameThePattern() {
		try (SocketTestClient client = connect("/tenant-metered")) {
			client.emitWithAck("who", "a").expect();
		}
		await().untilAsserted(() -> assertThat(this.meters.find("sticky.cluster.listener").timers()).isNotEmpty());
		Set<String> namespaces = Set.copyOf(this.meters.find("sticky.cluster.listener")
			.timers()
			.stream()
			.map(Timer::getId)
			.map((id) -> Objects.requireNonNull(id.getTag("namespace")))
			.toList());
		assertThat(namespaces).contains("/tenant-{id}").noneMatch((name) -> name.contains("metered"));
	}

	@Test
	@Tag("once")
	void clientsOfTwoGenerationsConnect() throws Exception {
		JsonNode outcomes = NodeProgram.run("namespaces-client.js", "http://127.0.0.1:" + this.port);
		for (String library : List.of("sio2", "sio4")) {
			JsonNode outcome = outcomes.get(library);
			assertThat(outcome.get("/tenant-7")).as(library)
				.hasToString("{\"who\":[\"x 7 {id=7}\"],\"all\":[[\"to all\"]]}");
			assertThat(outcome.get("/tenant-exact")).as(library).hasToString("{\"who\":[\"exact x\"],\"all\":[]}");
			assertThat(outcome.get("/tenant-evil")).as(library).hasToString("{\"error\":\"Not you\"}");
			assertThat(outcome.get("/other")).as(library).hasToString("{\"error\":\"Invalid namespace\"}");
			assertThat(outcome.get("/tenant-a!")).as(library).hasToString("{\"error\":\"Invalid namespace\"}");
		}
	}

	private double gauge() {
		MeterRegistry registry = new SimpleMeterRegistry();
		this.binders.forEach((binder) -> binder.bindTo(registry));
		return registry.get("sticky.cluster.namespaces").gauge().value();
	}

	private SocketTestClient connect(String namespace) {
		return client(namespace).connect();
	}

	private SocketTestClientBuilder client(String namespace) {
		return SocketTestClient.bindToPort(this.port).namespace(namespace).timeout(Duration.ofSeconds(20));
	}

	static class Log {

		final List<String> lines = new CopyOnWriteArrayList<>();

		@EventListener
		void connected(SocketConnectedEvent event) {
			this.lines.add("event " + event.getClient().getNamespace().getName());
		}

	}

	@SocketNamespace("/tenant-{id}")
	static class Tenants {

		private final Log log;

		private final SocketCluster cluster;

		Tenants(Log log, SocketCluster cluster) {
			this.log = log;
			this.cluster = cluster;
		}

		@OnConnect
		void connected(@PathVariable String id) {
			this.log.lines.add("connect " + id);
		}

		@OnDisconnect
		void disconnected(@DestinationVariable("id") String tenant) {
			this.log.lines.add("disconnect " + tenant);
		}

		@OnEvent("who")
		String who(String word, @DestinationVariable String id, Handshake handshake) {
			return word + " " + id + " " + handshake.namespaceVariables();
		}

		@OnEvent("number")
		long number(@PathVariable("id") long tenant) {
			return tenant + 1;
		}

		@OnEvent("announce")
		void announce() {
			this.cluster.ofAll("/tenant-{id}").emit("all", "to all");
		}

	}

	@SocketNamespace("/tenant-exact")
	static class Exact {

		@OnEvent("who")
		String who(String word) {
			return "exact " + word;
		}

		@OnEvent("announce")
		void announce() {
			// Answers.
		}

	}

	/** Refuses one tenant, in the namespaces of the pattern alone. */
	static class Guard implements SocketInterceptor {

		@Override
		public boolean supports(String namespace) {
			return namespace.equals("/tenant-{id}");
		}

		@Override
		public void beforeConnect(SocketIOClient client, Handshake handshake) {
			if ("evil".equals(handshake.namespaceVariables().get("id"))) {
				throw new ConnectRefusedException("Not you");
			}
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ StickyClusterAutoConfiguration.class, StickyClusterMetricsAutoConfiguration.class })
	static class Application {

		@Bean
		Log log() {
			return new Log();
		}

		@Bean
		Tenants tenants(Log log, SocketCluster cluster) {
			return new Tenants(log, cluster);
		}

		@Bean
		Exact exact() {
			return new Exact();
		}

		@Bean
		Guard guard() {
			return new Guard();
		}

		@Bean
		MeterRegistry meterRegistry() {
			return new SimpleMeterRegistry();
		}

	}

}
