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

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;

import com.corundumstudio.socketio.AuthorizationListener;
import com.corundumstudio.socketio.AuthorizationResult;
import com.corundumstudio.socketio.HandshakeData;
import com.corundumstudio.socketio.SocketIOServer;
import io.github.stickycluster.testkit.Frame;
import io.github.stickycluster.testkit.HttpAnswer;
import io.github.stickycluster.testkit.HttpRequest;
import io.github.stickycluster.testkit.RawWebSocket;
import io.github.stickycluster.testkit.TestServer;
import io.github.stickycluster.testkit.TestSettings;
import io.github.stickycluster.testkit.Wire;
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

	private static final Duration LONG = Duration.ofSeconds(10);

	private static final String POLLING3 = "/socket.io/?EIO=3&transport=polling";

	private final ConcurrentLinkedQueue<HandshakeData> handshakes = new ConcurrentLinkedQueue<>();

	private TestServer server;

	@BeforeAll
	void start() {
		AuthorizationListener listener = (data) -> {
			this.handshakes.add(data);
			String token = data.getSingleUrlParam("token");
			if ("boom".equals(token)) {
				throw new IllegalStateException("expected");
			}
			return new AuthorizationResult(!"bad".equals(token), Map.of("user", "u1"));
		};
		this.server = TestServer.start((settings) -> settings
			.engine((engine) -> engine.pingInterval(Duration.ofMillis(600))
				.pingTimeout(Duration.ofMillis(400))
				.connectTimeout(Duration.ofSeconds(2))
				.upgradeTimeout(Duration.ofMillis(500))
				.maxPayload(100_000)
				.maxPendingBytes(1_000_000)
				.allowedOrigins(List.of("https://good.example")))
			.configure((configuration) -> configuration.setAuthorizationListener(listener)), (server) -> {
			});
		echo(this.server.server());
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

	private static HttpRequest get(String target, String... headers) {
		return new HttpRequest("GET", target, String.join("\r\n", headers) + "\r\n", new byte[0]);
	}

	private static String with(String uri, String sid) {
		return uri + "&sid=" + sid;
	}

	private static String open(Wire http) {
		return http.get(POLLING).sid();
	}

	private static String connected(Wire http) {
		String uri = with(POLLING, open(http));
		assertThat(http.post(uri, "40").text()).isEqualTo("ok");
		assertThat(http.get(uri).text()).startsWith("40{\"sid\":\"");
		return uri;
	}

	private Wire connect() {
		return Wire.to(this.server.worker().port());
	}

	private RawWebSocket open(String target) {
		return RawWebSocket.open(connect(), RawWebSocket.handshake(target));
	}

	private RawWebSocket webSocket() {
		RawWebSocket socket = open(WEBSOCKET);
		assertThat(socket.text()).startsWith("0{\"sid\":\"").contains("\"upgrades\":[]");
		assertThat(socket.send("40").text()).startsWith("40{\"sid\":\"");
		return socket;
	}

	private static String readSkippingPings(RawWebSocket socket) {
		String text = socket.text();
		while (text.equals("2")) {
			text = socket.send("3").text();
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
		try (Wire http = connect()) {
			http.send(method + " " + uri + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n");
			HttpAnswer answer = http.answer();
			assertThat(answer.status()).isEqualTo(status);
			assertThat(answer.header("content-type")).isEqualTo("application/json");
			assertThat(answer.text()).isEqualTo("{\"code\":" + code + ",\"message\":\"" + message + "\"}");
			assertThat(http.get(POLLING).status()).as("the connection lives").isEqualTo(200);
		}
	}

	@Test
	void aPostThatBreaksOffClosesTheSession() {
		try (Wire http = connect()) {
			String uri = connected(http);
			try (Wire post = connect()) {
				post.send("POST " + uri + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\n\r\n42");
			}
			Awaitility.await().until(() -> http.get(uri).status() == 400);
		}
	}

	@Test
	void aMalformedPayloadClosesTheSession() {
		try (Wire http = connect()) {
			String uri = connected(http);
			HttpAnswer answer = http.post(uri, "abc");
			assertThat(answer.status()).isEqualTo(400);
			assertThat(answer.text()).contains("\"code\":3");
			assertThat(http.get(uri).text()).contains("\"code\":1");
		}
	}

	@Test
	void otherMethodsForASessionAreRefusedAndDoNoHarm() {
		try (Wire http = connect()) {
			String uri = connected(http);
			http.send("PUT " + uri + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\n\r\n1");
			assertThat(http.answer().text()).contains("\"code\":2");
			http.post(uri, "42[\"echo\",1]");
			assertThat(http.get(uri).text()).contains("42[\"echo\",1]");
		}
	}

	@Test
	void theVersionOfASessionMayNotChange() {
		try (Wire http = connect()) {
			String sid = open(http);
			assertThat(http.get(with(POLLING3, sid)).text()).contains("\"code\":3");
			assertThat(http.get(with("/socket.io/?transport=polling", sid)).text()).contains("\"code\":5");
		}
	}

	@Test
	void aPingOfAVersion4ClientClosesTheSession() {
		try (Wire http = connect()) {
			String uri = connected(http);
			http.post(uri, "2");
			assertThat(http.get(uri).status()).isEqualTo(400);
		}
	}

	@Test
	void aMalformedSocketIoPacketInAPostClosesTheSession() {
		try (Wire http = connect()) {
			String uri = connected(http);
			assertThat(http.post(uri, "42[\"echo\"").text()).isEqualTo("ok");
			assertThat(http.get(uri).text()).isEqualTo(EngineIoError.UNKNOWN_SID.json());
		}
	}

	@Test
	void closesAWebSocketAsTheRulesSay() {
		byte[] large = new byte[60_000];
		Arrays.fill(large, (byte) 'x');
		assertClosed(1009, (http) -> http.send(new Frame(true, 0x1, new byte[100_001])));
		assertClosed(1009, (http) -> {
			http.send(new Frame(false, 0x1, large));
			http.send(new Frame(false, 0x0, large));
		});
		assertClosed(1007, (http) -> http.send(new Frame(true, 0x1, new byte[] { '4', (byte) 0xC3, '(' })));
		assertClosed(1002, (http) -> http.wire().send(new byte[] { (byte) 0x81, 1, '4' }));
		assertClosed(1002, (http) -> http.send(new Frame(true, 0x3, new byte[] { '4' })));
		assertClosed(1002, (http) -> http.send(new Frame(true, 0x41, new byte[] { '4' })));
		assertClosed(1002, (http) -> http.send(new Frame(true, 0x0, new byte[] { '4' })));
		assertClosed(1002, (http) -> http.send("abc"));
		assertClosed(1002, (http) -> http.send(""));
		assertClosed(1000, (http) -> http.send("1"));
		assertClosed(4321, (http) -> http.send(new Frame(true, 0x8, new byte[] { 0x10, (byte) 0xE1 })));
		assertClosed(1000, (http) -> http.send(new Frame(true, 0x8, new byte[0])));
	}

	private void assertClosed(int code, Action action) {
		long before = this.server.engine().sessionCount();
		try (RawWebSocket http = webSocket()) {
			action.on(http);
			Frame frame = http.frame();
			while (frame.text().equals("2")) {
				frame = http.frame();
			}
			assertThat(frame.opcode()).isEqualTo(Frame.CLOSE);
			assertThat(frame.closeStatus()).isEqualTo(code);
			http.send(new Frame(true, 0x8, frame.payload()));
			assertThat(http.closesWithin(LONG)).isTrue();
		}
		Awaitility.await().until(() -> this.server.engine().sessionCount() <= before);
	}

	@Test
	void aBadWebSocketHandshakeIsRefused() {
		String[] good = { "Connection: keep-alive, Upgrade", "Upgrade: WebSocket", "Sec-WebSocket-Version: 13",
				"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==" };
		String[] bad = { "Connection: keep-alive", "Upgrade: h2c", "Sec-WebSocket-Version: 8",
				"Sec-WebSocket-Key: abc" };
		for (int i = 0; i < good.length; i++) {
			String[] headers = good.clone();
			headers[i] = bad[i];
			try (Wire http = connect()) {
				assertThat(http.exchange(get(WEBSOCKET, headers)).text()).as(bad[i]).contains("\"code\":3");
			}
		}
		try (Wire http = connect()) {
			assertThat(http.exchange(get(POLLING, good)).text()).contains("\"code\":3");
			HttpAnswer answer = http.exchange(get(WEBSOCKET, good));
			assertThat(answer.status()).isEqualTo(101);
			// The example of RFC 6455, section 1.3.
			assertThat(answer.header("sec-websocket-accept")).isEqualTo("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
		}
	}

	@Test
	void upgradesWithoutLossWhateverTheLoop() {
		for (int round = 0; round < 10; round++) {
			try (Wire http = connect(); Wire post = connect()) {
				String uri = connected(http);
				http.send(HttpRequest.get(uri));
				RawWebSocket ws = open(uri.replace("polling", "websocket"));
				assertThat(ws.send("2probe").text()).isEqualTo("3probe");
				assertThat(http.answer().text()).isEqualTo("6");
				for (int i = 0; i < 20; i++) {
					post.post(uri, "42[\"echo\"," + i + "]");
				}
				ws.send("5");
				ws.send("42[\"echo\",20]");
				for (int i = 0; i <= 20; i++) {
					assertThat(readSkippingPings(ws)).isEqualTo("42[\"echo\"," + i + "]");
				}
				assertThat(http.get(uri).text()).contains("\"code\":3");
				ws.close();
			}
		}
	}

	@Test
	void theBytesOfAnImpatientClientAreNotLost() {
		try (Wire http = connect()) {
			http.send("GET " + WEBSOCKET + " HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
					+ "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
			http.send(Frame.text("40").masked());
			assertThat(http.answer().status()).isEqualTo(101);
			RawWebSocket socket = RawWebSocket.on(http);
			assertThat(socket.text()).startsWith("0");
			assertThat(socket.text()).startsWith("40");
		}
	}

	@Test
	void servesVersion3OnPolling() {
		try (Wire http = connect()) {
			HttpAnswer answer = http.get(POLLING3);
			String uri = with(POLLING3, answer.sid());
			String open = answer.text().substring(answer.text().indexOf(':') + 1);
			assertThat(answer.text()).startsWith((open.length() - 4) + ":0{").endsWith("2:40");
			assertThat(http.post(uri, "14:42[\"echo\",\"\u20ac\"]1:2").text()).isEqualTo("ok");
			assertThat(http.get(uri).text()).isEqualTo("14:42[\"echo\",\"\u20ac\"]1:3");
		}
	}

	@Test
	void servesVersion3BinaryOnPolling() {
		try (Wire http = connect()) {
			String uri = with(POLLING3, http.get(POLLING3).sid());
			String head = "451-[\"bin\",{\"_placeholder\":true,\"num\":0}]";
			assertThat(http.post(uri, head.length() + ":" + head + "10:b4AQIDBA==").text()).isEqualTo("ok");
			HttpAnswer binary = http.get(uri);
			assertThat(binary.header("content-type")).isEqualTo("application/octet-stream");
			String expected = "\0\4\1\u00ff" + head + "\1\5\u00ff\4\1\2\3\4";
			assertThat(new String(binary.body(), StandardCharsets.ISO_8859_1)).isEqualTo(expected);
			http.send(
					HttpRequest.post(uri, "application/octet-stream", expected.getBytes(StandardCharsets.ISO_8859_1)));
			assertThat(http.answer().text()).isEqualTo("ok");
			assertThat(http.get(uri).body()).isEqualTo(expected.getBytes(StandardCharsets.ISO_8859_1));
		}
	}

	@Test
	void servesVersion3Base64() {
		try (Wire http = connect()) {
			String uri = with(POLLING3, http.get(POLLING3 + "&b64=1").sid());
			String head = "451-[\"bin\",{\"_placeholder\":true,\"num\":0}]";
			String payload = head.length() + ":" + head + "10:b4AQIDBA==";
			http.post(uri, payload);
			assertThat(http.get(uri).text()).isEqualTo(payload);
		}
	}

	@Test
	void servesJsonp() {
		try (Wire http = connect()) {
			HttpAnswer answer = http.get(POLLING3 + "&j=0");
			assertThat(answer.header("content-type")).isEqualTo("text/javascript; charset=UTF-8");
			assertThat(answer.text()).startsWith("___eio[0](\"").endsWith("2:40\");").contains(":0{\\\"sid\\\":\\\"");
			String uri = with(POLLING3, answer.sid()) + "&j=1";
			HttpAnswer taken = http.exchange(HttpRequest.post(uri, "application/x-www-form-urlencoded",
					"d=14%3A42%5B%22echo%22%2C%22a%22%5D".getBytes(StandardCharsets.US_ASCII)));
			assertThat(taken.text()).isEqualTo("ok");
			assertThat(http.get(uri).text()).isEqualTo("___eio[1](\"14:42[\\\"echo\\\",\\\"a\\\"]\");");
		}
	}

	@Test
	void servesVersion3OnWebSocket() {
		try (RawWebSocket http = open("/socket.io/?EIO=3&transport=websocket")) {
			assertThat(http.text()).startsWith("0{");
			assertThat(http.text()).isEqualTo("40");
			http.send("2abc");
			assertThat(http.text()).isEqualTo("3abc");
			http.send("451-[\"bin\",{\"_placeholder\":true,\"num\":0}]");
			http.send(new Frame(true, 0x2, new byte[] { 4, 1, 2 }));
			assertThat(http.text()).startsWith("451-");
			assertThat(http.frame().payload()).containsExactly(4, 1, 2);
			http.send("451-[\"bin\",{\"_placeholder\":true,\"num\":0}]");
			http.send("b4AQI=");
			assertThat(http.text()).startsWith("451-");
			assertThat(http.frame().payload()).containsExactly(4, 1, 2);
		}
	}

	@Test
	void closesAVersion3ClientThatDoesNotPing() {
		try (Wire http = connect()) {
			String uri = with(POLLING3, http.get(POLLING3).sid());
			assertThat(http.get(uri).text()).isEqualTo("1:1");
			assertThat(http.get(uri).text()).contains("\"code\":1");
		}
	}

	@Test
	void sendsBase64OnAWebSocketThatAsksForIt() {
		try (RawWebSocket http = open(WEBSOCKET + "&b64=1")) {
			http.text();
			http.send("40");
			http.text();
			http.send("451-[\"bin\",{\"_placeholder\":true,\"num\":0}]");
			http.send("bAQI=");
			assertThat(readSkippingPings(http)).startsWith("451-");
			assertThat(http.text()).isEqualTo("b" + Base64.getEncoder().encodeToString(new byte[] { 1, 2 }));
		}
	}

	@Test
	void theHandshakeIsToldWhole() {
		try (Wire http = connect()) {
			String uri = with(POLLING,
					http.exchange(get(POLLING + "&token=unique-1&x=a&x=b", "X-Mine: 1", "Cookie: io=abc")).sid());
			HandshakeData data = this.handshakes.stream()
				.filter((handshake) -> "unique-1".equals(handshake.getSingleUrlParam("token")))
				.findFirst()
				.orElseThrow();
			assertThat(data.getHttpHeaders().get("x-mine")).isEqualTo("1");
			assertThat(data.getUrlParams()).containsEntry("x", List.of("a", "b"));
			assertThat(data.getAddress().getPort()).isEqualTo(http.localPort());
			assertThat(data.getLocal().getPort()).isEqualTo(this.server.worker().port());
			assertThat(data.getUrl()).startsWith(POLLING);
			http.post(uri, "40\u001e42[\"user\",\"\"]");
			assertThat(http.get(uri).text()).endsWith("42[\"user\",\"u1\"]");
		}
	}

	@Test
	void countsSessionsByTransport() {
		try (Wire http = connect(); RawWebSocket ws = webSocket()) {
			connected(http);
			EngineIoStats stats = this.server.engine().stats();
			assertThat(stats.polling4()).isPositive();
			assertThat(stats.webSocket4()).isPositive();
			assertThat(readSkippingPings(ws.send("42[\"echo\",1]"))).isEqualTo("42[\"echo\",1]");
		}
	}

	@Test
	void messagesOfOtherThreadsKeepTheirOrder() {
		try (RawWebSocket http = webSocket()) {
			http.send("42[\"echo\",\"who\"]");
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
	void closingEndsAllSessionsAndRefusesNewOnes() {
		try (TestServer other = TestServer.start((server) -> {
		}); Wire poll = Wire.to(other.worker().port()); Wire upgrade = Wire.to(other.worker().port())) {
			ConcurrentLinkedQueue<String> gone = new ConcurrentLinkedQueue<>();
			other.server().addDisconnectListener((client) -> gone.add(client.getTransport().getValue()));
			String uri = connected(poll);
			poll.send(HttpRequest.get(uri));
			RawWebSocket ws = RawWebSocket.open(upgrade, RawWebSocket.handshake(WEBSOCKET));
			ws.text();
			ws.send("40").text();
			other.engine().close().join();
			assertThat(poll.answer().text()).isEqualTo("1");
			assertThat(upgrade.rest()).as("without a close frame, from which the Java client would not come back")
				.isEmpty();
			assertThat(gone).containsExactlyInAnyOrder("polling", "websocket");
			assertThat(poll.get(POLLING).status()).isEqualTo(503);
			assertThat(other.engine().sessionCount()).isZero();
		}
	}

	@Test
	void compressesWhereAskedTo() throws IOException {
		Consumer<TestSettings> compressed = (settings) -> settings
			.engine((engine) -> engine.httpCompression(true).webSocketCompression(true).compressionThreshold(200));
		try (TestServer other = TestServer.start(compressed, EngineIoServerTests::echo);
				Wire http = Wire.to(other.worker().port())) {
			String uri = connected(http);
			String event = "42[\"echo\",\"" + "x".repeat(300) + "\"]";
			http.post(uri, event);
			HttpAnswer answer = http.exchange(get(uri, "Accept-Encoding: deflate, gzip"));
			assertThat(answer.header("content-encoding")).isEqualTo("gzip");
			try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(answer.body()))) {
				assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo(event);
			}
			http.post(uri, event);
			assertThat(http.get(uri).text()).isEqualTo(event);
			http.post(uri, "42[\"echo\",\"x\"]");
			assertThat(http.exchange(get(uri, "Accept-Encoding: gzip")).header("content-encoding")).isEmpty();
			try (Wire ws = Wire.to(other.worker().port())) {
				HttpRequest handshake = RawWebSocket.handshake(WEBSOCKET)
					.header("Sec-WebSocket-Extensions", "permessage-deflate; client_max_window_bits");
				assertThat(ws.exchange(handshake).header("sec-websocket-extensions")).startsWith("permessage-deflate");
			}
		}
	}

	private static void echo(SocketIOServer server) {
		server.addEventListener("echo", Object.class, (client, data, ack) -> client.sendEvent("echo", data));
	}

	/** Something done on a connection. */
	@FunctionalInterface
	private interface Action {

		void on(RawWebSocket http);

	}

}
