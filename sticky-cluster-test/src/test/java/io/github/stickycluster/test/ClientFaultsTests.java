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

package io.github.stickycluster.test;

import java.time.Duration;

import io.github.stickycluster.test.engineio.ClientTransport;
import io.github.stickycluster.test.network.TcpProxy;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests of {@link ClientFaults} and {@link TcpProxy}.
 */
class ClientFaultsTests {

	private static ContractServer server;

	@BeforeAll
	static void start() {
		server = ContractServer.start((settings) -> settings.heartbeat(300, 1_500));
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	@ParameterizedTest
	@EnumSource
	void losesItsConnectionAndConnectsAgain(ClientTransport transport) {
		try (SocketTestClient client = connect(transport)) {
			client.faults().cut();
			assertThat(client.expectDisconnect()).isIn(DisconnectReason.TRANSPORT_CLOSE,
					DisconnectReason.TRANSPORT_ERROR);
			try (SocketTestClient again = client.reconnect()) {
				assertThat(again.sessionId()).isNotEqualTo(client.sessionId());
				again.emitWithAck("echo", "back").expect(String.class).isEqualTo("back");
			}
		}
		awaitNoClients();
	}

	@ParameterizedTest
	@EnumSource(names = { "WEBSOCKET", "POLLING" })
	void isSilentUntilBothSidesMissHeartbeats(ClientTransport transport) {
		try (SocketTestClient client = connect(transport)) {
			client.faults().goSilent();
			assertThat(server.clients()).isOne();
			client.expectDisconnect(DisconnectReason.PING_TIMEOUT);
			awaitNoClients();
		}
	}

	@Test
	void delaysInOrder() {
		try (SocketTestClient client = connect(ClientTransport.WEBSOCKET)) {
			client.faults().delay(Duration.ofMillis(100));
			long before = System.nanoTime();
			client.emit("back", "first", 1);
			client.faults().delay(Duration.ofMillis(90));
			client.emit("back", "second", 2).emitWithAck("echo").expect();
			assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThan(Duration.ofMillis(180));
			assertThat(client.received()).extracting(ReceivedEvent::name).containsExactly("first", "second");
			client.faults().delay(Duration.ZERO);
			client.emitWithAck("echo", 3).expect(Integer.class).isEqualTo(3);
		}
	}

	@Test
	void readsNothingForAWhile() {
		try (SocketTestClient client = connect(ClientTransport.WEBSOCKET)) {
			client.faults().stopReading();
			client.emit("back", "late", "x".repeat(100_000));
			client.expectNothing(Duration.ofMillis(150));
			client.faults().resumeReading();
			client.expect("late");
		}
	}

	@Test
	void losesAcksOnTheirWay() {
		try (SocketTestClient client = connect(ClientTransport.WEBSOCKET)) {
			client.faults().loseAcks(true);
			PendingAck lost = client.emit("back", "done").emitWithAck("echo", 1);
			client.expect("done");
			lost.expectNone(Duration.ofMillis(100));
			client.faults().loseAcks(false);
			client.emitWithAck("echo", 2).expect(Integer.class).isEqualTo(2);
		}
	}

	@Test
	void failsInAProxyForClientsOfAnyKind() {
		try (TcpProxy proxy = TcpProxy.to(server.port());
				SocketTestClient client = SocketTestClient.bindToPort(proxy.port()).from("127.0.0.7").connect()) {
			client.emitWithAck("echo", "x".repeat(500_000)).expect(String.class).isEqualTo("x".repeat(500_000));
			client.emitWithAck("address").expect(String.class).isEqualTo("127.0.0.7");
			proxy.faults().delay(Duration.ofMillis(50));
			client.emitWithAck("echo", "late").expect(String.class).isEqualTo("late");
			proxy.faults().goSilent();
			client.expectDisconnect(DisconnectReason.PING_TIMEOUT);
			awaitNoClients();
		}
	}

	@Test
	void endsAllConnectionsOfAProxyThatIsClosed() {
		TcpProxy proxy = TcpProxy.to(server.port());
		try (SocketTestClient client = SocketTestClient.bindToPort(proxy.port()).connect()) {
			proxy.close();
			client.expectDisconnect(DisconnectReason.TRANSPORT_CLOSE);
			client.mutate().expectConnectError().hasStatus(0);
		}
		awaitNoClients();
	}

	private static SocketTestClient connect(ClientTransport transport) {
		return SocketTestClient.bindToPort(server.port()).transport(transport).connect();
	}

	private static void awaitNoClients() {
		await().until(() -> server.clients() == 0);
	}

}
