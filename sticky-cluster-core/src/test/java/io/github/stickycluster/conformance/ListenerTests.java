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
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;

import com.corundumstudio.socketio.AckRequest;
import com.corundumstudio.socketio.AuthTokenResult;
import com.corundumstudio.socketio.HandshakeData;
import com.corundumstudio.socketio.SocketIOClient;
import com.corundumstudio.socketio.listener.ExceptionListenerAdapter;
import io.github.stickycluster.testkit.HttpRequest;
import io.github.stickycluster.testkit.Kind;
import io.github.stickycluster.testkit.Link;
import io.github.stickycluster.testkit.Polling;
import io.github.stickycluster.testkit.RawWebSocket;
import io.github.stickycluster.testkit.TestServer;
import io.github.stickycluster.testkit.Wire;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of what listeners are told and what their mistakes do.
 */
@Conformance
class ListenerTests {

	private static final Queue<String> REPORTED = new ConcurrentLinkedQueue<>();

	private static final AtomicReference<HandshakeData> DATA = new AtomicReference<>();

	private static TestServer server;

	@BeforeAll
	static void start() {
		server = TestServer.start(
				(settings) -> settings.configure((configuration) -> configuration.setExceptionListener(new Recorder())),
				(io) -> {
					Iterable<Object> unwritable = ListenerTests::notToBeWritten;
					EchoServer.listen(io);
					io.addEventListener("boom", Object.class, ListenerTests::fail);
					io.addEventListener("error", Object.class, ListenerTests::failBadly);
					io.addEventListener("number", Integer.class,
							(client, number, ack) -> client.sendEvent("got", number));
					io.addNamespace("/boom").addConnectListener((client) -> {
						throw new IllegalStateException("on connect");
					});
					io.getNamespace("/boom").addDisconnectListener((client) -> {
						throw new IllegalStateException("on disconnect");
					});
					io.getNamespace("/boom")
						.addEventListener("alive", Object.class, (client, data, ack) -> client.sendEvent("yes"));
					io.addNamespace("/error").addDisconnectListener((client) -> {
						throw new Error("on disconnect");
					});
					io.addNamespace("/refused")
						.addAuthTokenListener((token, client) -> new AuthTokenResult(false,
								Map.of("message", "no", "data", unwritable)));
					io.addNamespace("/judged").addAuthTokenListener((token, client) -> {
						throw new Error("no judgement");
					});
					io.addConnectListener((client) -> DATA.set(client.getHandshakeData()));
				});
	}

	private static Iterator<Object> notToBeWritten() {
		throw new IllegalStateException("not to be written");
	}

	private static void failBadly(SocketIOClient client, Object data, AckRequest ack) {
		throw new Error("not implemented");
	}

