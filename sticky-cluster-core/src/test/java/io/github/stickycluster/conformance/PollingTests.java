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
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.github.stickycluster.testkit.HttpAnswer;
import io.github.stickycluster.testkit.HttpRequest;
import io.github.stickycluster.testkit.Json;
import io.github.stickycluster.testkit.Kind;
import io.github.stickycluster.testkit.Link;
import io.github.stickycluster.testkit.Message;
import io.github.stickycluster.testkit.Open;
import io.github.stickycluster.testkit.Payload;
import io.github.stickycluster.testkit.Polling;
import io.github.stickycluster.testkit.TestServer;
import io.github.stickycluster.testkit.Wire;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of Engine.IO 4 over HTTP long-polling.
 */
@Conformance
class PollingTests {

	private static final String OPEN = "/socket.io/?EIO=4&transport=polling";

	private static final byte[] BYTES = { 1, 2, 3, 4 };

	private static TestServer server;

	@BeforeAll
	static void start() {
		server = EchoServer.start((settings) -> settings.maxPayload(20_000));
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	@Test
	@Statement("EIO4-020")
	void postIsAnsweredOk() {
		try (Polling polling = Polling.open(server.port())) {
			HttpAnswer answer = polling.post("40");
			assertThat(answer.status()).isEqualTo(200);
			assertThat(answer.text()).isEqualTo("ok");
		}
	}

	@Test
	@Statement("EIO4-021")
	void pollWaitsUntilThereIsSomethingToSend() {
		try (Polling polling = connected()) {
			polling.startPoll();
			assertThat(polling.pollWire().silentFor(Duration.ofMillis(200))).isTrue();
			polling.post("42[\"message\",\"late\"]");
			HttpAnswer answer = polling.pollAnswer();
			assertThat(answer.status()).isEqualTo(200);
			assertThat(answer.text()).isEqualTo("42[\"message-back\",\"late\"]");
			assertThat(answer.header("Content-Type")).isEqualToIgnoringCase("text/plain; charset=UTF-8");
			assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
		}
	}

	@Test
	@Statement("EIO4-022")
	void severalPacketsShareAPayloadBothWays() {
		try (Polling polling = connected()) {
			polling.post(Payload.encode4(Message.of("42[\"message\",1]"), Message.of("42[\"message\",2]"),
					Message.of("42[\"message\",3]")));
			assertThat(packets(polling, 3)).containsExactly(Message.of("42[\"message-back\",1]"),
					Message.of("42[\"message-back\",2]"), Message.of("42[\"message-back\",3]"));
		}
	}

	@Test
	@Statement("EIO4-022")
	void manyPacketsInOnePayloadAllArriveInOrder() {
		try (Polling polling = connected()) {
			Message[] sent = new Message[500];
			List<Message> expected = new ArrayList<>();
			for (int i = 0; i < sent.length; i++) {
				sent[i] = Message.of("42[\"message\"," + i + "]");
				expected.add(Message.of("42[\"message-back\"," + i + "]"));
			}
			assertThat(polling.post(sent).status()).isEqualTo(200);
			assertThat(packets(polling, sent.length)).isEqualTo(expected);
		}
	}

	@Test
	@Statement("EIO4-023")
	void textIsUtf8() {
		String text = "é€😀漢字 \u2028 \\\" \\u001e";
		try (Polling polling = connected()) {
			polling.post("42[\"message\",\"" + text + "\"]");
			String answer = polling.poll().text();
			assertThat(Json.parse(answer.substring(2)).get(1)).isEqualTo(Json.parse("\"" + text + "\""));
		}
	}

	@Test
	@Statement("EIO4-024")
	void binaryIsBase64AfterAB() {
		try (Polling polling = connected()) {
			polling.post(Message.of("451-[\"message\",{\"_placeholder\":true,\"num\":0}]"), Message.of(BYTES));
			List<Message> packets = packets(polling, 2);
			assertThat(packets).containsExactly(Message.of("451-[\"message-back\",{\"_placeholder\":true,\"num\":0}]"),
					Message.of(BYTES));
		}
	}

	@Test
	@Statement("EIO4-024")
	void binaryOnTheWireIsBase64() {
		try (Polling polling = connected()) {
			polling.post("451-[\"message\",{\"_placeholder\":true,\"num\":0}]\u001ebAQIDBA==");
			String body = polling.poll().text();
			body = body.contains("bAQID") ? body : body + "\u001e" + polling.poll().text();
			assertThat(body).isEqualTo("451-[\"message-back\",{\"_placeholder\":true,\"num\":0}]\u001ebAQIDBA==");
		}
	}

	@Test
	@Statement("EIO4-024")
	void base64MayBeBrokenIntoLines() {
		try (Polling polling = connected()) {
			polling.post("451-[\"message\",{\"_placeholder\":true,\"num\":0}]\u001ebAQ\r\nID\nBA==\n");
			assertThat(packets(polling, 2).get(1)).isEqualTo(Message.of(BYTES));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "abc", "9", "", "4", "\u001e", "40\u001e", "x40", "-1", "b", "b!!!!", "bAQ", "7",
			"4\u001e4", "\uFFFD" })
	@Statement("EIO4-025")
	void invalidPacketClosesTheSession(String body) {
		try (Polling polling = Polling.open(server.port())) {
			HttpAnswer answer = polling.post(body);
			assertThat(answer.status()).isIn(200, 400);
			assertGone(polling);
		}
	}

	@Test
	@Statement("EIO4-025")
	void unknownPacketTypeIsAnsweredBadRequest() {
		try (Polling polling = Polling.open(server.port())) {
			assertThat(polling.post("abc").status()).isEqualTo(400);
			assertGone(polling);
		}
	}

	@Test
	@Statement("EIO4-026")
	void secondPollClosesTheSession() {
		try (Polling polling = connected(); Wire second = Wire.to(server.port())) {
			polling.startPoll();
			assertThat(polling.pollWire().silentFor(Duration.ofMillis(50))).isTrue();
			assertThat(second.exchange(HttpRequest.get(polling.target())).status()).isEqualTo(400);
			HttpAnswer first = polling.pollAnswer();
			assertThat(first.status()).isEqualTo(200);
			assertThat(first.text()).isEqualTo("1");
			assertGone(polling);
		}
	}

	@Test
	@Statement("EIO4-027")
	void secondPostClosesTheSession() {
		try (Polling polling = connected(); Wire first = Wire.to(server.port())) {
			first.send(HttpRequest.of("POST", polling.target()).header("Content-Length", "10").body("42"));
			assertThat(first.silentFor(Duration.ofMillis(100))).isTrue();
			assertThat(polling.post("42[\"message\"]").status()).isEqualTo(400);
			assertThat(first.answer().status()).isEqualTo(400);
			assertGone(polling);
		}
	}

	@Test
	@Statement("EIO4-028")
	void tooLargePostIsRefused() {
		try (Polling polling = connected(); Wire wire = Wire.to(server.port())) {
			assertThat(polling.post("4" + "x".repeat(20_000)).status()).isEqualTo(413);
			// said to be too large: answered before the body has come
			wire.send(HttpRequest.of("POST", polling.target()).header("Content-Length", "900000000"));
			assertThat(wire.answer().status()).isIn(413, 400);
		}
	}

	@Test
	@Statement("EIO4-028")
	void tooLargeChunkedPostIsRefused() {
		try (Polling polling = connected(); Wire wire = Wire.to(server.port())) {
			wire.send(HttpRequest.of("POST", polling.target()).header("Transfer-Encoding", "chunked"));
			String chunk = "3e8\r\n" + "x".repeat(1_000) + "\r\n";
			for (int i = 0; i < 21; i++) {
				wire.send(chunk);
			}
			assertThat(wire.answer().status()).isEqualTo(413);
		}
	}

	@Test
	@Statement("EIO4-029")
	void payloadOfExactlyTheMaximumIsTaken() {
		try (Polling polling = connected()) {
			String text = "x".repeat(20_000 - "42[\"message\",\"\"]".length());
			assertThat(polling.post("42[\"message\",\"" + text + "\"]").status()).isEqualTo(200);
			assertThat(polling.poll().text()).isEqualTo("42[\"message-back\",\"" + text + "\"]");
		}
	}

	@Test
	@Statement("EIO4-029")
	void maximumCountsBytesNotCharacters() {
		try (Polling polling = connected()) {
			assertThat(polling.post("42[\"message\",\"" + "€".repeat(7_000) + "\"]").status()).isEqualTo(413);
		}
	}

	@Test
	@Statement("EIO4-030")
	void octetStreamIsNotAVersion4Payload() {
		try (Polling polling = connected(); Wire wire = Wire.to(server.port())) {
			assertThat(wire.exchange(HttpRequest.post(polling.target(), "application/octet-stream", BYTES)).status())
				.isEqualTo(400);
			assertGone(polling);
		}
	}

	@Test
	@Statement("EIO4-030")
	void octetStreamIsRefusedWhateverItsBody() {
		try (Polling polling = connected(); Wire wire = Wire.to(server.port())) {
			byte[] valid = "42[\"message\",1]".getBytes(StandardCharsets.UTF_8);
			HttpAnswer answer = wire.exchange(HttpRequest.post(polling.target(), "application/octet-stream", valid));
			assertThat(answer.status()).isEqualTo(400);
			assertGone(polling);
		}
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "4hello", "4", "49", "42{}", "42", "45", "4abc", "bAQID", "4hello\u001e42[\"message\",1]" })
	@Statement("SIO5-058")
	void postOfAMessageThatIsNoPacketIsAnsweredOk(String body) {
		try (Polling polling = connected()) {
			HttpAnswer answer = polling.post(body);
			assertThat(answer.status()).isEqualTo(200);
			assertThat(answer.text()).isEqualTo("ok");
			assertGone(polling);
		}
	}

