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

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.github.stickycluster.socketio.Transport;
import io.github.stickycluster.testkit.HttpAnswer;
import io.github.stickycluster.testkit.HttpRequest;
import io.github.stickycluster.testkit.Open;
import io.github.stickycluster.testkit.Polling;
import io.github.stickycluster.testkit.RawWebSocket;
import io.github.stickycluster.testkit.TestServer;
import io.github.stickycluster.testkit.Wire;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of the Engine.IO handshake.
 */
@Conformance
class HandshakeTests {

	private static TestServer server;

	@BeforeAll
	static void start() {
		server = EchoServer.start();
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	@Test
	@Statement({ "EIO4-001", "EIO4-003", "EIO4-005" })
	void pollingHandshakeAnswersOpen() {
		try (Wire wire = Wire.to(server.port())) {
			HttpAnswer answer = wire.exchange(HttpRequest.get("/socket.io/?EIO=4&transport=polling"));
			assertThat(answer.status()).isEqualTo(200);
			assertThat(answer.header("Content-Type")).isEqualToIgnoringCase("text/plain; charset=UTF-8");
			Open open = Open.parse(answer.text());
			assertThat(open.json().propertyNames()).containsExactlyInAnyOrder("sid", "upgrades", "pingInterval",
					"pingTimeout", "maxPayload");
			assertThat(open.json().get("upgrades")).hasToString("[\"websocket\"]");
			assertThat(open.json().get("pingInterval").asInt()).isEqualTo(25_000);
			assertThat(open.json().get("pingTimeout").asInt()).isEqualTo(20_000);
			assertThat(open.json().get("maxPayload").asInt()).isEqualTo(1_000_000);
		}
	}

	@Test
	@Statement({ "EIO4-002", "EIO4-004" })
	void webSocketHandshakeAnswersOpenWithoutUpgrades() {
		try (RawWebSocket socket = RawWebSocket.open(server.port(), "/socket.io/?EIO=4&transport=websocket")) {
			Open open = Open.parse(socket.text());
			assertThat(open.sid()).isNotEmpty();
			assertThat(open.json().propertyNames()).containsExactlyInAnyOrder("sid", "upgrades", "pingInterval",
					"pingTimeout", "maxPayload");
			assertThat(open.json().get("upgrades")).isEmpty();
		}
	}

	@Test
	@Statement("EIO4-004")
	void pollingOnlyServerOffersNoUpgrade() {
		try (TestServer pollingOnly = EchoServer
			.start((settings) -> settings.engine((engine) -> engine.transports(Set.of(Transport.POLLING))));
				Polling polling = Polling.open(pollingOnly.port());
				Wire wire = Wire.to(pollingOnly.port())) {
			assertThat(polling.handshake().json().get("upgrades")).isEmpty();
			HttpAnswer answer = wire.exchange(RawWebSocket.handshake("/socket.io/?EIO=4&transport=websocket"));
			assertThat(answer.status()).isEqualTo(400);
		}
	}

	@Test
	@Statement("EIO4-006")
	void sessionIdsAreDifferentAndSafeInUrls() {
		Set<String> sids = new HashSet<>();
		List<Polling> sessions = new ArrayList<>();
		for (int i = 0; i < 50; i++) {
			sessions.add(Polling.open(server.port()));
			sids.add(sessions.get(i).sid());
		}
		sessions.forEach(Polling::close);
		assertThat(sids).hasSize(50).allMatch((sid) -> sid.matches("[A-Za-z0-9_-]{20,}"));
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "Cookie: io=6e0a4b3c-7a39-4f0a-9a55-0f5a4b3c7a39", "io: 6e0a4b3c-7a39-4f0a-9a55-0f5a4b3c7a39" })
	@Statement("EIO4-007")
	void clientsChooseNoSessionId(String header) {
		try (Wire wire = Wire.to(server.port())) {
			String[] parts = header.split(": ");
			HttpRequest request = HttpRequest.get("/socket.io/?EIO=4&transport=polling").header(parts[0], parts[1]);
			assertThat(Open.parse(wire.exchange(request).text()).sid())
				.isNotEqualTo("6e0a4b3c-7a39-4f0a-9a55-0f5a4b3c7a39");
		}
	}

	@Test
	@Statement("EIO4-008")
	void unknownQueryParametersAreIgnored() {
		try (Wire wire = Wire.to(server.port())) {
			HttpAnswer answer = wire
				.exchange(HttpRequest.get("/socket.io/?t=N8hyd6w&EIO=4&x=%E2%82%AC&transport=polling&empty"));
			assertThat(answer.status()).isEqualTo(200);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "/", "/socket.ioo/?EIO=4&transport=polling", "/other?EIO=4&transport=polling" })
	@Statement("EIO4-009")
	void otherPathsAreNotFound(String target) {
		try (Wire wire = Wire.to(server.port())) {
			HttpAnswer answer = wire.exchange(HttpRequest.get(target));
			assertThat(answer.status()).isEqualTo(404);
		}
	}

	@Test
	@Statement("EIO4-009")
	void pathMayLackItsSlash() {
		try (Wire wire = Wire.to(server.port())) {
			assertThat(wire.exchange(HttpRequest.get("/socket.io?EIO=4&transport=polling")).status()).isEqualTo(200);
		}
	}

}
