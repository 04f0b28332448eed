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

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import com.corundumstudio.socketio.SocketIOServer;
import io.github.stickycluster.testkit.Kind;
import io.github.stickycluster.testkit.Link;
import io.github.stickycluster.testkit.Message;
import io.github.stickycluster.testkit.TestServer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of events and acknowledgements, with and without binary, over every transport.
 */
@Conformance
class EventTests {

	private static final String ONE = "{\"_placeholder\":true,\"num\":0}";

	private static final String TWO = "{\"_placeholder\":true,\"num\":1}";

	private static final Queue<Object> PICTURES = new ConcurrentLinkedQueue<>();

	private static TestServer server;

	@BeforeAll
	static void start() {
		server = TestServer.start(EventTests::listen);
	}

	private static void listen(SocketIOServer io) {
		EchoServer.listen(io);
		io.addEventListener("bytes", byte[].class, (client, bytes, ack) -> client.sendEvent("bytes-back", bytes));
		io.addEventListener("picture", Picture.class, (client, picture, ack) -> {
			PICTURES.add(picture.name());
			ack.sendAckData(new Picture(picture.name() + "!", picture.data(), picture.more()));
		});
		io.addEventListener("join", String.class, (client, room, ack) -> client.joinRoom(room));
		io.addEventListener("to-room", byte[].class, (client, bytes,
				ack) -> client.getNamespace().getRoomOperations("red").sendEvent("from-room", "text", bytes));
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	@ParameterizedTest
	@EnumSource(Kind.class)
	@Statement({ "SIO5-030", "SIO4-010" })
	void eventWithSeveralArguments(Kind kind) {
		try (Link link = kind.connect(server.port())) {
			link.send("42[\"message\",1,\"2\",{\"3\":[true,null,1.5]},[]]");
			assertThat(link.text()).isEqualTo("42[\"message-back\",1,\"2\",{\"3\":[true,null,1.5]},[]]");
		}
	}

	@Test
	@Statement("SIO5-030")
	void eventWithoutArguments() {
		try (Link link = Kind.WEBSOCKET.connect(server.port())) {
			assertThat(link.send("42[\"message\"]").text()).isEqualTo("42[\"message-back\"]");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "42[\"nobody-listens\",1]", "42[\"\",1]", "42[7,1]", "42[\"message-with-ack\",1]",
			"439[\"no such ack\"]", "4399999[]" })
	@Statement("SIO5-031")
	void eventsAndAcksNobodyAwaitsAreIgnored(String packet) {
		try (Link link = Kind.WEBSOCKET.connect(server.port())) {
			assertThat(link.send(packet).send("42[\"message\",1]").text()).isEqualTo("42[\"message-back\",1]");
		}
	}

	@ParameterizedTest
	@EnumSource(Kind.class)
	@Statement({ "SIO5-032", "SIO4-011" })
	void acknowledgementCarriesTheIdAndTheData(Kind kind) {
		try (Link link = kind.connect(server.port())) {
			link.send("42456[\"message-with-ack\",1,\"2\",{\"3\":[false]}]");
			assertThat(link.text()).isEqualTo("43456[1,\"2\",{\"3\":[false]}]");
			assertThat(link.send("420[\"message-with-ack\"]").text()).isEqualTo("430[]");
		}
	}

	@Test
	@Statement("SIO5-033")
	void acknowledgementInANamespace() {
		try (Link link = Kind.WEBSOCKET.connect(server.port())) {
			assertThat(link.send("40/custom,").text()).startsWith("40/custom");
			assertThat(link.send("42/custom,13[\"message-with-ack\",\"bar\"]").text())
				.isEqualTo("43/custom,13[\"bar\"]");
		}
	}

	@Test
	@Statement("SIO5-034")
	void silentListenersEventIsAcknowledgedWithNothing() {
		try (Link link = Kind.WEBSOCKET.connect(server.port())) {
			assertThat(link.send("425[\"silent\",1]").text()).isEqualTo("435[]");
		}
	}

	@ParameterizedTest
	@EnumSource(Kind.class)
	@Statement({ "SIO5-035", "SIO4-011" })
	void serverAsksForAnAcknowledgement(Kind kind) {
		try (Link link = kind.connect(server.port())) {
			String question = link.send("42[\"ask\",\"why\"]").text();
			assertThat(question).matches("42\\d+\\[\"question\",\"why\"]");
			String id = question.substring(2, question.indexOf('['));
			link.send("43" + id + "[\"because\"]");
			assertThat(link.text()).isEqualTo("42[\"answered\",\"because\"]");
			link.send("43" + id + "[\"again\"]").send("42[\"message\",1]");
			assertThat(link.text()).isEqualTo("42[\"message-back\",1]");
		}
	}

	@Test
	@Statement("SIO5-035")
	void acksOfNamespacesAreApart() {
		try (Link link = Kind.WEBSOCKET.connect(server.port())) {
			assertThat(link.send("40/custom,").text()).startsWith("40/custom");
			String question = link.send("42/custom,[\"ask\",1]").text();
			assertThat(question).matches("42/custom,\\d+\\[\"question\",1]");
			String id = question.substring("42/custom,".length(), question.indexOf('['));
			link.send("43" + id + "[\"wrong namespace\"]").send("43/custom," + id + "[\"right\"]");
			assertThat(link.text()).isEqualTo("42/custom,[\"answered\",\"right\"]");
		}
	}

	@ParameterizedTest
	@EnumSource(Kind.class)
	@Statement({ "SIO5-040", "SIO5-041", "SIO4-012" })
	void binaryEventWithSeveralAttachments(Kind kind) {
		byte[] large = new byte[100_000];
		Arrays.fill(large, (byte) 0xFE);
		try (Link link = kind.connect(server.port())) {
			link.send(Message.of("452-[\"message\"," + ONE + ",\"between\"," + TWO + "]"),
					Message.of(new byte[] { 1, 2, 3 }), Message.of(large));
			assertThat(link.text()).isEqualTo("452-[\"message-back\"," + ONE + ",\"between\"," + TWO + "]");
			assertThat(link.binary()).containsExactly(1, 2, 3);
			assertThat(link.binary()).isEqualTo(large);
			assertThat(link.send("42[\"message\",1]").text()).isEqualTo("42[\"message-back\",1]");
		}
	}

	@Test
	@Statement("SIO5-042")
	void attachmentsMayBeNestedSharedAndOutOfOrder() {
		try (Link link = Kind.WEBSOCKET.connect(server.port())) {
			link.send(Message.of("452-[\"message\",{\"a\":[" + TWO + ",{\"b\":" + ONE + "}]}," + TWO + "]"),
					Message.of(new byte[] { 1 }), Message.of(new byte[] { 2 }));
			String answer = link.text();
			assertThat(answer).matches("45[23]-\\[\"message-back\",.*");
			List<Byte> bytes = new ArrayList<>();
			for (int i = 0; i < answer.charAt(2) - '0'; i++) {
				bytes.add(link.binary()[0]);
			}
			assertThat(bytes).startsWith((byte) 2, (byte) 1);
		}
	}

	@Test
	@Statement("SIO5-042")
	void emptyAttachmentIsKept() {
		try (Link link = Kind.WEBSOCKET.connect(server.port())) {
			link.send("451-[\"message\"," + ONE + "]").send(new byte[0]);
			assertThat(link.text()).isEqualTo("451-[\"message-back\"," + ONE + "]");
			assertThat(link.binary()).isEmpty();
		}
	}

	@ParameterizedTest
	@EnumSource(Kind.class)
	@Statement({ "SIO5-043", "SIO4-012" })
	void binaryAcknowledgement(Kind kind) {
		try (Link link = kind.connect(server.port())) {
			link.send(Message.of("452-789[\"message-with-ack\"," + ONE + "," + TWO + "]"),
					Message.of(new byte[] { 1, 2, 3 }), Message.of(new byte[] { 4, 5, 6 }));
			assertThat(link.text()).isEqualTo("462-789[" + ONE + "," + TWO + "]");
			assertThat(link.binary()).containsExactly(1, 2, 3);
			assertThat(link.binary()).containsExactly(4, 5, 6);
		}
	}

	@ParameterizedTest
	@EnumSource(Kind.class)
	@Statement("SIO5-044")
	void binaryAcknowledgementFromTheClient(Kind kind) {
		try (Link link = kind.connect(server.port())) {
			String question = link.send("42[\"ask\",1]").text();
			String id = question.substring(2, question.indexOf('['));
			link.send(Message.of("461-" + id + "[" + ONE + "]"), Message.of(new byte[] { 9 }));
			assertThat(link.text()).isEqualTo("451-[\"answered\"," + ONE + "]");
			assertThat(link.binary()).containsExactly(9);
		}
	}

	@Test
	@Statement("SIO5-045")
	void binaryInANamespace() {
		try (Link link = Kind.WEBSOCKET.connect(server.port())) {
			assertThat(link.send("40/custom,").text()).startsWith("40/custom");
			link.send("451-/custom,7[\"message-with-ack\"," + ONE + "]").send(new byte[] { 1 });
			assertThat(link.text()).isEqualTo("461-/custom,7[" + ONE + "]");
			assertThat(link.binary()).containsExactly(1);
		}
	}

	@Test
	@Statement("SIO5-046")
	void typedListenersGetBytes() {
		try (Link link = Kind.WEBSOCKET.connect(server.port())) {
			link.send("451-[\"bytes\"," + ONE + "]").send(new byte[] { 5, 6 });
			assertThat(link.text()).isEqualTo("451-[\"bytes-back\"," + ONE + "]");
			assertThat(link.binary()).containsExactly(5, 6);
			link.send("452-3[\"picture\",{\"name\":\"cat\",\"data\":" + ONE + ",\"more\":[" + TWO + "]}]");
			link.send(new byte[] { 7 }).send(new byte[] { 8 });
			assertThat(link.text()).isEqualTo("462-3[{\"name\":\"cat!\",\"data\":" + ONE + ",\"more\":[" + TWO + "]}]");
			assertThat(link.binary()).containsExactly(7);
			assertThat(link.binary()).containsExactly(8);
			assertThat(PICTURES).contains("cat");
		}
	}

	@Test
	@Statement("SIO5-047")
	void binaryBroadcastReachesEveryTransportWhole() {
		byte[] bytes = { 0, 4, -1, 30 };
		List<Link> links = new ArrayList<>();
		try {
			for (Kind kind : Kind.values()) {
				links.add(kind.connect(server.port()));
				links.get(links.size() - 1).send("42[\"join\",\"red\"]");
			}
			Awaitility.await()
				.until(() -> server.server().getRoomOperations("red").getClients().size() == links.size());
			links.get(0).send("451-[\"to-room\"," + ONE + "]").send(bytes);
			for (Link link : links) {
				assertThat(link.text()).isEqualTo("451-[\"from-room\",\"text\"," + ONE + "]");
				assertThat(link.binary()).isEqualTo(bytes);
			}
		}
		finally {
			links.forEach(Link::close);
		}
	}

	@Test
	@Statement("SIO5-048")
	void otherPacketsWaitForTheAttachments() {
		try (Link link = Kind.POLLING.connect(server.port())) {
			link.send(Message.of("451-[\"message\"," + ONE + "]"));
			link.send(Message.of(new byte[] { 1 }), Message.of("42[\"message\",2]"));
			assertThat(link.text()).isEqualTo("451-[\"message-back\"," + ONE + "]");
			assertThat(link.binary()).containsExactly(1);
			assertThat(link.text()).isEqualTo("42[\"message-back\",2]");
		}
	}

	record Picture(String name, byte[] data, List<byte[]> more) {

	}

}
