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

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import com.corundumstudio.socketio.AckMode;
import com.corundumstudio.socketio.AckRequest;
import com.corundumstudio.socketio.Configuration;
import com.corundumstudio.socketio.VoidAckCallback;
import io.github.stickycluster.testkit.HttpRequest;
import io.github.stickycluster.testkit.RawWebSocket;
import io.github.stickycluster.testkit.TestServer;
import io.github.stickycluster.testkit.Wire;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link GracefulClose}: how long polling clients that have no poll under way
 * are waited for.
 */
@Timeout(60)
class GracefulCloseTests {

	private static final String POLLING = "/socket.io/?EIO=4&transport=polling";

	private static final Duration GRACE = Duration.ofSeconds(30);

	private static final Duration LONGER_THAN_FOR_CLIENTS = Duration.ofSeconds(4);

	/** Before clients that owe something are given up. */
	private static final Duration AT_ONCE = Duration.ofMillis(1800);

	private TestServer server;

	@BeforeEach
	void start() {
		this.server = TestServer.start((settings) -> settings.loops(1), (server) -> server.addEventListener("echo",
				String.class, (client, text, ack) -> client.sendEvent("echo", text)));
	}

	@AfterEach
	void stop() {
		this.server.close();
	}

	@Test
	void aClientBetweenTwoPollsIsToldByItsNext() {
		try (Wire http = connect()) {
			String uri = connected(http);
			CompletableFuture<Void> gone = depart();
			awaitClosed();
			assertThat(gone).isNotDone();
			assertThat(http.get(uri).text()).isEqualTo("1");
			assertThat(gone).succeedsWithin(Duration.ofSeconds(2));
		}
	}

	@Test
	void aPollThatIsHeldIsToldAtOnce() {
		try (Wire http = connect()) {
			http.send(HttpRequest.get(connected(http)));
			assertThat(depart()).succeedsWithin(Duration.ofSeconds(2));
			assertThat(http.answer().text()).isEqualTo("1");
		}
	}

	@Test
	void whatWaitsIsFetchedBeforeTheClose() {
		try (Wire http = connect()) {
			String uri = connected(http);
			http.post(uri, "42[\"echo\",\"last\"]");
			CompletableFuture<Void> gone = depart();
			awaitClosed();
			assertThat(http.get(uri).text()).isEqualTo("42[\"echo\",\"last\"]");
			assertThat(gone).isNotDone();
			assertThat(http.get(uri).text()).isEqualTo("1");
			assertThat(gone).succeedsWithin(Duration.ofSeconds(2));
		}
	}

	@Test
	void whoPollsNoMoreIsNotWaitedForLong() {
		try (Wire http = connect()) {
			String uri = connected(http);
			http.post(uri, "42[\"echo\",\"last\"]");
			assertThat(depart()).succeedsWithin(GRACE.dividedBy(3));
			assertThat(this.server.engine().sessionCount()).isZero();
		}
	}

