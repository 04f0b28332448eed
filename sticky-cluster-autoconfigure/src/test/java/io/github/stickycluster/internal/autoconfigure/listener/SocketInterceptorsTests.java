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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import com.corundumstudio.socketio.AckRequest;
import com.corundumstudio.socketio.SocketIOClient;
import com.corundumstudio.socketio.SocketIOServer;
import io.github.stickycluster.autoconfigure.LocalStickyClusterPort;
import io.github.stickycluster.autoconfigure.StickyClusterAutoConfiguration;
import io.github.stickycluster.socketio.ConnectRefusedException;
import io.github.stickycluster.socketio.Handshake;
import io.github.stickycluster.socketio.OnAnyEvent;
import io.github.stickycluster.socketio.OnConnect;
import io.github.stickycluster.socketio.OnEvent;
import io.github.stickycluster.socketio.SocketExceptionHandler;
import io.github.stickycluster.socketio.SocketInterceptor;
import io.github.stickycluster.socketio.SocketIoServerCustomizer;
import io.github.stickycluster.socketio.SocketNamespace;
import io.github.stickycluster.test.SocketTestClient;
import io.github.stickycluster.test.SocketTestClientBuilder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.StringNode;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link SocketInterceptor} beans.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.NONE,
		properties = { "sticky-cluster.port=0", "sticky-cluster.address=127.0.0.1", "sticky-cluster.workers.count=1" })
class SocketInterceptorsTests {

	@LocalStickyClusterPort
	private int port;

	@Autowired
	private Log log;

	@BeforeEach
	void clear() {
		this.log.lines.clear();
	}

	// Connecting

	@Test
	void refusesAClientWithMessageAndData() {
		client("/", Map.of("token", "wrong")).expectConnectError()
			.hasMessage("Unknown token")
			.hasData(Map.of("hint", "log in"));
	}

	@Test
	void refusesAClientByAnExceptionWithAStatus() {
		client("/", Map.of("token", "late")).expectConnectError()
			.hasMessage("Come back tomorrow")
			.hasData(Map.of("status", 403, "title", "Forbidden", "detail", "Come back tomorrow"));
	}

	@Test
	void hidesTheFailureOfAnInterceptorFromTheClientThatItRefuses() {
		client("/", Map.of("token", "fails")).expectConnectError().hasMessage("Internal error");
	}

	@Test
	void attributesAreThereForTheListeners() {
		try (SocketTestClient client = connect("/", Map.of("token", "anna"))) {
			assertThat(client.isConnected()).isTrue();
			await().untilAsserted(() -> assertThat(this.log.lines).contains("connected anna"));
		}
	}

	// Events

	@Test
	void interceptsInOrderAndTellsTheEndInReverseOrder() {
		try (SocketTestClient client = connect("/", Map.of())) {
			client.emitWithAck("echo", "a").expect().hasArguments("a+");
			await().untilAsserted(() -> assertThat(this.log.lines).containsSubsequence("before 1 echo [a]",
					"before 2 echo [a+]", "listener a+", "after 2 echo null", "after 1 echo null"));
		}
	}

	@Test
	void rejectsAnEventWithAProblem() {
		try (SocketTestClient client = connect("/", Map.of())) {
			client.emitWithAck("echo", "forbidden").expectError().hasStatus(403);
			client.emitWithAck("echo", "fails").expectError().hasStatus(500);
			client.emitWithAck("echo", "handled").expect().hasArguments("handled");
			await().untilAsserted(
					() -> assertThat(this.log.lines).contains("after 1 echo 403 FORBIDDEN", "after 1 echo fails"));
			assertThat(this.log.lines).noneMatch((line) -> line.startsWith("listener"))
				.noneMatch((line) -> line.startsWith("after 2"));
		}
	}

