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
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.zip.GZIPInputStream;

import com.corundumstudio.socketio.AuthorizationListener;
import com.corundumstudio.socketio.AuthorizationResult;
import com.corundumstudio.socketio.HandshakeData;
import io.github.stickycluster.internal.engineio.RawHttp.Answer;
import io.github.stickycluster.internal.engineio.RawHttp.Frame;
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
 * Tests for what {@link EngineIoServer} does beyond the protocol, which the conformance
 * tests hold it to.
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
	void aPingOfAVersion4ClientClosesTheSession() throws IOException {
		try (RawHttp http = this.server.connect()) {
			String uri = connected(http);
			http.post(uri, "2");
			assertThat(http.get(uri).status()).isEqualTo(400);
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
