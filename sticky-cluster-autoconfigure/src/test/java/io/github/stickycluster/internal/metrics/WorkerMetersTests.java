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

package io.github.stickycluster.internal.metrics;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.corundumstudio.socketio.AckCallback;
import com.corundumstudio.socketio.AckRequest;
import com.corundumstudio.socketio.SocketIOClient;
import com.corundumstudio.socketio.annotation.OnEvent;
import io.github.stickycluster.cluster.SocketCluster;
import io.github.stickycluster.internal.bus.LocalBus;
import io.github.stickycluster.internal.dispatch.Dispatcher;
import io.github.stickycluster.internal.worker.supervision.WorkerOperations;
import io.github.stickycluster.metrics.StickyClusterMeter;
import io.github.stickycluster.test.SocketTestClient;
import io.github.stickycluster.test.engineio.ClientTransport;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Statistic;
import io.micrometer.core.instrument.Tags;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What meters say of real clients, and that they outlive a worker's server but not the
 * worker.
 */
@ExtendWith(OutputCaptureExtension.class)
class WorkerMetersTests {

	private static ConfigurableApplicationContext context;

	private static MeterRegistry meters;

	@BeforeAll
	static void start() {
		context = new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.properties("sticky-cluster.port=0", "sticky-cluster.address=127.0.0.1", "sticky-cluster.workers.count=2",
					"sticky-cluster.node-id=node", "sticky-cluster.workers.disconnect-window=100ms",
					"sticky-cluster.workers.drain-timeout=100ms", "server.shutdown=immediate")
			.run();
		meters = context.getBean(MeterRegistry.class);
	}

	@AfterAll
	static void stop() {
		context.close();
	}

	@BeforeEach
	void theClientsOfTheTestBeforeAreGone() {
		await().untilAsserted(() -> assertThat(sum(StickyClusterMeter.SESSIONS)).isZero());
	}

	@Test
	void sessionsAreCountedByTransportAndProtocol() {
		double opened = sum(StickyClusterMeter.SESSIONS_OPENED, "transport", "polling", "protocol", "4");
		double upgraded = sum(StickyClusterMeter.SESSIONS_UPGRADED);
		double closed = sum(StickyClusterMeter.SESSIONS_CLOSED);
		double connected = sum(StickyClusterMeter.SOCKETS_CONNECTED);
		SocketTestClient upgrading = connect(ClientTransport.UPGRADE);
		SocketTestClient polling = connect(ClientTransport.POLLING);
		await().untilAsserted(() -> {
			assertThat(sum(StickyClusterMeter.SESSIONS, "transport", "websocket", "protocol", "4")).isEqualTo(1);
			assertThat(sum(StickyClusterMeter.SESSIONS, "transport", "polling", "protocol", "4")).isEqualTo(1);
		});
		assertThat(sum(StickyClusterMeter.SESSIONS, "protocol", "3")).isZero();
		assertThat(sum(StickyClusterMeter.SESSIONS_OPENED, "transport", "polling", "protocol", "4"))
			.isEqualTo(opened + 2);
		assertThat(sum(StickyClusterMeter.SESSIONS_UPGRADED)).isEqualTo(upgraded + 1);
		assertThat(sum(StickyClusterMeter.SOCKETS_CONNECTED)).isEqualTo(connected + 2);
		upgrading.disconnect().close();
		polling.disconnect().close();
		await().untilAsserted(() -> {
			assertThat(sum(StickyClusterMeter.SESSIONS)).isZero();
			assertThat(sum(StickyClusterMeter.SESSIONS_CLOSED)).isEqualTo(closed + 2);
		});
	}

