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

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import com.corundumstudio.socketio.AuthTokenListener;
import com.corundumstudio.socketio.AuthTokenResult;
import com.corundumstudio.socketio.SocketIOClient;
import com.corundumstudio.socketio.SocketIOServer;
import com.corundumstudio.socketio.listener.ExceptionListenerAdapter;
import com.corundumstudio.socketio.namespace.Namespace;
import io.github.stickycluster.testkit.Json;
import io.github.stickycluster.testkit.Kind;
import io.github.stickycluster.testkit.Link;
import io.github.stickycluster.testkit.Message;
import io.github.stickycluster.testkit.RawWebSocket;
import io.github.stickycluster.testkit.TestServer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of connecting to namespaces, being refused, and leaving them, in version 5 of the
 * Socket.IO protocol.
 */
@Conformance
class NamespaceTests {

	private final Queue<Object> tokens = new ConcurrentLinkedQueue<>();

	private final Queue<String> connected = new ConcurrentLinkedQueue<>();

	private final Queue<String> disconnected = new ConcurrentLinkedQueue<>();

	private TestServer server;

	@BeforeEach
	void start() {
		this.server = TestServer.start(
				(settings) -> settings
					.configure((configuration) -> configuration.setExceptionListener(new QuietListener())),
				this::listen);
	}

	private void listen(SocketIOServer io) {
		EchoServer.listen(io);
		io.addConnectListener((client) -> this.connected.add("/"));
		io.addDisconnectListener((client) -> this.disconnected.add("/"));
		io.getNamespace("/custom").addConnectListener((client) -> this.connected.add("/custom"));
		io.getNamespace("/custom").addDisconnectListener((client) -> this.disconnected.add("/custom"));
		io.getNamespace(Namespace.DEFAULT_NAME).addAuthTokenListener((token, client) -> {
			this.tokens.add((token != null) ? token : "none");
			return AuthTokenResult.AuthTokenResultSuccess;
		});
		AuthTokenListener guard = (token, client) -> {
			client.joinRoom("too-early");
			return (token instanceof Map<?, ?> map && "123".equals(map.get("token")))
					? AuthTokenResult.AuthTokenResultSuccess
					: new AuthTokenResult(false, Map.of("reason", "bad token"));
		};
		io.addNamespace("/guarded").addAuthTokenListener(guard);
		io.getNamespace("/guarded").addConnectListener((client) -> this.connected.add("/guarded"));
		io.getNamespace("/guarded").addDisconnectListener((client) -> this.disconnected.add("/guarded"));
		io.getNamespace("/guarded")
			.addEventListener("secret", Object.class, (client, data, ack) -> this.connected.add("secret"));
		io.addNamespace("/words").addAuthTokenListener((token, client) -> new AuthTokenResult(false, "Not today"));
		io.addNamespace("/throws").addAuthTokenListener((token, client) -> {
			throw new IllegalStateException("the listener's fault");
		});
	}

	@AfterEach
	void stop() {
		this.server.close();
	}

	@ParameterizedTest
	@EnumSource(value = Kind.class, names = ".*_3.*", mode = EnumSource.Mode.MATCH_NONE)
	@Statement({ "SIO5-001", "SIO5-002", "SIO5-004" })
	void nobodyIsConnectedBeforeAsking(Kind kind) {
		try (Link link = kind.open(this.server.port())) {
			Awaitility.await()
				.pollDelay(Duration.ofMillis(50))
				.untilAsserted(() -> assertThat(this.server.server().getAllClients()).isEmpty());
			assertThat(this.connected).isEmpty();
			String answer = link.send("40").text();
			assertThat(answer).startsWith("40{");
			JsonNode json = Json.parse(answer.substring(2));
			assertThat(json.propertyNames()).containsExactly("sid");
			assertThat(json.get("sid").asString()).isNotEmpty().isNotEqualTo(link.handshake().sid());
			Awaitility.await().untilAsserted(() -> assertThat(this.connected).containsExactly("/"));
			link.leave();
		}
		Awaitility.await().untilAsserted(() -> assertThat(this.server.server().getAllClients()).isEmpty());
	}