	@Test
	void aPostThatMeetsTheCloseIsNotRefused() {
		try (Wire http = connect(); Wire slow = connect()) {
			String uri = connected(http);
			http.post(uri, "42[\"echo\",\"last\"]");
			CompletableFuture<Void> gone = depart();
			awaitClosed();
			assertThat(http.post(uri, "42[\"echo\",\"late\"]").text()).as("before the last packets").isEqualTo("ok");
			assertThat(http.get(uri).text()).isEqualTo("42[\"echo\",\"last\"]");
			slow.send("POST " + uri + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n\r\n");
			assertThat(http.get(uri).text()).isEqualTo("1");
			slow.send("41");
			assertThat(slow.answer().text()).as("whose body came after the end").isEqualTo("ok");
			assertThat(http.post(uri, "42[\"echo\",\"late\"]").text()).as("after the end").isEqualTo("ok");
			assertThat(gone).succeedsWithin(Duration.ofSeconds(2));
			assertThat(http.get(uri).text()).as("a poll after the end").isEqualTo("1");
		}
	}

	@Test
	void aPostWhoseAnswerWaitsIsNotRefused() {
		this.server.close();
		this.server = TestServer.start((settings) -> settings.loops(1).engine((engine) -> engine.eventsPerSecond(1)),
				(server) -> {
				});
		AtomicInteger heard = new AtomicInteger();
		this.server.server().addEventListener("e", String.class, (client, text, ack) -> heard.incrementAndGet());
		try (Wire http = connect()) {
			String uri = connected(http);
			String events = "42[\"e\"]\u001e".repeat(100) + "42[\"e\"]";
			http.send(HttpRequest.post(uri, events));
			await().untilAsserted(() -> assertThat(heard).hasValue(101));
			this.server.engine().depart(Duration.ZERO, Duration.ZERO);
			assertThat(http.answer().text()).isEqualTo("ok");
		}
	}

	@Test
	void anUpgradeUnderWayMayComeToItsEnd() {
		try (Wire http = connect(); Wire wire = connect()) {
			String uri = connected(http);
			RawWebSocket upgrade = RawWebSocket.open(wire,
					RawWebSocket.handshake(uri.replace("transport=polling", "transport=websocket")));
			assertThat(upgrade.send("2probe").text()).isEqualTo("3probe");
			CompletableFuture<Void> gone = depart();
			upgrade.send("5");
			assertThat(wire.closesWithin(Duration.ofSeconds(10))).isTrue();
			assertThat(gone).succeedsWithin(Duration.ofSeconds(2));
		}
	}

	@Test
	void waitsForAnAckThatTheApplicationOwes() {
		restart((configuration) -> configuration.setAckMode(AckMode.MANUAL));
		BlockingQueue<AckRequest> owed = new LinkedBlockingQueue<>();
		this.server.server().addEventListener("ask", String.class, (client, text, ack) -> owed.add(ack));
		try (Wire http = connect(); Wire polling = connect()) {
			String uri = connected(http);
			http.post(uri, "420[\"ask\"]");
			polling.send(HttpRequest.get(uri));
			CompletableFuture<Void> gone = depart();
			assertThat(gone).failsWithin(LONGER_THAN_FOR_CLIENTS);
			owed.remove().sendAckData("answer");
			assertThat(polling.answer().text()).isEqualTo("430[\"answer\"]");
			polling.send(HttpRequest.get(uri));
			assertThat(gone).succeedsWithin(Duration.ofSeconds(2));
			assertThat(polling.answer().text()).isEqualTo("1");
		}
	}

	@Test
	void doesNotWaitLongForAnAckThatTheClientOwes() {
		this.server.server()
			.addEventListener("ask-me", String.class,
					(client, text, ack) -> client.sendEvent("question", new VoidAckCallback() {

						@Override
						protected void onSuccess() {
						}

					}));
		try (Wire http = connect()) {
			String uri = connected(http);
			http.post(uri, "42[\"ask-me\"]");
			assertThat(http.get(uri).text()).isEqualTo("420[\"question\"]");
			http.send(HttpRequest.get(uri));
			assertThat(depart()).succeedsWithin(GRACE.dividedBy(3));
			assertThat(http.answer().text()).isEqualTo("1");
		}
	}

	@Test
	void doesNotWaitLongForThePostOfAClient() {
		try (Wire http = connect(); Wire slow = connect()) {
			String uri = connected(http);
			slow.send("POST " + uri + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 20\r\n\r\n42");
			await().until(() -> posts(uri).isUnderWay());
			http.send(HttpRequest.get(uri));
			assertThat(depart()).succeedsWithin(GRACE.dividedBy(3));
			assertThat(http.answer().text()).isEqualTo("1");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "420[\"fail\"]", "420[\"number\",{}]" })
	void doesNotWaitForAnAckThatNobodyWillSend(String packet) {
		this.server.server().addEventListener("fail", String.class, (client, text, ack) -> {
			throw new IllegalStateException("As a listener of an application may");
		});
		this.server.server().addEventListener("number", Integer.class, (client, number, ack) -> {
		});
		try (Wire http = connect()) {
			String uri = connected(http);
			http.post(uri, packet);
			http.send(HttpRequest.get(uri));
			assertThat(depart()).succeedsWithin(AT_ONCE);
			assertThat(http.answer().text()).isEqualTo("1");
		}
	}

	private void restart(Consumer<Configuration> customizer) {
		this.server.close();
		this.server = TestServer.start((settings) -> settings.loops(1).configure(customizer), (server) -> {
		});
	}

	private PostQueue posts(String uri) {
		SessionId id = Objects.requireNonNull(SessionId.parse(uri.substring(uri.indexOf("sid=") + 4)));
		EngineIoSession session = Objects.requireNonNull(this.server.engine().find(id));
		return Objects.requireNonNull(session.polling()).posts();
	}

	private void awaitClosed() {
		await().until(() -> this.server.engine().stats().closed().values().stream().anyMatch((count) -> count > 0));
	}

	private CompletableFuture<Void> depart() {
		return this.server.engine().depart(Duration.ZERO, GRACE);
	}

	private Wire connect() {
		return Wire.to(this.server.worker().port());
	}

	private static String connected(Wire http) {
		String uri = POLLING + "&sid=" + http.get(POLLING).sid();
		http.post(uri, "40");
		assertThat(http.get(uri).text()).startsWith("40{");
		return uri;
	}

}
