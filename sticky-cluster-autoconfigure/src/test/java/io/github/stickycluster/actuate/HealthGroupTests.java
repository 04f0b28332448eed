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

package io.github.stickycluster.actuate;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;

import io.github.stickycluster.internal.bus.BusStatistics;
import io.github.stickycluster.internal.bus.ClusterBus;
import io.github.stickycluster.internal.dispatch.Dispatcher;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.test.annotation.DirtiesContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The health groups that the pages name: what takes a node out of a load balancer, what
 * has it restarted, and what does neither.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = { "server.address=127.0.0.1", "sticky-cluster.port=0", "management.health.redis.enabled=false",
				"sticky-cluster.address=127.0.0.1", "sticky-cluster.workers.count=1", "sticky-cluster.node-id=node",
				"management.endpoint.health.probes.enabled=true", "server.shutdown=immediate",
				"management.endpoint.health.group.readiness.include=readinessState,stickyCluster",
				"management.endpoint.health.show-details=always" })
@DirtiesContext
class HealthGroupTests {

	@LocalServerPort
	private int webPort;

	@Autowired
	private Dispatcher dispatcher;

	@Autowired
	private Bus bus;

	@Test
	void aBusThatIsAwayDegradesTheNodeAndADispatcherThatDoesNotListenTakesItOut() {
		assertThat(health("/readiness", 200).path("components").path("stickyCluster").path("details").has("degraded"))
			.isFalse();
		this.bus.connected = false;
		JsonNode away = health("/readiness", 200).path("components").path("stickyCluster");
		assertThat(away.path("status").asString()).isEqualTo("UP");
		assertThat(away.path("details").path("bus").asString()).isEqualTo("away");
		assertThat(away.path("details").path("degraded").valueStream().map(JsonNode::asString)).singleElement()
			.asString()
			.startsWith("The bus is unreachable");
		this.bus.connected = true;
		assertThat(away.path("details").has("splitBrainHealed")).isFalse();
		this.bus.healedAt = Instant.parse("2026-11-29T10:11:12Z");
		assertThat(health("/readiness", 200).path("components")
			.path("stickyCluster")
			.path("details")
			.path("splitBrainHealed")
			.asString()).isEqualTo("2026-11-29T10:11:12Z");
		assertThat(health("/liveness", 200).path("components").has("stickyCluster")).isFalse();
		this.dispatcher.stop();
		assertThat(health("/readiness", 503).path("status").asString()).isEqualTo("DOWN");
		assertThat(health("/liveness", 200).path("status").asString()).isEqualTo("UP");
		assertThat(health("", 503).path("components").path("stickyCluster").path("status").asString())
			.isEqualTo("DOWN");
	}

	private JsonNode health(String group, int status) {
		URI uri = URI.create("http://127.0.0.1:" + this.webPort + "/actuator/health" + group);
		try {
			HttpResponse<String> response = HttpClient.newHttpClient()
				.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
			assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
			return JsonMapper.shared().readTree(response.body());
		}
		catch (IOException | InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		@Primary
		Bus bus() {
			return new Bus();
		}

	}

	/**
	 * A bus whose engine comes and goes.
	 */
	static class Bus implements ClusterBus {

		private final BusStatistics statistics = new BusStatistics();

		private volatile boolean connected = true;

		private volatile @Nullable Instant healedAt;

		@Override
		public @Nullable Instant healedAt() {
			return this.healedAt;
		}

		@Override
		public void start(String nodeId, Receiver receiver) {
			// There are no other nodes.
		}

		@Override
		public void publish(byte[] message) {
			// There are no other nodes.
		}

		@Override
		public void send(String nodeId, byte[] message) {
			// There are no other nodes.
		}

		@Override
		public boolean isConnected() {
			return this.connected;
		}

		@Override
		public BusStatistics statistics() {
			return this.statistics;
		}

		@Override
		public void close() {
			// Nothing is open.
		}

	}

}
