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

package io.github.stickycluster.interop;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

import com.corundumstudio.socketio.SocketIOServer;
import io.github.stickycluster.internal.engineio.HandshakeHooks;
import io.github.stickycluster.socketio.Handshake;
import io.github.stickycluster.socketio.HandshakeDecision;
import io.github.stickycluster.testkit.TestServer;
import io.github.stickycluster.testsupport.NodeProgram;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of what JavaScript clients hear of a decision about their handshake.
 */
@Tag("once")
@Timeout(60)
class HandshakeJavaScriptTests {

	@Test
	void clientsHearOfTheDecision() throws Exception {
		HandshakeHooks hooks = new HandshakeHooks(List.of(HandshakeJavaScriptTests::decide), List.of());
		try (TestServer server = TestServer.start((settings) -> settings.handshakes(hooks),
				(SocketIOServer ignored) -> {
				})) {
			JsonNode outcomes = run("http://127.0.0.1:" + server.port());
			assertOutcomes(outcomes.get("sio4"), "xhr poll error 403 {\"code\":4,\"message\":\"No entry\"}");
			assertOutcomes(outcomes.get("sio2"), "xhr poll error 403");
		}
	}

	private static void assertOutcomes(JsonNode outcomes, String refused) {
		assertThat(outcomes.get("polling refuse").asString()).isEqualTo(refused);
		assertThat(outcomes.get("websocket refuse").asString()).startsWith("websocket error");
		assertThat(outcomes.get("polling later").asString()).isEqualTo("connected");
		assertThat(outcomes.get("websocket later").asString()).isEqualTo("connected");
	}

	private static CompletionStage<HandshakeDecision> decide(Handshake handshake) {
		HandshakeDecision decision = "refuse".equals(handshake.parameter("does")) ? HandshakeDecision.refuse("No entry")
				: HandshakeDecision.admit();
		return CompletableFuture.supplyAsync(() -> decision,
				CompletableFuture.delayedExecutor(50, TimeUnit.MILLISECONDS));
	}

	private static JsonNode run(String url) throws Exception {
		return NodeProgram.run("handshake-client.js", url);
	}

}