	@Test
	void countsSocketsThatLeaveByTheirReason() {
		double connected = sum(StickyClusterMeter.SOCKETS_CONNECTED) - sum(StickyClusterMeter.SOCKETS_DISCONNECTED);
		double left = sum(StickyClusterMeter.SOCKETS_DISCONNECTED, "reason", "client-namespace-disconnect");
		double evicted = sum(StickyClusterMeter.SOCKETS_DISCONNECTED, "reason", "server-namespace-disconnect");
		try (SocketTestClient leaving = connect(ClientTransport.WEBSOCKET);
				SocketTestClient kicked = connect(ClientTransport.WEBSOCKET)) {
			assertThat(sum(StickyClusterMeter.SOCKETS_CONNECTED) - sum(StickyClusterMeter.SOCKETS_DISCONNECTED))
				.isEqualTo(connected + 2);
			kicked.emit("kick");
			await().untilAsserted(() -> assertThat(
					sum(StickyClusterMeter.SOCKETS_DISCONNECTED, "reason", "server-namespace-disconnect"))
				.isEqualTo(evicted + 1));
			leaving.disconnect();
			await().untilAsserted(() -> assertThat(
					sum(StickyClusterMeter.SOCKETS_DISCONNECTED, "reason", "client-namespace-disconnect"))
				.isEqualTo(left + 1));
		}
		assertThat(sum(StickyClusterMeter.SOCKETS_CONNECTED) - sum(StickyClusterMeter.SOCKETS_DISCONNECTED))
			.isEqualTo(connected);
	}

	@Test
	void everyValueThatTheDashboardAndTheReadmeSelectExists() throws IOException {
		try (SocketTestClient client = connect(ClientTransport.WEBSOCKET)) {
			client.emitWithAck("echo", "heard").expect();
		}
		PrometheusMeterRegistry ofTheBus = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
		new BusMetrics(new LocalBus()).bindTo(ofTheBus);
		String scrape = ((PrometheusMeterRegistry) meters).scrape() + ofTheBus.scrape();
		assertThat(LabelSelection.all()).hasSizeGreaterThan(4)
			.allSatisfy((selection) -> assertThat(selection.isIn(scrape)).isTrue());
	}

	@Test
	void packetsAreCountedWithTheirPayload() {
		try (SocketTestClient client = connect(ClientTransport.WEBSOCKET)) {
			double packets = sum(StickyClusterMeter.PACKETS_RECEIVED);
			double bytes = sum(StickyClusterMeter.PAYLOAD_RECEIVED);
			double sent = sum(StickyClusterMeter.PAYLOAD_SENT);
			double packetsSent = sum(StickyClusterMeter.PACKETS_SENT);
			client.emitWithAck("echo", "x".repeat(1000)).expect();
			assertThat(sum(StickyClusterMeter.PACKETS_RECEIVED)).isEqualTo(packets + 1);
			assertThat(sum(StickyClusterMeter.PAYLOAD_RECEIVED) - bytes).isBetween(1000.0, 1020.0);
			assertThat(sum(StickyClusterMeter.PACKETS_SENT)).isEqualTo(packetsSent + 1);
			assertThat(sum(StickyClusterMeter.PAYLOAD_SENT) - sent).isBetween(1000.0, 1020.0);
			await().untilAsserted(() -> assertThat(sum(StickyClusterMeter.PAYLOAD_PENDING)).isZero());
		}
	}

	@Test
	void eventsThatNobodyListensToAndAcksThatDoNotComeAreCounted() {
		try (SocketTestClient client = connect(ClientTransport.WEBSOCKET)) {
			double ignored = sum(StickyClusterMeter.EVENTS_IGNORED);
			double received = sum(StickyClusterMeter.EVENTS_RECEIVED);
			client.emit("nobody", 1);
			await().untilAsserted(() -> assertThat(sum(StickyClusterMeter.EVENTS_IGNORED)).isEqualTo(ignored + 1));
			assertThat(sum(StickyClusterMeter.EVENTS_RECEIVED)).isEqualTo(received + 1);
			double timedOut = sum(StickyClusterMeter.ACKS_TIMED_OUT);
			client.emitWithAck("ask-me").expect();
			await().untilAsserted(() -> assertThat(sum(StickyClusterMeter.ACKS_TIMED_OUT)).isEqualTo(timedOut + 1));
			context.getBean(SocketCluster.class)
				.timeout(Duration.ofMillis(50))
				.emitWithAck(String.class, "question")
				.join();
			assertThat(sum(StickyClusterMeter.ACKS_TIMED_OUT)).isEqualTo(timedOut + 2);
		}
	}

