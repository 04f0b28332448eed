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
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.github.stickycluster.test.engineio.ClientTransport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.core.ParameterizedTypeReference;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the client does with any server that keeps the protocol.
 */
abstract class ClientContract {

	abstract int port();

	SocketTestClientBuilder builder() {
		return SocketTestClient.bindToPort(port());
	}

	private SocketTestClient connect(int version, ClientTransport transport) {
		return builder().engineIo(version).transport(transport).connect();
	}

	@ParameterizedTest
	@Wire
	void exchangesTextOfAllLengthsAndPlanes(int version, ClientTransport transport) {
		try (SocketTestClient client = connect(version, transport)) {
			for (String text : List.of("", "hello", "zwölf € 🙂 \u001e \u2028", "x".repeat(70_000))) {
				client.emitWithAck("echo", text).expect(String.class).isEqualTo(text);
			}
		}
	}

	@ParameterizedTest
	@Wire
	void exchangesBinaryAtAnyDepth(int version, ClientTransport transport) {
		byte[] bytes = { 0, 1, -1, 30, 98, 4 };
		try (SocketTestClient client = connect(version, transport)) {
			client.emitWithAck("echo", bytes, Map.of("list", List.of("a", bytes)))
				.expect(byte[].class)
				.isEqualTo(bytes)
				.hasArguments(bytes, Map.of("list", List.of("a", bytes)));
			client.emit("back", "file", new Upload("a.png", bytes));
			client.expect("file", Upload.class).satisfies((upload) -> {
				assertThat(upload.name()).isEqualTo("a.png");
				assertThat(upload.content()).isEqualTo(bytes);
			});
		}
	}

	@ParameterizedTest
	@Wire
	void receivesEventsInOrderAndAcks(int version, ClientTransport transport) {
		try (SocketTestClient client = connect(version, transport)) {
			for (int number = 0; number < 60; number++) {
				client.emit("back", "number", number, "more");
			}
			for (int number = 0; number < 60; number++) {
				client.expect("number", Integer.class).isEqualTo(number).hasArguments(number, "more");
			}
			PendingAck first = client.emitWithAck("echo", 1);
			PendingAck second = client.emitWithAck("echo", List.of(2, 3));
			second.expect(new ParameterizedTypeReference<List<Integer>>() {
			}).isEqualTo(List.of(2, 3));
			first.expect().hasArguments(1);
			client.emitWithAck("echo", 7L, 0.1f, List.of(2.0)).expect().hasArguments(7, 0.1, List.of(2L));
			client.expectNothing(Duration.ZERO);
		}
	}

	@ParameterizedTest
	@Wire
	void answersTheServer(int version, ClientTransport transport) {
		try (SocketTestClient client = connect(version, transport)) {
			client.emit("ask", "tea?");
			client.expect("question", String.class).isEqualTo("tea?").ack("yes");
			client.expect("answered", String.class).isEqualTo("yes");
		}
	}

	@ParameterizedTest
	@Wire
	void usesSeveralNamespacesOnOneConnection(int version, ClientTransport transport) {
		try (SocketTestClient main = connect(version, transport)) {
			SocketTestClient chat = main.of("/chat");
			assertThat(chat.sessionId()).isEqualTo(main.sessionId());
			assertThat(chat.id()).isNotEqualTo(main.id());
			chat.emit("back", "here", "chat");
			chat.expect("here", String.class).isEqualTo("chat");
			chat.disconnect().expectDisconnect(DisconnectReason.IO_CLIENT_DISCONNECT);
			main.emitWithAck("echo", "still there").expect(String.class).isEqualTo("still there");
			main.expectNothing(Duration.ZERO);
		}
	}

	@ParameterizedTest
	@Wire
	void connectsToANamespaceAtOnce(int version, ClientTransport transport) {
		try (SocketTestClient chat = builder().engineIo(version).transport(transport).namespace("/chat").connect()) {
			chat.emitWithAck("echo", "chat").expect(String.class).isEqualTo("chat");
		}
	}

