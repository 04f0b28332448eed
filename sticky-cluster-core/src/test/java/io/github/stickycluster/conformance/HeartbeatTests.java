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

import java.io.UncheckedIOException;
import java.time.Duration;

import io.github.stickycluster.testkit.HttpAnswer;
import io.github.stickycluster.testkit.Open;
import io.github.stickycluster.testkit.Polling;
import io.github.stickycluster.testkit.PollingFormat;
import io.github.stickycluster.testkit.RawWebSocket;
import io.github.stickycluster.testkit.TestServer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of the heartbeat: from the server in version 4, from the client in version 3.
 */
@Conformance
class HeartbeatTests {

	private static final Duration PING_INTERVAL = Duration.ofMillis(300);

	private static final Duration PING_TIMEOUT = Duration.ofMillis(200);

	private static final Duration INTERVAL_AND_TIMEOUT = PING_INTERVAL.plus(PING_TIMEOUT);

	private static TestServer server;

	@BeforeAll
	static void start() {
		server = EchoServer
			.start((settings) -> settings.heartbeat((int) PING_INTERVAL.toMillis(), (int) PING_TIMEOUT.toMillis()));
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	@Test
	@Statement({ "EIO4-060", "EIO4-061" })
	void serverPingsAndAPongKeepsTheWebSocketAlive() {
		long before = System.nanoTime();
		try (RawWebSocket socket = RawWebSocket.open(server.port(), "/socket.io/?EIO=4&transport=websocket")) {
			Open open = Open.parse(socket.text());
			assertThat(open.json().get("pingInterval").asInt()).isEqualTo(300);
			assertThat(open.json().get("pingTimeout").asInt()).isEqualTo(200);
			for (int i = 0; i < 3; i++) {
				assertThat(socket.text()).isEqualTo("2");
				assertThat(Duration.ofNanos(System.nanoTime() - before))
					.isGreaterThanOrEqualTo(PING_INTERVAL.multipliedBy(i + 1));
				socket.send("3");
			}
			assertThat(socket.send("40").text()).startsWith("40{");
		}
	}

	@Test
	@Statement({ "EIO4-060", "EIO4-061" })
	void serverPingsAndAPongKeepsThePollingAlive() {
		try (Polling polling = Polling.open(server.port())) {
			for (int i = 0; i < 3; i++) {
				assertThat(polling.poll().text()).isEqualTo("2");
				assertThat(polling.post("3").status()).isEqualTo(200);
			}
			assertThat(polling.post("40").status()).isEqualTo(200);
			assertThat(polling.poll().text()).startsWith("40{");
		}
	}

	@Test
	@Statement("EIO4-062")
	void webSocketWithoutPongIsClosed() {
		long before = System.nanoTime();
		try (RawWebSocket socket = RawWebSocket.open(server.port(), "/socket.io/?EIO=4&transport=websocket")) {
			socket.text();
			assertThat(socket.closesWithin(Duration.ofSeconds(5))).isTrue();
			assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThanOrEqualTo(INTERVAL_AND_TIMEOUT);
		}
	}

	@Test
	@Statement("EIO4-062")
	void pollingWithoutPongIsGone() {
		try (Polling polling = Polling.open(server.port())) {
			assertThat(polling.poll().text()).isEqualTo("2");
			Awaitility.await()
				.pollDelay(INTERVAL_AND_TIMEOUT)
				.atMost(Duration.ofSeconds(4))
				.untilAsserted(() -> assertGone(polling));
		}
	}

	@Test
	@Statement("EIO4-062")
	void messagesAreNoPong() {
		try (RawWebSocket socket = RawWebSocket.open(server.port(), "/socket.io/?EIO=4&transport=websocket")) {
			socket.text();
			socket.send("40");
			CountingSender sender = new CountingSender(socket);
			Thread thread = new Thread(sender);
			thread.start();
			assertThat(socket.closesWithin(Duration.ofSeconds(3))).isTrue();
			sender.stop();
		}
	}

	@Test
	@Statement("EIO4-063")
	void pendingPollOfASilentClientEnds() {
		try (Polling polling = Polling.open(server.port())) {
			assertThat(polling.poll().text()).isEqualTo("2");
			HttpAnswer last = polling.poll();
			assertThat(last.status()).isIn(200, 400);
			assertThat(last.text()).doesNotContain("2");
			assertGone(polling);
		}
	}

	@Test
	@Statement("EIO4-064")
	void pingFromAVersion4ClientClosesTheSession() {
		try (RawWebSocket socket = RawWebSocket.open(server.port(), "/socket.io/?EIO=4&transport=websocket")) {
			socket.text();
			socket.send("2");
			assertThat(socket.closesWithin(Duration.ofMillis(250))).isTrue();
		}
	}

	@Test
	@Statement("EIO4-065")
	void heartbeatGoesOnAfterAnUpgrade() {
		try (Polling polling = Polling.open(server.port()); RawWebSocket socket = polling.webSocket()) {
			assertThat(socket.send("2probe").text()).isEqualTo("3probe");
			socket.send("5");
			for (int i = 0; i < 3; i++) {
				assertThat(socket.text()).isEqualTo("2");
				socket.send("3");
			}
		}
	}

	@Test
	@Statement("EIO3-020")
	void version3ClientPingsAndIsAnswered() {
		try (RawWebSocket socket = RawWebSocket.open(server.port(), "/socket.io/?EIO=3&transport=websocket")) {
			assertThat(socket.text()).startsWith("0{");
			assertThat(socket.text()).isEqualTo("40");
			for (int i = 0; i < 4; i++) {
				assertThat(socket.silentFor(Duration.ofMillis(200))).isTrue();
				assertThat(socket.send("2").text()).isEqualTo("3");
			}
		}
	}

	@Test
	@Statement("EIO3-020")
	void version3PollingClientPingsAndIsAnswered() {
		try (Polling polling = Polling.open(server.port(), "EIO=3&transport=polling&b64=1", PollingFormat.V3_BASE64)) {
			if (polling.early().isEmpty()) {
				assertThat(polling.packets()).hasToString("[40]");
			}
			polling.post("2");
			assertThat(polling.packets()).hasToString("[3]");
		}
	}

	@Test
	@Statement("EIO3-021")
	void silentVersion3ClientIsClosed() {
		long before = System.nanoTime();
		try (RawWebSocket socket = RawWebSocket.open(server.port(), "/socket.io/?EIO=3&transport=websocket")) {
			assertThat(socket.closesWithin(Duration.ofSeconds(4))).isTrue();
			assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThanOrEqualTo(INTERVAL_AND_TIMEOUT);
		}
	}

	@Test
	@Statement("EIO3-022")
	void pongFromAVersion3ClientClosesTheSession() {
		try (RawWebSocket socket = RawWebSocket.open(server.port(), "/socket.io/?EIO=3&transport=websocket")) {
			socket.text();
			socket.send("3");
			assertThat(socket.closesWithin(Duration.ofMillis(250))).isTrue();
		}
	}

	private static void assertGone(Polling polling) {
		HttpAnswer answer = polling.poll();
		assertThat(answer.status()).isEqualTo(400);
		assertThat(answer.json().get("code").asInt()).isEqualTo(1);
	}

	/**
	 * Sends an event every few milliseconds.
	 */
	private static final class CountingSender implements Runnable {

		private final RawWebSocket socket;

		private volatile boolean stopped;

		private CountingSender(RawWebSocket socket) {
			this.socket = socket;
		}

		@Override
		public void run() {
			try {
				while (!this.stopped) {
					this.socket.send("42[\"silent\",1]");
					Thread.sleep(20);
				}
			}
			catch (InterruptedException | UncheckedIOException ex) {
				Thread.currentThread().interrupt();
			}
		}

		private void stop() {
			this.stopped = true;
		}

	}

}
