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

import java.io.UncheckedIOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;

import io.github.stickycluster.internal.nettysocketio.ClientViews;
import io.github.stickycluster.testkit.HttpAnswer;
import io.github.stickycluster.testkit.Kind;
import io.github.stickycluster.testkit.Link;
import io.github.stickycluster.testkit.Polling;
import io.github.stickycluster.testkit.RawWebSocket;
import io.github.stickycluster.testkit.TestServer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of how a session ends.
 */
@Conformance
class CloseTests {

	private final Queue<String> left = new ConcurrentLinkedQueue<>();

	private TestServer server;

	@BeforeEach
	void start() {
		this.server = TestServer.start((io) -> {
			EchoServer.listen(io);
			io.addDisconnectListener((client) -> this.left.add("/"));
			io.getNamespace("/custom").addDisconnectListener((client) -> this.left.add("/custom"));
		});
	}

	@AfterEach
	void stop() {
		this.server.close();
	}

	@Test
	@Statement("EIO4-070")
	void clientEndsThePolling() {
		try (Polling polling = PollingTests.connected(this.server)) {
			polling.startPoll();
			assertThat(polling.pollWire().silentFor(Duration.ofMillis(100))).isTrue();
			assertThat(polling.post("1").text()).isEqualTo("ok");
			HttpAnswer poll = polling.pollAnswer();
			assertThat(poll.status()).isEqualTo(200);
			assertThat(poll.text()).isEqualTo("6");
			HttpAnswer gone = polling.poll();
			assertThat(gone.status()).isEqualTo(400);
			assertThat(gone.json().get("code").asInt()).isEqualTo(1);
			Awaitility.await().untilAsserted(() -> assertThat(this.left).containsExactly("/"));
		}
	}

	@Test
	@Statement("EIO4-071")
	void clientEndsTheWebSocket() {
		try (RawWebSocket socket = RawWebSocket.open(this.server.port(), "/socket.io/?EIO=4&transport=websocket")) {
			socket.text();
			assertThat(socket.send("40").text()).startsWith("40{");
			socket.send("1");
			assertThat(socket.closesWithin(Duration.ofSeconds(3))).isTrue();
			Awaitility.await().untilAsserted(() -> assertThat(this.left).containsExactly("/"));
		}
	}

	@ParameterizedTest
	@EnumSource(Kind.class)
	@Statement("EIO4-072")
	void everyNamespaceLearnsOfTheEndOnce(Kind kind) {
		try (Link link = kind.connect(this.server.port())) {
			assertThat(link.send("40/custom,").text()).startsWith("40/custom");
			link.leave();
			Awaitility.await().untilAsserted(() -> assertThat(this.left).containsExactlyInAnyOrder("/", "/custom"));
			assertThat(this.server.server().getAllClients()).isEmpty();
			assertThat(this.server.server().getNamespace("/custom").getAllClients()).isEmpty();
		}
	}

	@Test
	@Statement("EIO4-073")
	void lostConnectionEndsTheWebSocketSession() {
		try (RawWebSocket socket = RawWebSocket.open(this.server.port(), "/socket.io/?EIO=4&transport=websocket")) {
			socket.text();
			assertThat(socket.send("40").text()).startsWith("40{");
			socket.wire().reset();
			Awaitility.await().untilAsserted(() -> assertThat(this.left).containsExactly("/"));
		}
	}

	@ParameterizedTest
	@EnumSource(Kind.class)
	@Statement("EIO4-074")
	void stoppedServerEndsTheSession(Kind kind) {
		try (Link link = kind.connect(this.server.port())) {
			CompletableFuture<Boolean> closed = CompletableFuture.supplyAsync(() -> isEnded(link));
			this.server.close();
			assertThat(closed.join()).isTrue();
		}
	}

	@Test
	@Statement("EIO4-075")
	void packetsAfterACloseInTheSamePayloadAreIgnored() {
		try (Polling polling = PollingTests.connected(this.server)) {
			assertThat(polling.post("42[\"silent\",1]\u001e1\u001e42[\"message\",2]").status()).isEqualTo(200);
			assertThat(polling.poll().status()).isEqualTo(400);
			Awaitility.await().untilAsserted(() -> assertThat(this.left).containsExactly("/"));
		}
	}

	@Test
	@Statement("EIO4-076")
	void closeOfTheServerComesByAPollOfItsOwn() {
		this.server.server().addEventListener("end", String.class, (client, text, ack) -> {
			client.sendEvent("last", text);
			ClientViews.socket(client).closeSession();
		});
		try (Polling polling = PollingTests.connected(this.server)) {
			assertThat(polling.post("42[\"end\",\"x\"]").text()).isEqualTo("ok");
			assertThat(polling.poll().text()).isEqualTo("42[\"last\",\"x\"]\u001e41");
			assertThat(polling.post("42[\"silent\",1]").text()).isEqualTo("ok");
			assertThat(polling.poll().text()).isEqualTo("1");
		}
	}

	private static boolean isEnded(Link link) {
		try {
			while (true) {
				String text = link.text();
				if (text.equals("1") || text.startsWith("41")) {
					return true;
				}
			}
		}
		catch (UncheckedIOException ex) {
			return !(ex.getCause() instanceof SocketTimeoutException);
		}
		catch (AssertionError ex) {
			return true;
		}
	}

}
