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

package io.github.stickycluster.demo.chat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.github.stickycluster.autoconfigure.LocalStickyClusterPort;
import io.github.stickycluster.demo.support.ChatClient;
import io.github.stickycluster.demo.support.DemoTest;
import io.github.stickycluster.test.engineio.ClientTransport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

import org.springframework.beans.factory.annotation.Autowired;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * Tests for the chat's events, with the Socket.IO client for Java and real workers.
 */
@DemoTest
class ChatEventsTests {

	@LocalStickyClusterPort
	private int port;

	@Autowired
	private Roster roster;

	/**
	 * Rooms of their own for each test: what others did may still be on its way to some
	 * process.
	 */
	private final String lobby = "lobby " + UUID.randomUUID().toString().substring(0, 8);

	private final String java = "java " + UUID.randomUUID().toString().substring(0, 8);

	private ChatClient ada;

	private ChatClient bob;

	@BeforeEach
	void connect() {
		this.ada = ChatClient.connect(this.port, "127.0.0.1");
		this.bob = ChatClient.connectToOtherWorker(this.port, this.ada.worker());
	}

	@AfterEach
	void disconnect() {
		this.ada.close();
		this.bob.close();
		Awaitility.await().untilAsserted(() -> assertThat(this.roster.rooms()).isZero());
		Awaitility.await().untilAsserted(() -> assertThat(this.roster.in(this.lobby).names()).isEmpty());
	}

	@Test
	void whoamiTellsWhereAClientIs() {
		JsonNode answer = this.ada.ask("whoami");
		assertThat(answer.get("worker").asString()).matches("chat-[1-4]");
		assertThat(answer.get("node").asString()).isEqualTo("chat");
		assertThat(answer.get("sid").asString()).isNotEmpty();
		assertThat(answer.get("address").asString()).isEqualTo("127.0.0.1");
		assertThat(answer.get("transport").asString()).isEqualTo("websocket");
		assertThat(this.bob.ask("whoami").get("address").asString()).startsWith("127.0.0.").isNotEqualTo("127.0.0.1");
	}

	@Test
	void joinIsAnsweredAndToldToTheRoomOnOtherWorkers() {
		JsonNode first = this.ada.join(this.lobby, "Ada");
		assertThat(first.get("room").asString()).isEqualTo(this.lobby);
		assertThat(first.get("name").asString()).isEqualTo("Ada");
		assertThat(first.get("worker").asString()).isEqualTo(this.ada.worker());
		assertThat(strings(first, "members")).containsExactly("Ada");
		JsonNode second = this.bob.joinAndSee(this.lobby, "Bob", "Ada", "Bob");
		assertThat(strings(second, "workers")).containsExactly(this.ada.worker(), this.bob.worker());
		assertThat(strings(second, "ids")).containsExactly(first.get("id").asString(), second.get("id").asString());
		JsonNode told = this.ada.next("joined");
		assertThat(told.get("room").asString()).isEqualTo(this.lobby);
		assertThat(told.get("id")).isEqualTo(this.bob.ask("whoami").get("sid"));
		assertThat(told.get("name").asString()).isEqualTo("Bob");
		assertThat(strings(told, "members")).containsExactly("Ada", "Bob");
		assertThat(told.get("version").asLong()).isGreaterThan(first.get("version").asLong());
		assertThat(this.bob.pending("joined")).as("who joins hears of it in the answer").isZero();
		try (ChatClient carol = ChatClient.connect(this.port, "127.0.0.1")) {
			assertThat(carol.worker()).isEqualTo(this.ada.worker());
			assertThat(strings(carol.join(this.lobby, "Carol"), "members")).containsExactly("Ada", "Bob", "Carol");
		}
	}

	@Test
	void aMessageReachesEveryoneInTheRoomOnWhateverWorker() {
		this.ada.join(this.lobby, "Ada");
		this.bob.join(this.lobby, "Bob");
		JsonNode answer = this.bob.say(this.lobby, "Grüße, 世界 🐝\nand a second line");
		assertThat(answer).hasToString("{\"ok\":true}");
		for (ChatClient client : List.of(this.ada, this.bob)) {
			JsonNode message = client.next("message");
			assertThat(message.propertyNames()).containsExactlyInAnyOrder("room", "id", "name", "text", "worker", "at");
			assertThat(message.get("room").asString()).isEqualTo(this.lobby);
			assertThat(message.get("id")).isEqualTo(this.bob.ask("whoami").get("sid"));
			assertThat(message.get("name").asString()).isEqualTo("Bob");
			assertThat(message.get("text").asString()).isEqualTo("Grüße, 世界 🐝\nand a second line");
			assertThat(message.get("worker").asString()).isEqualTo(this.bob.worker());
			assertThat(Instant.parse(message.get("at").asString())).isCloseTo(Instant.now(),
					within(Duration.ofMinutes(1)));
		}
	}

	@Test
	void aMessageStaysInItsRoom() {
		this.ada.join(this.java, "Ada");
		this.bob.join(this.lobby, "Bob");
		this.bob.say(this.lobby, "for the lobby");
		this.bob.join(this.java, "Bob");
		this.bob.say(this.java, "for java");
		assertThat(this.ada.next("message").get("text").asString()).isEqualTo("for java");
	}

	@Test
	void messagesKeepTheirOrder() {
		this.ada.join(this.lobby, "Ada");
		this.bob.join(this.lobby, "Bob");
		IntStream.range(0, 120).forEach((i) -> this.bob.say(this.lobby, "message " + i));
		IntStream.range(0, 120)
			.forEach((i) -> assertThat(this.ada.next("message").get("text").asString()).isEqualTo("message " + i));
	}

