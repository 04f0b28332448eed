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
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.github.stickycluster.autoconfigure.LocalStickyClusterPort;
import io.github.stickycluster.demo.support.ChatClient;
import org.awaitility.Awaitility;
import org.json.JSONArray;
import org.json.JSONObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;

import static io.github.stickycluster.demo.support.ChatClient.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * Tests for the chat's events, with the Socket.IO client for Java and real workers.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT, properties = "sticky-cluster.port=0")
class ChatEventsTests {

	@LocalStickyClusterPort
	private int port;

	@Autowired
	private Roster roster;

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
	}

	@Test
	void whoamiTellsWhereAClientIs() {
		JSONObject answer = this.ada.ask("whoami");
		assertThat(answer.getString("worker")).matches("demo-[1-4]");
		assertThat(answer.getString("node")).isEqualTo("demo");
		assertThat(answer.getString("sid")).isNotEmpty();
		assertThat(answer.getString("address")).isEqualTo("127.0.0.1");
		assertThat(answer.getString("transport")).isEqualTo("websocket");
		assertThat(this.bob.ask("whoami").getString("address")).startsWith("127.0.0.").isNotEqualTo("127.0.0.1");
	}

	@Test
	void joinIsAnsweredAndToldToTheRoomOnOtherWorkers() {
		JSONObject first = this.ada.join("lobby", "Ada");
		assertThat(first.getString("room")).isEqualTo("lobby");
		assertThat(first.getString("name")).isEqualTo("Ada");
		assertThat(first.getString("worker")).isEqualTo(this.ada.worker());
		assertThat(strings(first, "members")).containsExactly("Ada");
		JSONObject second = this.bob.join("lobby", "Bob");
		assertThat(strings(second, "members")).containsExactly("Ada", "Bob");
		assertThat(strings(second, "workers")).containsExactly(this.ada.worker(), this.bob.worker());
		JSONObject told = this.ada.next("joined");
		assertThat(told.getString("room")).isEqualTo("lobby");
		assertThat(told.getString("name")).isEqualTo("Bob");
		assertThat(strings(told, "members")).containsExactly("Ada", "Bob");
		assertThat(told.getLong("version")).isLessThanOrEqualTo(second.getLong("version"));
		assertThat(this.bob.pending("joined")).as("who joins hears of it in the answer").isZero();
	}

	@Test
	void aMessageReachesEveryoneInTheRoomOnWhateverWorker() {
		this.ada.join("lobby", "Ada");
		this.bob.join("lobby", "Bob");
		JSONObject answer = this.bob.say("lobby", "Grüße, 世界 🐝\nand a second line");
		assertThat(answer.toMap()).containsOnly(java.util.Map.entry("ok", true));
		for (ChatClient client : List.of(this.ada, this.bob)) {
			JSONObject message = client.next("message");
			assertThat(message.keySet()).containsExactlyInAnyOrder("room", "name", "text", "worker", "at");
			assertThat(message.getString("room")).isEqualTo("lobby");
			assertThat(message.getString("name")).isEqualTo("Bob");
			assertThat(message.getString("text")).isEqualTo("Grüße, 世界 🐝\nand a second line");
			assertThat(message.getString("worker")).isEqualTo(this.bob.worker());
			assertThat(Instant.parse(message.getString("at"))).isCloseTo(Instant.now(), within(Duration.ofMinutes(1)));
		}
	}

	@Test
	void aMessageStaysInItsRoom() {
		this.ada.join("java", "Ada");
		this.bob.join("lobby", "Bob");
		this.bob.say("lobby", "for the lobby");
		this.bob.join("java", "Bob");
		this.bob.say("java", "for java");
		assertThat(this.ada.next("message").getString("text")).isEqualTo("for java");
	}

	@Test
	void messagesKeepTheirOrder() {
		this.ada.join("lobby", "Ada");
		this.bob.join("lobby", "Bob");
		IntStream.range(0, 120).forEach((i) -> this.bob.say("lobby", "message " + i));
		IntStream.range(0, 120)
			.forEach((i) -> assertThat(this.ada.next("message").getString("text")).isEqualTo("message " + i));
	}

	@Test
	void leaveIsToldToTheRest() {
		this.ada.join("lobby", "Ada");
		this.bob.join("lobby", "Bob");
		assertThat(this.bob.ask("leave", json("room", "lobby")).getBoolean("ok")).isTrue();
		JSONObject told = this.ada.next("left");
		assertThat(told.getString("name")).isEqualTo("Bob");
		assertThat(strings(told, "members")).containsExactly("Ada");
		assertThat(this.bob.say("lobby", "still here?").getBoolean("ok")).isFalse();
	}

	@Test
	void aDisconnectIsToldToEveryRoom() {
		this.ada.join("lobby", "Ada");
		this.ada.join("java", "Ada");
		this.bob.join("lobby", "Bob");
		this.bob.join("java", "Bob");
		this.bob.close();
		assertThat(Stream.of(this.ada.next("left"), this.ada.next("left"))).allSatisfy((told) -> {
			assertThat(told.getString("name")).isEqualTo("Bob");
			assertThat(strings(told, "members")).containsExactly("Ada");
		}).extracting((told) -> told.getString("room")).containsExactlyInAnyOrder("lobby", "java");
	}

	@Test
	void joiningAgainUnderAnotherNameRenames() {
		this.ada.join("lobby", "Ada");
		this.bob.join("lobby", "Bob");
		assertThat(this.ada.next("joined").getString("name")).isEqualTo("Bob");
		assertThat(strings(this.bob.join("lobby", "Robert"), "members")).containsExactly("Ada", "Robert");
		assertThat(this.ada.next("left").getString("name")).isEqualTo("Bob");
		assertThat(strings(this.ada.next("joined"), "members")).containsExactly("Ada", "Robert");
		this.bob.join("lobby", "Robert");
		this.bob.say("lobby", "the same again");
		assertThat(this.ada.next("message").getString("name")).isEqualTo("Robert");
		assertThat(this.ada.pending("joined")).isZero();
	}

	@ParameterizedTest
	@ValueSource(strings = { "polling", "websocket" })
	void worksOverEachTransportAlone(String transport) {
		try (ChatClient client = ChatClient.connect(this.port, "127.0.0.1", transport)) {
			this.bob.join("lobby", "Bob");
			client.join("lobby", "Carol");
			client.say("lobby", "over " + transport);
			assertThat(this.bob.next("message").getString("text")).isEqualTo("over " + transport);
			assertThat(client.next("message").getString("text")).isEqualTo("over " + transport);
			assertThat(client.ask("whoami").getString("transport")).isEqualTo(transport);
		}
	}

	@Test
	void takesATextOfFourThousandCharacters() {
		this.ada.join("lobby", "Ada");
		String longest = "é".repeat(4000);
		assertThat(this.ada.say("lobby", longest).getBoolean("ok")).isTrue();
		assertThat(this.ada.next("message").getString("text")).isEqualTo(longest);
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("badRequests")
	void badInputIsRefusedAndNothingIsSent(String error, BiFunction<ChatClient, String, JSONObject> request) {
		this.ada.join("lobby", "Ada");
		this.bob.join("lobby", "Bob");
		assertThat(this.ada.next("joined").getString("name")).isEqualTo("Bob");
		JSONObject answer = request.apply(this.bob, "lobby");
		assertThat(answer.getBoolean("ok")).isFalse();
		assertThat(answer.getString("error")).isEqualTo(error);
		this.bob.say("lobby", "the next good one");
		assertThat(this.ada.next("message").getString("text")).isEqualTo("the next good one");
		assertThat(this.ada.pending("joined") + this.ada.pending("left")).isZero();
	}

	static Stream<Arguments> badRequests() {
		return Stream.of(bad("A room is needed", (client, room) -> client.ask("join", json("name", "Bob"))),
				bad("A room is needed", (client, room) -> client.ask("join", json("room", "  ", "name", "Bob"))),
				bad("A room is needed", (client, room) -> client.ask("join")),
				bad("A room has at most 40 characters, this one has 41",
						(client, room) -> client.join("r".repeat(41), "Bob")),
				bad("A name is needed", (client, room) -> client.ask("join", json("room", room))),
				bad("A name has at most 40 characters, this one has 41",
						(client, room) -> client.join(room, "n".repeat(41))),
				bad("A room is needed", (client, room) -> client.ask("message", json("text", "hello"))),
				bad("A room is needed", (client, room) -> client.ask("message")),
				bad("A text is needed", (client, room) -> client.ask("message", json("room", room))),
				bad("A text is needed", (client, room) -> client.say(room, " \n ")),
				bad("A text has at most 4000 characters, this one has 4001",
						(client, room) -> client.say(room, "t".repeat(4001))),
				bad("You are not in the room java, join it first", (client, room) -> client.say("java", "hello")),
				bad("You are not in the room java, join it first",
						(client, room) -> client.ask("leave", json("room", "java"))),
				bad("A room is needed", (client, room) -> client.ask("leave")));
	}

	private static Arguments bad(String error, BiFunction<ChatClient, String, JSONObject> request) {
		return Arguments.of(error, request);
	}

	private static List<String> strings(JSONObject object, String name) {
		JSONArray array = object.getJSONArray(name);
		return IntStream.range(0, array.length()).mapToObj(array::getString).toList();
	}

}
