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
import java.util.List;

import io.github.stickycluster.testkit.HttpRequest;
import io.github.stickycluster.testkit.Open;
import io.github.stickycluster.testkit.RawWebSocket;
import io.github.stickycluster.testkit.TestServer;
import io.github.stickycluster.testkit.Wire;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that a request reaches the worker of its session, on whatever connection it
 * comes, as it does behind a reverse proxy.
 */
@Conformance
class RoutingTests {

	private static final String POLLING = "/socket.io/?EIO=4&transport=polling";

	private final List<String> sids = new ArrayList<>();

	private TestServer server;

	@BeforeEach
	void openSessionsOnAllWorkers() {
		this.server = EchoServer.start((settings) -> settings.workers(4));
		for (int i = 1; i <= 40; i++) {
			try (Wire wire = Wire.from("127.0.0." + i, this.server.port())) {
				this.sids.add(Open.parse(wire.exchange(HttpRequest.get(POLLING)).text()).sid());
			}
		}
		assertThat(this.server.sessions()).hasSize(4).allMatch((count) -> count > 0);
	}

	@AfterEach
	void stop() {
		this.server.close();
	}

	@Test
	@Statement("HTTP-004")
	void oneConnectionCarriesSessionsOfAllWorkers() {
		try (Wire wire = Wire.to(this.server.port())) {
			for (String sid : this.sids) {
				assertThat(wire.exchange(HttpRequest.post(POLLING + "&sid=" + sid, "40")).text()).isEqualTo("ok");
			}
			for (String sid : this.sids) {
				assertThat(wire.exchange(HttpRequest.get(POLLING + "&sid=" + sid)).text()).startsWith("40{");
				String event = "42[\"message\",\"" + sid + "\"]";
				assertThat(wire.exchange(HttpRequest.post(POLLING + "&sid=" + sid, event)).text()).isEqualTo("ok");
				assertThat(wire.exchange(HttpRequest.get(POLLING + "&sid=" + sid)).text())
					.isEqualTo("42[\"message-back\",\"" + sid + "\"]");
			}
		}
	}

	@Test
	@Statement("HTTP-004")
	void pipelinedRequestsOfAllWorkersAreAnsweredInOrder() {
		try (Wire wire = Wire.to(this.server.port())) {
			this.sids.forEach((sid) -> wire.send(HttpRequest.post(POLLING + "&sid=" + sid, "40")));
			this.sids.forEach((sid) -> assertThat(wire.answer().text()).isEqualTo("ok"));
			this.sids.forEach((sid) -> wire.send(HttpRequest.get(POLLING + "&sid=" + sid)));
			List<String> answers = new ArrayList<>();
			this.sids.forEach((sid) -> answers.add(wire.answer().text()));
			assertThat(answers).doesNotHaveDuplicates().allMatch((answer) -> answer.startsWith("40{"));
		}
	}

	@Test
	@Statement("HTTP-004")
	void webSocketOfAnySessionMayFollowOtherRequests() {
		for (String sid : this.sids) {
			try (Wire wire = Wire.to(this.server.port())) {
				wire.exchange(HttpRequest.get(POLLING));
				HttpRequest handshake = RawWebSocket.handshake("/socket.io/?EIO=4&transport=websocket&sid=" + sid);
				try (RawWebSocket socket = RawWebSocket.open(wire, handshake)) {
					assertThat(socket.send("2probe").text()).isEqualTo("3probe");
					assertThat(socket.send("5").send("40").text()).startsWith("40{");
					assertThat(socket.send("42[\"message\",1]").text()).isEqualTo("42[\"message-back\",1]");
				}
			}
		}
	}

}
