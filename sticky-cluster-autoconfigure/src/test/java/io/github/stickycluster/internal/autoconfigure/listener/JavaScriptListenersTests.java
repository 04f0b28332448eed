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
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

import com.corundumstudio.socketio.SocketIOClient;
import io.github.stickycluster.autoconfigure.LocalStickyClusterPort;
import io.github.stickycluster.autoconfigure.RoomCreatedEvent;
import io.github.stickycluster.autoconfigure.RoomDeletedEvent;
import io.github.stickycluster.autoconfigure.RoomJoinedEvent;
import io.github.stickycluster.autoconfigure.RoomLeftEvent;
import io.github.stickycluster.autoconfigure.SocketConnectedEvent;
import io.github.stickycluster.autoconfigure.SocketDisconnectedEvent;
import io.github.stickycluster.autoconfigure.SocketEvent;
import io.github.stickycluster.autoconfigure.StickyClusterAutoConfiguration;
import io.github.stickycluster.socketio.ConnectRefusedException;
import io.github.stickycluster.socketio.DisconnectReason;
import io.github.stickycluster.socketio.Handshake;
import io.github.stickycluster.socketio.OnAnyEvent;
import io.github.stickycluster.socketio.OnConnect;
import io.github.stickycluster.socketio.OnDisconnect;
import io.github.stickycluster.socketio.OnEvent;
import io.github.stickycluster.socketio.SocketInterceptor;
import io.github.stickycluster.socketio.SocketNamespace;
import io.github.stickycluster.testsupport.NodeProgram;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.event.EventListener;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Listeners' arguments, interceptors and reasons, as the JavaScript clients 2 and 4 meet
 * them.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.NONE,
		properties = { "sticky-cluster.port=0", "sticky-cluster.address=127.0.0.1", "sticky-cluster.workers.count=1",
				"sticky-cluster.socket-io.ping-interval=500ms", "sticky-cluster.socket-io.ping-timeout=1500ms" })
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("once")
class JavaScriptListenersTests {

	@Autowired
	private Desk desk;

	@Autowired
	private DeskGuard guard;

	@Autowired
	private Events events;

	private JsonNode heard;

	@BeforeAll
	void run(@LocalStickyClusterPort int port) throws Exception {
		this.heard = NodeProgram.run("desk-client.js", "http://127.0.0.1:" + port);
	}

	@ParameterizedTest
	@ValueSource(strings = { "sio2", "sio4" })
	void anInterceptorChangesAndRejectsEvents(String library) {
		assertThat(heard(library, "changed")).hasToString("[\"A!\"]");
		JsonNode error = heard(library, "vetoed").path(0).path("error");
		assertThat(error.path("status").asInt()).isEqualTo(403);
		assertThat(error.path("detail").asString()).isEqualTo("not today");
	}

	@ParameterizedTest
	@ValueSource(strings = { "sio2", "sio4" })
	void anInterceptorRefusesANamespaceWithItsReason(String library) {
		JsonNode refused = heard(library, "refused");
		if (library.equals("sio4")) {
			assertThat(refused).hasToString("{\"message\":\"Closed\",\"data\":{\"until\":\"May\"}}");
		}
		else {
			// Its protocol has one value, which is the data if there is one.
			assertThat(refused).hasToString("{\"until\":\"May\"}");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "sio2", "sio4" })
	void anInterceptorSeesWhatIsSentAndHowEventsEnd(String library) {
		assertThat(heard(library, "said")).hasToString("[\"hello\"]");
		assertThat(this.guard.sent).contains(library + " kicked said [\"hello\"]");
		assertThat(this.guard.ended).contains("shout null", "whatever null", "fails UnsupportedOperationException");
	}

	@ParameterizedTest
	@ValueSource(strings = { "sio2", "sio4" })
	void listenersTakeTheHandshakeAndMissingArguments(String library) {
		assertThat(heard(library, "where")).hasToString("[\"" + library + " kicked of " + library + " kicked\"]");
		assertThat(heard(library, "optional")).hasToString("[\"a and nothing\"]");
	}

	@ParameterizedTest
	@ValueSource(strings = { "sio2", "sio4" })
	void aListenerOfAllEventsAnswers(String library) {
		assertThat(heard(library, "any")).hasToString("[\"whatever [1, {\\\"a\\\":2}]\"]");
	}

	@ParameterizedTest
	@ValueSource(strings = { "sio2", "sio4" })
	void listenersHearWhyClientsLeave(String library) {
		assertThat(heard(library, "kicked").asString()).isEqualTo("io server disconnect");
		await().untilAsserted(() -> assertThat(this.desk.left)
			.containsEntry(library + " kicked", DisconnectReason.SERVER_NAMESPACE_DISCONNECT)
			.containsEntry(library + " leaves", DisconnectReason.CLIENT_NAMESPACE_DISCONNECT)
			.containsEntry(library + " closes", DisconnectReason.TRANSPORT_CLOSE)
			.containsEntry(library + " sleeps", DisconnectReason.PING_TIMEOUT));
	}