	@Test
	@Statement("HTTP-001")
	void chunkedBodiesAreRead() {
		try (Polling polling = connected(); Wire wire = Wire.to(server.port())) {
			wire.send(HttpRequest.of("POST", polling.target()).header("Transfer-Encoding", "chunked"));
			wire.send("5\r\n42[\"m\r\n7;ext=1\r\nessage\"\r\n");
			wire.send("5\r\n,\"\u20ac\r\n2\r\n\"]\r\n0\r\nTrailer: x\r\n\r\n");
			assertThat(wire.answer().text()).isEqualTo("ok");
			assertThat(polling.poll().text()).isEqualTo("42[\"message-back\",\"€\"]");
		}
	}

	@Test
	@Statement("HTTP-002")
	void clientsMayAwaitContinue() {
		try (Polling polling = connected(); Wire wire = Wire.to(server.port())) {
			byte[] body = "42[\"message\",7]".getBytes(StandardCharsets.UTF_8);
			wire.send(HttpRequest.of("POST", polling.target())
				.header("Expect", "100-continue")
				.header("Content-Length", Integer.toString(body.length)));
			assertThat(wire.answer().status()).isEqualTo(100);
			assertThat(wire.send(body).answer().text()).isEqualTo("ok");
			assertThat(polling.poll().text()).isEqualTo("42[\"message-back\",7]");
		}
	}

