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

package io.github.stickycluster.internal.engineio;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.github.stickycluster.internal.budget.Costs;
import io.github.stickycluster.internal.budget.MemoryBudget;
import io.github.stickycluster.testkit.HttpRequest;
import io.github.stickycluster.testkit.Kind;
import io.github.stickycluster.testkit.Link;
import io.github.stickycluster.testkit.RawWebSocket;
import io.github.stickycluster.testkit.TestServer;
import io.github.stickycluster.testkit.Wire;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests that connections without a session are charged to the memory budget, and closed
 * before sessions.
 */
@Timeout(120)
class ConnectionMemoryTests {

	private static final String POLLING = "/socket.io/?EIO=4&transport=polling";

	private static final int MEGABYTE = 1024 * 1024;

	private final MemoryBudget budget = new MemoryBudget(16 * MEGABYTE, 16 * MEGABYTE);

	private final List<Wire> wires = new ArrayList<>();

	@Test
	void idleConnectionIsChargedUntilItCloses() {
		try (TestServer server = start()) {
			open(server, 10);
			await().until(() -> this.budget.heldHeap() == 10 * Costs.CONNECTION);
			this.wires.forEach((wire) -> wire.exchange(HttpRequest.get("/socket.io/?EIO=9&transport=polling")));
			await().until(() -> this.budget.heldHeap() == 10 * Costs.CONNECTION);
			closeAll();
		}
	}

	@Test
	void webSocketIsChargedAsASessionAlone() {
		try (TestServer server = start()) {
			RawWebSocket webSocket = RawWebSocket.open(open(server),
					RawWebSocket.handshake("/socket.io/?EIO=4&transport=websocket"));
			webSocket.text();
			await().untilAsserted(() -> assertThat(this.budget.heldHeap()).isBetween(2_200L, 2_600L));
			closeAll();
		}
	}

	@Test
	void unfinishedHeadIsChargedUntilItEnds() {
		try (TestServer server = start()) {
			Wire wire = open(server);
			wire.send("GET /socket.io/?EIO=9&transport=polling HTTP/1.1\r\nHost: x\r\n" + "a:b\r\n".repeat(90) + "c:"
					+ "d".repeat(5_000));
			await().until(() -> this.budget.heldHeap() > Costs.CONNECTION + 90 * Costs.FIELD);
			await().until(() -> this.budget.heldDirect() >= 5_000);
			wire.send("\r\n\r\n");
			assertThat(wire.answer().status()).isEqualTo(400);
			// The decoder keeps its buffer for a line.
			await().until(() -> this.budget.heldHeap() == Costs.CONNECTION + 8_192);
			assertThat(this.budget.heldDirect()).isZero();
			closeAll();
		}
	}

	@Test
	void requestsBehindAHeldPollAreCharged() {
		try (TestServer server = start()) {
			Wire wire = open(server);
			String poll = "GET " + openPolling(wire) + " HTTP/1.1\r\nHost: x\r\n\r\n";
			await().during(Duration.ofMillis(100)).until(() -> this.budget.heldHeap() < 2 * Costs.CONNECTION + 2_000);
			wire.send(poll + ("GET / HTTP/1.1\r\nHost: x\r\n" + "a:b\r\n".repeat(90) + "\r\n").repeat(3));
			await().until(() -> this.budget.heldHeap() > 270 * Costs.FIELD);
			closeAll();
		}
	}

	@Test
	void smallBodyThatHasNotComeWholeIsCharged() {
		try (TestServer server = start()) {
			Wire wire = open(server);
			wire.send("POST " + openPolling(wire) + " HTTP/1.1\r\nHost: x\r\nContent-Length: 50000\r\n\r\n"
					+ "x".repeat(40_000));
			await().until(() -> this.budget.heldDirect() >= 40_000);
			closeAll();
		}
	}

	@Test
	void connectionsWithoutASessionAreClosedBeforeSessions() {
		String head = "GET /socket.io/?EIO=4&transport=polling HTTP/1.1\r\nHost: x\r\n"
				+ ("a:" + "b".repeat(70) + "\r\n").repeat(95);
		try (TestServer server = start();
				Link good = Kind.WEBSOCKET.connect(server.port());
				Link polling = Kind.POLLING.connect(server.port())) {
			for (int i = 0; i < 1_000; i++) {
				open(server).send(head.getBytes(StandardCharsets.US_ASCII));
				assertThat(this.budget.heldHeap()).isLessThan(this.budget.heap());
			}
			await().until(() -> this.budget.closedConnections() > 0);
			assertThat(good.send("42[\"message\",1]").text()).isEqualTo("42[\"message-back\",1]");
			assertThat(polling.send("42[\"message\",1]").text()).isEqualTo("42[\"message-back\",1]");
			assertThat(this.budget.closed()).isZero();
			this.wires.forEach(Wire::close);
			await().until(() -> this.budget.heldHeap() < 20_000);
		}
	}

	private TestServer start() {
		return TestServer.start((settings) -> settings.budget(this.budget), (io) -> io.addEventListener("message",
				Object.class, (client, data, ack) -> client.sendEvent("message-back", data)));
	}

	private void open(TestServer server, int count) {
		for (int i = 0; i < count; i++) {
			open(server);
		}
	}

	private Wire open(TestServer server) {
		Wire wire = Wire.to(server.port());
		this.wires.add(wire);
		return wire;
	}

	private static String openPolling(Wire wire) {
		return POLLING + "&sid="
				+ wire.exchange(HttpRequest.get(POLLING)).text().replaceAll(".*\"sid\":\"([^\"]*)\".*", "$1");
	}

	private void closeAll() {
		this.wires.forEach(Wire::close);
		await().untilAsserted(() -> {
			assertThat(this.budget.heldHeap()).isZero();
			assertThat(this.budget.heldDirect()).isZero();
		});
	}

}