	@ParameterizedTest
	@ValueSource(strings = { "sio2", "sio4" })
	void applicationEventsTellOfSocketsAndTheirRooms(String library) {
		String kicked = library + " kicked";
		await().untilAsserted(() -> assertThat(this.events.about(kicked)).containsExactly("room created", "room joined",
				"connected", "room left", "room deleted", "disconnected server namespace disconnect [" + kicked + "]"));
		await().untilAsserted(() -> assertThat(this.events.about(library + " sleeps"))
			.endsWith("disconnected ping timeout [" + library + " sleeps]"));
	}

	private JsonNode heard(String library, String what) {
		return this.heard.path(library).path(what);
	}

	@SocketNamespace("/desk")
	static class Desk {

		private final Map<String, DisconnectReason> left = new ConcurrentHashMap<>();

		@OnConnect
		void connected(SocketIOClient client, @RequestParam String desk) {
			client.joinRoom(desk);
		}

		@OnEvent("shout")
		String shout(String text) {
			return text + "!";
		}

		@OnEvent("vetoed")
		void vetoed() {
			throw new IllegalStateException("The interceptor has let it pass");
		}

		@OnEvent("fails")
		void fails() {
			throw new UnsupportedOperationException();
		}

		@OnEvent("where")
		String where(Handshake handshake, @RequestParam String desk) {
			return desk + " of " + handshake.parameter("desk");
		}

		@OnEvent("optional")
		String optional(String text, Optional<String> more) {
			return text + " and " + more.orElse("nothing");
		}

		@OnEvent("say")
		void say(SocketIOClient client, String text) {
			client.sendEvent("said", text);
		}

		@OnEvent("kick")
		void kick(SocketIOClient client) {
			client.disconnect();
		}

		@OnAnyEvent
		String any(String event, List<JsonNode> arguments) {
			return event + " " + arguments;
		}

		@OnDisconnect
		void disconnected(DisconnectReason reason, @RequestParam String desk) {
			this.left.put(desk, reason);
		}

	}

	/** What is told of each desk, whose room has its name. */
	static class Events {

		private final Queue<String> told = new ConcurrentLinkedQueue<>();

		List<String> about(String desk) {
			return this.told.stream()
				.filter((line) -> line.startsWith(desk + ": "))
				.map((line) -> line.substring(desk.length() + 2))
				.toList();
		}

		@EventListener
		void connected(SocketConnectedEvent event) {
			add(event, "connected");
		}

		@EventListener
		void disconnected(SocketDisconnectedEvent event) {
			add(event, "disconnected " + event.getReason() + " " + event.getRooms());
		}

		@EventListener
		void created(RoomCreatedEvent event) {
			add(event.getRoom(), "room created");
		}

		@EventListener
		void joined(RoomJoinedEvent event) {
			add(event.getRoom(), "room joined");
		}

		@EventListener
		void left(RoomLeftEvent event) {
			add(event.getRoom(), "room left");
		}

		@EventListener
		void deleted(RoomDeletedEvent event) {
			add(event.getRoom(), "room deleted");
		}

		/** The client of Socket.IO 2 is in "/" as well. */
		private void add(SocketEvent event, String what) {
			if (event.getNamespace().equals("/desk")) {
				add((String) event.getClient().get("desk"), what);
			}
		}

		private void add(String desk, String what) {
			this.told.add(desk + ": " + what);
		}

	}

	@SocketNamespace("/closed")
	static class Closed {

		@OnConnect
		void connected() {
			throw new IllegalStateException("The interceptor has let the client in");
		}

	}

	static class ClosedGuard implements SocketInterceptor {

		@Override
		public boolean supports(String namespace) {
			return namespace.equals("/closed");
		}

		@Override
		public void beforeConnect(SocketIOClient client, Handshake handshake) {
			throw new ConnectRefusedException("Closed", Map.of("until", "May"));
		}

	}

	static class DeskGuard implements SocketInterceptor {

		private final Set<String> sent = ConcurrentHashMap.newKeySet();

		private final Set<String> ended = ConcurrentHashMap.newKeySet();

		@Override
		public boolean supports(String namespace) {
			return namespace.equals("/desk");
		}

		@Override
		public void beforeConnect(SocketIOClient client, Handshake handshake) {
			client.set("desk", handshake.parameter("desk"));
		}

		@Override
		public List<Object> beforeEvent(SocketIOClient client, String event, List<Object> arguments) {
			return switch (event) {
				case "shout" -> List.of(arguments.get(0).toString().toUpperCase(Locale.ROOT));
				case "vetoed" -> throw new ResponseStatusException(HttpStatus.FORBIDDEN, "not today");
				default -> arguments;
			};
		}

		@Override
		public void afterEvent(SocketIOClient client, String event, Duration duration, @Nullable Throwable failure) {
			this.ended.add(event + " " + ((failure != null) ? failure.getClass().getSimpleName() : null));
		}

		@Override
		public void beforeSend(SocketIOClient client, String event, List<JsonNode> arguments) {
			this.sent.add(client.get("desk") + " " + event + " " + arguments);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(StickyClusterAutoConfiguration.class)
	@Import({ Desk.class, DeskGuard.class, Events.class, Closed.class, ClosedGuard.class })
	static class Application {

	}

}
