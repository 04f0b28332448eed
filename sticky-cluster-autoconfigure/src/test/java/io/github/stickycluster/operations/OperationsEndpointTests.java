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

package io.github.stickycluster.operations;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;

import io.github.stickycluster.autoconfigure.LocalStickyClusterPort;
import io.github.stickycluster.internal.worker.RemoteWorker;
import io.github.stickycluster.internal.worker.RoutingTable;
import io.github.stickycluster.internal.worker.WorkerRegistry;
import io.github.stickycluster.testsupport.Swarm;
import io.github.stickycluster.worker.WorkerState;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The operations of the Actuator endpoint, and what it answers when they make no sense.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = { "server.address=127.0.0.1", "sticky-cluster.port=0", "sticky-cluster.address=127.0.0.1",
				"sticky-cluster.workers.count=3", "sticky-cluster.node-id=node",
				"sticky-cluster.workers.disconnect-window=300ms", "sticky-cluster.workers.drain-timeout=1s",
				"management.endpoints.web.exposure.include=stickycluster" })
class OperationsEndpointTests {

	@LocalServerPort
	private int webPort;

	@LocalStickyClusterPort
	private int port;

	@BeforeEach
	void threeWorkersUp() {
		post("", "{\"action\":\"resize\",\"workers\":3}");
		await().until(() -> states().equals(List.of("node-1 UP", "node-2 UP", "node-3 UP")));
	}

	@Test
	void drainsAndResumesAWorker() {
		HttpResponse<String> drained = post("/node-2", "{\"action\":\"drain\"}");
		assertThat(drained.statusCode()).isEqualTo(200);
		assertThat(json(drained).path("state").asString()).isEqualTo("DRAINING");
		try (Swarm swarm = Swarm.connect(this.port, 30)) {
			assertThat(json(get("/node-2")).path("sessions").asInt()).isZero();
			assertThat(swarm.connected()).isEqualTo(30);
		}
		refused(post("/node-2", "{\"action\":\"drain\"}"), 400,
				"Worker 'node-2' is DRAINING; only a worker that is UP can be drained");
		HttpResponse<String> resumed = post("/node-2", "{\"action\":\"resume\"}");
		assertThat(json(resumed).path("state").asString()).isEqualTo("UP");
		refused(post("/node-2", "{\"action\":\"resume\"}"), 400,
				"Worker 'node-2' is UP; only a worker that is draining can be resumed");
	}

	@Test
	void restartsAWorker() {
		JsonNode before = json(get("/node-1"));
		HttpResponse<String> answer = post("/node-1", "{\"action\":\"restart\"}");
		assertThat(answer.statusCode()).isEqualTo(200);
		await().untilAsserted(() -> {
			JsonNode after = json(get("/node-1"));
			assertThat(after.path("state").asString()).isEqualTo("UP");
			assertThat(after.path("restarts").asInt()).isEqualTo(before.path("restarts").asInt() + 1);
			assertThat(after.path("port").asInt()).isNotEqualTo(before.path("port").asInt());
			assertThat(after.path("blocked").asBoolean()).isFalse();
			assertThat(after.path("lag").isNumber()).isTrue();
			assertThat(after.path("node").asString()).isEqualTo("node");
		});
	}

	@Test
	void restartsAllWorkersOneAfterTheOther() {
		try (Swarm swarm = Swarm.connect(this.port, 20)) {
			assertThat(json(post("", "{\"action\":\"rolling-restart\"}")).path("operation").asString())
				.isEqualTo("rolling-restart");
			refused(post("", "{\"action\":\"rolling-restart\"}"), 400, "A rolling restart is running already");
			refused(post("", "{\"action\":\"resize\",\"workers\":2}"), 400,
					"A rolling restart is running; resize after its end");
			await().until(
					() -> json(get("")).path("operation").isMissingNode() || json(get("")).path("operation").isNull());
			swarm.awaitConnected(Duration.ofSeconds(5));
			assertThat(swarm.reconnected()).isEqualTo(20);
		}
	}

