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

package io.github.stickycluster.engineio;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link Departure}: how long polling clients that have no poll under way are
 * waited for.
 */
@Timeout(60)
class DepartureTests {

	private static final String POLLING = "/socket.io/?EIO=4&transport=polling";

	private static final Duration GRACE = Duration.ofSeconds(30);

	private TestServer server;

	@BeforeEach
	void start() throws IOException {
		this.server = new TestServer(EngineIoSettings.DEFAULTS, 1).start();
		this.server.server()
			.addEventListener("echo", String.class, (client, text, ack) -> client.sendEvent("echo", text));
	}

	@AfterEach
	void stop() {
		this.server.close();
	}

	@Test
	void whoHasNothingToFetchIsNotWaitedFor() throws IOException {
		try (RawHttp http = this.server.connect()) {
			String uri = connected(http);
			assertThat(depart()).succeedsWithin(Duration.ofSeconds(2));
			assertThat(http.get(uri).body()).isEqualTo(EngineIoError.UNKNOWN_SID.json());
		}
	}

	@Test
	void whoHasSomethingToFetchMayFetchIt() throws IOException {
		try (RawHttp http = this.server.connect()) {
			String uri = connected(http);
			http.post(uri, "42[\"echo\",\"last\"]");
			CompletableFuture<Void> gone = depart();
			await().until(() -> this.server.engine().stats().closed().values().stream().anyMatch((count) -> count > 0));
			assertThat(gone).isNotDone();
			assertThat(http.get(uri).body()).isEqualTo("42[\"echo\",\"last\"]\u001e1");
			assertThat(gone).succeedsWithin(Duration.ofSeconds(2));
		}
	}

	@Test
	void whoDoesNotFetchItIsNotWaitedForLong() throws IOException {
		try (RawHttp http = this.server.connect()) {
			String uri = connected(http);
			http.post(uri, "42[\"echo\",\"last\"]");
			assertThat(depart()).succeedsWithin(GRACE.dividedBy(3));
			assertThat(http.get(uri).body()).isEqualTo(EngineIoError.UNKNOWN_SID.json());
		}
	}

	private CompletableFuture<Void> depart() {
		return this.server.engine().depart(Duration.ZERO, GRACE);
	}

	private static String connected(RawHttp http) throws IOException {
		String uri = POLLING + "&sid=" + http.get(POLLING).sid();
		http.post(uri, "40");
		assertThat(http.get(uri).body()).startsWith("40{");
		return uri;
	}

}
