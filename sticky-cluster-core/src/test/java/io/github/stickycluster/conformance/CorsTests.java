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

package io.github.stickycluster.conformance;

import io.github.stickycluster.testkit.HttpAnswer;
import io.github.stickycluster.testkit.HttpRequest;
import io.github.stickycluster.testkit.Open;
import io.github.stickycluster.testkit.RawWebSocket;
import io.github.stickycluster.testkit.TestServer;
import io.github.stickycluster.testkit.Wire;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of which origins may use the server.
 */
@Conformance
class CorsTests {

	private static final String POLLING = "/socket.io/?EIO=4&transport=polling";

	private static final String WEBSOCKET = "/socket.io/?EIO=4&transport=websocket";

	private static final String GOOD = "https://chat.example.com";

	private static TestServer listed;

	private static TestServer anyOrigin;

	private static TestServer none;

	@BeforeAll
	static void start() {
		listed = EchoServer.start((settings) -> settings.allowedOrigins(GOOD, "http://localhost:3000"));
		anyOrigin = EchoServer.start((settings) -> settings.allowedOrigins("*"));
		none = EchoServer.start();
	}

	@AfterAll
	static void stop() {
		listed.close();
		anyOrigin.close();
		none.close();
	}

	@Test
	@Statement("CORS-001")
	void listedOriginIsAllowedWithCredentials() {
		HttpAnswer answer = ask(listed, HttpRequest.get(POLLING).header("Origin", GOOD));
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo(GOOD);
		assertThat(answer.header("Access-Control-Allow-Credentials")).isEqualTo("true");
		assertThat(answer.header("Vary")).containsIgnoringCase("Origin");
	}

	@Test
	@Statement("CORS-001")
	void errorsAreReadableByListedOrigins() {
		HttpAnswer answer = ask(listed, HttpRequest.get(POLLING + "&sid=abc").header("Origin", GOOD));
		assertThat(answer.status()).isEqualTo(400);
		assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo(GOOD);
	}

	@Test
	@Statement("CORS-001")
	void errorsOfTheConnectionAreReadableByListedOrigins() {
		HttpAnswer open = ask(listed, HttpRequest.get(POLLING).header("Origin", GOOD));
		String sid = open.text().replaceAll(".*\"sid\":\"([^\"]+)\".*", "$1");
		HttpAnswer answer = ask(listed,
				HttpRequest.of("POST", POLLING + "&sid=" + sid)
					.header("Origin", GOOD)
					.header("Content-Length", "2000000000"));
		assertThat(answer.status()).isEqualTo(413);
		assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo(GOOD);
	}

	@ParameterizedTest
	@ValueSource(strings = { "https://evil.example.com", "http://chat.example.com", "https://chat.example.com:8443",
			"https://chat.example.com.evil.com", "null", "https://chat.example.com." })
	@Statement("CORS-002")
	void otherOriginsAreForbidden(String origin) {
		HttpAnswer answer = ask(listed, HttpRequest.get(POLLING).header("Origin", origin));
		assertThat(answer.status()).isEqualTo(403);
		assertThat(answer.json().get("code").asInt()).isEqualTo(4);
		assertThat(answer.hasHeader("Access-Control-Allow-Origin")).isFalse();
		assertThat(answer.hasHeader("Access-Control-Allow-Credentials")).isFalse();
	}

	@Test
	@Statement("CORS-003")
	void noneConfiguredMeansSameOriginOnly() {
		String host = "127.0.0.1:" + none.port();
		HttpAnswer same = ask(none, HttpRequest.get(POLLING).header("Host", host).header("Origin", "http://" + host));
		assertThat(same.status()).isEqualTo(200);
		HttpAnswer noOrigin = ask(none, HttpRequest.get(POLLING));
		assertThat(noOrigin.status()).isEqualTo(200);
		assertThat(noOrigin.hasHeader("Access-Control-Allow-Origin")).isFalse();
		HttpAnswer other = ask(none, HttpRequest.get(POLLING).header("Host", host).header("Origin", GOOD));
		assertThat(other.status()).isEqualTo(403);
		assertThat(other.hasHeader("Access-Control-Allow-Origin")).isFalse();
	}

	@ParameterizedTest
	@CsvSource({ "wss://site, site:443", "wss://site, site", "https://SITE:443, site", "ws://site, site:80",
			"http://site:80, site", "http://[::1]:3000, [0:0:0:0:0:0:0:1]:3000", "http://my_host:1, my_host:1" })
	@Statement("CORS-009")
	void sameOriginMayBeWrittenDifferently(String origin, String host) {
		HttpRequest request = HttpRequest.get(POLLING).header("Host", host).header("Origin", origin);
		assertThat(ask(none, request).status()).isEqualTo(200);
		HttpRequest handshake = RawWebSocket.handshake(WEBSOCKET).header("Host", host).header("Origin", origin);
		assertThat(ask(none, handshake).status()).isEqualTo(101);
	}