	@Test
	void interceptsListenersOfEveryKind() {
		try (SocketTestClient client = connect("/", Map.of())) {
			client.emitWithAck("stock", "a").expect().hasArguments("a+");
			client.emitWithAck("added", "a").expect().hasArguments("a+");
			client.emitWithAck("any", "a").expect().hasArguments("any [\"a+\"]");
			client.emitWithAck("stock", "forbidden").expectError().hasStatus(403);
			client.emitWithAck("added", "forbidden").expectError().hasStatus(403);
			client.emitWithAck("any", "forbidden").expectError().hasStatus(403);
		}
	}

	@Test
	void tellsTheOutcomeOfALaterAnswer() {
		try (SocketTestClient client = connect("/", Map.of())) {
			client.emitWithAck("later", "a").expect().hasArguments("done");
			await().untilAsserted(() -> assertThat(this.log.lines).contains("after 1 later null"));
			assertThat(this.log.duration).isGreaterThanOrEqualTo(Duration.ofMillis(20));
			client.emitWithAck("failsLater", "a").expect();
			await().untilAsserted(() -> assertThat(this.log.lines).contains("after 1 failsLater later"));
			client.emitWithAck("throws", "a").expect();
			await().untilAsserted(() -> assertThat(this.log.lines).contains("after 1 throws thrown"));
		}
	}

	@Test
	void seesWhatIsSentToEachClient() {
		try (SocketTestClient one = connect("/", Map.of("token", "anna"));
				SocketTestClient other = connect("/", Map.of("token", "bob"))) {
			one.emitWithAck("send", "direct").expect();
			one.emitWithAck("broadcast", "all").expect();
			other.expect("news", String.class).isEqualTo("all+");
			await().untilAsserted(() -> assertThat(this.log.lines).contains("sent anna told [\"direct+\", 1]",
					"sent anna news [\"all+\"]", "sent bob news [\"all+\"]"));
		}
	}

	@Test
	void interceptsTheNamespacesThatItSupports() {
		try (SocketTestClient client = connect("/quiet", Map.of("token", "wrong"))) {
			client.emitWithAck("echo", "a").expect().hasArguments("a");
			assertThat(this.log.lines).noneMatch((line) -> line.startsWith("before"));
		}
	}

	private SocketTestClient connect(String namespace, Map<String, String> auth) {
		return client(namespace, auth).connect();
	}

	private SocketTestClientBuilder client(String namespace, Map<String, String> auth) {
		return SocketTestClient.bindToPort(this.port).namespace(namespace).auth(auth).timeout(Duration.ofSeconds(20));
	}

	static class Log {

		private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

		private volatile @Nullable Duration duration;

	}

	@Order(1)
	static class First implements SocketInterceptor {

		private final Log log;

		First(Log log) {
			this.log = log;
		}

		@Override
		public boolean supports(String namespace) {
			return namespace.equals("/");
		}

		@Override
		public void beforeConnect(SocketIOClient client, Handshake handshake) {
			Object token = ((Map<?, ?>) handshake.auth()).get("token");
			if ("wrong".equals(token)) {
				throw new ConnectRefusedException("Unknown token", Map.of("hint", "log in"));
			}
			if ("late".equals(token)) {
				throw new ResponseStatusException(HttpStatus.FORBIDDEN, "Come back tomorrow");
			}
			if ("fails".equals(token)) {
				throw new IllegalStateException("secret");
			}
			client.set("user", (token != null) ? token : "nobody");
		}

		@Override
		public List<@Nullable Object> beforeEvent(SocketIOClient client, String event,
				List<@Nullable Object> arguments) {
			this.log.lines.add("before 1 " + event + " " + arguments);
			List<@Nullable Object> changed = new ArrayList<>(arguments);
			changed.replaceAll((each) -> (each instanceof StringNode tree)
					? StringNode.valueOf(tree.stringValue() + "+") : each + "+");
			return changed;
		}

		@Override
		public void beforeSend(SocketIOClient client, String event, List<JsonNode> arguments) {
			this.log.lines.add("sent " + client.get("user") + " " + event + " " + arguments);
			throw new IllegalStateException("is logged");
		}

