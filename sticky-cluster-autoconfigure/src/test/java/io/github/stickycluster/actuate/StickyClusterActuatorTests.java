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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;

import com.corundumstudio.socketio.AckRequest;
import com.corundumstudio.socketio.annotation.OnEvent;
import io.github.stickycluster.autoconfigure.LocalStickyClusterPort;
import io.github.stickycluster.internal.autoconfigure.listener.SocketIoListeners;
import io.github.stickycluster.metrics.StickyClusterMeter;
import io.github.stickycluster.test.SocketTestClient;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mockito.Mockito;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.convert.support.ConfigurableConversionService;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The Actuator endpoint, the health and the meters of a running cluster.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = { "server.address=127.0.0.1", "sticky-cluster.port=0", "management.health.redis.enabled=false",
				"sticky-cluster.address=127.0.0.1", "sticky-cluster.workers.count=2", "sticky-cluster.node-id=node",
				"management.endpoints.web.exposure.include=health,metrics,stickycluster,stickytypes",
				"management.endpoint.health.show-components=always", "management.endpoint.health.show-details=always" })
class StickyClusterActuatorTests {

	@LocalServerPort
	private int webPort;

	@LocalStickyClusterPort
	private int port;

	@Autowired
	private MeterRegistry meters;

	@Test
	void showsTheDispatcherAndTheWorkersWithTheirConnections() {
		try (SocketTestClient first = connect("127.0.0.1"); SocketTestClient second = connect("127.0.0.1")) {
			assertThat(first.isConnected() && second.isConnected()).isTrue();
			await().untilAsserted(() -> {
				JsonNode cluster = json("/actuator/stickycluster");
				assertThat(cluster.path("node").asString()).isEqualTo("node");
				assertThat(cluster.path("dispatcher").path("address").asString()).isEqualTo("127.0.0.1");
				assertThat(cluster.path("dispatcher").path("port").asInt()).isEqualTo(this.port);
				assertThat(cluster.path("dispatcher").path("connections").asInt()).isEqualTo(2);
				JsonNode workers = cluster.path("workers");
				assertThat(workers.valueStream().map((worker) -> worker.path("id").asString()))
					.containsExactly("node-1", "node-2");
				assertThat(workers.valueStream().map((worker) -> worker.path("state").asString())).containsOnly("UP");
				assertThat(workers.valueStream().map((worker) -> worker.path("port").asInt()))
					.allMatch((internal) -> internal > 0 && internal != this.port);
				assertThat(workers.valueStream().mapToInt((worker) -> worker.path("connections").asInt()))
					.containsExactlyInAnyOrder(0, 2);
				assertThat(workers.valueStream().mapToInt((worker) -> worker.path("sessions").asInt()))
					.containsExactlyInAnyOrder(0, 2);
			});
		}
		await().untilAsserted(
				() -> assertThat(json("/actuator/stickycluster").path("dispatcher").path("connections").asInt())
					.isZero());
	}

	@Test
	void showsOneWorkerAndAnswers404ForAnUnknownOne() {
		assertThat(json("/actuator/stickycluster/node-2").path("id").asString()).isEqualTo("node-2");
		assertThat(get("/actuator/stickycluster/node-3").statusCode()).isEqualTo(404);
	}

	@Test
	void answersWithTheTypesOfTheEventsAsText() {
		HttpResponse<String> answer = get("/actuator/stickytypes");
		assertThat(answer.statusCode()).isEqualTo(200);
		assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/plain;charset=UTF-8");
		assertThat(answer.body()).contains("export interface ClientToServerEvents {", "\"ping-me\"");
		assertThat(json("/actuator").path("_links").path("stickytypes").path("href").asString())
			.endsWith("/actuator/stickytypes");
	}

	@Test
	void theCommandOfTheGuideWritesTheTypes(@TempDir Path directory) throws Exception {
		Path guide = Path.of("..", "docs", "guides", "typescript.md");
		String command = Files.readAllLines(guide)
			.stream()
			.filter((line) -> line.startsWith("curl "))
			.reduce((one, other) -> other)
			.orElseThrow();
		assertThat(command).contains("localhost:8080");
		Process shell = new ProcessBuilder("sh", "-c", command.replace("localhost:8080", "127.0.0.1:" + this.webPort))
			.directory(directory.toFile())
			.redirectErrorStream(true)
			.start();
		assertThat(shell.waitFor()).isZero();
		assertThat(directory.resolve("events.ts")).content().isEqualTo(get("/actuator/stickytypes").body());
	}