	@Test
	@Statement("HTTP-002")
	void tooLargeABodyIsNotContinued() {
		try (Polling polling = connected(); Wire wire = Wire.to(server.port())) {
			wire.send(HttpRequest.of("POST", polling.target())
				.header("Expect", "100-continue")
				.header("Content-Length", "20001"));
			assertThat(wire.answer().status()).isIn(413, 417);
		}
	}

	@Test
	@Statement("HTTP-003")
	void connectionIsKeptAlive() {
		try (Wire wire = Wire.to(server.port())) {
			String sid = Open.parse(wire.exchange(HttpRequest.get(OPEN)).text()).sid();
			String target = OPEN + "&sid=" + sid;
			assertThat(wire.exchange(HttpRequest.post(target, "40")).text()).isEqualTo("ok");
			assertThat(wire.exchange(HttpRequest.get(target)).text()).startsWith("40{");
			for (int i = 0; i < 20; i++) {
				assertThat(wire.exchange(HttpRequest.post(target, "42[\"message\"," + i + "]")).text()).isEqualTo("ok");
				assertThat(wire.exchange(HttpRequest.get(target)).text()).isEqualTo("42[\"message-back\"," + i + "]");
			}
			assertThat(wire.isEnded()).isFalse();
		}
	}

	@Test
	@Statement("HTTP-003")
	void connectionEndsWhenTheClientAsks() {
		try (Wire wire = Wire.to(server.port())) {
			HttpAnswer answer = wire.exchange(HttpRequest.get(OPEN).header("Connection", "close"));
			assertThat(answer.status()).isEqualTo(200);
			assertThat(wire.closesWithin(Duration.ofSeconds(3))).isTrue();
			try (Wire next = Wire.to(server.port())) {
				String target = OPEN + "&sid=" + Open.parse(answer.text()).sid();
				assertThat(next.exchange(HttpRequest.post(target, "40")).status()).isEqualTo(200);
			}
		}
	}

	@Test
	@Statement("HTTP-004")
	void oneConnectionCarriesManySessions() {
		try (Wire wire = Wire.to(server.port())) {
			List<String> targets = new ArrayList<>();
			for (int i = 0; i < 10; i++) {
				targets.add(OPEN + "&sid=" + Open.parse(wire.exchange(HttpRequest.get(OPEN)).text()).sid());
			}
			for (String target : targets) {
				assertThat(wire.exchange(HttpRequest.post(target, "40")).text()).isEqualTo("ok");
			}
			for (String target : targets) {
				assertThat(wire.exchange(HttpRequest.get(target)).text()).startsWith("40{");
			}
		}
	}

