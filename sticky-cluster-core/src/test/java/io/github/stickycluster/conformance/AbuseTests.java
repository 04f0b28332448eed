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
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import com.corundumstudio.socketio.SocketIOClient;
import io.github.stickycluster.internal.budget.MemoryBudget;
import io.github.stickycluster.testkit.HttpRequest;
import io.github.stickycluster.testkit.Kind;
import io.github.stickycluster.testkit.Link;
import io.github.stickycluster.testkit.Polling;
import io.github.stickycluster.testkit.RawWebSocket;
import io.github.stickycluster.testkit.TestServer;
import io.github.stickycluster.testkit.Wire;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that clients which do not read, never connect or ask for too much cost little.
 */
@Conformance
@Timeout(60)
class AbuseTests {

	private static final int PENDING = 256 * 1024;

	private static final String TEN_KIB = "x".repeat(10 * 1024);

	@Test
	@Statement("ABU-001")
	void webSocketThatDoesNotReadIsClosed() throws InterruptedException {
		CountDownLatch gone = new CountDownLatch(1);
		try (TestServer server = server(gone);
				Wire wire = Wire.withReceiveBuffer(server.port(), 4 * 1024);
				RawWebSocket slow = RawWebSocket.open(wire,
						RawWebSocket.handshake("/socket.io/?EIO=4&transport=websocket"));
				Link good = Kind.WEBSOCKET.open(server.port())) {
			assertThat(good.send("40/custom,").text()).startsWith("40/custom");
			slow.text();
			assertThat(slow.send("40").text()).startsWith("40{");
			// The kernel's own buffers take a few megabytes before anything waits here.
			assertThat(sendUntil(gone, client(server), 32)).isTrue();
			assertThat(good.send("42/custom,[\"message\",1]").text()).isEqualTo("42/custom,[\"message-back\",1]");
			assertThat(server.engine().sessionCount()).isEqualTo(1);
		}
	}

	@Test
	@Statement("ABU-001")
	void clientThatDoesNotPollIsClosed() throws InterruptedException {
		CountDownLatch gone = new CountDownLatch(1);
		try (TestServer server = server(gone); Polling polling = PollingTests.connected(server)) {
			assertThat(sendUntil(gone, client(server), 1)).isTrue();
			assertThat(polling.poll().status()).isEqualTo(400);
		}
	}

