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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import com.corundumstudio.socketio.SocketIOClient;
import io.github.stickycluster.testkit.HttpAnswer;
import io.github.stickycluster.testkit.HttpRequest;
import io.github.stickycluster.testkit.Message;
import io.github.stickycluster.testkit.Payload;
import io.github.stickycluster.testkit.Polling;
import io.github.stickycluster.testkit.RawWebSocket;
import io.github.stickycluster.testkit.TestServer;
import io.github.stickycluster.testkit.Wire;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of the upgrade from long-polling to WebSocket.
 */
@Conformance
class UpgradeTests {

	private static TestServer server;

	@BeforeAll
	static void start() {
		server = EchoServer.start((settings) -> settings.upgradeTimeout(400));
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	@Test
	@Statement({ "EIO4-040", "EIO4-041", "EIO4-042" })
	void upgradeEndsThePendingPollWithNoop() {
		try (Polling polling = PollingTests.connected(server)) {
			polling.startPoll();
			try (RawWebSocket socket = polling.webSocket()) {
				assertThat(socket.send("2probe").text()).isEqualTo("3probe");
				assertThat(polling.pollAnswer().text()).isEqualTo("6");
				socket.send("5").send("42[\"message\",1]");
				assertThat(socket.text()).isEqualTo("42[\"message-back\",1]");
			}
		}
	}

	@Test
	@Statement("EIO4-042")
	void pollBetweenProbeAndUpgradeIsAnsweredSoon() {
		try (Polling polling = PollingTests.connected(server); RawWebSocket socket = polling.webSocket()) {
			assertThat(socket.send("2probe").text()).isEqualTo("3probe");
			assertThat(polling.poll().text()).isEqualTo("6");
			socket.send("5").send("42[\"message\",1]");
			assertThat(socket.text()).isEqualTo("42[\"message-back\",1]");
		}
	}

	@Test
	@Statement("EIO4-043")
	void upgradeBeforeConnectWorks() {
		try (Polling polling = Polling.open(server.port()); RawWebSocket socket = polling.webSocket()) {
			assertThat(socket.send("2probe").text()).isEqualTo("3probe");
			socket.send("5").send("40");
			assertThat(socket.text()).startsWith("40{");
		}
	}

	@Test
	@Statement("EIO4-044")
	void packetsOfTheTimeBetweenArriveOnTheWebSocketInOrder() {
		try (Polling polling = PollingTests.connected(server); RawWebSocket socket = polling.webSocket()) {
			assertThat(socket.send("2probe").text()).isEqualTo("3probe");
			polling.post("42[\"message\",1]");
			polling.post("42[\"message\",2]");
			socket.send("5").send("42[\"message\",3]");
			for (int i = 1; i <= 3; i++) {
				assertThat(socket.text()).isEqualTo("42[\"message-back\"," + i + "]");
			}
		}
	}

	@Test
	@Statement("EIO4-045")
	void pollAfterTheUpgradeIsBadRequest() {
		try (Polling polling = PollingTests.connected(server); RawWebSocket socket = upgraded(polling)) {
			for (HttpAnswer answer : List.of(polling.poll(), polling.post("42[\"message\",0]"))) {
				assertThat(answer.status()).isEqualTo(400);
				assertThat(answer.json().get("code").asInt()).isEqualTo(3);
			}
			assertThat(socket.send("42[\"message\",1]").text()).isEqualTo("42[\"message-back\",1]");
		}
	}

	@Test
	@Statement("EIO4-046")
	void upgradedSessionTakesNoOtherWebSocket() {
		try (Polling polling = PollingTests.connected(server); RawWebSocket socket = upgraded(polling)) {
			assertWebSocketRefused(polling);
			assertThat(socket.send("42[\"message\",1]").text()).isEqualTo("42[\"message-back\",1]");
		}
	}

	@Test
	@Statement("EIO4-046")
	void upgradingSessionTakesNoOtherWebSocket() {
		try (Polling polling = PollingTests.connected(server); RawWebSocket socket = polling.webSocket()) {
			assertThat(socket.send("2probe").text()).isEqualTo("3probe");
			assertWebSocketRefused(polling);
			assertThat(socket.send("5").send("42[\"message\",1]").text()).isEqualTo("42[\"message-back\",1]");
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	@Statement("EIO4-047")
	void upgradeThatNeverCompletesTimesOutAndPollingGoesOn(boolean probes) {
		try (Polling polling = PollingTests.connected(server); RawWebSocket socket = polling.webSocket()) {
			if (probes) {
				assertThat(socket.send("2probe").text()).isEqualTo("3probe");
			}
			assertThat(socket.closesWithin(Duration.ofSeconds(3))).isTrue();
			polling.post("42[\"message\",1]");
			assertThat(untilEcho(polling)).isEqualTo("42[\"message-back\",1]");
			try (RawWebSocket again = upgraded(polling)) {
				assertThat(again.send("42[\"message\",2]").text()).isEqualTo("42[\"message-back\",2]");
			}
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "2", "2other", "4", "40", "42[\"message\",1]", "abc", "1", "3" })
	@Statement("EIO4-048")
	void anythingButAProbeClosesTheWebSocketAndLeavesTheSession(String packet) {
		try (Polling polling = PollingTests.connected(server); RawWebSocket socket = polling.webSocket()) {
			socket.send(packet);
			assertThat(socket.closesWithin(Duration.ofSeconds(3))).isTrue();
			polling.post("42[\"message\",1]");
			assertThat(untilEcho(polling)).isEqualTo("42[\"message-back\",1]");
		}
	}

	@Test
	@Statement("EIO4-049")
	void lostProbeConnectionLeavesTheSession() {
		try (Polling polling = PollingTests.connected(server)) {
			try (RawWebSocket socket = polling.webSocket()) {
				assertThat(socket.send("2probe").text()).isEqualTo("3probe");
				socket.wire().reset();
			}
			polling.post("42[\"message\",1]");
			assertThat(untilEcho(polling)).isEqualTo("42[\"message-back\",1]");
		}
	}

	@Test
	@Statement("EIO4-050")
	void sessionClosedWhileUpgradingClosesTheWebSocket() {
		try (Polling polling = PollingTests.connected(server); RawWebSocket socket = polling.webSocket()) {
			assertThat(socket.send("2probe").text()).isEqualTo("3probe");
			polling.post("1");
			assertThat(socket.closesWithin(Duration.ofMillis(350))).isTrue();
		}
	}

	@Test
	@Statement("EIO4-051")
	void probeOfAnUnknownSessionIsRefused() {
		try (Wire wire = Wire.to(server.port())) {
			HttpRequest handshake = RawWebSocket
				.handshake("/socket.io/?EIO=4&transport=websocket&sid=6e0a4b3c-7a39-4f0a-9a55-0f5a4b3c7a39");
			assertThat(wire.exchange(handshake).status()).isEqualTo(400);
		}
	}

	@RepeatedTest(5)
	@Statement("EIO4-044")
	void nothingIsLostOrReorderedWhenUpgradingUnderLoad() {
		int count = 1_000;
		try (TestServer own = EchoServer.start(); Polling polling = PollingTests.connected(own)) {
			Awaitility.await().until(() -> own.server().getAllClients().size() == 1);
			SocketIOClient client = own.server().getAllClients().iterator().next();
			CompletableFuture<Void> sender = CompletableFuture.runAsync(() -> {
				for (int i = 0; i < count; i++) {
					client.sendEvent("n", i);
					Thread.onSpinWait();
				}
			});
			List<String> received = new ArrayList<>();
			CompletableFuture<Void> poller = new CompletableFuture<>();
			Thread thread = new Thread(() -> pollUntilNoop(polling, received, poller));
			thread.start();
			try (RawWebSocket socket = polling.webSocket()) {
				assertThat(socket.send("2probe").text()).isEqualTo("3probe");
				poller.join();
				socket.send("5");
				while (received.size() < count) {
					received.add(socket.text());
				}
			}
			sender.join();
			for (int i = 0; i < count; i++) {
				assertThat(received.get(i)).isEqualTo("42[\"n\"," + i + "]");
			}
		}
	}

	private static void pollUntilNoop(Polling polling, List<String> received, CompletableFuture<Void> done) {
		try {
			while (true) {
				for (Message packet : Payload.decode4(polling.poll().text())) {
					if (packet.isText("6")) {
						done.complete(null);
						return;
					}
					received.add(packet.toString());
				}
			}
		}
		catch (RuntimeException ex) {
			done.completeExceptionally(ex);
		}
	}

	private static RawWebSocket upgraded(Polling polling) {
		RawWebSocket socket = polling.webSocket();
		assertThat(socket.send("2probe").text()).isEqualTo("3probe");
		return socket.send("5");
	}

	private static String untilEcho(Polling polling) {
		String text = polling.poll().text();
		while (text.equals("6")) {
			text = polling.poll().text();
		}
		return text;
	}

	private static void assertWebSocketRefused(Polling polling) {
		try (Wire wire = Wire.to(server.port())) {
			String target = polling.target().replace("transport=polling", "transport=websocket");
			HttpAnswer answer = wire.exchange(RawWebSocket.handshake(target));
			assertThat(answer.status()).isIn(101, 400);
			if (answer.status() == 101) {
				assertThat(RawWebSocket.on(wire).closesWithin(Duration.ofSeconds(3))).isTrue();
			}
		}
	}

}