	@Test
	@Statement("HTTP-005")
	void pipelinedRequestsAreAnsweredInOrder() {
		try (Polling polling = connected(); Wire wire = Wire.to(server.port())) {
			wire.send(HttpRequest.post(polling.target(), "42[\"message\",1]"));
			wire.send(HttpRequest.get(OPEN));
			wire.send(HttpRequest.get(OPEN + "&sid=abc"));
			assertThat(wire.answer().text()).isEqualTo("ok");
			assertThat(wire.answer().text()).startsWith("0{");
			assertThat(wire.answer().status()).isEqualTo(400);
			assertThat(polling.poll().text()).isEqualTo("42[\"message-back\",1]");
		}
	}

	@Test
	@Statement("HTTP-006")
	void requestsMayComeByteByByte() {
		try (Polling polling = connected(); Wire wire = Wire.to(server.port())) {
			wire.trickle(HttpRequest.post(polling.target(), "42[\"message\",\"€\"]").bytes());
			assertThat(wire.answer().text()).isEqualTo("ok");
			wire.trickle(HttpRequest.get(polling.target()).bytes());
			assertThat(wire.answer().text()).isEqualTo("42[\"message-back\",\"€\"]");
		}
	}

	@Test
	@Statement("HTTP-007")
	void headOfASessionCarriesNoBody() {
		try (Polling polling = connected(); Wire wire = Wire.to(server.port())) {
			HttpAnswer head = wire.exchange(HttpRequest.of("HEAD", polling.target()));
			assertThat(head.status()).isBetween(400, 501);
			assertThat(wire.exchange(HttpRequest.post(polling.target(), "42[\"message\",1]")).text()).isEqualTo("ok");
			assertThat(polling.poll().text()).isEqualTo("42[\"message-back\",1]");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "GARBAGE\r\n\r\n", "GET /socket.io/?EIO=4 HTTP/1.1\r\n: x\r\n\r\n",
			"\u0000\u0001\u0002\r\n\r\n", "POST /socket.io/ HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
			"POST /socket.io/ HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n",
			"POST /socket.io/ HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n" })
	@Statement("HTTP-008")
	void brokenHttpIsRefusedAndTheConnectionClosed(String bytes) {
		try (Wire wire = Wire.to(server.port())) {
			wire.send(bytes);
			assertThat(wire.answer().status()).isBetween(400, 505);
			assertThat(wire.closesWithin(Duration.ofSeconds(3))).isTrue();
		}
	}

	@Test
	@Statement("HTTP-009")
	void tooLargeAHeadIsRefused() {
		try (Wire wire = Wire.to(server.port())) {
			wire.send(HttpRequest.get(OPEN).header("X-Long", "x".repeat(100_000)));
			assertThat(wire.answer().status()).isEqualTo(431);
		}
		try (Wire wire = Wire.to(server.port())) {
			wire.send(HttpRequest.get(OPEN + "&x=" + "x".repeat(100_000)));
			assertThat(wire.answer().status()).isIn(414, 431, 400);
		}
	}

	@Test
	@Statement("EIO4-031")
	void abandonedPollEndsTheSession() {
		try (Polling polling = connected(); Wire wire = Wire.to(server.port())) {
			polling.startPoll();
			assertThat(polling.pollWire().silentFor(Duration.ofMillis(50))).isTrue();
			polling.pollWire().reset();
			Awaitility.await()
				.atMost(Duration.ofSeconds(5))
				.until(() -> wire.exchange(HttpRequest.post(polling.target(), "3")).status() == 400);
		}
	}

	@Test
	@Statement("EIO4-022")
	void packetsOfABurstAreNeitherLostNorReordered() {
		int count = 3_000;
		try (Link link = Kind.POLLING.connect(server.port())) {
			CompletableFuture<Void> sender = CompletableFuture.runAsync(() -> {
				for (int i = 0; i < count; i += 100) {
					Message[] batch = new Message[100];
					for (int j = 0; j < 100; j++) {
						batch[j] = Message.of("42[\"message\"," + (i + j) + "]");
					}
					link.send(batch);
				}
			});
			for (int i = 0; i < count; i++) {
				assertThat(link.text()).isEqualTo("42[\"message-back\"," + i + "]");
			}
			sender.join();
		}
	}

	static Polling connected() {
		return connected(server);
	}

	static Polling connected(TestServer server) {
		Polling polling = Polling.open(server.port());
		assertThat(polling.post("40").text()).isEqualTo("ok");
		assertThat(polling.poll().text()).startsWith("40{");
		return polling;
	}

	private static List<Message> packets(Polling polling, int count) {
		List<Message> packets = new ArrayList<>();
		while (packets.size() < count) {
			packets.addAll(polling.packets());
		}
		return packets;
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
