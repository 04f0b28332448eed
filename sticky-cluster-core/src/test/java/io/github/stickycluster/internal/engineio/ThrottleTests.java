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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;

import io.github.stickycluster.testkit.HttpAnswer;
import io.github.stickycluster.testkit.Message;
import io.github.stickycluster.testkit.Polling;
import io.github.stickycluster.testkit.RawWebSocket;
import io.github.stickycluster.testkit.TestServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link Throttle} in sessions over each transport.
 */
@Timeout(60)
class ThrottleTests {

	private static final String WEB_SOCKET = "/socket.io/?EIO=4&transport=websocket";

	private final List<Integer> received = new CopyOnWriteArrayList<>();

	@Test
	void aWebSocketIsReadAtItsRateAndLosesNothing() {
		try (TestServer server = start(100); RawWebSocket socket = RawWebSocket.open(server.port(), WEB_SOCKET)) {
			socket.text();
			socket.send("40");
			socket.text();
			long start = System.nanoTime();
			for (int i = 0; i < 200; i++) {
				socket.send("42[\"n\"," + i + "]");
			}
			await().atMost(Duration.ofSeconds(20)).until(() -> this.received.size() == 200);
			socket.send("42[\"n\",200]");
			await().atMost(Duration.ofSeconds(20)).until(() -> this.received.size() == 201);
			// 100 at once, and the other 101 and the CONNECT at 100 a second.
			assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(900));
			assertThat(this.received).containsExactlyElementsOf(numbers(201));
		}
	}

	@Test
	void aPostOfTooManyIsAnsweredWhenTheyArePaidFor() {
		try (TestServer server = start(50); Polling polling = Polling.open(server.port())) {
			assertThat(polling.post("40").status()).isEqualTo(200);
			long start = System.nanoTime();
			List<Message> packets = new ArrayList<>();
			numbers(100).forEach((number) -> packets.add(Message.of("42[\"n\"," + number + "]")));
			HttpAnswer answer = polling.post(packets.toArray(Message[]::new));
			assertThat(answer.status()).isEqualTo(200);
			assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(900));
			assertThat(this.received).containsExactlyElementsOf(numbers(100));
			assertThat(polling.post("42[\"n\",100]").status()).isEqualTo(200);
		}
	}

	@Test
	void aClientWithinItsRateIsNotSlowed() {
		try (TestServer server = start(1_000); RawWebSocket socket = RawWebSocket.open(server.port(), WEB_SOCKET)) {
			socket.text();
			socket.send("40");
			socket.text();
			for (int i = 0; i < 500; i++) {
				socket.send("42[\"n\"," + i + "]");
			}
			await().until(() -> this.received.size() == 500);
			assertThat(server.worker().statistics().clientsThrottled()).isZero();
		}
	}

	@Test
	void anEndlessFloodEndsByTheHeartbeat() {
		try (TestServer server = TestServer.start(
				(settings) -> settings.heartbeat(300, 700).engine((engine) -> engine.eventsPerSecond(10)),
				(io) -> io.addEventListener("n", Integer.class, (client, number, ack) -> this.received.add(number)));
				RawWebSocket socket = RawWebSocket.open(server.port(), WEB_SOCKET)) {
			socket.text();
			socket.send("40");
			socket.text();
			for (int i = 0; i < 500; i++) {
				socket.send("42[\"n\"," + i + "]");
			}
			assertThat(socket.closesWithin(Duration.ofSeconds(10))).isTrue();
			await().until(() -> server.worker().sessions() == 0);
			assertThat(server.worker().statistics().clientsThrottled()).isPositive();
		}
	}

	private TestServer start(int eventsPerSecond) {
		return TestServer.start((settings) -> settings.engine((engine) -> engine.eventsPerSecond(eventsPerSecond)),
				(io) -> io.addEventListener("n", Integer.class, (client, number, ack) -> this.received.add(number)));
	}

	private static List<Integer> numbers(int count) {
		return IntStream.range(0, count).boxed().toList();
	}

}