	@ParameterizedTest
	@CsvSource({ "wss://site, site:80", "https://site, site:8443", "app://site, site", "https://site@evil, site",
			"https://evil, evil@site", "https://site., site", "null, null", "site, site", "https://site/, site" })
	@Statement("CORS-009")
	void sameTextIsNotTheSameOrigin(String origin, String host) {
		HttpRequest request = HttpRequest.get(POLLING).header("Host", host).header("Origin", origin);
		assertThat(ask(none, request).status()).isEqualTo(403);
	}

	@ParameterizedTest
	@ValueSource(strings = { "app://.", "file://", "null", "http://my_host:3000", "wss://chat.example.org" })
	@Statement("CORS-009")
	void originOfAnyFormMayBeListed(String origin) {
		try (TestServer server = EchoServer.start((settings) -> settings.allowedOrigins(origin))) {
			HttpAnswer answer = ask(server, HttpRequest.get(POLLING).header("Origin", origin));
			assertThat(answer.status()).isEqualTo(200);
			assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo(origin);
			assertThat(ask(server, HttpRequest.get(POLLING).header("Origin", GOOD)).status()).isEqualTo(403);
		}
	}

	@Test
	@Statement("CORS-004")
	void starMeansAnyOriginWithoutCredentials() {
		HttpAnswer answer = ask(anyOrigin, HttpRequest.get(POLLING).header("Origin", GOOD));
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo("*");
		assertThat(answer.hasHeader("Access-Control-Allow-Credentials")).isFalse();
	}

	@Test
	@Statement("CORS-005")
	void preflightOfListedOriginIsGrantedAndOpensNoSession() {
		HttpAnswer answer = ask(listed, preflight(GOOD));
		assertThat(answer.status()).isIn(200, 204);
		assertThat(answer.text()).isEmpty();
		assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo(GOOD);
		assertThat(answer.header("Access-Control-Allow-Credentials")).isEqualTo("true");
		assertThat(answer.header("Access-Control-Allow-Methods")).contains("POST").contains("GET");
		assertThat(answer.header("Access-Control-Allow-Headers")).containsIgnoringCase("content-type");
		assertThat(answer.header("Vary")).containsIgnoringCase("Origin");
	}

	@Test
	@Statement("CORS-006")
	void preflightOfOtherOriginGrantsNothing() {
		for (TestServer server : new TestServer[] { listed, none }) {
			HttpAnswer answer = ask(server, preflight("https://evil.example.com"));
			assertThat(answer.hasHeader("Access-Control-Allow-Origin")).isFalse();
			assertThat(answer.text()).doesNotContain("sid");
		}
	}

	@Test
	@Statement("CORS-007")
	void webSocketHandshakesFollowTheSameRule() {
		assertThat(ask(listed, RawWebSocket.handshake(WEBSOCKET).header("Origin", GOOD)).status()).isEqualTo(101);
		assertThat(ask(anyOrigin, RawWebSocket.handshake(WEBSOCKET).header("Origin", GOOD)).status()).isEqualTo(101);
		assertThat(ask(none, RawWebSocket.handshake(WEBSOCKET)).status()).isEqualTo(101);
		assertThat(ask(none, RawWebSocket.handshake(WEBSOCKET).header("Origin", GOOD)).status()).isEqualTo(403);
		assertThat(ask(listed, RawWebSocket.handshake(WEBSOCKET).header("Origin", "https://evil.example.com")).status())
			.isEqualTo(403);
	}

	@Test
	@Statement("CORS-008")
	void laterRequestsFollowTheSameRule() {
		try (Wire wire = Wire.to(listed.port())) {
			HttpAnswer open = wire.exchange(HttpRequest.get(POLLING).header("Origin", GOOD));
			String sid = Open.parse(open.text()).sid();
			HttpAnswer stolen = wire
				.exchange(HttpRequest.post(POLLING + "&sid=" + sid, "40").header("Origin", "https://evil.example.com"));
			assertThat(stolen.status()).isEqualTo(403);
			HttpAnswer own = wire.exchange(HttpRequest.post(POLLING + "&sid=" + sid, "40").header("Origin", GOOD));
			assertThat(own.status()).isEqualTo(200);
			assertThat(own.header("Access-Control-Allow-Origin")).isEqualTo(GOOD);
		}
	}

	private static HttpRequest preflight(String origin) {
		return HttpRequest.of("OPTIONS", POLLING)
			.header("Origin", origin)
			.header("Access-Control-Request-Method", "POST")
			.header("Access-Control-Request-Headers", "content-type");
	}

	private static HttpAnswer ask(TestServer server, HttpRequest request) {
		try (Wire wire = Wire.to(server.port())) {
			return wire.exchange(request);
		}
	}

}
