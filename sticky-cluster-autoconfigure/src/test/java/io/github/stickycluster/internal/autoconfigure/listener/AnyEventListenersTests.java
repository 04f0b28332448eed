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

import java.time.Duration;
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
import io.github.stickycluster.test.SocketTestClient;
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
	void aMethodThatReturnsNothingHearsAllEventsAndAnswersNone() {
		try (SocketTestClient client = connect("/")) {
			client.emitWithAck("own", "a", List.of(1)).expect().hasArguments("own a");
			client.emitWithAck("other", 2).expectError().hasStatus(404);
			assertThat(this.audit.heard).containsExactly("own [\"a\", [1]] 127.0.0.1", "listener a",
					"other [2] 127.0.0.1");
		}
	}

	@Test
	void theExceptionOfTheMethodIsTheAnswer() {
		try (SocketTestClient client = connect("/")) {
			client.emitWithAck("forbidden").expectError().hasStatus(403);
			assertThat(this.audit.heard).doesNotContain("listener forbidden");
		}
	}

	@Test
	void theReturnedValueAnswersWhatNoListenerDoes() {
		try (SocketTestClient client = connect("/answers")) {
			client.emitWithAck("own").expect().hasArguments("own");
			client.emitWithAck("other", 1, 2).expect().hasArguments("any other 2");
			client.emitWithAck("fails").expectError().hasStatus(409);
		}
	}

	@Test
	void anAckRequestAnswersWhatNoListenerDoes() {
		try (SocketTestClient client = connect("/requests")) {
			client.emitWithAck("own").expect().hasArguments("own");
			client.emitWithAck("other").expect().hasArguments("any other");
		}
	}

	private SocketTestClient connect(String namespace) {
		this.audit.heard.clear();
		return SocketTestClient.bindToPort(this.port).namespace(namespace).timeout(Duration.ofSeconds(20)).connect();
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