	@Test
	@Statement("ABU-002")
	void sessionsThatNeverConnectAreBounded() throws InterruptedException {
		MemoryBudget budget = MemoryBudget.ofThisJvm(0);
		try (TestServer server = EchoServer.start((settings) -> settings.connectTimeout(6_000).budget(budget))) {
			openAndForget(server.port(), 10_000);
			int open = server.engine().sessionCount();
			assertThat(open).isBetween(1_000, 10_000);
			assertThat(budget.heldHeap()).isLessThan(open * 8_192L);
			try (Link link = Kind.WEBSOCKET.connect(server.port())) {
				assertThat(link.send("42[\"message\",1]").text()).isEqualTo("42[\"message-back\",1]");
			}
			Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> server.engine().sessionCount() == 0);
			Awaitility.await().until(() -> budget.heldHeap() + budget.heldDirect() == 0);
		}
	}

	@Test
	@Statement("ABU-003")
	void tooManyPacketsInAPayloadCloseTheSession() {
		try (TestServer server = EchoServer
			.start((settings) -> settings.engine((engine) -> engine.maxPayloadPackets(100)));
				Polling polling = PollingTests.connected(server)) {
			String one = "42[\"silent\",1]\u001e";
			assertThat(polling.post(one.repeat(99) + "42[\"silent\",1]").status()).isEqualTo(200);
			assertThat(polling.post(one.repeat(100) + "42[\"silent\",1]").status()).isEqualTo(400);
			assertThat(polling.poll().status()).isEqualTo(400);
		}
	}

	@Test
	@Statement("ABU-004")
	void bodyThatNeverComesIsGivenUp() {
		try (TestServer server = EchoServer
			.start((settings) -> settings.engine((engine) -> engine.requestTimeout(Duration.ofMillis(300))));
				Polling polling = PollingTests.connected(server);
				Wire wire = Wire.to(server.port())) {
			wire.send(HttpRequest.of("POST", polling.target()).header("Content-Length", "10").body("42"));
			assertThat(wire.closesWithin(Duration.ofSeconds(5))).isTrue();
		}
	}

	@Test
	@Statement("ABU-008")
	void authPayloadIsBounded() {
		try (TestServer server = EchoServer.start();
				Link good = Kind.WEBSOCKET.open(server.port());
				Link bad = Kind.WEBSOCKET.open(server.port())) {
			assertThat(good.send("40{\"token\":\"" + "x".repeat(16_000) + "\"}").text()).startsWith("40{");
			bad.send("40{\"token\":\"" + "x".repeat(17_000) + "\"}");
			Awaitility.await().until(() -> server.engine().sessionCount() == 1);
			assertThat(server.server().getAllClients()).hasSize(1);
		}
	}

	@Test
	void connectsThatAreRefusedAgainAndAgainCloseTheSession() {
		try (TestServer server = EchoServer.start(); Polling polling = PollingTests.connected(server)) {
			assertThat(polling.post("40/x,\u001e".repeat(99) + "40/x,").status()).isEqualTo(200);
			assertThat(polling.post("40/x,").status()).isEqualTo(200);
			Awaitility.await().until(() -> server.engine().sessionCount() == 0);
		}
	}

	@Test
	@Statement("ABU-009")
	void upgradeThatAnnouncesABodyIsRefused() {
		String target = "/socket.io/?EIO=4&transport=websocket";
		try (TestServer server = EchoServer.start()) {
			for (String[] header : new String[][] { { "Content-Length", "5" }, { "Transfer-Encoding", "chunked" } }) {
				try (Wire wire = Wire.to(server.port())) {
					wire.send(RawWebSocket.handshake(target).header(header[0], header[1]));
					assertThat(wire.answer().status()).isEqualTo(400);
				}
			}
			assertThat(server.engine().sessionCount()).isZero();
		}
	}

	private static TestServer server(CountDownLatch gone) {
		return TestServer.start((settings) -> settings.maxPendingBytes(PENDING).maxPayload(100_000), (io) -> {
			EchoServer.listen(io);
			io.addDisconnectListener((client) -> gone.countDown());
		});
	}

	private static SocketIOClient client(TestServer server) {
		return Awaitility.await()
			.until(() -> server.server().getAllClients().stream().findFirst(), Optional::isPresent)
			.orElseThrow();
	}

	/**
	 * Sends events until the client is gone.
	 * @param gone counted down when it is
	 * @param client the client
	 * @param megabytes how much to send at most
	 * @return {@code false} if the client took it all
	 */
	private static boolean sendUntil(CountDownLatch gone, SocketIOClient client, int megabytes)
			throws InterruptedException {
		for (int i = 0; i < megabytes * 100 && gone.getCount() > 0; i++) {
			client.sendEvent("big", TEN_KIB);
			if (i % 10 == 0) {
				gone.await(1, TimeUnit.MILLISECONDS);
			}
		}
		return gone.await(5, TimeUnit.SECONDS);
	}

	private static void openAndForget(int port, int count) throws InterruptedException {
		List<Thread> threads = new ArrayList<>();
		for (int i = 0; i < 4; i++) {
			threads.add(new Thread(() -> {
				try (Wire wire = Wire.to(port)) {
					HttpRequest handshake = HttpRequest.get("/socket.io/?EIO=4&transport=polling");
					for (int n = 0; n < count / 4; n++) {
						assertThat(wire.exchange(handshake).status()).isEqualTo(200);
					}
				}
			}));
		}
		threads.forEach(Thread::start);
		for (Thread thread : threads) {
			thread.join();
		}
	}

}
