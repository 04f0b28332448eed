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

package io.github.stickycluster.proxy;

import io.github.stickycluster.autoconfigure.LocalStickyClusterPort;
import io.github.stickycluster.testkit.HttpRequest;
import io.github.stickycluster.testkit.RawWebSocket;
import io.github.stickycluster.testkit.Wire;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.test.context.SpringBootTest;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whose page a request is from, where a proxy has changed the host: the proxy at
 * 127.0.0.9 is trusted, and its clients see {@code https://chat.example}.
 */
class ForwardedOriginTests {

	private static final String POLLING = "/socket.io/?EIO=4&transport=polling";

	private static int ask(String from, int port, String origin, String... fields) {
		try (Wire wire = Wire.from(from, port)) {
			HttpRequest request = HttpRequest.get(POLLING).header("Host", "app:9092").header("Origin", origin);
			for (int i = 0; i < fields.length; i += 2) {
				request = request.header(fields[i], fields[i + 1]);
			}
			return wire.exchange(request).status();
		}
	}

	@Nested
	@SpringBootTest(classes = WhoAmIApplication.class, webEnvironment = SpringBootTest.WebEnvironment.NONE,
			properties = { "sticky-cluster.port=0", "sticky-cluster.address=127.0.0.1",
					"sticky-cluster.workers.count=1", "sticky-cluster.client-address.trusted-proxies=127.0.0.9" })
	class XForwarded {

		@LocalStickyClusterPort
		private int port;

		@ParameterizedTest
		@CsvSource(nullValues = "-",
				value = { "https://chat.example, chat.example, -, https", "https://chat.example, chat.example, -, -",
						"wss://chat.example, chat.example:443, -, https",
						"https://chat.example, chat.example, 443, https",
						"https://chat.example:8443, chat.example, 8443, https",
						"https://chat.example:8443, chat.example:8443, 9092, https",
						"https://chat.example, chat.example, 9092, http", "http://chat.example, chat.example, 80, http",
						"https://chat.example, 'chat.example, app:9092', -, 'https, http'",
						"https://[2001:db8::1], [2001:DB8:0::1]:443, -, https" })
		void hostThatTheProxyTellsIsTheServersOwn(String origin, String host, String port, String proto) {
			assertThat(ask("127.0.0.9", this.port, origin, fields(host, port, proto))).isEqualTo(200);
			assertThat(ask("127.0.0.1", this.port, origin, fields(host, port, proto))).isEqualTo(403);
		}

		@ParameterizedTest
		@CsvSource(nullValues = "-", value = { "https://evil.example, chat.example, 443, https",
				"http://chat.example, chat.example, 443, https", "https://chat.example:8443, chat.example, 443, https",
				"http://app:9092, chat.example, 443, https", "https://app:9092, chat.example, -, -",
				"https://chat.example, 'app:9092, chat.example', -, -" })
		void otherOriginsAreForbidden(String origin, String host, String port, String proto) {
			assertThat(ask("127.0.0.9", this.port, origin, fields(host, port, proto))).isEqualTo(403);
		}

		@Test
		void hostItselfCountsWhereTheProxyTellsNone() {
			assertThat(ask("127.0.0.9", this.port, "http://app:9092")).isEqualTo(200);
			assertThat(ask("127.0.0.9", this.port, "https://app:9092", "X-Forwarded-Proto", "https")).isEqualTo(200);
			assertThat(ask("127.0.0.9", this.port, "http://app:9092", "X-Forwarded-Proto", "https")).isEqualTo(403);
		}

		@Test
		void headerThatIsNotConfiguredCountsForNothing() {
			assertThat(ask("127.0.0.9", this.port, "https://chat.example", "Forwarded",
					"for=192.0.2.1;host=chat.example;proto=https"))
				.isEqualTo(403);
		}

		@Test
		void webSocketsFollowTheSameRule() {
			try (Wire wire = Wire.from("127.0.0.9", this.port)) {
				HttpRequest handshake = RawWebSocket.handshake("/socket.io/?EIO=4&transport=websocket")
					.header("Host", "app:9092")
					.header("Origin", "wss://chat.example")
					.header("X-Forwarded-Host", "chat.example:443");
				assertThat(wire.exchange(handshake).status()).isEqualTo(101);
			}
		}

		private static String[] fields(String host, String port, String proto) {
			String all = "X-Forwarded-Host\n" + host + ((port != null) ? "\nX-Forwarded-Port\n" + port : "")
					+ ((proto != null) ? "\nX-Forwarded-Proto\n" + proto : "");
			return all.split("\n");
		}

	}

	@Nested
	@SpringBootTest(classes = WhoAmIApplication.class, webEnvironment = SpringBootTest.WebEnvironment.NONE,
			properties = { "sticky-cluster.port=0", "sticky-cluster.address=127.0.0.1",
					"sticky-cluster.workers.count=1",
					"sticky-cluster.client-address.trusted-proxies=127.0.0.9,10.0.0.0/8",
					"sticky-cluster.client-address.header=Forwarded" })
	class Rfc7239 {

		@LocalStickyClusterPort
		private int port;

		@ParameterizedTest
		@CsvSource(delimiter = '|', value = { "https://chat.example | for=192.0.2.1;host=chat.example;proto=https",
				"wss://chat.example | for=192.0.2.1;Host=\"chat.example:443\";Proto=https",
				"https://chat.example:8443 | host=\"chat.example:8443\"",
				"https://chat.example | for=192.0.2.1;host=chat.example;proto=https, for=10.0.0.1;host=app;proto=http",
				"https://chat.example | for=192.0.2.1;host=chat.example, for=10.0.0.1" })
		void hostThatTheProxyTellsIsTheServersOwn(String origin, String forwarded) {
			assertThat(ask("127.0.0.9", this.port, origin, "Forwarded", forwarded)).isEqualTo(200);
			assertThat(ask("127.0.0.1", this.port, origin, "Forwarded", forwarded)).isEqualTo(403);
		}

		@ParameterizedTest
		@CsvSource(delimiter = '|', value = { "http://chat.example | for=192.0.2.1;host=chat.example;proto=https",
				"https://evil.example | for=192.0.2.9;host=evil.example;proto=https, for=192.0.2.1;host=chat.example",
				"https://app:9092 | for=192.0.2.1;host=chat.example;proto=https" })
		void whatAClientSaysIsNotReached(String origin, String forwarded) {
			assertThat(ask("127.0.0.9", this.port, origin, "Forwarded", forwarded)).isEqualTo(403);
		}

	}

}