	@Test
	void resizes() {
		try (Swarm swarm = Swarm.connect(this.port, 100)) {
			post("", "{\"action\":\"resize\",\"workers\":6}");
			await().until(() -> states().size() == 6);
			try (Swarm more = Swarm.connect(this.port, 240)) {
				int added = sessions("node-4") + sessions("node-5") + sessions("node-6");
				assertThat(added).as("half of the new sessions").isBetween(80, 160);
				assertThat(more.connected()).isEqualTo(240);
			}
			assertThat(swarm.reconnected()).as("those who were there stay where they are").isZero();
			post("", "{\"action\":\"resize\",\"workers\":2}");
			assertThat(states()).containsExactly("node-1 UP", "node-2 UP", "node-3 DRAINING", "node-4 DRAINING",
					"node-5 DRAINING", "node-6 DRAINING");
			int leaving = sessions("node-3");
			await().until(() -> states().equals(List.of("node-1 UP", "node-2 UP")));
			swarm.awaitConnected(Duration.ofSeconds(5));
			assertThat(swarm.reconnected()).as("only the clients of the worker that went").isEqualTo(leaving);
		}
	}

	@Test
	void saysWhatIsWrongWithARequest() {
		refused(post("/node-9", "{\"action\":\"drain\"}"), 404, "This node has no worker 'node-9'");
		refused(post("/node-1", "{\"action\":\"explode\"}"), 400,
				"Unknown action 'explode'; use one of drain, resume, restart");
		refused(post("/node-1", "{}"), 400, "The action is missing; use one of drain, resume, restart");
		refused(post("", "{\"action\":\"drain\"}"), 400, "Unknown action 'drain'; use one of rolling-restart, resize");
		refused(post("", "{\"action\":\"resize\"}"), 400, "'workers' must be a number, not null");
		refused(post("", "{\"action\":\"resize\",\"workers\":\"many\"}"), 400, "'workers' must be a number, not many");
		refused(post("", "{\"action\":\"resize\",\"workers\":0}"), 400,
				"The number of workers must be from 1 to 256, not 0");
		refused(post("", "{\"action\":\"resize\",\"workers\":257}"), 400,
				"The number of workers must be from 1 to 256, not 257");
	}

	@Test
	void anotherNodesWorkerIsOperatedThere(@Autowired WorkerRegistry registry) {
		RemoteWorker worker = new RemoteWorker("other-1", "other", new InetSocketAddress("127.0.0.1", 1), 1, 0, 0);
		registry.putNode("other", List.of(new RoutingTable.Entry(worker, WorkerState.UP)));
		try {
			refused(post("/other-1", "{\"action\":\"drain\"}"), 400,
					"Worker 'other-1' belongs to node 'other'; send the request to that node");
			assertThat(states()).contains("other-1 UP");
		}
		finally {
			registry.putNode("other", List.of());
		}
	}

	@Test
	void aForkedWorkerOfAnotherFamilyIsOperatedByItsParent(@Autowired WorkerRegistry registry) {
		RemoteWorker worker = new RemoteWorker("chat-eu-2", "chat-eu-2", new InetSocketAddress("127.0.0.1", 1), 1, 0,
				0);
		registry.putNode("chat-eu-2", List.of(new RoutingTable.Entry(worker, WorkerState.UP)));
		try {
			refused(post("/chat-eu-2", "{\"action\":\"drain\"}"), 400,
					"Worker 'chat-eu-2' belongs to node 'chat-eu'; send the request to that node");
			assertThat(json(get("/chat-eu-2")).path("node").asString()).isEqualTo("chat-eu");
		}
		finally {
			registry.putNode("chat-eu-2", List.of());
		}
	}

	private static void refused(HttpResponse<String> response, int status, String reason) {
		assertThat(response.statusCode()).isEqualTo(status);
		assertThat(json(response).path("reason").asString()).isEqualTo(reason);
	}

	private List<String> states() {
		return json(get("")).path("workers")
			.valueStream()
			.map((worker) -> worker.path("id").asString() + " " + worker.path("state").asString())
			.toList();
	}

	private int sessions(String worker) {
		return json(get("/" + worker)).path("sessions").asInt();
	}

	private HttpResponse<String> get(String path) {
		return send(HttpRequest.newBuilder(uri(path)).build());
	}

	private HttpResponse<String> post(String path, String body) {
		return send(HttpRequest.newBuilder(uri(path))
			.header("Content-Type", "application/json")
			.POST(HttpRequest.BodyPublishers.ofString(body))
			.build());
	}

	private URI uri(String path) {
		return URI.create("http://127.0.0.1:" + this.webPort + "/actuator/stickycluster" + path);
	}

	private static HttpResponse<String> send(HttpRequest request) {
		try {
			return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
		}
		catch (IOException | InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static JsonNode json(HttpResponse<String> response) {
		return JsonMapper.shared().readTree(response.body());
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