	@Test
	void nobodyReadsTheTypesUnlessTheyAreExposedAndMayBeRead() {
		ApplicationContextRunner runner = new ApplicationContextRunner()
			.withInitializer((context) -> context.getEnvironment()
				.setConversionService((ConfigurableConversionService) ApplicationConversionService.getSharedInstance()))
			.withUserConfiguration(StickyClusterActuatorAutoConfiguration.TypesEndpointConfiguration.class)
			.withBean(SocketIoListeners.class, () -> Mockito.mock(SocketIoListeners.class));
		String exposed = "management.endpoints.web.exposure.include=stickytypes";
		runner.run((context) -> assertThat(context).doesNotHaveBean(StickyTypesEndpoint.class));
		runner.withPropertyValues(exposed)
			.run((context) -> assertThat(context).hasSingleBean(StickyTypesEndpoint.class));
		runner.withPropertyValues(exposed, "management.endpoint.stickytypes.access=read-only")
			.run((context) -> assertThat(context).hasSingleBean(StickyTypesEndpoint.class));
		runner.withPropertyValues(exposed, "management.endpoint.stickytypes.access=none")
			.run((context) -> assertThat(context).doesNotHaveBean(StickyTypesEndpoint.class));
		runner.withPropertyValues(exposed, "management.endpoints.access.max-permitted=none")
			.run((context) -> assertThat(context).doesNotHaveBean(StickyTypesEndpoint.class));
	}

	@Test
	void healthHasTheCluster() {
		JsonNode health = json("/actuator/health").path("components").path("stickyCluster");
		assertThat(health.path("status").asString()).isEqualTo("UP");
		JsonNode details = health.path("details");
		assertThat(details.path("dispatcher").asString()).isEqualTo("listening");
		assertThat(details.path("bus").asString()).isEqualTo("connected");
		assertThat(details.has("degraded")).isFalse();
		JsonNode worker = details.path("workers").path("node-1");
		assertThat(worker.path("state").asString()).isEqualTo("UP");
		assertThat(Instant.parse(worker.path("since").asString())).isBetween(Instant.now().minusSeconds(600),
				Instant.now());
		assertThat(worker.path("blocked").asBoolean(true)).isFalse();
		assertThat(worker.path("sessions").isInt()).isTrue();
		assertThat(worker.path("lag").isNumber()).isTrue();
		assertThat(worker.path("port").asInt()).isPositive().isNotEqualTo(this.port);
	}

	@Test
	void everyDocumentedMeterExistsForEachWorker() {
		try (SocketTestClient client = connect("127.0.0.1")) {
			double before = sum(StickyClusterMeter.EVENTS_RECEIVED);
			client.emitWithAck("ping-me").expect();
			await().untilAsserted(() -> assertThat(sum(StickyClusterMeter.EVENTS_RECEIVED)).isEqualTo(before + 1));
			await().untilAsserted(() -> assertThat(sum(StickyClusterMeter.SESSIONS)).isEqualTo(1));
			await().untilAsserted(() -> assertThat(sum(StickyClusterMeter.CONNECTIONS_ACTIVE)).isEqualTo(1));
			assertThat(sum(StickyClusterMeter.CONNECTIONS_ROUTED)).isGreaterThanOrEqualTo(1);
		}
		// Those of forked workers, and what Spring Security's rules deny, are elsewhere.
		Set<StickyClusterMeter> everywhere = EnumSet
			.complementOf(EnumSet.of(StickyClusterMeter.WORKER_HEAP_USED, StickyClusterMeter.WORKER_HEAP_MAX,
					StickyClusterMeter.WORKER_GC_TIME, StickyClusterMeter.EVENTS_DENIED));
		for (StickyClusterMeter meter : everywhere) {
			assertThat(this.meters.find(meter.meterName()).meters()).as(meter.meterName())
				.hasSizeGreaterThanOrEqualTo((meter.tags().isEmpty() || meter.tags().contains("target")) ? 1 : 2)
				.allSatisfy((bound) -> assertThat(bound.getId().getBaseUnit()).isEqualTo(meter.unit()))
				.allSatisfy((bound) -> assertThat(bound.getId().getTags()).extracting(Tag::getKey)
					.containsExactlyInAnyOrderElementsOf(meter.tags()));
		}
	}

	private double sum(StickyClusterMeter meter) {
		double sum = 0;
		for (Meter bound : this.meters.find(meter.meterName()).meters()) {
			sum += bound.measure().iterator().next().getValue();
		}
		return sum;
	}

	private SocketTestClient connect(String source) {
		return SocketTestClient.bindToPort(this.port).from(source).timeout(Duration.ofSeconds(20)).connect();
	}

	private JsonNode json(String path) {
		HttpResponse<String> response = get(path);
		assertThat(response.statusCode()).isEqualTo(200);
		return JsonMapper.shared().readTree(response.body());
	}

	private HttpResponse<String> get(String path) {
		URI uri = URI.create("http://127.0.0.1:" + this.webPort + path);
		try {
			return HttpClient.newHttpClient()
				.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
		}
		catch (IOException | InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		Listener listener() {
			return new Listener();
		}

	}

	static class Listener {

		@OnEvent("ping-me")
		void pingMe(AckRequest ack) {
			ack.sendAckData("pong");
		}

	}

}
