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

package io.github.stickycluster.internal.autoconfigure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.github.stickycluster.internal.dispatch.RefusalReason;
import io.github.stickycluster.test.SocketTestClient;
import io.github.stickycluster.test.engineio.ClientTransport;
import io.github.stickycluster.testkit.HttpAnswer;
import io.github.stickycluster.testkit.HttpRequest;
import io.github.stickycluster.testkit.Polling;
import io.github.stickycluster.testkit.RawWebSocket;
import io.github.stickycluster.testkit.Wire;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for the limits of the public port on real sockets.
 */
@Timeout(60)
class LimitsTests {

	private static final HttpRequest HANDSHAKE = HttpRequest.get("/socket.io/?EIO=4&transport=polling");

	private static final HttpRequest UNKNOWN_SESSION = HttpRequest
		.get("/socket.io/?EIO=4&transport=polling&sid=AAAAAAAAAAAAAAAAAAAA");

	private static final String LIMITS = "sticky-cluster.limits.";

	@Test
	void connectionsOverAllAreAnswered503UntilOneIsClosed() {
		try (RunningApplication application = RunningApplication.start(LIMITS + "max-connections=3")) {
			try (Wire first = served(application);
					Wire second = served(application);
					Wire third = served(application);
					Wire fourth = Wire.to(application.port())) {
				HttpAnswer refusal = fourth.exchange(HANDSHAKE);
				assertThat(refusal.status()).isEqualTo(503);
				assertThat(refusal.header("Retry-After")).isEqualTo("5");
				assertThat(fourth.closesWithin(Duration.ofSeconds(3))).isTrue();
				assertThat(application.refused(RefusalReason.MAX_CONNECTIONS)).isEqualTo(1);
				assertThat(first.exchange(HANDSHAKE).status()).isEqualTo(200);
				second.reset();
				await().until(() -> status(application, "127.0.0.1") == 200);
				assertThat(third.exchange(HANDSHAKE).status()).isEqualTo(200);
			}
			await().until(() -> application.connections() == 0);
		}
	}

	@Test
	void connectionsOverAClientsOwnAreAnswered429AndNobodyElses() {
		try (RunningApplication application = RunningApplication.start(LIMITS + "max-connections-per-client=2");
				Wire first = served(application);
				Wire second = served(application)) {
			try (Wire third = Wire.to(application.port())) {
				HttpAnswer refusal = third.exchange(HANDSHAKE);
				assertThat(refusal.status()).isEqualTo(429);
				assertThat(refusal.header("Retry-After")).isEqualTo("5");
			}
			assertThat(status(application, "127.0.0.2")).isEqualTo(200);
			assertThat(application.refused(RefusalReason.MAX_CONNECTIONS_PER_CLIENT)).isEqualTo(1);
			first.reset();
			await().until(() -> {
				try (Wire again = Wire.to(application.port())) {
					return again.exchange(UNKNOWN_SESSION).status() == 400;
				}
			});
			assertThat(second.exchange(HANDSHAKE).status()).as("one session too many").isEqualTo(429);
		}
	}

	@Test
	void newConnectionsOverAClientsRateAreAnswered429UntilTimePasses() {
		try (RunningApplication application = RunningApplication.start(LIMITS + "new-connections-per-client=1")) {
			for (int i = 0; i < 10; i++) {
				assertThat(status(application, "127.0.0.1")).isEqualTo(200);
			}
			try (Wire eleventh = Wire.to(application.port())) {
				HttpAnswer refusal = eleventh.exchange(HANDSHAKE);
				assertThat(refusal.status()).isEqualTo(429);
				assertThat(refusal.header("Retry-After")).isEqualTo("1");
			}
			assertThat(status(application, "127.0.0.2")).isEqualTo(200);
			assertThat(application.refused(RefusalReason.NEW_CONNECTIONS_PER_CLIENT)).isEqualTo(1);
			await().until(() -> status(application, "127.0.0.1") == 200);
		}
	}

