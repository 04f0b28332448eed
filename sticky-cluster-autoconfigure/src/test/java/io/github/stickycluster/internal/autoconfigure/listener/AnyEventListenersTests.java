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

package io.github.stickycluster.internal.autoconfigure.listener;

import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;

import com.corundumstudio.socketio.AckRequest;
import com.corundumstudio.socketio.SocketIOClient;
import io.github.stickycluster.autoconfigure.LocalStickyClusterPort;
import io.github.stickycluster.autoconfigure.StickyClusterAutoConfiguration;
import io.github.stickycluster.socketio.Handshake;
import io.github.stickycluster.socketio.OnAnyEvent;
import io.github.stickycluster.socketio.OnEvent;
import io.github.stickycluster.socketio.SocketNamespace;
import io.github.stickycluster.testsupport.JavaClient;
import org.json.JSONArray;
import org.json.JSONException;
import org.json.JSONObject;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for methods with {@link OnAnyEvent}.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.NONE,
		properties = { "sticky-cluster.port=0", "sticky-cluster.address=127.0.0.1", "sticky-cluster.workers.count=1" })
class AnyEventListenersTests {

	@LocalStickyClusterPort
	private int port;

	@Autowired
	private Audit audit;

	@Test
	void aMethodThatReturnsNothingHearsAllEventsAndAnswersNone() throws JSONException {
		try (JavaClient client = connect("/")) {
			assertThat(client.emitWithAck("own", "a", new JSONArray(List.of(1)))).containsExactly("own a");
			assertThat(status(client, "other", 2)).isEqualTo(404);
			assertThat(this.audit.heard).containsExactly("own [\"a\", [1]] 127.0.0.1", "listener a",
					"other [2] 127.0.0.1");
		}
	}

	@Test
	void theExceptionOfTheMethodIsTheAnswer() throws JSONException {
		try (JavaClient client = connect("/")) {
			assertThat(status(client, "forbidden")).isEqualTo(403);
			assertThat(this.audit.heard).doesNotContain("listener forbidden");
		}
	}

	@Test
	void theReturnedValueAnswersWhatNoListenerDoes() throws JSONException {
		try (JavaClient client = connect("/answers")) {
			assertThat(client.emitWithAck("own")).containsExactly("own");
			assertThat(client.emitWithAck("other", 1, 2)).containsExactly("any other 2");
			assertThat(status(client, "fails")).isEqualTo(409);
		}
	}

	@Test
	void anAckRequestAnswersWhatNoListenerDoes() {
		try (JavaClient client = connect("/requests")) {
			assertThat(client.emitWithAck("own")).containsExactly("own");
			assertThat(client.emitWithAck("other")).containsExactly("any other");
		}
	}

	private JavaClient connect(String namespace) {
		this.audit.heard.clear();
		JavaClient client = JavaClient.create(this.port, namespace, "127.0.0.1", (options) -> {
		});
		client.socket().connect();
		await().until(client.socket()::connected);
		return client;
	}

	private static int status(JavaClient client, String event, Object... arguments) throws JSONException {
		Object[] ack = client.emitWithAck(event, arguments);
		assertThat(ack).hasSize(1);
		return ((JSONObject) ack[0]).getJSONObject("error").getInt("status");
	}

	static class Audit {

		private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

		@OnAnyEvent
		void any(String event, SocketIOClient client, List<JsonNode> arguments, Handshake handshake) {
			if (event.equals("forbidden")) {
				throw new ResponseStatusException(HttpStatus.FORBIDDEN);
			}
			this.heard.add(event + " " + arguments + " " + handshake.clientAddress().getAddress().getHostAddress());
		}

		@OnEvent("own")
		String own(String text) {
			this.heard.add("listener " + text);
			return "own " + text;
		}

		@OnEvent("forbidden")
		void forbidden() {
			this.heard.add("listener forbidden");
		}

	}

	@SocketNamespace("/answers")
	static class Answers {

		@OnAnyEvent
		CompletableFuture<String> any(List<JsonNode> arguments, String event) {
			return event.equals("fails")
					? CompletableFuture.failedFuture(new ResponseStatusException(HttpStatus.CONFLICT))
					: CompletableFuture.completedFuture("any " + event + " " + arguments.size());
		}

		@OnEvent("own")
		String own() {
			return "own";
		}

	}

	@SocketNamespace("/requests")
	static class Requests {

		@OnAnyEvent
		void any(AckRequest ack, String event) {
			ack.sendAckData("any " + event);
		}

		@OnEvent("own")
		String own() {
			return "own";
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(StickyClusterAutoConfiguration.class)
	static class Application {

		@Bean
		Audit audit() {
			return new Audit();
		}

		@Bean
		Answers answers() {
			return new Answers();
		}

		@Bean
		Requests requests() {
			return new Requests();
		}

	}

}