	@ParameterizedTest
	@Wire
	void noticesThatTheServerPutsItOut(int version, ClientTransport transport) {
		try (SocketTestClient client = connect(version, transport)) {
			client.emit("put-out").expectDisconnect(DisconnectReason.IO_SERVER_DISCONNECT);
			assertThat(client.isConnected()).isFalse();
		}
	}

	@Test
	void answersHeartbeatsAndStaysConnected() {
		List<SocketTestClient> clients = Stream.of(3, 4)
			.flatMap((version) -> Stream.of(ClientTransport.values()).map((transport) -> connect(version, transport)))
			.toList();
		// A server gives a client up whose heartbeat it has missed for 2.3 s.
		clients.get(0).expectNothing(Duration.ofMillis(2_600));
		for (SocketTestClient client : clients) {
			client.emitWithAck("echo", "alive").expect(String.class).isEqualTo("alive");
			client.close();
		}
	}

	@ParameterizedTest
	@Wire
	void sendsHeadersAndQueryFromAnAddress(int version, ClientTransport transport) {
		SocketTestClientBuilder builder = builder().engineIo(version)
			.transport(transport)
			.header("X-Test", "a header")
			.query("color", "red & blue")
			.from("127.0.0.9");
		try (SocketTestClient client = builder.connect()) {
			client.emitWithAck("handshake")
				.expect(Seen.class)
				.isEqualTo(new Seen("a header", "red & blue", "127.0.0.9"));
		}
	}

	@Test
	void upgradesAndKeepsItsSession() {
		try (SocketTestClient client = connect(4, ClientTransport.UPGRADE)) {
			assertThat(client.engineIo().transportName()).isEqualTo("websocket");
			assertThat(client.toString()).contains("connected to / by websocket");
			client.emitWithAck("echo", "upgraded").expect(String.class).isEqualTo("upgraded");
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "WEBSOCKET", "UPGRADE" })
	void compressesWhatItSendsAndReceives(ClientTransport transport) {
		String text = "0123456789".repeat(10_000);
		try (SocketTestClient plain = builder().transport(transport).connect();
				SocketTestClient compressed = plain.mutate().compression().connect()) {
			compressed.emitWithAck("echo", text).expect(String.class).isEqualTo(text);
			compressed.emitWithAck("echo", "short").expect(String.class).isEqualTo("short");
			assertThat(compressed.engineIo().isCompressed()).isTrue();
			plain.emitWithAck("echo", text).expect(String.class).isEqualTo(text);
			assertThat(plain.engineIo().isCompressed()).isFalse();
		}
	}

	@Test
	void showsItsAuthPayload() {
		SocketTestClientBuilder secure = builder().namespace("/secure");
		try (SocketTestClient client = secure.auth(Map.of("token", "letmein")).connect()) {
			client.emitWithAck("echo", "in").expect(String.class).isEqualTo("in");
		}
		secure.expectConnectError().hasMessage("Who are you?").hasStatus(0);
	}

	@ParameterizedTest
	@CsvSource({ "3, WEBSOCKET", "4, WEBSOCKET", "3, POLLING", "4, POLLING" })
	void noticesThatTheServerClosesTheConnection(int version, ClientTransport transport) {
		try (SocketTestClient client = connect(version, transport)) {
			DisconnectReason reason = client.emit("hang-up").expectDisconnect();
			assertThat(reason).isIn(DisconnectReason.TRANSPORT_CLOSE, DisconnectReason.IO_SERVER_DISCONNECT);
		}
	}

	@Test
	void receivesNoAckThatIsNotSent() {
		try (SocketTestClient client = connect(4, ClientTransport.WEBSOCKET)) {
			client.emit("back", "unasked");
			client.expect("unasked").satisfies((event) -> assertThat(event.expectsAck()).isFalse()).hasArguments();
		}
	}

	record Upload(String name, byte[] content) {

	}

	record Seen(String header, String query, String address) {

	}

}