	@Test
	void requestsAreCountedByWhereTheyWent() throws Exception {
		double unknown = sum(StickyClusterMeter.REQUESTS_ROUTED, "outcome", "unknown-session");
		double address = sum(StickyClusterMeter.REQUESTS_ROUTED, "outcome", "address");
		double session = sum(StickyClusterMeter.REQUESTS_ROUTED, "outcome", "session");
		HttpResponse<String> opened = get("", null);
		assertThat(opened.statusCode()).isEqualTo(200);
		String sid = opened.body().replaceAll(".*\"sid\":\"([^\"]*)\".*", "$1");
		// A second poll ends the session, but it was routed.
		CompletableFuture<HttpResponse<String>> poll = CompletableFuture.supplyAsync(() -> get("&sid=" + sid, null));
		await().untilAsserted(
				() -> assertThat(sum(StickyClusterMeter.REQUESTS_ROUTED, "outcome", "session")).isEqualTo(session + 1));
		assertThat(get("&sid=" + sid, null).statusCode()).isEqualTo(400);
		poll.get(10, TimeUnit.SECONDS);
		assertThat(get("&sid=nonsense", null).statusCode()).isEqualTo(400);
		assertThat(sum(StickyClusterMeter.REQUESTS_ROUTED, "outcome", "unknown-session")).isEqualTo(unknown + 1);
		assertThat(sum(StickyClusterMeter.REQUESTS_ROUTED, "outcome", "address")).isEqualTo(address + 1);
	}

	@Test
	void aForeignOriginIsRefusedCountedAndWarnedOf(CapturedOutput output) {
		double refused = sum(StickyClusterMeter.REQUESTS_REFUSED, "reason", "forbidden");
		assertThat(get("", "https://elsewhere.example.org").statusCode()).isEqualTo(403);
		assertThat(get("", "https://elsewhere.example.org").statusCode()).isEqualTo(403);
		assertThat(sum(StickyClusterMeter.REQUESTS_REFUSED, "reason", "forbidden")).isEqualTo(refused + 2);
		await().untilAsserted(() -> assertThat(output)
			.containsOnlyOnce("sticky-cluster.socket-io.allowed-origins=https://elsewhere.example.org"));
	}

	@Test
	void noCounterFallsWhenAWorkerIsRestarted() throws Exception {
		try (SocketTestClient client = connect(ClientTransport.WEBSOCKET)) {
			client.emitWithAck("echo", "before").expect();
		}
		await().untilAsserted(() -> assertThat(sum(StickyClusterMeter.SESSIONS)).isZero());
		Map<StickyClusterMeter, Double> before = counters();
		context.getBean(WorkerOperations.class).restart("node-1").get(20, TimeUnit.SECONDS);
		context.getBean(WorkerOperations.class).restart("node-2").get(20, TimeUnit.SECONDS);
		Map<StickyClusterMeter, Double> after = counters();
		before.forEach(
				(meter, count) -> assertThat(after.get(meter)).as(meter.meterName()).isGreaterThanOrEqualTo(count));
		assertThat(sum(StickyClusterMeter.WORKER_RESTARTS)).isGreaterThanOrEqualTo(2);
		try (SocketTestClient client = connect(ClientTransport.WEBSOCKET)) {
			client.emitWithAck("echo", "after").expect();
			assertThat(sum(StickyClusterMeter.SESSIONS)).isEqualTo(1);
			assertThat(sum(StickyClusterMeter.EVENTS_RECEIVED))
				.isEqualTo(before.get(StickyClusterMeter.EVENTS_RECEIVED) + 1);
		}
	}

