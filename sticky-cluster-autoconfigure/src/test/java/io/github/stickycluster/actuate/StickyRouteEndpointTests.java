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
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;

import io.github.stickycluster.autoconfigure.LocalStickyClusterPort;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the {@link StickyRouteEndpoint} explains is what the dispatcher does.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = { "server.address=127.0.0.1", "sticky-cluster.port=0", "sticky-cluster.address=127.0.0.1",
				"sticky-cluster.workers.count=3", "sticky-cluster.node-id=node", "sticky-cluster.routing.load-factor=1",
				"sticky-cluster.client-address.trusted-proxies=127.0.0.1",
				"management.endpoints.web.exposure.include=stickyroute" })
class StickyRouteEndpointTests {

	private final HttpClient client = HttpClient.newHttpClient();

	@LocalServerPort
	private int webPort;

	@LocalStickyClusterPort
	private int port;

	@Test
	void explainsANewSessionStepByStep() {
		JsonNode route = explain("address=127.0.0.1&header=" + encoded("198.51.100.9, 203.0.113.7"));
		assertThat(route.path("client").asString()).isEqualTo("203.0.113.7");
		assertThat(route.path("key").asString()).isEqualTo("203.0.113.7/32");
		assertThat(route.path("ranking").valueStream().map((candidate) -> candidate.path("worker").asString()))
			.containsExactlyInAnyOrder("node-1", "node-2", "node-3");
		assertThat(route.path("ranking").valueStream().mapToDouble((candidate) -> candidate.path("score").asDouble()))
			.isSortedAccordingTo((one, other) -> Double.compare(other, one));
		String first = route.path("ranking").path(0).path("worker").asString();
		assertThat(route.path("worker").asString()).isEqualTo(first);
		assertThat(steps(route)).containsExactly(
				"The peer 127.0.0.1 is a trusted proxy, its X-Forwarded-For is read: the client is 203.0.113.7.",
				"The client key is that of 203.0.113.7/32.",
				first + " is the next in the client key's rendezvous order: the request goes there.");
	}

	@Test
	void aSessionStaysWhereItIsAndTheNextOneOfItsClientGoesPastTheBound() {
		String client = "203.0.113.80";
		String first = explain("address=127.0.0.1&header=" + client).path("worker").asString();
		String sid = open(client);
		JsonNode known = explain("address=198.51.100.1&sid=" + sid);
		assertThat(known.path("worker").asString()).isEqualTo(first);
		assertThat(steps(known))
			.contains("The session id was made by " + first + ": the request goes there, whatever its address.");

		JsonNode next = explain("address=127.0.0.1&header=" + client);
		String second = next.path("ranking").path(1).path("worker").asString();
		assertThat(next.path("worker").asString()).isEqualTo(second);
		assertThat(steps(next)).contains(first + " is passed over: its load is 1 and its bound 1.");
		assertThat(explain("address=127.0.0.1&sid=" + open(client)).path("worker").asString()).isEqualTo(second);
	}

	@Test
	void anUntrustedPeerIsTheClientWhateverItsHeaderSays() {
		JsonNode route = explain("address=" + encoded("2001:db8::7") + "&header=203.0.113.7");
		assertThat(route.path("client").asString()).isEqualTo("2001:db8::7");
		assertThat(route.path("key").asString()).isEqualTo("2001:db8:0:0:0:0:0:0/64");
		assertThat(steps(route)).first()
			.isEqualTo(
					"The peer 2001:db8::7 is no trusted proxy: it is the client, and its X-Forwarded-For is ignored.");
	}

	@Test
	void saysWhatIsWrongWithAHeaderAndASessionId() {
		assertThat(steps(explain("address=127.0.0.1&header=" + encoded("nonsense, 203.0.113.7, garbage")))).first()
			.asString()
			.endsWith("the client is 127.0.0.1, the nearest address before something malformed.");
		assertThat(steps(explain("address=127.0.0.1&sid=abc")))
			.contains("The session id is none that a worker makes: whoever gets the request answers 400.");
		assertThat(steps(explain("address=127.0.0.1&sid=01234567-89ab-8def-8123-456789abcdef")))
			.contains("The session id was made by no worker that runs: whoever gets the request answers 400.");
	}

	@Test
	void anAddressIsNeededAndMustBeOne() {
		assertThat(get(this.webPort, "/actuator/stickyroute", "").statusCode()).isEqualTo(400);
		HttpResponse<String> answer = get(this.webPort, "/actuator/stickyroute?address=example.org", "");
		assertThat(answer.statusCode()).isEqualTo(400);
	}

	private String open(String client) {
		String body = get(this.port, "/socket.io/?EIO=4&transport=polling", client).body();
		return JsonMapper.shared().readTree(body.substring(1)).path("sid").asString();
	}

	private JsonNode explain(String query) {
		HttpResponse<String> response = get(this.webPort, "/actuator/stickyroute?" + query, "");
		assertThat(response.statusCode()).isEqualTo(200);
		return JsonMapper.shared().readTree(response.body());
	}

	private HttpResponse<String> get(int port, String path, String forwardedFor) {
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
		if (!forwardedFor.isEmpty()) {
			request.header("X-Forwarded-For", forwardedFor);
		}
		try {
			return this.client.send(request.build(), HttpResponse.BodyHandlers.ofString());
		}
		catch (IOException | InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static List<String> steps(JsonNode route) {
		return route.path("steps").valueStream().map(JsonNode::asString).toList();
	}

	private static String encoded(String value) {
		return URLEncoder.encode(value, StandardCharsets.UTF_8);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
