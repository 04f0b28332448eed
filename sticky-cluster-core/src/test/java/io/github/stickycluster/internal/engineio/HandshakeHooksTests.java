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

package io.github.stickycluster.internal.engineio;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

import ch.qos.logback.classic.spi.ILoggingEvent;
import com.corundumstudio.socketio.SocketIOServer;
import io.github.stickycluster.socketio.Handshake;
import io.github.stickycluster.socketio.HandshakeAuthorizer;
import io.github.stickycluster.socketio.HandshakeDecision;
import io.github.stickycluster.socketio.HandshakeHeaders;
import io.github.stickycluster.socketio.ResponseHeaders;
import io.github.stickycluster.testkit.HttpAnswer;
import io.github.stickycluster.testkit.HttpRequest;
import io.github.stickycluster.testkit.Polling;
import io.github.stickycluster.testkit.PollingFormat;
import io.github.stickycluster.testkit.RawWebSocket;
import io.github.stickycluster.testkit.RecordedLog;
import io.github.stickycluster.testkit.TestServer;
import io.github.stickycluster.testkit.TestSettings;
import io.github.stickycluster.testkit.Wire;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests of the application's part in handshakes. What the application does stands in the
 * query of each request.
 */
class HandshakeHooksTests {

	private static final String POLLING = "/socket.io/?EIO=4&transport=polling";

	private static final String WEBSOCKET = "/socket.io/?EIO=4&transport=websocket";

	private static final Duration TIMEOUT = Duration.ofMillis(500);

	private static final Map<String, CompletableFuture<HandshakeDecision>> later = new ConcurrentHashMap<>();

	private static final Map<String, String> threads = new ConcurrentHashMap<>();

	private static volatile String failure;

	private static TestServer server;

	private static TestServer offLoop;

	@RegisterExtension
	final RecordedLog log = new RecordedLog("io.github.stickycluster.internal");

	@BeforeAll
	static void start() {
		server = start((settings) -> {
		});
		offLoop = start((settings) -> settings
			.listeners(Executors.newCachedThreadPool((task) -> new Thread(task, "listener-" + task.hashCode()))));
	}

	private static TestServer start(Consumer<TestSettings> settings) {
		HandshakeHooks hooks = new HandshakeHooks(
				List.of(HandshakeHooksTests::first, thread("second"), HandshakeHooksTests::last), TIMEOUT,
				List.of(new Headers()));
		return TestServer.start((changed) -> settings.accept(changed.handshakes(hooks)), (SocketIOServer ignored) -> {
		});
	}

	@AfterAll
	static void stop() {
		server.close();
		offLoop.close();
	}

	private static CompletionStage<HandshakeDecision> first(Handshake handshake) {
		String does = String.valueOf(handshake.parameter("does"));
		return switch (does) {
			case "refuse" -> CompletableFuture.completedFuture(HandshakeDecision.refuse("No \"entry\""));
			case "payment" -> CompletableFuture.completedFuture(HandshakeDecision.refuse(402, "Pay"));
			case "problem" -> CompletableFuture
				.completedFuture(HandshakeDecision.refuse(429, "application/problem+json", "{\"status\":429}"));
			case "throw" -> throw new IllegalStateException("broken");
			case "fail" -> CompletableFuture.failedFuture(new IllegalStateException("broken"));
			case "nil" -> CompletableFuture.completedFuture(null);
			case "nothing" -> null;
			case "cookie" -> CompletableFuture.completedFuture("a b".equals(handshake.cookie("who"))
					? HandshakeDecision.admit() : HandshakeDecision.refuse(String.valueOf(handshake.cookies())));
			case "later" ->
				later.computeIfAbsent(String.valueOf(handshake.parameter("id")), (id) -> new CompletableFuture<>());
			default -> CompletableFuture.completedFuture(HandshakeDecision.admit());
		};
	}

	private static HandshakeAuthorizer thread(String name) {
		return (handshake) -> {
			threads.put(name + handshake.parameter("id"), Thread.currentThread().getName());
			return CompletableFuture.completedFuture(HandshakeDecision.admit());
		};
	}

	private static CompletionStage<HandshakeDecision> last(Handshake handshake) {
		return CompletableFuture.completedFuture("yes".equals(handshake.header("X-Banned"))
				? HandshakeDecision.refuse("banned " + handshake.clientAddress().getAddress().getHostAddress())
				: HandshakeDecision.admit());
	}