	@Test
	void aRestartIsCountedWhenItIsDone() throws Exception {
		double before = sum(StickyClusterMeter.WORKER_RESTARTS);
		assertThat(context.getBean(WorkerOperations.class)
			.restart("node-1")
			.thenApply((done) -> sum(StickyClusterMeter.WORKER_RESTARTS))
			.get(20, TimeUnit.SECONDS)).isEqualTo(before + 1);
	}

	@Test
	void theMetersOfAWorkerGoWithIt() {
		WorkerOperations operations = context.getBean(WorkerOperations.class);
		long before = ofWorkers().count();
		operations.resize(3);
		await().untilAsserted(() -> assertThat(workers()).containsExactly("node-1", "node-2", "node-3"));
		assertThat(ofWorkers()).hasSize((int) (before / 2 * 3));
		operations.resize(2);
		await().untilAsserted(() -> assertThat(workers()).containsExactly("node-1", "node-2"));
		assertThat(ofWorkers()).hasSize((int) before);
		assertThat(context.getBean(PrometheusMeterRegistry.class).scrape()).doesNotContain("node-3");
		operations.resize(3);
		await().untilAsserted(() -> assertThat(workers()).contains("node-3"));
		operations.resize(2);
		await().untilAsserted(() -> assertThat(workers()).containsExactly("node-1", "node-2"));
	}

	private static Set<String> workers() {
		return ofWorkers().map((meter) -> meter.getId().getTag("worker"))
			.collect(Collectors.toCollection(TreeSet::new));
	}

	private static Stream<Meter> ofWorkers() {
		return meters.getMeters().stream().filter((meter) -> meter.getId().getTag("worker") != null);
	}

	private static Map<StickyClusterMeter, Double> counters() {
		Map<StickyClusterMeter, Double> counters = new EnumMap<>(StickyClusterMeter.class);
		for (StickyClusterMeter meter : StickyClusterMeter.values()) {
			if (meter.type() != StickyClusterMeter.Type.GAUGE) {
				counters.put(meter, sum(meter));
			}
		}
		return counters;
	}

	private static double sum(StickyClusterMeter meter, String... tags) {
		double sum = 0;
		for (Meter bound : meters.find(meter.meterName()).tags(Tags.of(tags)).meters()) {
			for (var measurement : bound.measure()) {
				if (measurement.getStatistic() != Statistic.MAX && measurement.getStatistic() != Statistic.TOTAL_TIME) {
					sum += measurement.getValue();
				}
			}
		}
		return sum;
	}

	private static SocketTestClient connect(ClientTransport transport) {
		return SocketTestClient.bindToPort(port()).transport(transport).timeout(Duration.ofSeconds(20)).connect();
	}

	private static HttpResponse<String> get(String parameters, String origin) {
		HttpRequest.Builder request = HttpRequest
			.newBuilder(URI.create("http://127.0.0.1:" + port() + "/socket.io/?EIO=4&transport=polling" + parameters));
		if (origin != null) {
			request.header("Origin", origin);
		}
		try {
			return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
		}
		catch (IOException | InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static int port() {
		return Objects.requireNonNull(context.getBean(Dispatcher.class).address()).getPort();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		PrometheusMeterRegistry prometheusMeterRegistry() {
			return new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
		}

		@Bean
		Listener listener() {
			return new Listener();
		}

	}

	static class Listener {

		@OnEvent("echo")
		void echo(String text, AckRequest ack) {
			ack.sendAckData(text);
		}

		@OnEvent("kick")
		void kick(SocketIOClient client) {
			client.disconnect();
		}

		@OnEvent("ask-me")
		void askMe(SocketIOClient client, AckRequest ack) {
			client.sendEvent("question", new AckCallback<>(String.class, 1) {

				@Override
				public void onSuccess(String result) {
					throw new IllegalStateException("The client does not answer");
				}

			}, "?");
			ack.sendAckData();
		}

	}

}