	@ParameterizedTest
	@ValueSource(strings = { "40/custom,", "40/custom" })
	@Statement({ "SIO5-003", "SIO5-005" })
	void customNamespaceAloneIsEntered(String connect) {
		try (Link link = Kind.WEBSOCKET.open(this.server.port())) {
			assertThat(link.send(connect).text()).startsWith("40/custom,{\"sid\":\"");
			Awaitility.await().untilAsserted(() -> assertThat(this.connected).containsExactly("/custom"));
			assertThat(link.send("42/custom,[\"message\",1]").text()).isEqualTo("42/custom,[\"message-back\",1]");
		}
	}

	@Test
	@Statement("SIO5-004")
	void eachNamespaceHasItsOwnSocketId() {
		try (Link link = Kind.WEBSOCKET.open(this.server.port())) {
			String main = Json.parse(link.send("40").text().substring(2)).get("sid").asString();
			String custom = Json.parse(link.send("40/custom,").text().substring("40/custom,".length()))
				.get("sid")
				.asString();
			assertThat(List.of(main, custom, link.handshake().sid())).doesNotHaveDuplicates();
		}
	}

	@Test
	@Statement("SIO5-006")
	void namespacesAreApart() {
		try (Link link = Kind.WEBSOCKET.connect(this.server.port());
				Link other = Kind.WEBSOCKET.open(this.server.port())) {
			assertThat(other.send("40/custom,").text()).startsWith("40/custom");
			link.send("42[\"to-all\",\"main\"]");
			assertThat(link.text()).isEqualTo("42[\"from-one\",\"main\"]");
			other.send("42/custom,[\"to-all\",\"custom\"]");
			assertThat(other.text()).isEqualTo("42/custom,[\"from-one\",\"custom\"]");
			link.send("42[\"message\",1]");
			assertThat(link.text()).isEqualTo("42[\"message-back\",1]");
		}
	}

	@Test
	@Statement("SIO5-007")
	void authPayloadReachesTheListener() {
		try (Link link = Kind.WEBSOCKET.open(this.server.port())) {
			assertThat(link.send("40{\"token\":\"123\",\"n\":[1]}").text()).startsWith("40{");
			assertThat(this.tokens).hasSize(1).first().isInstanceOfSatisfying(Map.class, (map) -> {
				assertThat(map.get("token")).isEqualTo("123");
				assertThat(map.get("n")).isEqualTo(List.of(1));
			});
		}
	}

	@Test
	@Statement("SIO5-008")
	void authListenerIsAskedWithoutAPayloadToo() {
		try (Link link = Kind.WEBSOCKET.open(this.server.port())) {
			assertThat(link.send("40").text()).startsWith("40{");
			assertThat(this.tokens).hasSize(1);
			assertThat(link.send("40/guarded,").text()).startsWith("44/guarded,{");
		}
	}

	@ParameterizedTest
	@EnumSource(value = Kind.class, names = ".*_3.*", mode = EnumSource.Mode.MATCH_NONE)
	@Statement({ "SIO5-009", "SIO5-010" })
	void refusedClientIsToldAndIsInNoNamespace(Kind kind) {
		try (Link link = kind.open(this.server.port())) {
			String answer = link.send("40/guarded,{\"token\":\"wrong\"}").text();
			assertThat(answer).startsWith("44/guarded,{");
			JsonNode error = Json.parse(answer.substring("44/guarded,".length()));
			assertThat(error.get("message").asString()).isNotEmpty();
			assertThat(error.get("data").get("reason").asString()).isEqualTo("bad token");
			assertThat(this.server.server().getNamespace("/guarded").getAllClients()).isEmpty();
			assertThat(this.server.server().getNamespace("/guarded").getRoomOperations("too-early").getClients())
				.isEmpty();
			this.server.server().getNamespace("/guarded").getBroadcastOperations().sendEvent("leak");
			this.server.server().getNamespace("/guarded").getRoomOperations("too-early").sendEvent("leak");
			assertThat(link.send("40").text()).startsWith("40{");
			assertThat(link.send("42[\"message\",1]").text()).isEqualTo("42[\"message-back\",1]");
			assertThat(this.connected).doesNotContain("/guarded");
		}
	}

