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

package io.github.stickycluster.test.time;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import com.corundumstudio.socketio.AckCallback;
import com.corundumstudio.socketio.SocketIOServer;
import io.github.stickycluster.test.DisconnectReason;
import io.github.stickycluster.test.SocketTestClient;
import io.github.stickycluster.test.engineio.ClientTransport;
import io.github.stickycluster.test.network.TcpProxy;
import io.github.stickycluster.testkit.RawWebSocket;
import io.github.stickycluster.testkit.TestServer;
import io.github.stickycluster.testkit.Wire;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests of {@link TestClock} with a server whose times are those of production.
 */
@Timeout(30)
class TestClockTests {

	private final TestClock clock = new TestClock();

	private final CompletableFuture<String> answer = new CompletableFuture<>();

	private TestServer server;

	@BeforeEach
	void start() {
		this.server = TestServer.start((settings) -> settings.ticker(this.clock.ticker()), this::listen);
	}

	@AfterEach
	void stop() {
		this.server.close();
	}

	private void listen(SocketIOServer io) {
		io.addEventListener("echo", String.class, (client, text, ack) -> ack.sendAckData(text));
		io.addEventListener("ask-me", Object.class,
				(client, data, ack) -> client.sendEvent("question", new AckCallback<>(String.class, 30) {

					@Override
					public void onSuccess(String result) {
						TestClockTests.this.answer.complete(result);
					}

					@Override
					public void onTimeout() {
						TestClockTests.this.answer.complete("none");
					}

				}));
	}

	private SocketTestClient connect(int version, ClientTransport transport) {
		return SocketTestClient.bindToPort(this.server.port())
			.clock(this.clock)
			.engineIo(version)
			.transport(transport)
			.connect();
	}

	@ParameterizedTest
	@CsvSource({ "4, WEBSOCKET", "4, POLLING", "4, UPGRADE", "3, WEBSOCKET", "3, POLLING" })
	void bothSidesMissTheHeartbeatsOfASilentNetwork(int version, ClientTransport transport) {
		try (SocketTestClient client = connect(version, transport)) {
			client.faults().goSilent();
			this.clock.advance(Duration.ofSeconds(20));
			assertThat(client.isConnected()).isTrue();
			this.clock.advance(Duration.ofSeconds(26));
			client.expectDisconnect(DisconnectReason.PING_TIMEOUT);
			await().until(() -> this.server.engine().sessionCount() == 0);
		}
	}

	@ParameterizedTest
	@CsvSource({ "4, WEBSOCKET", "4, POLLING", "4, UPGRADE", "3, WEBSOCKET", "3, POLLING" })
	void clientThatAnswersStays(int version, ClientTransport transport) {
		try (SocketTestClient client = connect(version, transport)) {
			String session = client.sessionId();
			this.clock.advance(Duration.ofMinutes(10));
			client.emitWithAck("echo", "still here").expect(String.class).isEqualTo("still here");
			assertThat(client.sessionId()).isEqualTo(session);
		}
	}

	/**
	 * From the ping to the timeout of its answer the time makes one step.
	 */
	@Test
	void answerComesThroughAProxyBeforeTheNextTimer() {
		try (TestServer strict = TestServer
			.start((settings) -> settings.ticker(this.clock.ticker()).heartbeat(25_000, 2_000), this::listen);
				TcpProxy proxy = TcpProxy.to(strict.port(), this.clock);
				SocketTestClient client = SocketTestClient.bindToPort(proxy.port()).clock(this.clock).connect()) {
			this.clock.advance(Duration.ofMinutes(5));
			client.emitWithAck("echo", "still here").expect(String.class).isEqualTo("still here");
		}
	}

	@Test
	void endsTheTimeOfAnAck() {
		try (SocketTestClient client = connect(4, ClientTransport.WEBSOCKET)) {
			client.emit("ask-me").expect("question");
			this.clock.advance(Duration.ofSeconds(29));
			assertThat(this.answer).isNotDone();
			this.clock.advance(Duration.ofSeconds(1));
			assertThat(this.answer).succeedsWithin(Duration.ofSeconds(5)).isEqualTo("none");
		}
	}

	@Test
	void endsTheTimeToConnectToANamespace() {
		try (RawWebSocket client = RawWebSocket.open(this.server.port(), "/socket.io/?EIO=4&transport=websocket")) {
			assertThat(client.text()).startsWith("0{");
			this.clock.advance(Duration.ofSeconds(45));
			assertThat(client.closesWithin(Duration.ofSeconds(5))).isTrue();
		}
	}

	@Test
	void endsTheTimeOfARequestsHead() {
		try (Wire wire = Wire.to(this.server.port())) {
			wire.send("GET /socket.io/");
			await().until(() -> this.server.sessions().size() == 1);
			this.clock.advance(Duration.ofSeconds(10));
			assertThat(wire.closesWithin(Duration.ofSeconds(5))).isTrue();
		}
	}

}