	@Test
	void refusesAsTheReferenceServer() {
		HttpAnswer answer = ask(POLLING + "&does=refuse");
		assertThat(answer.status()).isEqualTo(403);
		assertThat(answer.header("Content-Type")).isEqualTo("application/json");
		assertThat(answer.text()).isEqualTo("{\"code\":4,\"message\":\"No \\\"entry\\\"\"}");
	}

	@Test
	void refusesWithAnotherStatusAndBody() {
		HttpAnswer payment = ask(POLLING + "&does=payment");
		assertThat(payment.status()).isEqualTo(402);
		assertThat(payment.text()).isEqualTo("{\"code\":4,\"message\":\"Pay\"}");
		HttpAnswer problem = ask(POLLING + "&does=problem");
		assertThat(problem.status()).isEqualTo(429);
		assertThat(problem.header("Content-Type")).isEqualTo("application/problem+json");
		assertThat(problem.text()).isEqualTo("{\"status\":429}");
	}

	@Test
	void refusesAWebSocket() {
		try (Wire wire = Wire.to(server.port())) {
			HttpAnswer answer = wire.exchange(RawWebSocket.handshake(WEBSOCKET + "&does=refuse"));
			assertThat(answer.status()).isEqualTo(403);
			assertThat(answer.json().get("message").asString()).isEqualTo("No \"entry\"");
		}
	}

	@Test
	void showsTheRequest() {
		HttpRequest request = HttpRequest.get(POLLING + "&does=cookie");
		assertThat(ask(request.header("Cookie", "x=1; who=a b; who=c")).status()).isEqualTo(200);
		assertThat(ask(request.header("Cookie", "x=1")).json().get("message").asString()).isEqualTo("{x=1}");
		HttpAnswer banned = ask(HttpRequest.get(POLLING).header("x-banned", "yes"));
		assertThat(banned.json().get("message").asString()).isEqualTo("banned 127.0.0.1");
	}

	@ParameterizedTest
	@ValueSource(strings = { "throw", "fail", "nil", "nothing" })
	void refusesWhenTheApplicationFails(String does) {
		HttpAnswer answer = ask(POLLING + "&does=" + does);
		assertThat(answer.status()).isEqualTo(403);
		assertThat(answer.json().get("message").asString()).isEqualTo("Forbidden");
	}

	@Test
	void waitsWithoutBlockingTheLoop() {
		try (Wire wire = Wire.to(server.port())) {
			wire.send(HttpRequest.get(POLLING + "&does=later&id=admitted"));
			CompletableFuture<HandshakeDecision> decision = await().until(() -> later.get("admitted"),
					(asked) -> asked != null);
			assertThat(ask(POLLING + "&does=refuse").status()).isEqualTo(403);
			decision.complete(HandshakeDecision.admit());
			assertThat(wire.answer().status()).isEqualTo(200);
			assertThat(threads.get("secondadmitted")).startsWith("sticky-cluster-test-1");
		}
	}

	@Test
	void admitsAWebSocketLater() {
		try (Wire wire = Wire.to(offLoop.port())) {
			wire.send(RawWebSocket.handshake(WEBSOCKET + "&does=later&id=socket"));
			await().until(() -> later.get("socket"), (asked) -> asked != null).complete(HandshakeDecision.admit());
			assertThat(wire.answerToHead().status()).isEqualTo(101);
			assertThat(threads.get("secondsocket")).startsWith("listener-");
		}
	}

	@Test
	void givesUpAfterTheTimeout() {
		HttpAnswer answer = ask(POLLING + "&does=later&id=never");
		assertThat(answer.status()).isEqualTo(503);
		assertThat(later.get("never")).isCancelled();
		int open = server.engine().sessionCount();
		assertThat(later.get("never").complete(HandshakeDecision.admit())).isFalse();
		assertThat(server.engine().sessionCount()).isEqualTo(open);
		await().untilAsserted(() -> assertThat(messages())
			.anyMatch((text) -> text.contains("did not decide about a client within 500 ms")));
	}

	@Test
	void cancelsTheStageOfAClientThatLeaves() throws IOException {
		try (Wire wire = Wire.to(server.port())) {
			wire.send(HttpRequest.get(POLLING + "&does=later&id=gone"));
			await().until(() -> later.containsKey("gone"));
			wire.reset();
			await().atMost(TIMEOUT).until(() -> later.get("gone").isCancelled());
		}
	}

