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

import java.time.Duration;
import java.util.stream.IntStream;

import com.corundumstudio.socketio.SocketIOClient;
import io.github.stickycluster.internal.nettysocketio.ClientViews;
import io.github.stickycluster.testkit.Kind;
import io.github.stickycluster.testkit.Link;
import io.github.stickycluster.testkit.RawWebSocket;
import io.github.stickycluster.testkit.TestServer;
import io.github.stickycluster.testkit.Wire;
import io.netty.channel.Channel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests of what waits for a WebSocket client that reads slowly.
 */
@Timeout(60)
class BacklogTests {

	private static final String WEBSOCKET = "/socket.io/?EIO=4&transport=websocket";

	private static final int EVENTS = 6_000;

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void slowReaderGetsEverythingInOrder(boolean compression) {
		try (TestServer server = start(compression); Wire wire = Wire.withReceiveBuffer(server.port(), 4_096)) {
			RawWebSocket slow = connect(wire);
			SocketIOClient client = client(server);
			send(client, EVENTS);
			await().until(() -> server.worker().pendingBytes() > 1_000_000);
			for (int i = 0; i < EVENTS; i++) {
				assertThat(slow.text()).startsWith("42[\"e\"," + i + ",");
			}
			await().until(() -> server.worker().pendingBytes() == 0);
			send(client, 1);
			assertThat(slow.text()).startsWith("42[\"e\",0,");
		}
	}

	@Test
	void packetsThatWaitAreNotInTheChannel() {
		try (TestServer server = start(false); Wire wire = Wire.withReceiveBuffer(server.port(), 4_096)) {
			connect(wire);
			send(client(server), EVENTS);
			await().until(() -> server.worker().pendingBytes() > 1_000_000);
			Channel channel = server.engine().webSockets().get(0);
			assertThat(channel.unsafe().outboundBuffer().totalPendingWriteBytes()).isLessThan(50_000);
		}
	}

	@Test
	void disconnectComesAfterEverythingThatWaits() {
		try (TestServer server = start(false); Wire wire = Wire.withReceiveBuffer(server.port(), 4_096)) {
			RawWebSocket slow = connect(wire);
			SocketIOClient client = client(server);
			send(client, EVENTS);
			ClientViews.socket(client).closeSession();
			for (int i = 0; i < EVENTS; i++) {
				assertThat(slow.text()).startsWith("42[\"e\"," + i + ",");
			}
			assertThat(slow.text()).isEqualTo("41");
			assertThat(slow.closesWithin(Duration.ofSeconds(5))).isTrue();
		}
	}

	@Test
	void broadcastThatWaitsForManyIsKeptOnce() {
		try (TestServer server = start(false);
				Wire one = Wire.withReceiveBuffer(server.port(), 4_096);
				Wire two = Wire.withReceiveBuffer(server.port(), 4_096);
				Link good = Kind.WEBSOCKET.connect(server.port())) {
			RawWebSocket first = connect(one);
			RawWebSocket second = connect(two);
			await().until(() -> server.server().getAllClients().size() == 3);
			String kilobyte = "x".repeat(1_024);
			for (int i = 0; i < EVENTS; i++) {
				server.server().getBroadcastOperations().sendEvent("e", i, kilobyte);
			}
			for (int i = 0; i < EVENTS; i++) {
				String start = "42[\"e\"," + i + ",";
				assertThat(first.text()).startsWith(start);
				assertThat(second.text()).startsWith(start);
				assertThat(good.text()).startsWith(start);
			}
			await().until(() -> server.worker().pendingBytes() == 0);
		}
	}

	private static TestServer start(boolean compression) {
		return TestServer.start((settings) -> settings.maxPendingBytes(64 * 1024 * 1024)
			.engine((engine) -> engine.webSocketCompression(compression)), (io) -> {
			});
	}

	private static RawWebSocket connect(Wire wire) {
		RawWebSocket webSocket = RawWebSocket.open(wire, RawWebSocket.handshake(WEBSOCKET));
		assertThat(webSocket.text()).startsWith("0{");
		assertThat(webSocket.send("40").text()).startsWith("40{");
		return webSocket;
	}

	private static SocketIOClient client(TestServer server) {
		return await().until(() -> server.server().getAllClients().stream().findFirst().orElse(null),
				(client) -> client != null);
	}

	private static void send(SocketIOClient client, int count) {
		String kilobyte = "x".repeat(1_024);
		IntStream.range(0, count).forEach((i) -> client.sendEvent("e", i, kilobyte));
	}

}