	private static void fail(SocketIOClient client, Object data, AckRequest ack) {
		throw new IllegalStateException("boom " + data);
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	@BeforeEach
	void forget() {
		REPORTED.clear();
	}

	@ParameterizedTest
	@EnumSource(Kind.class)
	@Statement("SRV-001")
	void throwingListenerIsReportedOnceAndTheConnectionLives(Kind kind) {
		try (Link link = kind.connect(server.port())) {
			assertThat(link.send("42[\"boom\",1]").send("42[\"message\",1]").text())
				.isEqualTo("42[\"message-back\",1]");
			assertThat(REPORTED).containsExactly("event boom 1");
		}
	}

	@Test
	@Statement("SRV-001")
	void postIsAnsweredWhateverAListenerThrows() {
		try (Polling polling = Polling.open(server.port());
				Wire first = Wire.to(server.port());
				Wire second = Wire.to(server.port())) {
			polling.post("40");
			// One of the two is not on the session's event loop.
			HttpRequest post = HttpRequest.post(polling.target(), "42[\"error\",1]");
			assertThat(first.exchange(post).status()).isEqualTo(200);
			assertThat(second.exchange(post).status()).isEqualTo(200);
			assertThat(REPORTED).hasSize(2);
		}
	}

	@Test
	@Statement("SRV-001")
	void errorOfADisconnectListenerLeavesNoGhostElsewhere() {
		try (Link link = Kind.WEBSOCKET.open(server.port())) {
			for (String namespace : List.of("/error", "/boom")) {
				assertThat(link.send("40" + namespace + ",").text()).startsWith("40" + namespace + ",{");
			}
			assertThat(server.server().getNamespace("/error").getAllClients()).hasSize(1);
		}
		Awaitility.await().untilAsserted(() -> {
			assertThat(REPORTED).containsExactlyInAnyOrder("connect on connect", "disconnect on disconnect",
					"event A listener of disconnect failed");
			assertThat(server.server().getNamespace("/error").getAllClients()).isEmpty();
			assertThat(server.server().getNamespace("/boom").getAllClients()).isEmpty();
		});
	}

	@ParameterizedTest
	@EnumSource(value = Kind.class, names = { "POLLING", "WEBSOCKET" })
	@Statement("SRV-006")
	void refusalWhoseDataCannotBeWrittenCarriesTheMessage(Kind kind) {
		try (Link link = kind.open(server.port())) {
			assertThat(link.send("40/refused,").text()).isEqualTo("44/refused,{\"message\":\"no\"}");
			assertThat(link.send("40").text()).startsWith("40{");
		}
	}

	@ParameterizedTest
	@EnumSource(value = Kind.class, names = { "POLLING", "WEBSOCKET" })
	@Statement("SRV-006")
	void errorOfAnAuthListenerIsARefusal(Kind kind) {
		try (Link link = kind.open(server.port())) {
			assertThat(link.send("40/judged,").text()).isEqualTo("44/judged,{\"message\":\"Internal error\"}");
			assertThat(link.send("40").text()).startsWith("40{");
		}
	}

	@Test
	@Statement("SRV-001")
	void throwingConnectAndDisconnectListeners() {
		try (Link link = Kind.WEBSOCKET.open(server.port())) {
			assertThat(link.send("40/boom,").text()).startsWith("40/boom,{");
			assertThat(link.send("42/boom,[\"alive\",1]").text()).isEqualTo("42/boom,[\"yes\"]");
			link.send("41/boom,");
			Awaitility.await()
				.untilAsserted(
						() -> assertThat(REPORTED).containsExactly("connect on connect", "disconnect on disconnect"));
		}
	}

	@Test
	@Statement("SRV-002")
	void payloadOfAnotherTypeIsNotDelivered() {
		try (Link link = Kind.WEBSOCKET.connect(server.port())) {
			link.send("42[\"number\",{\"not\":\"a number\"}]").send("42[\"number\",7]");
			assertThat(link.text()).isEqualTo("42[\"got\",7]");
		}
	}

	@Test
	@Statement("SRV-003")
	void handshakeDataIsComplete() {
		try (Wire wire = Wire.to(server.port())) {
			HttpRequest handshake = RawWebSocket
				.handshake("/socket.io/?EIO=4&transport=websocket&user=%E2%82%AC&tag=a&tag=b")
				.header("X-Test", "one")
				.header("Cookie", "a=1; b=2");
			try (RawWebSocket socket = RawWebSocket.open(wire, handshake)) {
				socket.text();
				assertThat(socket.send("40{\"token\":\"t\"}").text()).startsWith("40{");
				HandshakeData data = Awaitility.await().until(DATA::get, (found) -> found != null);
				assertThat(data.getSingleUrlParam("user")).isEqualTo("€");
				assertThat(data.getUrlParams().get("tag")).containsExactly("a", "b");
				assertThat(data.getHttpHeaders().get("x-test")).isEqualTo("one");
				assertThat(data.getHttpHeaders().get("Cookie")).isEqualTo("a=1; b=2");
				assertThat(data.getAddress().getAddress().isLoopbackAddress()).isTrue();
				assertThat(data.getAuthToken()).hasToString("{token=t}");
				assertThat(data.getUrl()).contains("user=");
				assertThat(data.getTime()).isNotNull();
			}
		}
	}

	@Test
	@Statement("SRV-004")
	void listenersRunInTheOrderOfTheClientsPackets() {
		try (Link link = Kind.WEBSOCKET.connect(server.port())) {
			for (int i = 0; i < 2_000; i++) {
				link.send("42[\"message\"," + i + "]");
			}
			for (int i = 0; i < 2_000; i++) {
				assertThat(link.text()).isEqualTo("42[\"message-back\"," + i + "]");
			}
		}
	}

	@Test
	@Statement("SRV-005")
	void broadcastsFromManyThreadsReachEachClientOnce() throws InterruptedException {
		try (Link one = Kind.WEBSOCKET.open(server.port()); Link two = Kind.POLLING.open(server.port())) {
			assertThat(one.send("40/custom,").text()).startsWith("40/custom");
			assertThat(two.send("40/custom,").text()).startsWith("40/custom");
			List<Thread> threads = new ArrayList<>();
			for (int i = 0; i < 4; i++) {
				int thread = i;
				threads.add(new Thread(() -> {
					for (int n = 0; n < 200; n++) {
						server.server().getNamespace("/custom").getBroadcastOperations().sendEvent("n", thread, n);
					}
				}));
			}
			threads.forEach(Thread::start);
			for (Link link : List.of(one, two)) {
				int[] next = new int[4];
				for (int i = 0; i < 800; i++) {
					String[] parts = link.text().replaceAll("[^0-9,]", "").split(",");
					int thread = Integer.parseInt(parts[parts.length - 2]);
					assertThat(Integer.parseInt(parts[parts.length - 1])).isEqualTo(next[thread]++);
				}
			}
			for (Thread thread : threads) {
				thread.join();
			}
		}
	}

	/**
	 * Writes down what is reported.
	 */
	private static final class Recorder extends ExceptionListenerAdapter {

		@Override
		public void onEventException(Exception ex, List<Object> args, SocketIOClient client) {
			REPORTED.add("event " + ex.getMessage());
		}

		@Override
		public void onConnectException(Exception ex, SocketIOClient client) {
			REPORTED.add("connect " + ex.getMessage());
		}

		@Override
		public void onDisconnectException(Exception ex, SocketIOClient client) {
			REPORTED.add("disconnect " + ex.getMessage());
		}

		@Override
		public void onAuthException(Throwable ex, SocketIOClient client) {
			REPORTED.add("auth " + ex.getMessage());
		}

	}

}