	@Test
	void leaveIsToldToTheRest() {
		this.ada.join(this.lobby, "Ada");
		this.bob.join(this.lobby, "Bob");
		assertThat(this.bob.ask("leave", Map.of("room", this.lobby)).get("ok").asBoolean()).isTrue();
		JsonNode told = this.ada.next("left");
		assertThat(told.get("name").asString()).isEqualTo("Bob");
		assertThat(strings(told, "members")).containsExactly("Ada");
		assertThat(this.bob.say(this.lobby, "still here?").get("ok").asBoolean()).isFalse();
	}

	@Test
	void aDisconnectIsToldToEveryRoom() {
		this.ada.join(this.lobby, "Ada");
		this.ada.join(this.java, "Ada");
		this.bob.join(this.lobby, "Bob");
		this.bob.join(this.java, "Bob");
		this.bob.close();
		assertThat(Stream.of(this.ada.next("left"), this.ada.next("left"))).allSatisfy((told) -> {
			assertThat(told.get("name").asString()).isEqualTo("Bob");
			assertThat(strings(told, "members")).containsExactly("Ada");
		}).extracting((told) -> told.get("room").asString()).containsExactlyInAnyOrder(this.lobby, this.java);
	}

	@Test
	void joiningAgainUnderAnotherNameRenames() {
		this.ada.join(this.lobby, "Ada");
		this.bob.join(this.lobby, "Bob");
		assertThat(this.ada.next("joined").get("name").asString()).isEqualTo("Bob");
		this.bob.joinAndSee(this.lobby, "Robert", "Ada", "Robert");
		assertThat(this.ada.next("left").get("name").asString()).isEqualTo("Bob");
		assertThat(strings(this.ada.next("joined"), "members")).containsExactly("Ada", "Robert");
		this.bob.join(this.lobby, "Robert");
		this.bob.say(this.lobby, "the same again");
		assertThat(this.ada.next("message").get("name").asString()).isEqualTo("Robert");
		assertThat(this.ada.pending("joined")).isZero();
	}

	@ParameterizedTest
	@EnumSource(names = { "POLLING", "WEBSOCKET" })
	void worksOverEachTransportAlone(ClientTransport transport) {
		try (ChatClient client = ChatClient.connect(this.port, "127.0.0.1", transport)) {
			this.bob.join(this.lobby, "Bob");
			client.join(this.lobby, "Carol");
			client.say(this.lobby, "over " + transport);
			assertThat(this.bob.next("message").get("text").asString()).isEqualTo("over " + transport);
			assertThat(client.next("message").get("text").asString()).isEqualTo("over " + transport);
			assertThat(client.ask("whoami").get("transport").asString()).isEqualToIgnoringCase(transport.name());
		}
	}

	@Test
	void takesATextOfFourThousandCharacters() {
		this.ada.join(this.lobby, "Ada");
		String longest = "é".repeat(4000);
		assertThat(this.ada.say(this.lobby, longest).get("ok").asBoolean()).isTrue();
		assertThat(this.ada.next("message").get("text").asString()).isEqualTo(longest);
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("badRequests")
	void badInputIsRefusedAndNothingIsSent(String error, BiFunction<ChatClient, String, JsonNode> request) {
		this.ada.join(this.lobby, "Ada");
		this.bob.join(this.lobby, "Bob");
		assertThat(this.ada.next("joined").get("name").asString()).isEqualTo("Bob");
		JsonNode answer = request.apply(this.bob, this.lobby);
		assertThat(answer.get("ok").asBoolean()).isFalse();
		assertThat(answer.get("error").asString()).isEqualTo(error);
		this.bob.say(this.lobby, "the next good one");
		assertThat(this.ada.next("message").get("text").asString()).isEqualTo("the next good one");
		assertThat(this.ada.pending("joined") + this.ada.pending("left")).isZero();
	}

	static Stream<Arguments> badRequests() {
		return Stream.of(bad("A room is needed", (client, room) -> client.ask("join", Map.of("name", "Bob"))),
				bad("A room is needed", (client, room) -> client.ask("join", Map.of("room", "  ", "name", "Bob"))),
				bad("A room is needed", (client, room) -> client.ask("join")),
				bad("A room has at most 40 characters, this one has 41",
						(client, room) -> client.join("r".repeat(41), "Bob")),
				bad("A name is needed", (client, room) -> client.ask("join", Map.of("room", room))),
				bad("A name has at most 40 characters, this one has 41",
						(client, room) -> client.join(room, "n".repeat(41))),
				bad("A name is needed", (client, room) -> client.join(room, "\u200b")),
				bad("A name has no control or invisible characters", (client, room) -> client.join(room, "B\u202eob")),
				bad("A text has no control characters but line breaks and tabs",
						(client, room) -> client.say(room, "one\u0000two")),
				bad("A room is needed", (client, room) -> client.ask("message", Map.of("text", "hello"))),
				bad("A room is needed", (client, room) -> client.ask("message")),
				bad("A text is needed", (client, room) -> client.ask("message", Map.of("room", room))),
				bad("A text is needed", (client, room) -> client.say(room, " \n ")),
				bad("A text has at most 4000 characters, this one has 4001",
						(client, room) -> client.say(room, "t".repeat(4001))),
				bad("You are not in the room java, join it first", (client, room) -> client.say("java", "hello")),
				bad("You are not in the room java, join it first",
						(client, room) -> client.ask("leave", Map.of("room", "java"))),
				bad("A room is needed", (client, room) -> client.ask("leave")));
	}

	private static Arguments bad(String error, BiFunction<ChatClient, String, JsonNode> request) {
		return Arguments.of(error, request);
	}

	private static List<String> strings(JsonNode object, String name) {
		return object.get(name).valueStream().map(JsonNode::asString).toList();
	}

}
