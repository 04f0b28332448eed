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

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import com.corundumstudio.socketio.AuthorizationResult;
import io.github.stickycluster.socketio.Transport;
import io.github.stickycluster.testkit.HttpAnswer;
import io.github.stickycluster.testkit.HttpRequest;
import io.github.stickycluster.testkit.Kind;
import io.github.stickycluster.testkit.Link;
import io.github.stickycluster.testkit.Polling;
import io.github.stickycluster.testkit.PollingFormat;
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
 * Tests of the answers to requests that open or continue no session.
 */
@Conformance
class HttpErrorTests {

	private static final String UUID = "6e0a4b3c-7a39-4f0a-9a55-0f5a4b3c7a39";

	private static TestServer server;

	@BeforeAll
	static void start() {
		server = EchoServer.start();
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "EIO=4", "EIO=4&transport=", "EIO=4&transport=abc", "EIO=4&transport=constructor",
			"EIO=4&transport=POLLING", "EIO=3&transport=flashsocket", "EIO=4&transport=webtransport" })
	@Statement("EIO4-010")
	void unknownTransport(String query) {
		refused(HttpRequest.get("/socket.io/?" + query), 400, 0, "Transport unknown");
	}

	@ParameterizedTest
	@ValueSource(strings = { UUID, "abc", "%00", "__proto__", "..%2F", "6e0a4b3c-7a39-8f0a-9a55-0f5a4b3c7a39",
			"%F0%9F%98%80", "0000000000000000000000000000000000000000000000000000000000000000000000" })
	@Statement("EIO4-011")
	void unknownOrMalformedSessionId(String sid) {
		String target = "/socket.io/?EIO=4&transport=polling&sid=" + sid;
		refused(HttpRequest.get(target), 400, 1, "Session ID unknown");
		refused(HttpRequest.post(target, "40"), 400, 1, "Session ID unknown");
	}

	@ParameterizedTest
	@ValueSource(strings = { "POST", "PUT", "DELETE", "PATCH", "TRACE", "BREW" })
	@Statement("EIO4-012")
	void handshakeIsGetOnly(String method) {
		HttpRequest request = HttpRequest.of(method, "/socket.io/?EIO=4&transport=polling")
			.header("Content-Length", "0");
		refused(request, 400, 2, "Bad handshake method");
	}

	@Test
	@Statement("EIO4-012")
	void headOpensNoSession() {
		try (Wire wire = Wire.to(server.port())) {
			HttpRequest head = HttpRequest.of("HEAD", "/socket.io/?EIO=4&transport=polling");
			assertThat(wire.exchange(head).status()).isEqualTo(400);
			// a body after the head would be taken for the next answer
			assertThat(wire.exchange(HttpRequest.get("/socket.io/?EIO=4&transport=polling")).status()).isEqualTo(200);
		}
	}

	@Test
	@Statement("EIO4-012")
	void optionsOpensNoSession() {
		try (Wire wire = Wire.to(server.port())) {
			int before = server.engine().sessionCount();
			HttpAnswer answer = wire.exchange(HttpRequest.of("OPTIONS", "/socket.io/?EIO=4&transport=polling"));
			assertThat(answer.status()).isIn(200, 204, 400);
			assertThat(answer.text()).doesNotContain("sid");
			assertThat(server.engine().sessionCount()).isEqualTo(before);
		}
	}

	@Test
	@Statement("EIO4-013")
	void webSocketTransportNeedsAnUpgrade() {
		refused(HttpRequest.get("/socket.io/?EIO=4&transport=websocket"), 400, 3, "Bad request");
	}

	@Test
	@Statement("EIO4-014")
	void pollOfWebSocketSessionIsBadRequest() {
		try (Link link = Kind.WEBSOCKET.connect(server.port())) {
			String target = "/socket.io/?EIO=4&transport=polling&sid=" + link.handshake().sid();
			refused(HttpRequest.get(target), 400, 3, "Bad request");
			refused(HttpRequest.post(target, "42[\"message\"]"), 400, 3, "Bad request");
			link.send("42[\"message\",1]");
			assertThat(link.text()).isEqualTo("42[\"message-back\",1]");
		}
	}

	@Test
	@Statement("EIO4-015")
	void refusedByTheApplicationIsForbidden() {
		try (TestServer closed = EchoServer.start((settings) -> settings.configure((configuration) -> configuration
			.setAuthorizationListener((data) -> new AuthorizationResult("yes".equals(data.getSingleUrlParam("ok"))))));
				Wire wire = Wire.to(closed.port())) {
			HttpAnswer answer = wire.exchange(HttpRequest.get("/socket.io/?EIO=4&transport=polling"));
			assertThat(answer.status()).isEqualTo(403);
			assertThat(answer.json().get("code").asInt()).isEqualTo(4);
			assertThat(answer.json().get("message").asString()).isEqualTo("Forbidden");
			Polling.open(closed.port(), "EIO=4&transport=polling&ok=yes", PollingFormat.V4).close();
			try (Wire socket = Wire.to(closed.port())) {
				assertThat(socket.exchange(RawWebSocket.handshake("/socket.io/?EIO=4&transport=websocket")).status())
					.isIn(400, 403);
			}
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "transport=polling", "EIO=abc&transport=polling", "EIO=&transport=polling",
			"EIO=2&transport=polling", "EIO=5&transport=polling", "EIO=44&transport=polling" })
	@Statement("EIO4-016")
	void missingOrUnsupportedVersion(String query) {
		refused(HttpRequest.get("/socket.io/?" + query), 400, 5, "Unsupported protocol version");
	}

	@Test
	@Statement("EIO4-016")
	void version3MayBeTurnedOff() {
		try (TestServer modern = EchoServer.start((settings) -> settings.engine((engine) -> engine.engineIo3(false)));
				Wire wire = Wire.to(modern.port())) {
			HttpAnswer answer = wire.exchange(HttpRequest.get("/socket.io/?EIO=3&transport=polling"));
			assertThat(answer.status()).isEqualTo(400);
			assertThat(answer.json().get("code").asInt()).isEqualTo(5);
		}
	}

	@Test
	@Statement("EIO4-010")
	void disabledTransport() {
		try (TestServer modern = EchoServer
			.start((settings) -> settings.engine((engine) -> engine.transports(Set.of(Transport.WEBSOCKET))));
				Wire wire = Wire.to(modern.port())) {
			HttpAnswer answer = wire.exchange(HttpRequest.get("/socket.io/?EIO=4&transport=polling"));
			assertThat(answer.status()).isEqualTo(400);
			assertThat(answer.json().get("code").asInt()).isZero();
		}
	}

	@ParameterizedTest
	@CsvSource({ "EIO=4&transport=abc", "EIO=9&transport=websocket", "transport=websocket", "EIO=4",
			"EIO=4&transport=websocket&sid=" + UUID, "EIO=4&transport=websocket&sid=abc" })
	@Statement("EIO4-017")
	void badWebSocketHandshakeIsRefused(String query) {
		try (Wire wire = Wire.to(server.port())) {
			HttpAnswer answer = wire.exchange(RawWebSocket.handshake("/socket.io/?" + query));
			assertThat(answer.status()).isEqualTo(400);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "PUT", "DELETE", "PATCH", "BREW" })
	@Statement("EIO4-018")
	void oddMethodsLeaveTheSessionAlone(String method) {
		try (Polling polling = Polling.open(server.port()); Wire wire = Wire.to(server.port())) {
			HttpRequest odd = HttpRequest.of(method, polling.target()).header("Content-Length", "0");
			assertThat(wire.exchange(odd).status()).isBetween(400, 501);
			polling.post("40");
			assertThat(polling.poll().text()).startsWith("40{");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "EIO=4&transport=polling&transport=websocket", "EIO=4&EIO=3&transport=polling",
			"EIO=4&transport=polling&sid=a&sid=b", "%", "EIO=4&transport=polling&sid=%zz", "EIO=4&transport=polling%" })
	@Statement("EIO4-019")
	void strangeQueriesAreAnswered(String query) {
		try (Wire wire = Wire.to(server.port())) {
			assertThat(wire.exchange(HttpRequest.get("/socket.io/?" + query)).status()).isIn(200, 400);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "x=%zz", "x=%", "x=%4", "%", "x=%e2%82", "t=a%20b%&x=%%31" })
	@Statement("EIO4-019")
	void brokenEscapeOfAnotherParameterDoesNotRefuse(String query) {
		Map<String, List<String>> seen = new ConcurrentHashMap<>();
		try (TestServer asking = EchoServer.start(
				(settings) -> settings.configure((configuration) -> configuration.setAuthorizationListener((data) -> {
					seen.putAll(data.getUrlParams());
					return new AuthorizationResult(data.getSingleUrlParam("transport") != null);
				}))); Wire wire = Wire.to(asking.port())) {
			HttpAnswer answer = wire.exchange(HttpRequest.get("/socket.io/?EIO=4&transport=polling&" + query));
			assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
			assertThat(seen).containsEntry("EIO", List.of("4"));
		}
	}

	@Test
	@Statement("EIO4-019")
	void brokenEscapesAreReadAsTheyStand() {
		Map<String, List<String>> seen = new ConcurrentHashMap<>();
		try (TestServer asking = EchoServer.start(
				(settings) -> settings.configure((configuration) -> configuration.setAuthorizationListener((data) -> {
					seen.putAll(data.getUrlParams());
					return new AuthorizationResult(true);
				}))); Wire wire = Wire.to(asking.port())) {
			wire.exchange(HttpRequest.get("/socket.io/?EIO=4&transport=polling&x=a%20b%zz&y=%&z=1;w=2"));
			assertThat(seen).containsEntry("x", List.of("a b%zz"))
				.containsEntry("y", List.of("%"))
				.containsEntry("z", List.of("1;w=2"));
		}
	}

	private static void refused(HttpRequest request, int status, int code, String message) {
		try (Wire wire = Wire.to(server.port())) {
			HttpAnswer answer = wire.exchange(request);
			assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
			assertThat(answer.header("Content-Type")).startsWith("application/json");
			assertThat(answer.json().get("code").asInt()).isEqualTo(code);
			assertThat(answer.json().get("message").asString()).isEqualTo(message);
		}
	}

}
