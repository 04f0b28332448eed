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
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

import io.github.stickycluster.testkit.Polling;
import io.github.stickycluster.testkit.RawWebSocket;
import io.github.stickycluster.testkit.TestServer;
import io.github.stickycluster.testkit.Wire;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that clients which ask for more answers than they read are held back or cut off,
 * whatever the answers are.
 */
@Conformance
@Timeout(60)
class BackpressureTests {

	private static final int PENDING = 256 * 1024;

	private static final long BOUND = 16L * 1024 * 1024;

	@Test
	@Statement("ABU-005")
	void answersThatNobodyReadsAreBounded() throws InterruptedException {
		byte[] requests = "GET / HTTP/1.1\r\n\r\n".repeat(10_000).getBytes(StandardCharsets.US_ASCII);
		try (TestServer server = EchoServer
			.start((settings) -> settings.engine((engine) -> engine.requestTimeout(Duration.ofSeconds(1))));
				Wire wire = Wire.withReceiveBuffer(server.port(), 4096)) {
			assertThat(growthUntilCutOff(wire, requests, 50)).isLessThan(BOUND);
		}
	}

	@Test
	@Statement("ABU-005")
	void answersThatAreReadLateAllCome() throws InterruptedException {
		byte[] requests = "GET /none HTTP/1.1\r\n\r\n".repeat(50_000).getBytes(StandardCharsets.US_ASCII);
		try (TestServer server = EchoServer.start(); Wire wire = Wire.withReceiveBuffer(server.port(), 4096)) {
			Thread writer = new Thread(() -> wire.send(requests));
			writer.start();
			// Until it is done or held back.
			writer.join(1_000);
			for (int i = 0; i < 50_000; i++) {
				assertThat(wire.answer().status()).isEqualTo(404);
			}
		}
	}

	@Test
	@Statement("ABU-006")
	void pongsThatNobodyReadsAreBounded() throws InterruptedException {
		byte[] pings = pings(10_000);
		try (TestServer server = TestServer.start((settings) -> settings.maxPendingBytes(PENDING), EchoServer::listen);
				Wire wire = Wire.withReceiveBuffer(server.port(), 4096);
				RawWebSocket slow = RawWebSocket.open(wire,
						RawWebSocket.handshake("/socket.io/?EIO=4&transport=websocket"))) {
			assertThat(slow.text()).startsWith("0{");
			assertThat(growthUntilCutOff(wire, pings, 20)).isLessThan(BOUND);
			Awaitility.await().until(() -> server.engine().sessionCount() == 0);
		}
	}

	@Test
	@Statement("ABU-006")
	void probeIsAnsweredOnce() {
		try (TestServer server = EchoServer.start();
				Polling polling = Polling.open(server.port());
				RawWebSocket webSocket = polling.webSocket()) {
			assertThat(webSocket.send("2probe").text()).isEqualTo("3probe");
			webSocket.send("2probe");
			assertThat(webSocket.closeStatus()).isEqualTo(1000);
			assertThat(server.engine().sessionCount()).isEqualTo(1);
		}
	}

	@Test
	@Statement("ABU-006")
	void pongsThatAnswerNothingDoNotPutOffThePing() throws InterruptedException {
		AtomicBoolean stop = new AtomicBoolean();
		try (TestServer server = EchoServer.start((settings) -> settings.heartbeat(500, 20_000));
				Wire wire = Wire.to(server.port());
				RawWebSocket webSocket = RawWebSocket.open(wire,
						RawWebSocket.handshake("/socket.io/?EIO=4&transport=websocket"))) {
			assertThat(webSocket.text()).startsWith("0{");
			Thread pongs = new Thread(() -> {
				while (!stop.get()) {
					webSocket.send("3");
					LockSupport.parkNanos(50_000_000);
				}
			});
			pongs.start();
			assertThat(webSocket.text()).isEqualTo("2");
			stop.set(true);
			pongs.join();
		}
	}

	@Test
	@Statement("ABU-007")
	void connectThatOverflowsLeavesNoGhost() {
		AtomicInteger connects = new AtomicInteger();
		AtomicInteger disconnects = new AtomicInteger();
		try (TestServer server = TestServer.start((settings) -> settings.maxPendingBytes(4096), (io) -> {
			io.addConnectListener((client) -> connects.incrementAndGet());
			io.addDisconnectListener((client) -> disconnects.incrementAndGet());
		}); Polling polling = Polling.open(server.port())) {
			polling.post("40\u001e41\u001e".repeat(200) + "40");
			Awaitility.await().until(() -> server.engine().sessionCount() == 0);
			assertThat(server.server().getAllClients()).isEmpty();
			assertThat(disconnects).hasValue(connects.get());
		}
	}

	/**
	 * Sends until the server cuts the connection off, reading nothing.
	 * @param wire the connection
	 * @param bytes what to send
	 * @param times how often, at most
	 * @return by how much the process's direct memory grew meanwhile
	 */
	private static long growthUntilCutOff(Wire wire, byte[] bytes, int times) throws InterruptedException {
		long before = directMemory();
		long most = before;
		Thread writer = new Thread(() -> {
			for (int i = 0; i < times; i++) {
				wire.send(bytes);
			}
		});
		AtomicInteger cutOff = new AtomicInteger();
		writer.setUncaughtExceptionHandler((thread, failure) -> {
			if (failure instanceof UncheckedIOException) {
				cutOff.incrementAndGet();
			}
		});
		writer.setDaemon(true);
		writer.start();
		for (int i = 0; i < 4_000 && writer.isAlive(); i++) {
			writer.join(10);
			most = Math.max(most, directMemory());
		}
		assertThat(cutOff).as("cut off").hasValue(1);
		return most - before;
	}

	private static long directMemory() {
		return ((ByteBufAllocatorMetricProvider) ByteBufAllocator.DEFAULT).metric().usedDirectMemory();
	}

	private static byte[] pings(int count) {
		byte[] ping = new byte[131];
		ping[0] = (byte) 0x89;
		ping[1] = (byte) (0x80 | 125);
		byte[] many = new byte[ping.length * count];
		for (int i = 0; i < count; i++) {
			System.arraycopy(ping, 0, many, i * ping.length, ping.length);
		}
		return many;
	}

}
