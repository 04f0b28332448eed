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

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;

import io.github.stickycluster.testkit.HttpAnswer;
import io.github.stickycluster.testkit.HttpRequest;
import io.github.stickycluster.testkit.RawWebSocket;
import io.github.stickycluster.testkit.TestServer;
import io.github.stickycluster.testkit.Wire;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of request heads that two servers might read differently, and of other versions
 * of HTTP.
 */
@Conformance
class RequestHeadTests {

	private static final String POLLING = "/socket.io/?EIO=4&transport=polling";

	private static TestServer server;

	@BeforeAll
	static void start() {
		server = EchoServer.start();
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "X-A: b\r\n c", "X-A: b\r\n\tc", "Origin: http://127.0.0.1\r\n .evil.example",
			"X-A: b\r\n ", "X-A:\r\n b" })
	@Statement("HTTP-010")
	void foldedFieldIsRefused(String fields) {
		try (Wire wire = Wire.to(server.port())) {
			wire.send("GET " + POLLING + " HTTP/1.1\r\nHost: 127.0.0.1\r\n" + fields + "\r\n\r\n");
			assertThat(wire.answer().status()).isEqualTo(400);
			assertThat(wire.isEnded()).isTrue();
		}
	}

	@Test
	@Statement("HTTP-010")
	void foldedFieldIsRefusedHoweverItIsCut() {
		String request = "GET " + POLLING + " HTTP/1.1\r\nHost: 127.0.0.1\r\nX-A: b\r\n c\r\n\r\n";
		byte[] bytes = request.getBytes(StandardCharsets.US_ASCII);
		try (Wire wire = Wire.to(server.port())) {
			assertThat(wire.trickle(bytes).answer().status()).isEqualTo(400);
		}
		int line = request.indexOf("\r\n c");
		for (int cut = line - 1; cut < line + 5; cut++) {
			try (Wire wire = Wire.to(server.port())) {
				wire.send(request.substring(0, cut));
				assertThat(wire.silentFor(Duration.ofMillis(20))).isTrue();
				assertThat(wire.send(request.substring(cut)).answer().status()).as("cut at %d", cut).isEqualTo(400);
			}
		}
	}

	@Test
	@Statement("HTTP-010")
	void foldedFieldOfALaterRequestIsRefused() {
		try (Wire wire = Wire.to(server.port())) {
			String first = "GET " + POLLING + " HTTP/1.1\r\nHost: a\r\n\r\n";
			wire.send(first + first.replace("Host: a", "Host: a\r\n b"));
			assertThat(wire.answer().status()).isEqualTo(200);
			assertThat(wire.answer().status()).isEqualTo(400);
		}
	}

	@Test
	@Statement("HTTP-010")
	void bodyMayHaveLinesThatBeginWithASpace() {
		try (Wire wire = Wire.to(server.port())) {
			String sid = wire.exchange(HttpRequest.get(POLLING)).text().replaceAll(".*\"sid\":\"([^\"]+)\".*", "$1");
			HttpRequest post = HttpRequest.post(POLLING + "&sid=" + sid, "40\u001e42[\"message\",\n 1]");
			assertThat(wire.exchange(post).status()).isEqualTo(200);
			wire.send(HttpRequest.of("POST", POLLING + "&sid=" + sid).header("Transfer-Encoding", "chunked"));
			wire.send("f\r\n42[\"message\",\n \r\n2\r\n1]\r\n0\r\n\r\n");
			assertThat(wire.answer().status()).isEqualTo(200);
			assertThat(wire.exchange(HttpRequest.get(POLLING + "&sid=" + sid)).status()).isEqualTo(200);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "HTTP/2.0", "HTTP/0.9", "HTTP/3.0", "HTTP/9.9" })
	@Statement("HTTP-011")
	void anotherMajorVersionIsRefusedWith505(String version) {
		try (Wire wire = Wire.to(server.port())) {
			wire.send("GET " + POLLING + " " + version + "\r\nHost: a\r\n\r\n");
			assertThat(wire.answer().status()).isEqualTo(505);
			assertThat(wire.isEnded()).isTrue();
		}
	}

	@Test
	@Statement("HTTP-011")
	void prefaceOfHttp2IsRefusedWith505() {
		try (Wire wire = Wire.to(server.port())) {
			wire.send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
			assertThat(wire.answer().status()).isEqualTo(505);
		}
	}

	@Test
	@Statement("HTTP-012")
	void higherMinorVersionIsServedAsHttp11() throws IOException {
		try (Wire wire = Wire.to(server.port())) {
			for (int i = 0; i < 2; i++) {
				wire.send("GET " + POLLING + " HTTP/1.2\r\nHost: a\r\n\r\n");
				HttpAnswer answer = wire.answer();
				assertThat(answer.status()).isEqualTo(200);
				assertThat(answer.hasHeader("Connection")).isFalse();
			}
			String handshake = new String(RawWebSocket.handshake("/socket.io/?EIO=4&transport=websocket").bytes(),
					StandardCharsets.US_ASCII);
			wire.send(handshake.replace("HTTP/1.1", "HTTP/1.9"));
			assertThat(new String(wire.read(12), StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 101");
		}
	}

	@Test
	@Statement("HTTP-012")
	void higherMinorVersionGetsNoLaxerFraming() {
		try (Wire wire = Wire.to(server.port())) {
			wire.send("POST " + POLLING
					+ "&sid=x HTTP/1.2\r\nHost: a\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
			assertThat(wire.answer().status()).isEqualTo(400);
			assertThat(wire.isEnded()).isTrue();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "Host", "Origin" })
	@Statement("HTTP-013")
	void secondHostOrOriginIsRefused(String name) {
		try (Wire wire = Wire.to(server.port())) {
			HttpRequest request = HttpRequest.get(POLLING)
				.header(name, "http://127.0.0.1")
				.header(name.toLowerCase(Locale.ROOT), "http://127.0.0.1");
			assertThat(wire.exchange(request).status()).isEqualTo(400);
		}
	}

}