		@Override
		public void afterEvent(SocketIOClient client, String event, Duration duration, @Nullable Throwable failure) {
			this.log.duration = duration;
			this.log.lines.add("after 1 " + event + " " + ((failure != null) ? failure.getMessage() : null));
		}

	}

	@Order(2)
	static class Second implements SocketInterceptor {

		private final Log log;

		Second(Log log) {
			this.log = log;
		}

		@Override
		public boolean supports(String namespace) {
			return namespace.equals("/");
		}

		@Override
		public List<@Nullable Object> beforeEvent(SocketIOClient client, String event, List<@Nullable Object> arguments)
				throws Exception {
			this.log.lines.add("before 2 " + event + " " + arguments);
			String text = String.valueOf(arguments.get(0));
			if (text.contains("forbidden")) {
				throw new ResponseStatusException(HttpStatus.FORBIDDEN);
			}
			if (text.contains("fails")) {
				throw new IllegalStateException("fails");
			}
			if (text.contains("handled")) {
				throw new InterruptedException("handled");
			}
			return arguments;
		}

		@Override
		public void afterEvent(SocketIOClient client, String event, Duration duration, @Nullable Throwable failure) {
			this.log.lines.add("after 2 " + event + " " + ((failure != null) ? failure.getMessage() : null));
		}

	}

	static class Handlers {

		@SocketExceptionHandler
		String interrupted(InterruptedException ex) {
			return String.valueOf(ex.getMessage());
		}

	}

	static class Listeners {

		private final Log log;

		Listeners(Log log) {
			this.log = log;
		}

		@OnConnect
		void connected(SocketIOClient client) {
			this.log.lines.add("connected " + client.<String>get("user"));
		}

		@OnEvent("echo")
		String echo(String text) {
			this.log.lines.add("listener " + text);
			return text;
		}

		@OnEvent("send")
		void send(SocketIOClient client, String text) {
			client.sendEvent("told", text, 1);
		}

		@OnEvent("broadcast")
		void broadcast(SocketIOClient client, String text) {
			client.getNamespace().getBroadcastOperations().sendEvent("news", text);
		}

		@OnEvent("later")
		CompletableFuture<String> later(String text) {
			return CompletableFuture.supplyAsync(() -> "done",
					CompletableFuture.delayedExecutor(20, TimeUnit.MILLISECONDS));
		}

		@OnEvent("failsLater")
		CompletableFuture<String> failsLater(String text) {
			return CompletableFuture.supplyAsync(() -> {
				throw new IllegalStateException("later");
			});
		}

		@OnEvent("throws")
		void fails(String text) {
			throw new IllegalStateException("thrown");
		}

		@com.corundumstudio.socketio.annotation.OnEvent("stock")
		void stock(String text, AckRequest ack) {
			ack.sendAckData(text);
		}

		@OnAnyEvent
		@Nullable String any(String event, List<JsonNode> arguments) {
			return event + " " + arguments;
		}

	}

	@SocketNamespace("/quiet")
	static class Quiet {

		@OnEvent("echo")
		String echo(String text) {
			return text;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(StickyClusterAutoConfiguration.class)
	static class Application {

		@Bean
		Log log() {
			return new Log();
		}

		@Bean
		Second second(Log log) {
			return new Second(log);
		}

		@Bean
		First first(Log log) {
			return new First(log);
		}

		@Bean
		Listeners listeners(Log log) {
			return new Listeners(log);
		}

		@Bean
		Handlers handlers() {
			return new Handlers();
		}

		@Bean
		Quiet quiet() {
			return new Quiet();
		}

		@Bean
		SocketIoServerCustomizer customizer() {
			return new SocketIoServerCustomizer() {

				@Override
				public void customize(SocketIOServer server, String workerId) {
					server.addEventListener("added", String.class, (client, text, ack) -> ack.sendAckData(text));
				}

			};
		}

	}

}