	@Test
	@Statement("SIO5-009")
	void errorDataOfAStringIsTheMessage() {
		try (Link link = Kind.WEBSOCKET.open(this.server.port())) {
			String answer = link.send("40/words,").text();
			assertThat(Json.parse(answer.substring("44/words,".length())).get("message").asString())
				.isEqualTo("Not today");
		}
	}

	@Test
	@Statement("SIO5-009")
	void throwingAuthListenerRefuses() {
		try (Link link = Kind.WEBSOCKET.open(this.server.port())) {
			String answer = link.send("40/throws,").text();
			assertThat(answer).startsWith("44/throws,{\"message\":").doesNotContain("fault");
			assertThat(link.send("40").text()).startsWith("40{");
		}
	}

	@Test
	@Statement("SIO5-010")
	void refusedClientsEventsAreNotHeard() {
		try (Link link = Kind.WEBSOCKET.open(this.server.port())) {
			assertThat(link.send("40/guarded,").text()).startsWith("44/guarded");
			link.send("42/guarded,[\"secret\",1]");
			assertThat(link.isClosedByServer()).isTrue();
			assertThat(this.connected).isEmpty();
			assertThat(this.disconnected).isEmpty();
		}
	}

	@Test
	@Statement("SIO5-011")
	void refusedClientMayAskAgain() {
		try (Link link = Kind.WEBSOCKET.open(this.server.port())) {
			assertThat(link.send("40/guarded,").text()).startsWith("44/guarded");
			assertThat(link.send("40/guarded,{\"token\":\"123\"}").text()).startsWith("40/guarded,{");
		}
	}

	@ParameterizedTest
	@EnumSource(value = Kind.class, names = ".*_3.*", mode = EnumSource.Mode.MATCH_NONE)
	@Statement("SIO5-012")
	void unknownNamespaceIsRefused(Kind kind) {
		try (Link link = kind.open(this.server.port())) {
			assertThat(link.send("40/random,").text()).isEqualTo("44/random,{\"message\":\"Invalid namespace\"}");
			assertThat(link.send("40").text()).startsWith("40{");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "42[\"message\",1]", "42/custom,[\"message\",1]", "41", "43[1]", "431[]", "44{}" })
	@Statement("SIO5-013")
	void anythingBeforeConnectClosesTheConnection(String packet) {
		try (Link link = Kind.WEBSOCKET.open(this.server.port())) {
			assertThat(link.send(packet).isClosedByServer()).isTrue();
		}
		try (Link link = Kind.POLLING.open(this.server.port())) {
			assertThat(link.send(packet).isClosedByServer()).isTrue();
		}
	}

	@ParameterizedTest
	@EnumSource(value = Kind.class, names = ".*_3.*", mode = EnumSource.Mode.MATCH_NONE)
	@Statement("SIO5-014")
	void sessionThatNeverConnectsIsClosed(Kind kind) {
		try (TestServer impatient = EchoServer.start((settings) -> settings.connectTimeout(300));
				Link link = kind.open(impatient.port());
				Link refused = kind.open(impatient.port());
				Link member = kind.connect(impatient.port())) {
			assertThat(refused.send("40/random,").text()).startsWith("44/random");
			assertThat(link.isClosedByServer()).isTrue();
			assertThat(refused.isClosedByServer()).isTrue();
			assertThat(member.send("42[\"message\",1]").text()).isEqualTo("42[\"message-back\",1]");
		}
	}

	@ParameterizedTest
	@EnumSource(value = Kind.class, names = ".*_3.*", mode = EnumSource.Mode.MATCH_NONE)
	@Statement("SIO5-015")
	void leavingOneNamespaceKeepsTheOthers(Kind kind) {
		try (Link link = kind.connect(this.server.port())) {
			assertThat(link.send("40/custom,").text()).startsWith("40/custom");
			link.send("41/custom,");
			Awaitility.await().untilAsserted(() -> assertThat(this.disconnected).containsExactly("/custom"));
			assertThat(this.server.server().getNamespace("/custom").getAllClients()).isEmpty();
			assertThat(link.send("42[\"message\",1]").text()).isEqualTo("42[\"message-back\",1]");
			link.leave();
		}
	}

