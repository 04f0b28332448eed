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

import java.util.Collections;

import io.github.stickycluster.testkit.Kind;
import io.github.stickycluster.testkit.Link;
import io.github.stickycluster.testkit.Message;
import io.github.stickycluster.testkit.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that a malformed Socket.IO packet closes the connection, and nothing else.
 */
@Conformance
class MalformedPacketTests {

	private static final String ONE = "{\"_placeholder\":true,\"num\":0}";

	private static TestServer server;

	@BeforeAll
	static void start() {
		server = EchoServer.start();
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "4abc", "47", "48[\"message\"]", "49", "4", "4-1", "4 2[\"message\"]", "4\u0000" })
	@Statement("SIO5-050")
	void unknownPacketType(String packet) {
		assertCloses(Message.of(packet));
	}

	@ParameterizedTest
	@ValueSource(strings = { "42", "421", "42{}", "42\"message\"", "42[]", "421[]", "42null", "42[null]", "42[{}]",
			"42[[\"message\"]]", "42[true]", "42/,", "42/" })
	@Statement("SIO5-051")
	void eventPayloadIsANonEmptyArrayThatStartsWithAName(String packet) {
		assertCloses(Message.of(packet));
	}

	@ParameterizedTest
	@ValueSource(strings = { "42[\"message\"", "42[\"message\",]", "42[\"message\"]]", "42[\"message\"] x",
			"42[\"message\",\"\\x\"]", "42[\"message\",01]", "42['message']", "42[\"message\",NaN]",
			"42[\"message\",undefined]", "42[\"message\"]42[\"message\"]" })
	@Statement("SIO5-052")
	void payloadIsJson(String packet) {
		assertCloses(Message.of(packet));
	}

	@ParameterizedTest
	@ValueSource(strings = { "42abc[\"message\",1]", "42-1[\"message\",1]", "421.5[\"message\",1]",
			"421 [\"message\",1]x", "42+1[\"message\",1]" })
	@Statement("SIO5-053")
	void ackIdIsANumber(String packet) {
		assertCloses(Message.of(packet));
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "42[\"connect\",1]", "42[\"connect_error\"]", "42[\"disconnect\"]", "42[\"disconnecting\"]" })
	@Statement("SIO5-054")
	void reservedEventNames(String packet) {
		assertCloses(Message.of(packet));
	}

	@ParameterizedTest
	@ValueSource(strings = { "431", "431{}", "431\"x\"", "431null", "43" })
	@Statement("SIO5-055")
	void ackPayloadIsAnArray(String packet) {
		assertCloses(Message.of(packet));
	}

	@ParameterizedTest
	@ValueSource(strings = { "40\"token\"", "40[1]", "40{", "40{\"a\":1}}", "40/custom,[]", "40null", "40true" })
	@Statement("SIO5-056")
	void connectPayloadIsAnObject(String packet) {
		try (Link link = Kind.WEBSOCKET.open(server.port())) {
			assertThat(link.send(packet).isClosedByServer()).isTrue();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "41[]", "41{}", "41x", "41/,x" })
	@Statement("SIO5-057")
	void disconnectHasNoPayload(String packet) {
		assertCloses(Message.of(packet));
	}

	@ParameterizedTest
	@ValueSource(strings = { "45[\"message\"," + ONE + "]", "45-[\"message\"," + ONE + "]",
			"45x-[\"message\"," + ONE + "]", "45-1-[\"message\"," + ONE + "]", "451.5-[\"message\"," + ONE + "]", "451",
			"451-", "451[\"message\"," + ONE + "]", "46-1[" + ONE + "]" })
	@Statement("SIO5-060")
	void attachmentCountIsANumberAndADash(String packet) {
		assertCloses(Message.of(packet));
	}

	@ParameterizedTest
	@ValueSource(strings = { "4511-[\"message\"]", "45999999999-[\"message\"]", "4599999999999999999999-[\"message\"]",
			"4611-1[]" })
	@Statement("SIO5-061")
	void tooManyAttachmentsAreRefusedAtOnce(String packet) {
		assertCloses(Message.of(packet));
	}

	@Test
	@Statement("SIO5-061")
	void tenAttachmentsAreTaken() {
		Message[] packets = new Message[11];
		StringBuilder header = new StringBuilder("4510-[\"message\",[");
		for (int i = 0; i < 10; i++) {
			header.append((i > 0) ? "," : "").append(ONE.replace('0', (char) ('0' + i)));
			packets[i + 1] = Message.of(new byte[] { (byte) i });
		}
		packets[0] = Message.of(header + "]]");
		try (Link link = Kind.WEBSOCKET.connect(server.port())) {
			link.send(packets);
			assertThat(link.text()).isEqualTo(String.valueOf(packets[0].text()).replace("message", "message-back"));
			for (byte i = 0; i < 10; i++) {
				assertThat(link.binary()).containsExactly(i);
			}
		}
	}

	@ParameterizedTest
	@EnumSource(value = Kind.class, names = { "WEBSOCKET", "POLLING", "WEBSOCKET_3", "POLLING_3" })
	@Statement("SIO5-062")
	void attachmentNobodyAnnounced(Kind kind) {
		try (Link link = kind.connect(server.port())) {
			link.send(new byte[] { 1 });
			assertThat(link.isClosedByServer()).isTrue();
		}
	}

	@ParameterizedTest
	@EnumSource(value = Kind.class, names = { "WEBSOCKET", "POLLING", "WEBSOCKET_3", "POLLING_3" })
	@Statement("SIO5-063")
	void textWhereAnAttachmentIsDue(Kind kind) {
		try (Link link = kind.connect(server.port())) {
			link.send("452-[\"message\"," + ONE + "]").send(new byte[] { 1 }).send("42[\"message\",1]");
			assertThat(link.isClosedByServer()).isTrue();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "1", "-1", "99999999999999", "\"0\"", "0.5", "null", "{}", "true" })
	@Statement("SIO5-064")
	void placeholderOutOfRange(String number) {
		assertCloses(Message.of("451-[\"message\",{\"_placeholder\":true,\"num\":" + number + "}]"),
				Message.of(new byte[] { 1 }));
	}

	@Test
	@Statement("SIO5-064")
	void placeholderWithoutNumber() {
		assertCloses(Message.of("451-[\"message\",{\"_placeholder\":true}]"), Message.of(new byte[] { 1 }));
	}

	@Test
	@Statement("SIO5-065")
	void placeholderInATextEventIsPlainData() {
		try (Link link = Kind.WEBSOCKET.connect(server.port())) {
			String answer = link.send("42[\"message\"," + ONE + "]").text();
			assertThat(answer).isEqualTo("42[\"message-back\"," + ONE + "]");
		}
	}

	@Test
	@Statement("SIO5-066")
	void depthOfJsonIsBounded() {
		String deep = String.join("", Collections.nCopies(50_000, "["));
		assertCloses(Message.of("42[\"message\"," + deep));
		assertCloses(Message.of("42[\"message\"," + deep + deep.replace('[', ']') + "]"));
	}

	@Test
	@Statement("SIO5-066")
	void lengthOfNumbersIsBounded() {
		assertCloses(Message.of("42[\"message\"," + "9".repeat(100_000) + "]"));
	}

	@Test
	@Statement("SIO5-067")
	void connectionLostAmidAttachmentsLeavesNothing() {
		for (int i = 0; i < 20; i++) {
			try (Link link = Kind.WEBSOCKET.connect(server.port())) {
				link.send("453-[\"message\"," + ONE + "]").send(new byte[1_000]);
			}
		}
		try (Link link = Kind.WEBSOCKET.connect(server.port())) {
			assertThat(link.send("42[\"message\",1]").text()).isEqualTo("42[\"message-back\",1]");
		}
	}

	private static void assertCloses(Message... packets) {
		try (Link bystander = Kind.WEBSOCKET.connect(server.port())) {
			for (Kind kind : new Kind[] { Kind.WEBSOCKET, Kind.POLLING }) {
				try (Link link = kind.connect(server.port())) {
					link.send(packets);
					assertThat(link.isClosedByServer()).as(kind.name()).isTrue();
				}
			}
			assertThat(bystander.send("42[\"message\",1]").text()).isEqualTo("42[\"message-back\",1]");
		}
	}

}