	@Test
	void aFloodOfRefusedConnectionsIsClosedUnanswered() {
		try (RunningApplication application = RunningApplication.start(LIMITS + "max-connections=1");
				Wire served = served(application)) {
			List<Wire> flood = new ArrayList<>();
			for (int i = 0; i < 400; i++) {
				flood.add(Wire.to(application.port()));
			}
			await().until(() -> application.refused(RefusalReason.MAX_CONNECTIONS) == 400);
			assertThat(flood.get(399).closesWithin(Duration.ofSeconds(5))).isTrue();
			assertThat(flood).allMatch((wire) -> wire.closesWithin(Duration.ofSeconds(5)));
			assertThat(served.exchange(HANDSHAKE).status()).isEqualTo(200);
			flood.forEach(Wire::close);
		}
	}

	@Test
	void aHeadUpToItsSizeIsServedAndALargerOneIsNot() {
		try (RunningApplication application = RunningApplication.start(LIMITS + "request-head-size=300B")) {
			int port = application.port();
			try (Wire fitting = Wire.to(port); Wire header = Wire.to(port); Wire line = Wire.to(port)) {
				assertThat(fitting.exchange(HANDSHAKE.header("X", "x".repeat(200))).status()).isEqualTo(200);
				assertThat(header.exchange(HANDSHAKE.header("X", "x".repeat(300))).status()).isEqualTo(431);
				assertThat(header.closesWithin(Duration.ofSeconds(3))).isTrue();
				assertThat(line.exchange(HttpRequest.get("/socket.io/?x=" + "x".repeat(300))).status()).isEqualTo(414);
			}
			assertThat(application.refused(RefusalReason.REQUEST_HEAD_SIZE)).isEqualTo(2);
		}
	}

	@Test
	void aSlowHeadIsAnswered408AndASilentConnectionClosed() {
		try (RunningApplication application = RunningApplication.start(LIMITS + "request-head-timeout=300ms")) {
			int port = application.port();
			try (Wire slow = Wire.to(port); Wire silent = Wire.to(port)) {
				slow.send("GET /socket.io/ HTTP/1.1\r\n");
				assertThat(slow.answer().status()).isEqualTo(408);
				assertThat(slow.closesWithin(Duration.ofSeconds(3))).isTrue();
				assertThat(silent.closesWithin(Duration.ofSeconds(3))).isTrue();
			}
			assertThat(application.refused(RefusalReason.REQUEST_HEAD_TIMEOUT)).isEqualTo(2);
		}
	}

	@Test
	void idlingEndsAConnectionButNoPollAndNoWebSocket() {
		try (RunningApplication application = RunningApplication.start(LIMITS + "idle-timeout=300ms",
				LIMITS + "request-head-timeout=300ms")) {
			int port = application.port();
			try (Polling polling = Polling.open(port);
					RawWebSocket socket = RawWebSocket.open(port, "/socket.io/?EIO=4&transport=websocket");
					Wire idle = served(application)) {
				polling.startPoll();
				socket.text();
				assertThat(idle.closesWithin(Duration.ofSeconds(3))).isTrue();
				assertThat(polling.pollWire().silentFor(Duration.ofSeconds(1))).isTrue();
				assertThat(socket.silentFor(Duration.ofMillis(100))).isTrue();
				socket.send("40");
				assertThat(socket.text()).startsWith("40{");
			}
		}
	}

	@Test
	void aSlowlorisKeepsNobodyOut() {
		try (RunningApplication application = RunningApplication
			.start("sticky-cluster.limits.request-head-timeout=1m")) {
			List<Wire> slow = new ArrayList<>();
			for (int i = 0; i < 2_000; i++) {
				slow.add(Wire.to(application.port()).send("GET /socket.io/?EIO=4 HTTP/1.1\r\nHost: h\r\nX: "));
			}
			await().until(() -> application.connections() == 2_000);
			try {
				for (ClientTransport transport : List.of(ClientTransport.POLLING, ClientTransport.WEBSOCKET)) {
					SocketTestClient.bindToPort(application.port())
						.transport(transport)
						.timeout(Duration.ofSeconds(20))
						.connect()
						.close();
					slow.forEach((wire) -> wire.send("x"));
				}
			}
			finally {
				slow.forEach(Wire::reset);
			}
		}
	}

	private static Wire served(RunningApplication application) {
		Wire wire = Wire.to(application.port());
		assertThat(wire.exchange(HANDSHAKE).status()).isEqualTo(200);
		return wire;
	}

	private static int status(RunningApplication application, String source) {
		try (Wire wire = Wire.from(source, application.port())) {
			return wire.exchange(HANDSHAKE).status();
		}
	}

}
