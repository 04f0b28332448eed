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

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;

import io.github.stickycluster.testkit.Frame;
import io.github.stickycluster.testkit.HttpAnswer;
import io.github.stickycluster.testkit.HttpRequest;
import io.github.stickycluster.testkit.Open;
import io.github.stickycluster.testkit.RawWebSocket;
import io.github.stickycluster.testkit.TestServer;
import io.github.stickycluster.testkit.Wire;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of Engine.IO 4 over WebSocket.
 */
@Conformance
class WebSocketTests {

	private static final String TARGET = "/socket.io/?EIO=4&transport=websocket";

	private static TestServer server;

	@BeforeAll
	static void start() {
		server = EchoServer.start((settings) -> settings.maxPayload(200_000));
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	@Test
	@Statement("WS-001")
	void handshakeIsAcceptedAsRfc6455Says() {
		try (Wire wire = Wire.to(server.port())) {
			HttpAnswer answer = wire.exchange(RawWebSocket.handshake(TARGET));
			assertThat(answer.status()).isEqualTo(101);
			assertThat(answer.header("Upgrade")).isEqualToIgnoringCase("websocket");
			assertThat(answer.header("Connection")).isEqualToIgnoringCase("Upgrade");
			assertThat(answer.header("Sec-WebSocket-Accept")).isEqualTo("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
			assertThat(answer.hasHeader("Sec-WebSocket-Extensions")).isFalse();
		}
	}

	@Test
	@Statement("WS-001")
	void unknownWebSocketVersionIsRefused() {
		try (Wire wire = Wire.to(server.port())) {
			HttpAnswer answer = wire.exchange(HttpRequest.get(TARGET)
				.header("Connection", "Upgrade")
				.header("Upgrade", "websocket")
				.header("Sec-WebSocket-Version", "99")
				.header("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="));
			assertThat(answer.status()).isIn(400, 426);
		}
	}

	@Test
	@Statement("WS-001")
	void handshakeWithoutKeyIsRefused() {
		try (Wire wire = Wire.to(server.port())) {
			HttpAnswer answer = wire.exchange(HttpRequest.get(TARGET)
				.header("Connection", "Upgrade")
				.header("Upgrade", "websocket")
				.header("Sec-WebSocket-Version", "13"));
			assertThat(answer.status()).isEqualTo(400);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "chat.v1", "chat.v1, chat.v2", "chat.v1,chat.v2", " chat.v1 ",
			"chat.v1\r\nSec-WebSocket-Protocol: chat.v2" })
	@Statement("WS-013")
	void firstSubprotocolIsAgreedOn(String offered) {
		try (Wire wire = Wire.to(server.port())) {
			HttpAnswer answer = wire.exchange(RawWebSocket.handshake(TARGET).header("Sec-WebSocket-Protocol", offered));
			assertThat(answer.status()).isEqualTo(101);
			assertThat(answer.header("Sec-WebSocket-Protocol")).isEqualTo("chat.v1");
			assertThat(RawWebSocket.on(wire).text()).startsWith("0{");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "a b", "a,", ",a", "a,,b", "a, a", "\"a\"", "a=b", "\u00e9" })
	@Statement("WS-013")
	void malformedSubprotocolsAreRefused(String offered) {
		try (Wire wire = Wire.to(server.port())) {
			HttpRequest request = RawWebSocket.handshake(TARGET).header("Sec-WebSocket-Protocol", offered);
			assertThat(wire.exchange(request).status()).isEqualTo(400);
		}
	}

	@Test
	@Statement("WS-002")
	void eachPacketIsAFrame() {
		try (RawWebSocket socket = connected()) {
			socket.send("42[\"message\",1]").send("42[\"message\",2]");
			assertThat(socket.frame()).hasToString(Frame.text("42[\"message-back\",1]").toString());
			assertThat(socket.frame()).hasToString(Frame.text("42[\"message-back\",2]").toString());
		}
	}

	@Test
	@Statement("WS-003")
	void binaryIsSentAsItIs() {
		try (RawWebSocket socket = connected()) {
			socket.send("451-[\"message\",{\"_placeholder\":true,\"num\":0}]").send(new byte[] { 4, 0, -1, 98 });
			assertThat(socket.text()).isEqualTo("451-[\"message-back\",{\"_placeholder\":true,\"num\":0}]");
			Frame binary = socket.frame();
			assertThat(binary.opcode()).isEqualTo(Frame.BINARY);
			assertThat(binary.payload()).containsExactly(4, 0, -1, 98);
		}
	}

	@Test
	@Statement("WS-004")
	void fragmentsArePutTogether() {
		byte[] text = "42[\"message\",\"€😀\"]".getBytes(StandardCharsets.UTF_8);
		try (RawWebSocket socket = connected()) {
			for (int i = 0; i < text.length; i++) {
				socket.send(new Frame(i == text.length - 1, (i == 0) ? Frame.TEXT : Frame.CONTINUATION,
						new byte[] { text[i] }));
				if (i == 5) {
					socket.send(new Frame(true, Frame.PING, new byte[] { 9 }));
				}
			}
			Frame pong = socket.frame();
			assertThat(pong.opcode()).isEqualTo(Frame.PONG);
			assertThat(pong.payload()).containsExactly(9);
			assertThat(socket.text()).isEqualTo("42[\"message-back\",\"€😀\"]");
		}
	}

	@Test
	@Statement("WS-005")
	void framesMayComeByteByByteAndWithTheHandshake() {
		try (Wire wire = Wire.to(server.port())) {
			wire.trickle(RawWebSocket.handshake(TARGET).bytes());
			wire.trickle(Frame.text("40").masked());
			wire.trickle(Frame.text("42[\"message\",\"slow\"]").masked());
			assertThat(wire.answer().status()).isEqualTo(101);
			assertThat(read(wire).text()).startsWith("0{");
			assertThat(read(wire).text()).startsWith("40{");
			assertThat(read(wire).text()).isEqualTo("42[\"message-back\",\"slow\"]");
		}
	}

	@Test
	@Statement("WS-006")
	void largeMessagesComeWhole() {
		String text = "x".repeat(150_000);
		try (RawWebSocket socket = connected()) {
			socket.send("42[\"message\",\"" + text + "\"]");
			assertThat(socket.text()).isEqualTo("42[\"message-back\",\"" + text + "\"]");
		}
	}

	@Test
	@Statement("WS-007")
	void tooLargeAMessageIsClosedWith1009() {
		try (RawWebSocket socket = connected()) {
			socket.send("42[\"message\",\"" + "x".repeat(200_000) + "\"]");
			assertThat(socket.closeStatus()).isEqualTo(1009);
		}
		try (RawWebSocket socket = connected()) {
			byte[] part = new byte[60_000];
			Arrays.fill(part, (byte) 'x');
			socket.send(new Frame(false, Frame.TEXT, part));
			for (int i = 0; i < 3; i++) {
				socket.send(new Frame(false, Frame.CONTINUATION, part));
			}
			assertThat(socket.closeStatus()).isEqualTo(1009);
		}
	}

	@Test
	@Statement("WS-007")
	void messageOfExactlyTheMaximumIsTaken() {
		try (RawWebSocket socket = connected()) {
			String text = "x".repeat(200_000 - "42[\"message\",\"\"]".length());
			socket.send("42[\"message\",\"" + text + "\"]");
			assertThat(socket.text()).isEqualTo("42[\"message-back\",\"" + text + "\"]");
		}
	}

	@Test
	@Statement("WS-008")
	void unmaskedFramesAreAProtocolError() {
		try (RawWebSocket socket = connected()) {
			socket.wire().send(Frame.text("42[\"message\",1]").unmasked());
			assertThat(socket.closeStatus()).isIn(1002, 1006);
		}
	}

	@Test
	@Statement("WS-008")
	void invalidUtf8IsClosed() {
		try (RawWebSocket socket = connected()) {
			socket.send(new Frame(true, Frame.TEXT, new byte[] { '4', '2', '[', '"', (byte) 0xC3, '"', ']' }));
			assertThat(socket.closeStatus()).isIn(1007, 1002, 1006);
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 3, 7, 11, 15 })
	@Statement("WS-008")
	void reservedOpcodesAreAProtocolError(int opcode) {
		try (RawWebSocket socket = connected()) {
			socket.send(new Frame(true, opcode, new byte[0]));
			assertThat(socket.closeStatus()).isIn(1002, 1006);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "abc", "9", "", "x", "2", "7", "b", "bAQIDBA==", "2probe" })
	@Statement("WS-009")
	void invalidPacketClosesTheConnection(String packet) {
		try (RawWebSocket socket = connected()) {
			socket.send(packet);
			assertThat(socket.closeStatus()).isIn(1000, 1002, 1005, 1006, 1007, 1008);
			assertThat(socket.closesWithin(Duration.ofSeconds(3))).isTrue();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "0", "0{}", "5", "6" })
	@Statement("EIO4-032")
	void typesWithoutMeaningHereAreIgnored(String packet) {
		try (RawWebSocket socket = connected()) {
			assertThat(socket.send(packet).send("42[\"message\",1]").text()).isEqualTo("42[\"message-back\",1]");
		}
	}

	@Test
	@Statement("WS-010")
	void webSocketPingIsAnswered() {
		try (RawWebSocket socket = connected()) {
			socket.send(new Frame(true, Frame.PING, "hello".getBytes(StandardCharsets.UTF_8)));
			Frame pong = socket.frame();
			assertThat(pong.opcode()).isEqualTo(Frame.PONG);
			assertThat(pong.text()).isEqualTo("hello");
		}
	}

	@Test
	@Statement("WS-011")
	void closeFrameIsAnsweredAndTheConnectionEnds() {
		try (RawWebSocket socket = connected()) {
			socket.send(new Frame(true, Frame.CLOSE, new byte[] { 3, (byte) 0xE8 }));
			assertThat(socket.closeStatus()).isEqualTo(1000);
			assertThat(socket.closesWithin(Duration.ofSeconds(3))).isTrue();
		}
	}

	@Test
	@Statement("WS-012")
	void sessionTakesNoSecondWebSocket() {
		try (RawWebSocket socket = RawWebSocket.open(server.port(), TARGET)) {
			String sid = Open.parse(socket.text()).sid();
			assertRefused(TARGET + "&sid=" + sid);
			socket.send("40");
			assertThat(socket.text()).startsWith("40{");
		}
	}

	/**
	 * Refused either with a status, or as in the reference after the upgrade.
	 * @param target the path and query of a WebSocket handshake
	 */
	static void assertRefused(String target) {
		try (Wire wire = Wire.to(server.port())) {
			HttpAnswer answer = wire.exchange(RawWebSocket.handshake(target));
			assertThat(answer.status()).isIn(101, 400);
			if (answer.status() == 101) {
				assertThat(RawWebSocket.on(wire).closesWithin(Duration.ofSeconds(3))).isTrue();
			}
		}
	}

	private static RawWebSocket connected() {
		RawWebSocket socket = RawWebSocket.open(server.port(), TARGET);
		assertThat(socket.text()).startsWith("0{");
		assertThat(socket.send("40").text()).startsWith("40{");
		return socket;
	}

	private static Frame read(Wire wire) {
		return RawWebSocket.on(wire).message();
	}

}
