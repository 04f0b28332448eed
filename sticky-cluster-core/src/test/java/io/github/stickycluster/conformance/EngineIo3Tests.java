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
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

import io.github.stickycluster.testkit.HttpAnswer;
import io.github.stickycluster.testkit.HttpRequest;
import io.github.stickycluster.testkit.Json;
import io.github.stickycluster.testkit.Kind;
import io.github.stickycluster.testkit.Link;
import io.github.stickycluster.testkit.Message;
import io.github.stickycluster.testkit.Open;
import io.github.stickycluster.testkit.Payload;
import io.github.stickycluster.testkit.Polling;
import io.github.stickycluster.testkit.PollingFormat;
import io.github.stickycluster.testkit.RawWebSocket;
import io.github.stickycluster.testkit.TestServer;
import io.github.stickycluster.testkit.Wire;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of Engine.IO 3, which Socket.IO 1 and 2 speak.
 */
@Conformance
class EngineIo3Tests {

	private static final String PLACEHOLDER = "{\"_placeholder\":true,\"num\":0}";

	private static TestServer server;

	@BeforeAll
	static void start() {
		server = EchoServer.start();
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	@Test
	@Statement("EIO3-001")
	void pollingHandshakeIsLengthPrefixed() {
		try (Wire wire = Wire.to(server.port())) {
			HttpAnswer answer = wire.exchange(HttpRequest.get("/socket.io/?EIO=3&transport=polling&b64=1"));
			assertThat(answer.status()).isEqualTo(200);
			assertThat(answer.header("Content-Type")).isEqualToIgnoringCase("text/plain; charset=UTF-8");
			Open open = Open.parse(String.valueOf(Payload.decode3(answer.text()).get(0).text()));
			assertThat(open.json().propertyNames()).contains("sid", "upgrades", "pingInterval", "pingTimeout");
			assertThat(open.json().get("upgrades")).hasToString("[\"websocket\"]");
		}
	}

	@Test
	@Statement("EIO3-002")
	void textWithoutBinaryIsTextForBinaryClientsToo() {
		try (Wire wire = Wire.to(server.port())) {
			HttpAnswer answer = wire.exchange(HttpRequest.get("/socket.io/?EIO=3&transport=polling"));
			List<Message> packets = answer.header("Content-Type").startsWith("application/octet-stream")
					? Payload.decode3Binary(answer.body()) : Payload.decode3(answer.text());
			assertThat(String.valueOf(packets.get(0).text())).startsWith("0{");
		}
	}

	@Test
	@Statement("EIO3-003")
	void webSocketHandshake() {
		try (RawWebSocket socket = RawWebSocket.open(server.port(), "/socket.io/?EIO=3&transport=websocket")) {
			assertThat(Open.parse(socket.text()).json().get("upgrades")).isEmpty();
		}
	}

	@ParameterizedTest
	@EnumSource(value = Kind.class, names = ".*_3.*", mode = EnumSource.Mode.MATCH_ALL)
	@Statement({ "EIO3-004", "EIO3-005", "EIO3-010" })
	void textRoundTrips(Kind kind) {
		String text = "é€😀漢字 \u2028\u2029 \\\" \\n \\\\n </script>";
		try (Link link = kind.connect(server.port())) {
			link.send("42[\"message\",\"" + text + "\"]");
			link.send(Message.of("42[\"message\",1]"), Message.of("42[\"message\",2]"));
			String first = link.text();
			assertThat(Json.parse(first.substring(2)).get(1)).isEqualTo(Json.parse("\"" + text + "\""));
			assertThat(link.text()).isEqualTo("42[\"message-back\",1]");
			assertThat(link.text()).isEqualTo("42[\"message-back\",2]");
		}
	}

	@ParameterizedTest
	@EnumSource(value = Kind.class, names = ".*_3.*", mode = EnumSource.Mode.MATCH_ALL)
	@Statement({ "EIO3-006", "EIO3-007", "EIO3-008" })
	void binaryRoundTrips(Kind kind) {
		byte[] bytes = new byte[300];
		for (int i = 0; i < bytes.length; i++) {
			bytes[i] = (byte) i;
		}
		try (Link link = kind.connect(server.port())) {
			link.send(Message.of("451-[\"message\"," + PLACEHOLDER + "]"), Message.of(bytes),
					Message.of("42[\"message\",\"€\"]"));
			assertThat(link.text()).isEqualTo("451-[\"message-back\"," + PLACEHOLDER + "]");
			assertThat(link.binary()).isEqualTo(bytes);
			assertThat(link.text()).isEqualTo("42[\"message-back\",\"€\"]");
		}
	}

	@Test
	@Statement("EIO3-004")
	void lengthCountsUtf16Units() {
		try (Polling polling = connected("&b64=1", PollingFormat.V3_BASE64)) {
			String target = polling.target();
			try (Wire wire = Wire.to(server.port())) {
				assertThat(wire.exchange(HttpRequest.post(target, "18:42[\"message\",\"😀\"]")).text()).isEqualTo("ok");
			}
			assertThat(polling.poll().text()).isEqualTo("23:42[\"message-back\",\"😀\"]");
		}
	}

	@Test
	@Statement("EIO3-006")
	void binaryPayloadIsAnOctetStream() {
		try (Polling polling = connected("", PollingFormat.V3)) {
			polling.post(Message.of("451-[\"message\"," + PLACEHOLDER + "]"), Message.of(new byte[] { 7 }));
			HttpAnswer answer = polling.poll();
			assertThat(answer.header("Content-Type")).isEqualTo("application/octet-stream");
			List<Message> packets = new ArrayList<>(Payload.decode3Binary(answer.body()));
			while (packets.size() < 2) {
				packets.addAll(polling.packets());
			}
			assertThat(packets.get(1)).isEqualTo(Message.of(new byte[] { 7 }));
		}
	}

	@Test
	@Statement("EIO3-009")
	void textPayloadsOfBinaryClientsAreRead() {
		try (Polling polling = connected("", PollingFormat.V3); Wire wire = Wire.to(server.port())) {
			String body = Payload.encode3(Message.of("42[\"message\",1]"), Message.of("42[\"message\",\"€\"]"));
			assertThat(wire.exchange(HttpRequest.post(polling.target(), body)).text()).isEqualTo("ok");
			List<Message> packets = new ArrayList<>();
			while (packets.size() < 2) {
				packets.addAll(polling.packets());
			}
			assertThat(packets).containsExactly(Message.of("42[\"message-back\",1]"),
					Message.of("42[\"message-back\",\"€\"]"));
		}
	}

	@Test
	@Statement("EIO3-010")
	void jsonpAnswersAreScripts() {
		try (Wire wire = Wire.to(server.port())) {
			HttpAnswer answer = wire.exchange(HttpRequest.get("/socket.io/?EIO=3&transport=polling&j=12"));
			assertThat(answer.status()).isEqualTo(200);
			assertThat(answer.header("Content-Type")).startsWith("text/javascript");
			assertThat(answer.text()).startsWith("___eio[12](\"").endsWith("\");");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "alert(1)", "0];alert(1);//", "%3Cscript%3E", "" })
	@Statement("EIO3-011")
	void jsonpIndexIsANumber(String index) {
		try (Wire wire = Wire.to(server.port())) {
			HttpAnswer answer = wire.exchange(HttpRequest.get("/socket.io/?EIO=3&transport=polling&j=" + index));
			assertThat(answer.text()).doesNotContain("alert").doesNotContain("<");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "abc", "5", "5:", "3:42", "x:42", "-1:4", "99999999999999999999:4", "2:99", "1:x",
			":42", "4:42[]4", "1 :4" })
	@Statement("EIO3-012")
	void brokenTextPayloadClosesTheSession(String body) {
		try (Polling polling = connected("&b64=1", PollingFormat.V3_BASE64); Wire wire = Wire.to(server.port())) {
			assertThat(wire.exchange(HttpRequest.post(polling.target(), body)).status()).isIn(200, 400);
			assertGone(polling);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "00", "0001", "00010203", "00ff", "0001ff", "0005ff3432", "02010aff",
			"0109090909090909ff34", "0001ff39", "000134", "ffffffff", "0101ff09" })
	@Statement("EIO3-012")
	void brokenBinaryPayloadClosesTheSession(String hex) {
		try (Polling polling = connected("", PollingFormat.V3); Wire wire = Wire.to(server.port())) {
			byte[] body = HexFormat.of().parseHex(hex);
			HttpRequest post = HttpRequest.post(polling.target(), "application/octet-stream", body);
			assertThat(wire.exchange(post).status()).isIn(200, 400);
			assertGone(polling);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "x=1", "d", "d=", "d=%", "d=%zz", "d=abc" })
	@Statement("EIO3-012")
	void brokenFormIsAnswered(String body) {
		try (Polling polling = connected("&j=7", PollingFormat.V3_JSONP); Wire wire = Wire.to(server.port())) {
			HttpRequest post = HttpRequest.post(polling.target(), "application/x-www-form-urlencoded",
					body.getBytes(StandardCharsets.UTF_8));
			assertThat(wire.exchange(post).status()).isIn(200, 400);
		}
	}

	@Test
	@Statement("EIO3-013")
	void upgradeWorks() {
		try (Polling polling = connected("&b64=1", PollingFormat.V3_BASE64);
				RawWebSocket socket = polling.webSocket()) {
			assertThat(socket.send("2probe").text()).isEqualTo("3probe");
			assertThat(polling.packets()).hasToString("[6]");
			assertThat(socket.send("5").send("42[\"message\",1]").text()).isEqualTo("42[\"message-back\",1]");
			assertThat(socket.send("2").text()).isEqualTo("3");
		}
	}

	@Test
	@Statement("EIO3-014")
	void webSocketBinaryStartsWithItsType() {
		try (RawWebSocket socket = RawWebSocket.open(server.port(), "/socket.io/?EIO=3&transport=websocket")) {
			socket.text();
			socket.text();
			socket.send("451-[\"message\"," + PLACEHOLDER + "]").send(new byte[] { 4, 9 });
			assertThat(socket.text()).startsWith("451-");
			assertThat(socket.frame().payload()).containsExactly(4, 9);
		}
	}

	@Test
	@Statement("EIO3-015")
	void base64ClientsOfAWebSocketGetText() {
		try (RawWebSocket socket = RawWebSocket.open(server.port(), "/socket.io/?EIO=3&transport=websocket&b64=1")) {
			socket.text();
			socket.text();
			socket.send("451-[\"message\"," + PLACEHOLDER + "]").send("b4AQIDBA==");
			assertThat(socket.text()).startsWith("451-");
			assertThat(socket.text()).isEqualTo("b4AQIDBA==");
		}
	}

	@Test
	@Statement("EIO3-016")
	void clientEndsThePolling() {
		try (Polling polling = connected("&b64=1", PollingFormat.V3_BASE64)) {
			polling.startPoll();
			assertThat(polling.pollWire().silentFor(Duration.ofMillis(100))).isTrue();
			assertThat(polling.post("1").text()).isEqualTo("ok");
			assertThat(polling.pollAnswer().text()).isEqualTo("1:6");
			assertGone(polling);
		}
	}

	private static Polling connected(String query, PollingFormat format) {
		Polling polling = Polling.open(server.port(), "EIO=3&transport=polling" + query, format);
		List<Message> packets = (polling.early().isEmpty()) ? polling.packets() : polling.early();
		assertThat(packets).containsExactly(Message.of("40"));
		return polling;
	}

	private static void assertGone(Polling polling) {
		HttpAnswer answer = polling.poll();
		for (int i = 0; i < 3 && answer.status() == 200; i++) {
			answer = polling.poll();
		}
		assertThat(answer.status()).isEqualTo(400);
		assertThat(answer.json().get("code").asInt()).isEqualTo(1);
	}

}
