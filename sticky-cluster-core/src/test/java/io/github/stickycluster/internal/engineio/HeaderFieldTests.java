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

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;

import io.github.stickycluster.testkit.EngineIoSettingsBuilder;
import io.github.stickycluster.testkit.HttpAnswer;
import io.github.stickycluster.testkit.HttpRequest;
import io.github.stickycluster.testkit.TestServer;
import io.github.stickycluster.testkit.Wire;
import io.github.stickycluster.testsupport.Footprint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of what a request's header fields may take.
 */
@Timeout(60)
class HeaderFieldTests {

	private static final String POLLING = "/socket.io/?EIO=4&transport=polling";

	private static final int SESSIONS = 150;

	@Test
	void publicPortTakesAHundredFields() {
		try (TestServer server = TestServer.start((io) -> {
		})) {
			assertThat(status(server.port(), 100)).isEqualTo(200);
			assertThat(status(server.port(), 101)).isEqualTo(431);
			assertThat(status(server.port(), 1_900)).isEqualTo(431);
		}
	}

	/** A dispatcher adds some to those that it relays. */
	@Test
	void portOfAWorkerTakesAFewMore() {
		try (TestServer server = start((engine) -> {
		})) {
			assertThat(status(server.worker().port(), 116)).isEqualTo(200);
			assertThat(status(server.worker().port(), 117)).isEqualTo(431);
		}
	}

	private static int status(int port, int fields) {
		try (Wire wire = Wire.to(port)) {
			wire.send("GET " + POLLING + " HTTP/1.1\r\n" + "a:\r\n".repeat(fields - 1) + "Host: a\r\n\r\n");
			return wire.answer().status();
		}
	}

	@Test
	void trailersOfABodyAreBoundedAsWell() {
		try (TestServer server = start((engine) -> {
		}); Wire wire = Wire.to(server.worker().port())) {
			String sid = sid(wire);
			String chunked = "POST " + POLLING + "&sid=" + sid
					+ " HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n40\r\n0\r\n";
			assertThat(wire.send(chunked + "a:\r\n".repeat(100) + "\r\n").answer().status()).isEqualTo(200);
			assertThat(wire.send(chunked + "a:\r\n".repeat(200) + "\r\n").answer().status()).isEqualTo(400);
		}
	}

	@Test
	void pollThatWaitsKeepsLittleOfItsHead() {
		List<Wire> wires = new ArrayList<>();
		try (TestServer server = start((engine) -> {
		})) {
			List<HttpRequest> polls = new ArrayList<>();
			for (int i = 0; i < SESSIONS; i++) {
				Wire wire = Wire.to(server.worker().port());
				wires.add(wire);
				polls.add(poll(sid(wire)));
			}
			Footprint taken = Footprint.of(() -> {
				IntStream.range(0, SESSIONS).forEach((i) -> wires.get(i).send(polls.get(i)));
				awaitLoop(server);
			});
			assertThat(taken.total() / SESSIONS).isLessThan(6_000);
		}
		finally {
			wires.forEach(Wire::close);
		}
	}

	private static TestServer start(Consumer<EngineIoSettingsBuilder> change) {
		return TestServer.start((settings) -> settings.loops(1).engine(change), (server) -> {
		});
	}

	/** The server has one event loop, which takes what has come before. */
	private static void awaitLoop(TestServer server) {
		try (Wire last = Wire.to(server.worker().port())) {
			sid(last);
			sid(last);
		}
	}

	private static HttpRequest poll(String sid) {
		HttpRequest poll = HttpRequest.get(POLLING + "&sid=" + sid);
		for (int i = 0; i < 95; i++) {
			poll = poll.header("x-" + i, "x".repeat(60));
		}
		return poll;
	}

	@Test
	void answerToAPollThatWaitedHasWhatItsHeadAskedFor() {
		try (TestServer server = start((engine) -> engine.allowedOrigins(List.of("https://page.example"))
			.httpCompression(true)
			.compressionThreshold(0)); Wire wire = Wire.to(server.worker().port())) {
			String sid = sid(wire);
			wire.exchange(HttpRequest.post(POLLING + "&sid=" + sid, "40"));
			wire.exchange(HttpRequest.get(POLLING + "&sid=" + sid));
			HttpRequest poll = HttpRequest.get(POLLING + "&sid=" + sid)
				.header("Origin", "https://page.example")
				.header("Accept-Encoding", "gzip")
				.header("Connection", "close");
			wire.send(poll);
			awaitLoop(server);
			server.server().getBroadcastOperations().sendEvent("event", "text");
			HttpAnswer answer = wire.answer();
			assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo("https://page.example");
			assertThat(answer.header("Content-Encoding")).isEqualTo("gzip");
			assertThat(answer.header("Connection")).isEqualTo("close");
			assertThat(wire.isEnded()).isTrue();
		}
	}

	private static String sid(Wire wire) {
		String open = wire.exchange(HttpRequest.get(POLLING)).text();
		int start = open.indexOf("\"sid\":\"") + 7;
		return open.substring(start, open.indexOf('"', start));
	}

}
