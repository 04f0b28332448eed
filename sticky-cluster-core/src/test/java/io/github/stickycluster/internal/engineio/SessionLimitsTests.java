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

import io.github.stickycluster.testkit.HttpAnswer;
import io.github.stickycluster.testkit.HttpRequest;
import io.github.stickycluster.testkit.RawWebSocket;
import io.github.stickycluster.testkit.TestServer;
import io.github.stickycluster.testkit.Wire;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests of the bounds on sessions.
 */
@Timeout(30)
class SessionLimitsTests {

	private static final HttpRequest WEBSOCKET = RawWebSocket.handshake("/socket.io/?EIO=4&transport=websocket");

	private static final HttpRequest POLLING = HttpRequest.get("/socket.io/?EIO=4&transport=polling");

	@Test
	void sessionsOfOneClientAreBounded() {
		try (TestServer server = start(0, 2);
				Wire one = Wire.to(server.port());
				Wire two = Wire.to(server.port());
				Wire other = Wire.from("127.0.0.2", server.port())) {
			assertThat(one.exchange(WEBSOCKET).status()).isEqualTo(101);
			assertThat(two.exchange(POLLING).status()).isEqualTo(200);
			HttpAnswer refused = two.exchange(POLLING);
			assertThat(refused.status()).isEqualTo(429);
			assertThat(refused.header("Retry-After")).isEqualTo("5");
			assertThat(other.exchange(POLLING).status()).isEqualTo(200);
			one.endOutput();
			await().until(() -> two.exchange(POLLING).status() == 200);
		}
	}

	@Test
	void clientsBehindATrustedProxyAreBoundedByTheirOwnAddresses() {
		try (TestServer server = TestServer.start((settings) -> settings.sessions(0, 2).trustedProxy("127.0.0.1"),
				(io) -> {
				});
				Wire proxy = Wire.to(server.port());
				Wire other = Wire.to(server.port());
				Wire direct = Wire.from("127.0.0.2", server.port())) {
			HttpRequest first = POLLING.header("X-Forwarded-For", "203.0.113.1");
			HttpRequest second = POLLING.header("X-Forwarded-For", "203.0.113.2");
			assertThat(proxy.exchange(first).status()).isEqualTo(200);
			assertThat(other.exchange(first).status()).isEqualTo(200);
			assertThat(proxy.exchange(first).status()).isEqualTo(429);
			assertThat(proxy.exchange(second).status()).isEqualTo(200);
			assertThat(proxy.exchange(second).status()).isEqualTo(200);
			assertThat(other.exchange(second).status()).isEqualTo(429);
			// Who is no trusted proxy cannot have as many addresses as it likes.
			assertThat(direct.exchange(first).status()).isEqualTo(200);
			assertThat(direct.exchange(second).status()).isEqualTo(200);
			assertThat(direct.exchange(POLLING.header("X-Forwarded-For", "203.0.113.3")).status()).isEqualTo(429);
		}
	}

	@Test
	void sessionsInAllAreBounded() {
		try (TestServer server = start(2, 0);
				Wire one = Wire.to(server.port());
				Wire two = Wire.from("127.0.0.2", server.port())) {
			assertThat(one.exchange(POLLING).status()).isEqualTo(200);
			assertThat(one.exchange(POLLING).status()).isEqualTo(200);
			HttpAnswer refused = two.exchange(WEBSOCKET);
			assertThat(refused.status()).isEqualTo(503);
			assertThat(refused.header("Retry-After")).isEqualTo("5");
		}
	}

	private static TestServer start(int most, int mostPerClient) {
		return TestServer.start((settings) -> settings.sessions(most, mostPerClient), (io) -> {
		});
	}

}
