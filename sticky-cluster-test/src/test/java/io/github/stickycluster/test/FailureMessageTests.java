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

import org.assertj.core.api.AbstractStringAssert;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests of what a failing test says.
 */
class FailureMessageTests {

	private static final Duration SHORT = Duration.ofMillis(100);

	private static ContractServer server;

	private SocketTestClient client;

	@BeforeAll
	static void start() {
		server = ContractServer.start();
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	@BeforeEach
	void connect() {
		this.client = SocketTestClient.bindToPort(server.port()).connect();
	}

	@AfterEach
	void close() {
		this.client.close();
	}

	@Test
	void showsWhatCameInstead() {
		this.client.emit("back", "joined", "lobby", 3).emitWithAck("echo").expect();
		assertFails(() -> this.client.timeout(SHORT).expect("message")).isEqualTo("""
				No event "message" came within 0.1 s.
				What came instead:
				  "joined" ["lobby",3]
				The client is connected to / by websocket.""");
	}

	@Test
	void saysThatNothingCame() {
		assertFails(() -> this.client.timeout(SHORT).emitWithAck("silent", 1).expect()).isEqualTo("""
				No ack of "silent" came within 0.1 s.
				Nothing came instead.
				The client is connected to / by websocket.""");
		assertFails(() -> this.client.timeout(SHORT).expectDisconnect()).startsWith("No disconnect came");
	}

	@Test
	void doesNotWaitForADisconnectedClient() {
		this.client.emit("put-out");
		long before = System.nanoTime();
		assertFails(() -> this.client.timeout(Duration.ofMinutes(1)).expect("message"))
			.endsWith("The client is disconnected from / (io server disconnect).");
		assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(20));
		assertFails(() -> this.client.emit("echo"))
			.isEqualTo("The client cannot send, since it is disconnected from / (io server disconnect).");
		assertFails(() -> this.client.expectDisconnect(DisconnectReason.PING_TIMEOUT)).isEqualTo(
				"The client was expected to be disconnected by \"ping timeout\", but is disconnected from / (io server disconnect).");
	}

	@Test
	void showsAnArgumentThatIsOfAnotherType() {
		this.client.emit("back", "message", Map.of("text", List.of(1)));
		assertFails(() -> this.client.expect("message", Message.class))
			.startsWith("Argument 0 of \"message\" [{\"text\":[1]}] does not have the type " + Message.class.getName())
			.contains(": {\"text\":[1]}\n");
	}

	@Test
	void showsOtherArguments() {
		this.client.emit("back", "message", "hello");
		EventAssert<String> event = this.client.expect("message", String.class);
		assertFails(() -> event.isEqualTo("bye")).contains("The event \"message\" [\"hello\"]");
		assertFails(() -> event.hasArguments("hello", 1)).contains("[\"hello\",1]\nbut got\n  [\"hello\"]");
		assertFails(() -> event.ack("no")).isEqualTo("The server does not expect an ack of \"message\" [\"hello\"]");
	}

	@Test
	void showsAnotherError() {
		Map<String, Object> error = Map.of("error", Map.of("status", 400, "errors", Map.of("name", List.of("no"))));
		AckErrorAssert found = this.client.emitWithAck("echo", error).expectError();
		found.hasStatus(400).hasFieldErrors("name").hasDetail(null);
		assertFails(() -> found.hasStatus(404)).contains("an error with the status\n  404\nbut got\n  {")
			.contains("\"status\":400");
		assertFails(() -> found.hasFieldErrors("text")).contains("errors of the fields\n  [text]\nbut got\n  {");
		assertFails(() -> this.client.emitWithAck("echo", "hello").expectError())
			.isEqualTo("Expected an error in the ack of \"echo\" but got [\"hello\"]");
	}

	@Test
	void showsAnotherErrorEvent() {
		this.client.emit("back", "failed", Map.of("error", Map.of("status", 400)));
		AckErrorAssert found = this.client.expectError("failed").hasStatus(400);
		assertFails(() -> found.hasStatus(404)).startsWith("[The error in the event \"failed\" {\"status\":400}]");
		this.client.emit("back", "failed", "hello");
		assertFails(() -> this.client.expectError("failed"))
			.isEqualTo("Expected an error in the event \"failed\" but got [\"hello\"]");
	}

	@Test
	void showsWhatCameUnexpectedly() {
		this.client.emit("back", "joined", "lobby").emitWithAck("echo").expect();
		assertFails(() -> this.client.expectNothing(Duration.ZERO))
			.isEqualTo("Nothing was expected, but this came:\n  \"joined\" [\"lobby\"]");
		assertFails(() -> this.client.emitWithAck("echo", 7).expectNone(Duration.ofSeconds(5)))
			.isEqualTo("An ack of \"echo\" arrived: [7]");
	}

	@Test
	void saysWhyItCouldNotConnect() {
		SocketTestClientBuilder secure = this.client.mutate().namespace("/secure");
		assertFails(secure::connect).startsWith("The client could not connect to 127.0.0.1:" + server.port())
			.endsWith("not connected to /secure (\"Who are you?\").");
		assertFails(() -> this.client.mutate().path("/nowhere/").connect()).contains("HTTP status 404");
		assertFails(() -> this.client.mutate().expectConnectError()).startsWith("A connect error was expected, but");
		assertFails(() -> secure.expectConnectError().hasMessage("no")).contains("\"no\"\nbut got\n  \"Who are you?\"");
		assertFails(() -> secure.expectConnectError().hasStatus(403)).contains("403\nbut got\n  \"Who are you?\"");
		assertFails(() -> secure.expectConnectError().hasData(1)).contains("1\nbut got\n  \"Who are you?\"");
	}

	@Test
	void refusesAuthThatVersion3DoesNotHave() {
		SocketTestClientBuilder builder = this.client.mutate().engineIo(3).auth("token");
		assertThatIllegalStateException().isThrownBy(builder::connect).withMessageContaining("no auth payload");
	}

	private static AbstractStringAssert<?> assertFails(Runnable expectation) {
		AssertionError[] failure = new AssertionError[1];
		assertThatExceptionOfType(AssertionError.class).isThrownBy(expectation::run)
			.satisfies((error) -> failure[0] = error);
		return assertThat(failure[0].getMessage());
	}

	record Message(String text) {

	}

}