	@Test
	void boundsTheSessionsThatAreAdmittedLater() {
		try (TestServer small = start((settings) -> settings.sessions(1, 0));
				Wire first = Wire.to(small.port());
				Wire second = Wire.to(small.port())) {
			first.send(HttpRequest.get(POLLING + "&does=later&id=full1"));
			second.send(HttpRequest.get(POLLING + "&does=later&id=full2"));
			await().until(() -> later.containsKey("full1") && later.containsKey("full2"));
			later.get("full1").complete(HandshakeDecision.admit());
			assertThat(first.answer().status()).isEqualTo(200);
			later.get("full2").complete(HandshakeDecision.admit());
			assertThat(second.answer().status()).isEqualTo(503);
		}
	}

	@Test
	void addsHeadersToTheResponses() {
		try (Polling polling = Polling.open(offLoop.port(), "EIO=4&transport=polling&does=headers", PollingFormat.V4)) {
			HttpAnswer posted = polling.post("40");
			assertThat(posted.header("X-Response")).isEqualTo("headers");
			assertThat(posted.hasHeader("Set-Cookie")).isFalse();
			HttpAnswer polled = polling.poll();
			assertThat(polled.header("X-Response")).isEqualTo("headers");
			assertThat(polled.hasHeader("Set-Cookie")).isFalse();
			try (Wire wire = Wire.to(offLoop.port())) {
				HttpAnswer upgrade = wire.exchange(RawWebSocket.handshake(WEBSOCKET + "&sid=" + polling.sid()));
				assertThat(upgrade.status()).isEqualTo(101);
				assertThat(upgrade.header("X-Response")).isEqualTo("headers");
				assertThat(upgrade.hasHeader("Set-Cookie")).isFalse();
			}
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { POLLING, WEBSOCKET })
	void addsCookiesToTheFirstResponse(String target) {
		try (Wire wire = Wire.to(offLoop.port())) {
			HttpAnswer first = wire.exchange(request(target + "&does=headers"));
			assertThat(first.status()).isIn(200, 101);
			assertThat(first.headers().get("set-cookie")).containsExactly("a=1; Path=/", "b=2");
			assertThat(first.header("X-Response")).isEqualTo("headers");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { POLLING, WEBSOCKET })
	void refusesInjectedHeaders(String target) {
		try (Wire wire = Wire.to(offLoop.port())) {
			HttpAnswer first = wire.exchange(request(target + "&does=inject"));
			assertThat(first.status()).isIn(200, 101);
			assertThat(first.header("X-First")).isEqualTo("set");
			assertThat(first.hasHeader("X-Injected")).isFalse();
			assertThat(first.hasHeader("X-Split")).isFalse();
			assertThat(first.header("X-Response")).isEqualTo("inject");
			assertThat(failure).contains("X-Split").doesNotContain("Injected");
		}
	}

	private static HttpRequest request(String target) {
		return target.startsWith(WEBSOCKET) ? RawWebSocket.handshake(target) : HttpRequest.get(target);
	}

	private HttpAnswer ask(String target) {
		return ask(HttpRequest.get(target));
	}

	private HttpAnswer ask(HttpRequest request) {
		try (Wire wire = Wire.to(server.port())) {
			return wire.exchange(request);
		}
	}

	private List<String> messages() {
		return this.log.events().stream().map(ILoggingEvent::getFormattedMessage).toList();
	}

	private static final class Headers implements HandshakeHeaders {

		@Override
		public void onHandshake(Handshake handshake, ResponseHeaders response) {
			if ("headers".equals(handshake.parameter("does"))) {
				response.add("Set-Cookie", "a=1; Path=/");
				response.add("Set-Cookie", "b=2");
			}
		}

		@Override
		public void onResponse(Handshake handshake, ResponseHeaders response) {
			response.set("X-Response", String.valueOf(handshake.parameter("does")));
			if ("inject".equals(handshake.parameter("does"))) {
				response.set("X-First", "set");
				inject(response, "X-Split", "a\r\nX-Injected: yes");
			}
		}

		private static void inject(ResponseHeaders response, String name, String value) {
			try {
				response.add(name, value);
			}
			catch (IllegalArgumentException ex) {
				failure = ex.getMessage();
				throw ex;
			}
		}

	}

}
