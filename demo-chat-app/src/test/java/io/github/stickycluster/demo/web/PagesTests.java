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

package io.github.stickycluster.demo.web;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

import io.github.stickycluster.autoconfigure.LocalStickyClusterPort;
import io.github.stickycluster.demo.support.DemoTest;
import io.github.stickycluster.internal.dispatch.WorkerSelector;
import io.github.stickycluster.internal.worker.Worker;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.annotation.Autowired;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the pages as they are served.
 */
@DemoTest
class PagesTests {

	private static final JsonMapper JSON = JsonMapper.shared();

	private final HttpClient http = HttpClient.newHttpClient();

	@Autowired
	private WorkerSelector selector;

	@LocalStickyClusterPort
	private int port;

	@ParameterizedTest
	@ValueSource(strings = { "/", "/cluster.html", "/js/chat.js", "/css/base.css", "/favicon.svg",
			"/vendor/socket.io.esm.min.js", "/actuator/health", "/actuator/info", "/actuator/metrics" })
	void isServed(String path) throws Exception {
		assertThat(get(path).statusCode()).isEqualTo(200);
	}

	@Test
	void theClientComesFromNpm() throws Exception {
		assertThat(get("/vendor/socket.io.esm.min.js").body()).startsWith("/*!\n * Socket.IO v4.8.");
	}

	@Test
	void theConfigurationTellsPathAndLimits() throws Exception {
		JsonNode config = JSON.readTree(get("/demo-config.json").body());
		assertThat(config.get("path").asString()).isEqualTo("/socket.io");
		assertThat(config.get("maxText").asInt()).isEqualTo(4000);
	}

	@Test
	void thePolicyAllowsNothingInlineAndNoOtherHost() throws Exception {
		HttpResponse<String> page = get("/");
		assertThat(page.headers().firstValue("Content-Security-Policy")).hasValue(
				"default-src 'none'; " + "script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
						+ "base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
		assertThat(page.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
		assertThat(page.headers().firstValue("Referrer-Policy")).hasValue("no-referrer");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/", "/cluster.html" })
	void thePagesHaveNoInlineCode(String path) throws Exception {
		assertThat(get(path).body()).doesNotContainPattern("(?i)<style|\\son\\w+\\s*=|\\sstyle\\s*=|javascript:")
			.doesNotContainPattern("(?i)<script(?![^>]*\\ssrc=)");
	}

	@Test
	void theClusterIsSeen() throws Exception {
		JsonNode cluster = JSON.readTree(get("/actuator/stickycluster").body());
		assertThat(cluster.get("node").asString()).isEqualTo("chat");
		assertThat(cluster.get("dispatcher").get("port").asInt()).isEqualTo(this.port);
		boolean forked = "forked".equals(System.getProperty("sticky-cluster.workers.mode"));
		assertThat(cluster.get("workers")).hasSize(4).allMatch((worker) -> worker.has("process") == forked);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/actuator/stickycluster", "/operate" })
	void aPageOfAnotherOriginCannotOperate(String path) throws Exception {
		URI endpoint = URI.create("http://127.0.0.1:" + this.port + path);
		HttpRequest.BodyPublisher body = HttpRequest.BodyPublishers
			.ofString("{\"node\":\"chat\",\"action\":\"rolling-restart\"}");
		// What a browser sends without asking first
		assertThat(send(HttpRequest.newBuilder(endpoint).header("Content-Type", "text/plain").POST(body)).statusCode())
			.isEqualTo(415);
		assertThat(send(HttpRequest.newBuilder(endpoint).POST(body)).statusCode()).isEqualTo(415);
		HttpResponse<String> preflight = send(HttpRequest.newBuilder(endpoint)
			.header("Origin", "http://evil.example")
			.header("Access-Control-Request-Method", "POST")
			.header("Access-Control-Request-Headers", "content-type")
			.method("OPTIONS", HttpRequest.BodyPublishers.noBody()));
		assertThat(preflight.headers().map()).doesNotContainKey("access-control-allow-origin");
		assertThat(JSON.readTree(get("/actuator/stickycluster").body()).get("workers"))
			.allMatch((worker) -> worker.get("restarts").asInt() == 0);
	}

	@Test
	void anOperationThatCannotBeDoneIsRefusedWithItsReason() throws Exception {
		assertThat(operate("{\"node\":\"nowhere\",\"action\":\"rolling-restart\"}"))
			.isEqualTo("404 There is no node 'nowhere'");
		assertThat(operate("{\"node\":\"chat\",\"worker\":\"chat-9\",\"action\":\"drain\"}")).startsWith("404 ");
		assertThat(operate("{\"node\":\"chat\",\"worker\":\"chat-1\",\"action\":\"resume\"}"))
			.isEqualTo("400 Worker 'chat-1' is UP; only a worker that is draining can be resumed");
		assertThat(operate("{}")).startsWith("404 ");
	}

	private String operate(String body) throws Exception {
		HttpResponse<String> response = send(
				HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + this.port + "/operate"))
					.header("Content-Type", "application/json")
					.POST(HttpRequest.BodyPublishers.ofString(body)));
		return response.statusCode() + " " + JSON.readTree(response.body()).get("reason").asString();
	}

	@Test
	void theTwoLoopbackAddressesMeetTwoWorkers() throws Exception {
		Worker four = this.selector.forClient(InetAddress.getByName("127.0.0.1"));
		Worker six = this.selector.forClient(InetAddress.getByName("::1"));
		assertThat(four).as("so that one machine can show a chat across workers").isNotNull().isNotEqualTo(six);
	}

	@Test
	void eachWorkerIsReachedFromAnAddress() throws Exception {
		JsonNode addresses = JSON.readTree(get("/worker-addresses.json").body());
		assertThat(addresses.findValuesAsString("worker")).containsExactly("chat-1", "chat-2", "chat-3", "chat-4");
		for (JsonNode each : addresses) {
			Worker worker = this.selector.forClient(InetAddress.getByName(each.get("address").asString()));
			assertThat(worker).isNotNull().extracting(Worker::id).isEqualTo(each.get("worker").asString());
		}
	}

	@Test
	void aClientWhoseWordOfAddressesDoesNotCountIsToldNone() throws Exception {
		URI uri = URI.create("http://127.0.0.1:" + this.port + "/worker-addresses.json");
		// As a proxy on this machine passes it on
		HttpResponse<String> answer = send(HttpRequest.newBuilder(uri).header("X-Forwarded-For", "203.0.113.9"));
		assertThat(answer.body()).isEqualTo("[]");
	}

	private HttpResponse<String> get(String path) throws IOException, InterruptedException {
		URI uri = URI.create("http://127.0.0.1:" + this.port + path);
		return send(HttpRequest.newBuilder(uri));
	}

	private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
		return this.http.send(request.build(), HttpResponse.BodyHandlers.ofString());
	}

}
