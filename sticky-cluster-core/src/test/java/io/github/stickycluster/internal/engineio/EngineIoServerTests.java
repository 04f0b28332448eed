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
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;

import com.corundumstudio.socketio.AuthorizationListener;
import com.corundumstudio.socketio.AuthorizationResult;
import com.corundumstudio.socketio.HandshakeData;
import io.github.stickycluster.internal.engineio.RawHttp.Answer;
import io.github.stickycluster.internal.engineio.RawHttp.Frame;
import io.github.stickycluster.internal.nettysocketio.ClientViews;
import io.github.stickycluster.testkit.EngineIoSettingsBuilder;
import io.github.stickycluster.testkit.TestDefaults;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link EngineIoServer} behind a {@code SocketIOServer}, on raw sockets.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EngineIoServerTests {

	private static final String POLLING = "/socket.io/?EIO=4&transport=polling";

	private static final String WEBSOCKET = "/socket.io/?EIO=4&transport=websocket";

	private static final String POLLING3 = "/socket.io/?EIO=3&transport=polling";

	private final ConcurrentLinkedQueue<HandshakeData> handshakes = new ConcurrentLinkedQueue<>();

	private TestServer server;

	@BeforeAll
	void start() throws IOException {
		AuthorizationListener listener = (data) -> {
			this.handshakes.add(data);
			String token = data.getSingleUrlParam("token");
			if ("boom".equals(token)) {
				throw new IllegalStateException("expected");
			}
			return new AuthorizationResult(!"bad".equals(token), Map.of("user", "u1"));
		};
		this.server = new TestServer(EngineIoSettingsBuilder.create()
			.pingInterval(Duration.ofMillis(600))
			.pingTimeout(Duration.ofMillis(400))
			.connectTimeout(Duration.ofSeconds(2))
			.upgradeTimeout(Duration.ofMillis(500))
			.maxPayload(100_000)
			.maxPendingBytes(1_000_000)
			.allowedOrigins(List.of("https://good.example"))
			.build(), 2, (configuration) -> configuration.setAuthorizationListener(listener));
		this.server.server()
			.addEventListener("echo", Object.class, (client, data, ack) -> client.sendEvent("echo", data));
		this.server.server()
			.addEventListener("bin", byte[].class, (client, data, ack) -> client.sendEvent("bin", data));
		this.server.server()
			.addEventListener("user", String.class,
					(client, data, ack) -> client.sendEvent("user", client.<String>get("user")));
	}

	@AfterAll
	void stop() {
		this.server.close();
	}

	private static String with(String uri, String sid) {
		return uri + "&sid=" + sid;
	}

	private static String open(RawHttp http) throws IOException {
		return http.get(POLLING).sid();
	}

	private static String connected(RawHttp http) throws IOException {
		String uri = with(POLLING, open(http));
		assertThat(http.post(uri, "40").body()).isEqualTo("ok");
		assertThat(http.get(uri).body()).startsWith("40{\"sid\":\"");
		return uri;
	}

	private RawHttp webSocket() throws IOException {
		RawHttp http = this.server.connect();
		assertThat(http.upgrade(WEBSOCKET).status()).isEqualTo(101);
		assertThat(http.readText()).startsWith("0{\"sid\":\"").contains("\"upgrades\":[]");
		http.sendText("40");
		assertThat(http.readText()).startsWith("40{\"sid\":\"");
		return http;
	}

	private static String readSkippingPings(RawHttp http) throws IOException {
		String text = http.readText();
		while (text.equals("2")) {
			http.sendText("3");
			text = http.readText();
		}
		return text;
	}

	@Test
	void opensASessionOnPolling() throws IOException {
		try (RawHttp http = this.server.connect()) {
			Answer answer = http.get(POLLING);
			assertThat(answer.status()).isEqualTo(200);
			assertThat(answer.header("content-type")).isEqualTo("text/plain; charset=UTF-8");
			assertThat(answer.header("cache-control")).isEqualTo("no-store");
			assertThat(answer.body()).isEqualTo("0{\"sid\":\"" + answer.sid()
					+ "\",\"upgrades\":[\"websocket\"],\"pingInterval\":600,\"pingTimeout\":400,\"maxPayload\":100000}");
			assertThat(SessionId.tagIn(answer.sid())).isEqualTo(Integer.toUnsignedLong(SessionId.tagOf("test-1")));
		}
	}

	@ParameterizedTest
	@CsvSource({ "GET, /socket.io/?EIO=4, 400, 0, Transport unknown",
			"GET, /socket.io/?EIO=4&transport=abc, 400, 0, Transport unknown",
			"GET, /socket.io/?EIO=4&transport=POLLING, 400, 0, Transport unknown",
			"GET, /socket.io/?EIO=4&transport=polling&sid=abc, 400, 1, Session ID unknown",
			"GET, /socket.io/?EIO=4&transport=polling&sid=01234567-89ab-8def-8123-456789abcdef, 400, 1, Session ID unknown",
			"POST, /socket.io/?EIO=4&transport=polling&sid=abc, 400, 1, Session ID unknown",
			"POST, /socket.io/?EIO=4&transport=polling, 400, 2, Bad handshake method",
			"PUT, /socket.io/?EIO=4&transport=polling, 400, 2, Bad handshake method",
			"DELETE, /socket.io/?EIO=4&transport=polling, 400, 2, Bad handshake method",
			"GET, /socket.io/?EIO=4&transport=websocket, 400, 3, Bad request",
			"GET, /socket.io/?EIO=4&transport=polling&token=bad, 403, 4, Forbidden",
			"GET, /socket.io/?EIO=4&transport=polling&token=boom, 403, 4, Forbidden",
			"GET, /socket.io/?transport=polling, 400, 5, Unsupported protocol version",
			"GET, /socket.io/?EIO=2&transport=polling, 400, 5, Unsupported protocol version",
			"GET, /socket.io/?EIO=5&transport=polling, 400, 5, Unsupported protocol version",
			"GET, /socket.io/?EIO=04&transport=polling, 400, 5, Unsupported protocol version" })
	void refusesAsTheReferenceServer(String method, String uri, int status, int code, String message)
			throws IOException {
		try (RawHttp http = this.server.connect()) {
			http.send(method + " " + uri + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n");
			Answer answer = http.read();
			assertThat(answer.status()).isEqualTo(status);
			assertThat(answer.header("content-type")).isEqualTo("application/json");
			assertThat(answer.body()).isEqualTo("{\"code\":" + code + ",\"message\":\"" + message + "\"}");
			assertThat(http.get(POLLING).status()).as("the connection lives").isEqualTo(200);
		}
	}

	@ParameterizedTest
	@CsvSource({ "/", "/socket.iox/?EIO=4&transport=polling", "/socket.io/x?EIO=4&transport=polling",
			"/Socket.io/?EIO=4&transport=polling" })
	void otherPathsAreNotFound(String uri) throws IOException {
		try (RawHttp http = this.server.connect()) {
			assertThat(http.get(uri).status()).isEqualTo(404);
		}
	}

	@Test
	void thePathNeedsNoTrailingSlash() throws IOException {
		try (RawHttp http = this.server.connect()) {
			assertThat(http.get("/socket.io?EIO=4&transport=polling").status()).isEqualTo(200);
		}
	}

	@Test
	void echoesOnPolling() throws IOException {
		try (RawHttp http = this.server.connect()) {
			String uri = connected(http);
			Answer taken = http.post(uri, "42[\"echo\",\"h\u00e9\"]\u001e42[\"echo\",2]");
			assertThat(taken.body()).isEqualTo("ok");
			assertThat(taken.header("content-type")).isEqualTo("text/html");
			assertThat(http.get(uri).body()).isEqualTo("42[\"echo\",\"h\u00e9\"]\u001e42[\"echo\",2]");
		}
	}

	@Test
	void holdsAPollUntilThereIsSomethingToSend() throws IOException {
		try (RawHttp poll = this.server.connect(); RawHttp post = this.server.connect()) {
			String uri = connected(poll);
			poll.sendGet(uri);
			assertThat(post.post(uri, "42[\"echo\",1]").body()).isEqualTo("ok");
			String body = poll.read().body();
			assertThat(body.equals("2") ? poll.get(uri).body() : body).isEqualTo("42[\"echo\",1]");
		}
	}

	@Test
	void oneConnectionServesManySessions() throws IOException {
		try (RawHttp http = this.server.connect(); RawHttp other = this.server.connect()) {
			List<String> uris = new ArrayList<>();
			for (int i = 0; i < 20; i++) {
				uris.add(connected((i % 2 == 0) ? http : other));
			}
			for (int round = 0; round < 3; round++) {
				for (String uri : uris) {
					String event = "42[\"echo\",\"" + round + "\"]";
					assertThat(http.post(uri, event).status()).isEqualTo(200);
					List<String> packets = List.of(http.get(uri).body().split("\u001e"));
					assertThat(packets).contains(event);
					if (packets.contains("2")) {
						http.post(uri, "3");
					}
				}
			}
		}
	}

	@Test
	void aSecondPollClosesTheSession() throws IOException {
		try (RawHttp first = this.server.connect(); RawHttp second = this.server.connect()) {
			String uri = connected(first);
			first.sendGet(uri);
			second.sendGet(uri);
			// On two event loops, either may be the second.
			List<String> bodies = List.of(first.read().body(), second.read().body());
			assertThat(bodies).containsExactlyInAnyOrder("1", EngineIoError.BAD_REQUEST.json());
			assertThat(second.get(uri).body()).isEqualTo(EngineIoError.UNKNOWN_SID.json());
		}
	}

	@Test
	void aSecondPostClosesTheSession() throws IOException {
		try (RawHttp first = this.server.connect(); RawHttp second = this.server.connect()) {
			String uri = connected(first);
			first.send("POST " + uri + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\n\r\n42");
			Awaitility.await().pollInterval(Duration.ofMillis(20)).until(() -> second.post(uri, "3").status() == 400);
			assertThat(second.get(uri).body()).contains("\"code\":1");
			assertThat(first.read().status()).isEqualTo(400);
			first.send("[]");
			assertThat(first.get(POLLING).status()).as("the connection lives").isEqualTo(200);
		}
	}

	@Test
	void anAbortedPollClosesTheSession() throws IOException {
		try (RawHttp http = this.server.connect()) {
			String uri = connected(http);
			try (RawHttp poll = this.server.connect()) {
				poll.sendGet(uri);
			}
			Awaitility.await().until(() -> http.post(uri, "3").status() == 400);
		}
	}

	@Test
	void aPostThatBreaksOffClosesTheSession() throws IOException {
		try (RawHttp http = this.server.connect()) {
			String uri = connected(http);
			try (RawHttp post = this.server.connect()) {
				post.send("POST " + uri + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\n\r\n42");
			}
			Awaitility.await().until(() -> http.get(uri).status() == 400);
		}
	}

	@Test
	void aMalformedPayloadClosesTheSession() throws IOException {
		try (RawHttp http = this.server.connect()) {
			String uri = connected(http);
			Answer answer = http.post(uri, "abc");
			assertThat(answer.status()).isEqualTo(400);
			assertThat(answer.body()).contains("\"code\":3");
			assertThat(http.get(uri).body()).contains("\"code\":1");
		}
	}

	@Test
	void aPayloadOverTheLimitIsRefused() throws IOException {
		try (RawHttp http = this.server.connect()) {
			String uri = connected(http);
			http.sendPost(uri, new byte[100_001]);
			assertThat(http.read().status()).isEqualTo(413);
			assertThat(http.isClosed()).isTrue();
		}
	}

	@Test
	void theClientClosesOnPolling() {
		// The post may overtake the poll; then the session is gone when the poll arrives.
		Awaitility.await().until(this::closesByPost, "6"::equals);
	}

	private String closesByPost() throws IOException {
		try (RawHttp poll = this.server.connect(); RawHttp post = this.server.connect()) {
			String uri = connected(poll);
			poll.sendGet(uri);
			assertThat(post.post(uri, "1").body()).isEqualTo("ok");
			String body = poll.read().body();
			assertThat(body).isIn("6", EngineIoError.UNKNOWN_SID.json());
			assertThat(poll.get(uri).body()).isEqualTo(EngineIoError.UNKNOWN_SID.json());
			return body;
		}
	}

	@Test
	void theServerClosesOnPolling() throws IOException {
		CountDownLatch gone = new CountDownLatch(1);
		this.server.server().addEventListener("bye", String.class, (client, data, ack) -> {
			client.sendEvent("last", data);
			ClientViews.socket(client).closeSession();
			gone.countDown();
		});
		try (RawHttp http = this.server.connect()) {
			String uri = connected(http);
			http.post(uri, "42[\"bye\",\"x\"]");
			assertThat(http.get(uri).body()).isEqualTo("42[\"last\",\"x\"]\u001e41");
			assertThat(gone.getCount()).isZero();
			assertThat(http.get(uri).body()).isEqualTo("1");
		}
	}

	@Test
	void otherMethodsForASessionAreRefusedAndDoNoHarm() throws IOException {
		try (RawHttp http = this.server.connect()) {
			String uri = connected(http);
			http.send("PUT " + uri + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\n\r\n1");
			assertThat(http.read().body()).contains("\"code\":2");
			http.post(uri, "42[\"echo\",1]");
			assertThat(http.get(uri).body()).contains("42[\"echo\",1]");
		}
	}

	@Test
	void theVersionOfASessionMayNotChange() throws IOException {
		try (RawHttp http = this.server.connect()) {
			String sid = open(http);
			assertThat(http.get(with(POLLING3, sid)).body()).contains("\"code\":3");
			assertThat(http.get(with("/socket.io/?transport=polling", sid)).body()).contains("\"code\":5");
		}
	}

	@Test
	void pingsAndClosesWithoutAPong() throws IOException {
		try (RawHttp http = this.server.connect()) {
			String uri = connected(http);
			for (int i = 0; i < 2; i++) {
				assertThat(http.get(uri).body()).isEqualTo("2");
				assertThat(http.post(uri, "3").body()).isEqualTo("ok");
			}
			assertThat(http.get(uri).body()).isEqualTo("2");
			assertThat(http.get(uri).body()).isEqualTo("1");
			assertThat(http.get(uri).status()).isEqualTo(400);
		}
		assertThat(this.server.engine().stats().closed().get(CloseReason.PING_TIMEOUT)).isPositive();
	}

	@Test
	void aPingOfAVersion4ClientClosesTheSession() throws IOException {
		try (RawHttp http = this.server.connect()) {
			String uri = connected(http);
			http.post(uri, "2");
			assertThat(http.get(uri).status()).isEqualTo(400);
		}
	}

	@Test
	void aSessionThatNeverConnectsIsClosed() throws IOException {
		try (RawHttp http = this.server.connect()) {
			assertThat(http.upgrade(WEBSOCKET).status()).isEqualTo(101);
			http.readText();
			long start = System.nanoTime();
			Frame frame = http.readFrame();
			while (frame.text().equals("2")) {
				http.sendText("3");
				frame = http.readFrame();
			}
			assertThat(frame.first()).isEqualTo(0x88);
			assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(Duration.ofSeconds(1),
					Duration.ofSeconds(5));
		}
		assertThat(this.server.engine().stats().closed().get(CloseReason.CONNECT_TIMEOUT)).isPositive();
	}

	@Test
	void echoesOnWebSocket() throws IOException {
		try (RawHttp http = webSocket()) {
			http.sendText("42[\"echo\",\"h\u00e9\"]");
			assertThat(readSkippingPings(http)).isEqualTo("42[\"echo\",\"h\u00e9\"]");
			http.sendText("451-[\"bin\",{\"_placeholder\":true,\"num\":0}]");
			byte[] data = new byte[70_000];
			Arrays.fill(data, (byte) 7);
			http.sendFrame(0x82, data);
			assertThat(readSkippingPings(http)).isEqualTo("451-[\"bin\",{\"_placeholder\":true,\"num\":0}]");
			Frame frame = http.readFrame();
			assertThat(frame.first()).isEqualTo(0x82);
			assertThat(frame.payload()).isEqualTo(data);
		}
	}

	@Test
	void aFrameMayComeByteByByte() throws IOException {
		try (RawHttp http = webSocket()) {
			byte[] text = "42[\"echo\",\"h\u00e9\"]".getBytes(StandardCharsets.UTF_8);
			byte[] frame = new byte[text.length + 6];
			frame[0] = (byte) 0x81;
			frame[1] = (byte) (0x80 | text.length);
			// A mask of zeros leaves the payload as it is.
			System.arraycopy(text, 0, frame, 6, text.length);
			for (byte next : frame) {
				http.send(new byte[] { next });
			}
			assertThat(readSkippingPings(http)).isEqualTo("42[\"echo\",\"h\u00e9\"]");
		}
	}

	@Test
	void aMalformedSocketIoPacketInAPostClosesTheSession() throws IOException {
		try (RawHttp http = this.server.connect()) {
			String uri = connected(http);
			assertThat(http.post(uri, "42[\"echo\"").body()).isEqualTo("ok");
			assertThat(http.get(uri).body()).isEqualTo(EngineIoError.UNKNOWN_SID.json());
		}
	}

	@Test
	void joinsFragmentsAndAnswersPingsBetween() throws IOException {
		try (RawHttp http = webSocket()) {
			http.sendFrame(0x01, "42[\"ec".getBytes(StandardCharsets.US_ASCII));
			http.sendFrame(0x89, new byte[] { 1, 2, 3 });
			http.sendFrame(0x00, "ho\",".getBytes(StandardCharsets.US_ASCII));
			http.sendFrame(0x80, "1]".getBytes(StandardCharsets.US_ASCII));
			Frame pong = http.readFrame();
			assertThat(pong.first()).isEqualTo(0x8A);
			assertThat(pong.payload()).containsExactly(1, 2, 3);
			assertThat(readSkippingPings(http)).isEqualTo("42[\"echo\",1]");
		}
	}

	@Test
	void closesAWebSocketAsTheRulesSay() throws IOException {
		byte[] large = new byte[60_000];
		Arrays.fill(large, (byte) 'x');
		assertClosed(1009, (http) -> http.sendFrame(0x81, new byte[100_001]));
		assertClosed(1009, (http) -> {
			http.sendFrame(0x01, large);
			http.sendFrame(0x00, large);
		});
		assertClosed(1007, (http) -> http.sendFrame(0x81, new byte[] { '4', (byte) 0xC3, '(' }));
		assertClosed(1002, (http) -> http.send(new byte[] { (byte) 0x81, 1, '4' }));
		assertClosed(1002, (http) -> http.sendFrame(0x83, new byte[] { '4' }));
		assertClosed(1002, (http) -> http.sendFrame(0xC1, new byte[] { '4' }));
		assertClosed(1002, (http) -> http.sendFrame(0x80, new byte[] { '4' }));
		assertClosed(1002, (http) -> http.sendText("abc"));
		assertClosed(1002, (http) -> http.sendText(""));
		assertClosed(1000, (http) -> http.sendText("1"));
		assertClosed(4321, (http) -> http.sendFrame(0x88, new byte[] { 0x10, (byte) 0xE1 }));
		assertClosed(1000, (http) -> http.sendFrame(0x88, new byte[0]));
	}

	private void assertClosed(int code, Action action) throws IOException {
		long before = this.server.engine().sessionCount();
		try (RawHttp http = webSocket()) {
			action.on(http);
			Frame frame = http.readFrame();
			while (frame.text().equals("2")) {
				frame = http.readFrame();
			}
			assertThat(frame.first()).isEqualTo(0x88);
			assertThat(frame.closeCode()).isEqualTo(code);
			http.sendFrame(0x88, frame.payload());
			assertThat(http.isClosed()).isTrue();
		}
		Awaitility.await().until(() -> this.server.engine().sessionCount() <= before);
	}

	@Test
	void aBadWebSocketHandshakeIsRefused() throws IOException {
		String[] good = { "Connection: keep-alive, Upgrade", "Upgrade: WebSocket", "Sec-WebSocket-Version: 13",
				"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==" };
		String[] bad = { "Connection: keep-alive", "Upgrade: h2c", "Sec-WebSocket-Version: 8",
				"Sec-WebSocket-Key: abc" };
		for (int i = 0; i < good.length; i++) {
			String[] headers = good.clone();
			headers[i] = bad[i];
			try (RawHttp http = this.server.connect()) {
				assertThat(http.get(WEBSOCKET, headers).body()).as(bad[i]).contains("\"code\":3");
			}
		}
		try (RawHttp http = this.server.connect()) {
			assertThat(http.get(POLLING, good).body()).contains("\"code\":3");
			Answer answer = http.get(WEBSOCKET, good);
			assertThat(answer.status()).isEqualTo(101);
			// The example of RFC 6455, section 1.3.
			assertThat(answer.header("sec-websocket-accept")).isEqualTo("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
		}
	}

	@Test
	void upgradesWithoutLossWhateverTheLoop() throws IOException {
		for (int round = 0; round < 10; round++) {
			try (RawHttp http = this.server.connect();
					RawHttp post = this.server.connect();
					RawHttp ws = this.server.connect()) {
				String uri = connected(http);
				http.sendGet(uri);
				assertThat(ws.upgrade(uri.replace("polling", "websocket")).status()).isEqualTo(101);
				ws.sendText("2probe");
				assertThat(ws.readText()).isEqualTo("3probe");
				assertThat(http.read().body()).isEqualTo("6");
				for (int i = 0; i < 20; i++) {
					post.post(uri, "42[\"echo\"," + i + "]");
				}
				ws.sendText("5");
				ws.sendText("42[\"echo\",20]");
				for (int i = 0; i <= 20; i++) {
					assertThat(readSkippingPings(ws)).isEqualTo("42[\"echo\"," + i + "]");
				}
				assertThat(http.get(uri).body()).contains("\"code\":3");
			}
		}
	}

	@Test
	void aPollDuringAnUpgradeIsEndedSoon() throws IOException {
		try (RawHttp http = this.server.connect(); RawHttp ws = this.server.connect()) {
			String uri = connected(http);
			ws.upgrade(uri.replace("polling", "websocket"));
			ws.sendText("2probe");
			assertThat(ws.readText()).isEqualTo("3probe");
			assertThat(http.get(uri).body()).isEqualTo("6");
		}
	}

	@Test
	void anUpgradeThatNeverCompletesIsGivenUp() throws IOException {
		try (RawHttp http = this.server.connect(); RawHttp ws = this.server.connect()) {
			String uri = connected(http);
			ws.upgrade(uri.replace("polling", "websocket"));
			Frame frame = ws.readFrame();
			assertThat(frame.first()).isEqualTo(0x88);
			http.post(uri, "42[\"echo\",1]");
			assertThat(http.get(uri).body()).contains("42[\"echo\",1]");
		}
	}

	@Test
	void aWrongProbeOnlyEndsTheUpgrade() throws IOException {
		for (String wrong : List.of("2", "2prob", "2probes", "4probe", "40", "")) {
			try (RawHttp http = this.server.connect(); RawHttp ws = this.server.connect()) {
				String uri = connected(http);
				ws.upgrade(uri.replace("polling", "websocket"));
				ws.sendText(wrong);
				assertThat(ws.readFrame().first()).as(wrong).isEqualTo(0x88);
				http.post(uri, "42[\"echo\",1]");
				assertThat(http.get(uri).body()).contains("42[\"echo\",1]");
			}
		}
	}

	@Test
	void aSecondWebSocketIsClosed() throws IOException {
		try (RawHttp http = this.server.connect();
				RawHttp ws = this.server.connect();
				RawHttp second = this.server.connect()) {
			String uri = connected(http).replace("polling", "websocket");
			ws.upgrade(uri);
			ws.sendText("2probe");
			assertThat(ws.readText()).isEqualTo("3probe");
			second.upgrade(uri);
			assertThat(second.readFrame().first()).isEqualTo(0x88);
			ws.sendText("5");
			ws.sendText("42[\"echo\",1]");
			assertThat(readSkippingPings(ws)).isEqualTo("42[\"echo\",1]");
		}
	}

	@Test
	void theBytesOfAnImpatientClientAreNotLost() throws IOException {
		try (RawHttp http = this.server.connect()) {
			http.send("GET " + WEBSOCKET + " HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
					+ "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
			http.sendText("40");
			assertThat(http.read().status()).isEqualTo(101);
			assertThat(http.readText()).startsWith("0");
			assertThat(http.readText()).startsWith("40");
		}
	}

	@Test
	void servesVersion3OnPolling() throws IOException {
		try (RawHttp http = this.server.connect()) {
			Answer answer = http.get(POLLING3);
			String uri = with(POLLING3, answer.sid());
			String open = answer.body().substring(answer.body().indexOf(':') + 1);
			assertThat(answer.body()).startsWith((open.length() - 4) + ":0{").endsWith("2:40");
			assertThat(http.post(uri, "14:42[\"echo\",\"\u20ac\"]1:2").body()).isEqualTo("ok");
			assertThat(http.get(uri).body()).isEqualTo("14:42[\"echo\",\"\u20ac\"]1:3");
		}
	}

	@Test
	void servesVersion3BinaryOnPolling() throws IOException {
		try (RawHttp http = this.server.connect()) {
			String uri = with(POLLING3, http.get(POLLING3).sid());
			String head = "451-[\"bin\",{\"_placeholder\":true,\"num\":0}]";
			assertThat(http.post(uri, head.length() + ":" + head + "10:b4AQIDBA==").body()).isEqualTo("ok");
			Answer binary = http.get(uri);
			assertThat(binary.header("content-type")).isEqualTo("application/octet-stream");
			String expected = "\0\4\1\u00ff" + head + "\1\5\u00ff\4\1\2\3\4";
			assertThat(new String(binary.bytes(), StandardCharsets.ISO_8859_1)).isEqualTo(expected);
			http.sendPost(uri, expected.getBytes(StandardCharsets.ISO_8859_1),
					"Content-Type: application/octet-stream");
			assertThat(http.read().body()).isEqualTo("ok");
			assertThat(http.get(uri).bytes()).isEqualTo(expected.getBytes(StandardCharsets.ISO_8859_1));
		}
	}

	@Test
	void servesVersion3Base64() throws IOException {
		try (RawHttp http = this.server.connect()) {
			String uri = with(POLLING3, http.get(POLLING3 + "&b64=1").sid());
			String head = "451-[\"bin\",{\"_placeholder\":true,\"num\":0}]";
			String payload = head.length() + ":" + head + "10:b4AQIDBA==";
			http.post(uri, payload);
			assertThat(http.get(uri).body()).isEqualTo(payload);
		}
	}

	@Test
	void servesJsonp() throws IOException {
		try (RawHttp http = this.server.connect()) {
			Answer answer = http.get(POLLING3 + "&j=0");
			assertThat(answer.header("content-type")).isEqualTo("text/javascript; charset=UTF-8");
			assertThat(answer.body()).startsWith("___eio[0](\"").endsWith("2:40\");").contains(":0{\\\"sid\\\":\\\"");
			String sid = answer.body().replaceAll("(?s).*sid\\\\\":\\\\\"([0-9a-f-]{36}).*", "$1");
			String uri = with(POLLING3, sid) + "&j=1";
			Answer taken = http.post(uri, "d=14%3A42%5B%22echo%22%2C%22a%22%5D",
					"Content-Type: application/x-www-form-urlencoded");
			assertThat(taken.body()).isEqualTo("ok");
			assertThat(http.get(uri).body()).isEqualTo("___eio[1](\"14:42[\\\"echo\\\",\\\"a\\\"]\");");
		}
	}

	@Test
	void servesVersion3OnWebSocket() throws IOException {
		try (RawHttp http = this.server.connect()) {
			http.upgrade("/socket.io/?EIO=3&transport=websocket");
			assertThat(http.readText()).startsWith("0{");
			assertThat(http.readText()).isEqualTo("40");
			http.sendText("2abc");
			assertThat(http.readText()).isEqualTo("3abc");
			http.sendText("451-[\"bin\",{\"_placeholder\":true,\"num\":0}]");
			http.sendFrame(0x82, new byte[] { 4, 1, 2 });
			assertThat(http.readText()).startsWith("451-");
			assertThat(http.readFrame().payload()).containsExactly(4, 1, 2);
			http.sendText("451-[\"bin\",{\"_placeholder\":true,\"num\":0}]");
			http.sendText("b4AQI=");
			assertThat(http.readText()).startsWith("451-");
			assertThat(http.readFrame().payload()).containsExactly(4, 1, 2);
		}
	}

	@Test
	void closesAVersion3ClientThatDoesNotPing() throws IOException {
		try (RawHttp http = this.server.connect()) {
			String uri = with(POLLING3, http.get(POLLING3).sid());
			assertThat(http.get(uri).body()).isEqualTo("1:1");
			assertThat(http.get(uri).body()).contains("\"code\":1");
		}
	}

	@Test
	void sendsBase64OnAWebSocketThatAsksForIt() throws IOException {
		try (RawHttp http = this.server.connect()) {
			http.upgrade(WEBSOCKET + "&b64=1");
			http.readText();
			http.sendText("40");
			http.readText();
			http.sendText("451-[\"bin\",{\"_placeholder\":true,\"num\":0}]");
			http.sendText("bAQI=");
			assertThat(readSkippingPings(http)).startsWith("451-");
			assertThat(http.readText()).isEqualTo("b" + Base64.getEncoder().encodeToString(new byte[] { 1, 2 }));
		}
	}

	@Test
	void refusesOtherOriginsOnBothTransports() throws IOException {
		try (RawHttp http = this.server.connect()) {
			Answer refused = http.get(POLLING, "Origin: https://evil.example");
			assertThat(refused.status()).isEqualTo(403);
			assertThat(refused.body()).isEqualTo("{\"code\":4,\"message\":\"Forbidden\"}");
			assertThat(refused.header("access-control-allow-origin")).isEmpty();
			assertThat(http.upgrade(WEBSOCKET, "Origin: https://evil.example").status()).isEqualTo(403);
			Answer listed = http.get(POLLING, "Origin: https://good.example");
			assertThat(listed.status()).isEqualTo(200);
			assertThat(listed.header("access-control-allow-origin")).isEqualTo("https://good.example");
			assertThat(http.get(POLLING, "Origin: http://localhost").status()).isEqualTo(200);
			assertThat(http.upgrade(WEBSOCKET, "Origin: https://good.example").status()).isEqualTo(101);
		}
	}

	@Test
	void aPreflightOpensNoSession() throws IOException {
		long before = this.server.engine().stats().opened();
		try (RawHttp http = this.server.connect()) {
			http.send("OPTIONS " + POLLING + " HTTP/1.1\r\nHost: localhost\r\nOrigin: https://good.example\r\n"
					+ "Access-Control-Request-Method: POST\r\n\r\n");
			Answer answer = http.read();
			assertThat(answer.status()).isEqualTo(204);
			assertThat(answer.header("access-control-allow-origin")).isEqualTo("https://good.example");
			assertThat(answer.header("access-control-allow-methods")).contains("POST");
		}
		assertThat(this.server.engine().stats().opened()).isEqualTo(before);
	}

	@Test
	void theHandshakeIsToldWhole() throws IOException {
		try (RawHttp http = this.server.connect()) {
			String uri = with(POLLING,
					http.get(POLLING + "&token=unique-1&x=a&x=b", "X-Mine: 1", "Cookie: io=abc").sid());
			HandshakeData data = this.handshakes.stream()
				.filter((handshake) -> "unique-1".equals(handshake.getSingleUrlParam("token")))
				.findFirst()
				.orElseThrow();
			assertThat(data.getHttpHeaders().get("x-mine")).isEqualTo("1");
			assertThat(data.getUrlParams()).containsEntry("x", List.of("a", "b"));
			assertThat(data.getAddress().getPort()).isEqualTo(http.socket().getLocalPort());
			assertThat(data.getLocal().getPort()).isEqualTo(this.server.port());
			assertThat(data.getUrl()).startsWith(POLLING);
			http.post(uri, "40\u001e42[\"user\",\"\"]");
			assertThat(http.get(uri).body()).endsWith("42[\"user\",\"u1\"]");
		}
	}

	@Test
	void aClientThatDoesNotReadIsClosed() throws IOException {
		long before = this.server.engine().stats().closed().get(CloseReason.SLOW_CLIENT);
		try (RawHttp http = webSocket()) {
			String filler = "x".repeat(10_000);
			Awaitility.await().atMost(20, TimeUnit.SECONDS).until(() -> {
				for (int i = 0; i < 100; i++) {
					this.server.server().getBroadcastOperations().sendEvent("fill", filler);
				}
				return this.server.engine().stats().closed().get(CloseReason.SLOW_CLIENT) > before;
			});
			assertThat(http.isClosed()).isTrue();
		}
	}

	@Test
	void aPollingClientThatDoesNotPollIsClosed() throws IOException {
		try (RawHttp http = this.server.connect()) {
			long before = this.server.engine().stats().closed().get(CloseReason.SLOW_CLIENT);
			String uri = connected(http);
			String filler = "x".repeat(10_000);
			for (int i = 0; i < 150; i++) {
				this.server.server().getBroadcastOperations().sendEvent("fill", filler);
			}
			// Sessions that other tests left may be closed for the same before this one.
			SessionId id = SessionId.parse(uri.substring(uri.indexOf("&sid=") + 5));
			Awaitility.await().until(() -> this.server.engine().find(id) == null);
			assertThat(this.server.engine().stats().closed().get(CloseReason.SLOW_CLIENT)).isGreaterThan(before);
			assertThat(http.get(uri).status()).isEqualTo(400);
		}
	}

	@Test
	void countsSessionsByTransport() throws IOException {
		try (RawHttp http = this.server.connect(); RawHttp ws = webSocket()) {
			connected(http);
			EngineIoStats stats = this.server.engine().stats();
			assertThat(stats.polling4()).isPositive();
			assertThat(stats.webSocket4()).isPositive();
			assertThat(ws.socket().isConnected()).isTrue();
		}
	}

	@Test
	void messagesOfOtherThreadsKeepTheirOrder() throws IOException {
		try (RawHttp http = webSocket()) {
			http.sendText("42[\"echo\",\"who\"]");
			readSkippingPings(http);
			int count = 2000;
			for (int i = 0; i < count; i++) {
				this.server.server().getBroadcastOperations().sendEvent("order", i);
			}
			for (int i = 0; i < count; i++) {
				String text = readSkippingPings(http);
				if (!text.startsWith("42[\"order\"")) {
					i--;
					continue;
				}
				assertThat(text).isEqualTo("42[\"order\"," + i + "]");
			}
		}
	}

	@Test
	void closingEndsAllSessionsAndRefusesNewOnes() throws IOException {
		try (TestServer other = new TestServer(TestDefaults.ENGINE_IO, 2);
				RawHttp poll = other.connect();
				RawHttp ws = other.connect()) {
			ConcurrentLinkedQueue<String> gone = new ConcurrentLinkedQueue<>();
			other.server().addDisconnectListener((client) -> gone.add(client.getTransport().getValue()));
			String uri = connected(poll);
			poll.sendGet(uri);
			ws.upgrade(WEBSOCKET);
			ws.readText();
			ws.sendText("40");
			ws.readText();
			other.engine().close().join();
			assertThat(poll.read().body()).isEqualTo("1");
			assertThat(ws.isClosed()).as("without a close frame, from which the Java client would not come back")
				.isTrue();
			assertThat(gone).containsExactlyInAnyOrder("polling", "websocket");
			assertThat(poll.get(POLLING).status()).isEqualTo(503);
			assertThat(other.engine().sessionCount()).isZero();
		}
	}

	@Test
	void compressesWhereAskedTo() throws IOException {
		EngineIoSettings settings = EngineIoSettingsBuilder.create()
			.httpCompression(true)
			.webSocketCompression(true)
			.compressionThreshold(200)
			.build();
		try (TestServer other = new TestServer(settings, 1); RawHttp http = other.connect()) {
			other.server()
				.addEventListener("echo", String.class, (client, data, ack) -> client.sendEvent("echo", data));
			String uri = connected(http);
			String event = "42[\"echo\",\"" + "x".repeat(300) + "\"]";
			http.post(uri, event);
			Answer answer = http.get(uri, "Accept-Encoding: deflate, gzip");
			assertThat(answer.header("content-encoding")).isEqualTo("gzip");
			try (GZIPInputStream in = new GZIPInputStream(new java.io.ByteArrayInputStream(answer.bytes()))) {
				assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo(event);
			}
			http.post(uri, event);
			assertThat(http.get(uri).body()).isEqualTo(event);
			http.post(uri, "42[\"echo\",\"x\"]");
			assertThat(http.get(uri, "Accept-Encoding: gzip").header("content-encoding")).isEmpty();
			try (RawHttp ws = other.connect()) {
				assertThat(ws.upgrade(WEBSOCKET, "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits")
					.header("sec-websocket-extensions")).startsWith("permessage-deflate");
			}
		}
	}

	/** Something done on a connection. */
	@FunctionalInterface
	private interface Action {

		void on(RawHttp http) throws IOException;

	}

}