	@Test
	@Statement("SIO5-015")
	void leavingTheMainNamespaceKeepsTheOthers() {
		try (Link link = Kind.WEBSOCKET.connect(this.server.port())) {
			assertThat(link.send("40/custom,").text()).startsWith("40/custom");
			link.send("41");
			Awaitility.await().untilAsserted(() -> assertThat(this.disconnected).containsExactly("/"));
			assertThat(link.send("42/custom,[\"message\",1]").text()).isEqualTo("42/custom,[\"message-back\",1]");
		}
	}

	@Test
	@Statement("SIO5-016")
	void clientMayReturnToANamespaceItLeft() {
		try (Link link = Kind.WEBSOCKET.connect(this.server.port())) {
			String first = link.send("40/custom,").text();
			String second = link.send("41/custom,").send("40/custom,").text();
			assertThat(second).startsWith("40/custom,{").isNotEqualTo(first);
		}
	}

	@Test
	@Statement("SIO5-017")
	void connectionWithoutANamespaceIsStillPinged() {
		try (TestServer pinging = EchoServer.start((settings) -> settings.heartbeat(200, 5_000));
				RawWebSocket socket = RawWebSocket.open(pinging.port(), "/socket.io/?EIO=4&transport=websocket")) {
			assertThat(socket.text()).startsWith("0");
			assertThat(socket.send("40").text()).startsWith("40");
			socket.send("41");
			for (int i = 0; i < 3; i++) {
				assertThat(socket.text()).isEqualTo("2");
				socket.send("3");
			}
			assertThat(socket.send("40").text()).startsWith("40{");
		}
	}

	@ParameterizedTest
	@EnumSource(value = Kind.class, names = ".*_3.*", mode = EnumSource.Mode.MATCH_NONE)
	@Statement("SIO5-018")
	void serverMayEndANamespace(Kind kind) {
		try (Link link = kind.connect(this.server.port())) {
			assertThat(link.send("40/custom,").text()).startsWith("40/custom");
			assertThat(link.send("42/custom,[\"bye\",1]").text()).isEqualTo("41/custom,");
			Awaitility.await().untilAsserted(() -> assertThat(this.disconnected).containsExactly("/custom"));
			assertThat(link.send("42[\"message\",1]").text()).isEqualTo("42[\"message-back\",1]");
			link.leave();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "40", "40{}", "41/custom,", "42/custom,[\"message\",1]", "42/nowhere,[\"message\",1]",
			"43/custom,1[]", "44{\"message\":\"x\"}", "44/custom,{}" })
	@Statement("SIO5-019")
	void packetOutOfPlaceClosesTheConnection(String packet) {
		try (Link link = Kind.WEBSOCKET.connect(this.server.port())) {
			assertThat(link.send(packet).isClosedByServer()).isTrue();
		}
		Awaitility.await().untilAsserted(() -> assertThat(this.disconnected).containsExactly("/"));
	}

	@Test
	@Statement("SIO5-020")
	void packetsRightAfterConnectAreHandledInOrder() {
		try (Link link = Kind.POLLING.open(this.server.port())) {
			link.send(Message.of("40"), Message.of("42[\"message\",1]"), Message.of("40/custom,"),
					Message.of("42/custom,[\"message\",2]"));
			assertThat(link.text()).startsWith("40{");
			assertThat(link.text()).isEqualTo("42[\"message-back\",1]");
			assertThat(link.text()).startsWith("40/custom,{");
			assertThat(link.text()).isEqualTo("42/custom,[\"message-back\",2]");
		}
	}

	/**
	 * Takes the exceptions that listeners throw.
	 */
	private static final class QuietListener extends ExceptionListenerAdapter {

		@Override
		public void onAuthException(Throwable ex, SocketIOClient client) {
			// expected
		}

	}

}
