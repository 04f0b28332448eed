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

import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import com.corundumstudio.socketio.AuthTokenResult;
import com.corundumstudio.socketio.SocketIOServer;
import io.github.stickycluster.testkit.Kind;
import io.github.stickycluster.testkit.Link;
import io.github.stickycluster.testkit.TestServer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of what is different in version 4 of the Socket.IO protocol, for clients of
 * Socket.IO 1 and 2.
 */
@Conformance
class SocketIo4Tests {

	private static final Queue<Object> TOKENS = new ConcurrentLinkedQueue<>();

	private static final Queue<String> EVENTS = new ConcurrentLinkedQueue<>();

	private static TestServer server;

	@BeforeAll
	static void start() {
		server = TestServer.start(SocketIo4Tests::listen);
	}

	private static void listen(SocketIOServer io) {
		EchoServer.listen(io);
		io.getNamespace("/custom").addDisconnectListener((client) -> EVENTS.add("left /custom"));
		io.addNamespace("/guarded").addAuthTokenListener((token, client) -> {
			TOKENS.add((token != null) ? token : "none");
			return (token instanceof Map<?, ?> map && "1234".equals(map.get("token")))
					? AuthTokenResult.AuthTokenResultSuccess : new AuthTokenResult(false, "Not authorized");
		});
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	@BeforeEach
	void forget() {
		TOKENS.clear();
		EVENTS.clear();
	}

	@ParameterizedTest
	@EnumSource(value = Kind.class, names = ".*_3.*", mode = EnumSource.Mode.MATCH_ALL)
	@Statement("SIO4-001")
	void clientIsConnectedToTheMainNamespaceUnasked(Kind kind) {
		try (Link link = kind.open(server.port())) {
			assertThat(link.text()).isEqualTo("40");
			assertThat(link.send("42[\"message\",1]").text()).isEqualTo("42[\"message-back\",1]");
		}
	}

	@ParameterizedTest
	@EnumSource(value = Kind.class, names = ".*_3.*", mode = EnumSource.Mode.MATCH_ALL)
	@Statement({ "SIO4-002", "SIO4-003" })
	void connectIsAnsweredWithoutAPayload(Kind kind) {
		try (Link link = kind.connect(server.port())) {
			assertThat(link.send("40/custom,").text()).isIn("40/custom", "40/custom,");
			assertThat(link.send("42/custom,[\"message\",1]").text()).isEqualTo("42/custom,[\"message-back\",1]");
		}
	}

	@Test
	@Statement("SIO4-004")
	void authIsInTheQueryOfTheNamespace() {
		try (Link link = Kind.WEBSOCKET_3.connect(server.port())) {
			assertThat(link.send("40/guarded?token=1234&uid=a%20b").text()).startsWith("40/guarded");
			assertThat(TOKENS).hasSize(1)
				.first()
				.isInstanceOfSatisfying(Map.class, (map) -> assertThat(map.get("uid")).isEqualTo("a b"));
		}
	}

	@Test
	@Statement("SIO4-005")
	void refusalIsAnErrorWithItsData() {
		try (Link link = Kind.WEBSOCKET_3.connect(server.port())) {
			assertThat(link.send("40/guarded?token=wrong,").text()).isEqualTo("44/guarded,\"Not authorized\"");
			assertThat(link.send("42[\"message\",1]").text()).isEqualTo("42[\"message-back\",1]");
		}
	}

	@Test
	@Statement("SIO4-006")
	void unknownNamespaceIsRefused() {
		try (Link link = Kind.WEBSOCKET_3.connect(server.port())) {
			assertThat(link.send("40/random,").text()).startsWith("44/random,").contains("Invalid namespace");
			assertThat(link.send("42[\"message\",1]").text()).isEqualTo("42[\"message-back\",1]");
		}
	}

	@Test
	@Statement("SIO4-007")
	void leavingOneNamespaceKeepsTheOthers() {
		try (Link link = Kind.WEBSOCKET_3.connect(server.port())) {
			assertThat(link.send("40/custom,").text()).startsWith("40/custom");
			link.send("41/custom,");
			Awaitility.await().untilAsserted(() -> assertThat(EVENTS).containsExactly("left /custom"));
			assertThat(link.send("42[\"message\",1]").text()).isEqualTo("42[\"message-back\",1]");
		}
	}

}
