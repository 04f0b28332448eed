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

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.socket.client.Ack;
import io.socket.client.IO;
import io.socket.client.Socket;
import org.awaitility.Awaitility;
import org.json.JSONException;
import org.json.JSONObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests with the Java client.
 */
@Timeout(60)
class JavaClientTests {

	private static final int BURST = 5_000;

	private final List<Socket> sockets = new ArrayList<>();

	private InteropServer server;

	@BeforeEach
	void start() {
		this.server = new InteropServer();
	}

	@AfterEach
	void stop() {
		this.sockets.forEach(Socket::close);
		this.server.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "polling", "websocket", "upgrade" })
	void textAndBinary(String way) throws Exception {
		Socket socket = connect("", way);
		byte[] bytes = { 0, 4, -1, 30 };
		JSONObject json = new JSONObject().put("text", "é€😀").put("bytes", bytes);
		Object[] answer = emitWithAck(socket, "echo", "plain", bytes, json);
		assertThat(answer[0]).isEqualTo("plain");
		assertThat(answer[1]).isEqualTo(bytes);
		assertThat(((JSONObject) answer[2]).getString("text")).isEqualTo("é€😀");
		assertThat(((JSONObject) answer[2]).get("bytes")).isEqualTo(bytes);
	}

	@ParameterizedTest
	@ValueSource(strings = { "polling", "websocket", "upgrade" })
	void serverAsks(String way) throws Exception {
		Socket socket = connect("", way);
		BlockingQueue<Object> answers = new LinkedBlockingQueue<>();
		socket.on("question", (args) -> ((Ack) args[args.length - 1]).call(args[0] + "!", new byte[] { 1 }));
		socket.on("answered", (args) -> answers.add(args[0]));
		socket.emit("ask", "why");
		assertThat(answers.poll(5, TimeUnit.SECONDS)).isEqualTo("why!");
	}

	@ParameterizedTest
	@ValueSource(strings = { "polling", "websocket", "upgrade" })
	void burstsArriveOnceAndInOrder(String way) throws Exception {
		Socket socket = connect("", way);
		List<Object> received = Collections.synchronizedList(new ArrayList<>());
		List<Object> flooded = Collections.synchronizedList(new ArrayList<>());
		socket.on("n", (args) -> received.add(args[0]));
		socket.on("f", (args) -> flooded.add(args[0]));
		for (int i = 0; i < BURST; i++) {
			socket.emit("n", i);
		}
		socket.emit("flood", BURST);
		Awaitility.await()
			.atMost(Duration.ofSeconds(20))
			.until(() -> received.size() >= BURST && flooded.size() >= BURST);
		List<Object> expected = Stream.<Object>iterate(0, (n) -> (Integer) n + 1).limit(BURST).toList();
		assertThat(emitWithAck(socket, "echo", "after")).containsExactly("after");
		assertThat(received).isEqualTo(expected);
		assertThat(flooded).isEqualTo(expected);
		assertThat(this.server.takeNumbers()).hasSize(1).first().isEqualTo(expected);
	}

	@Test
	void refusedClientIsTold() throws JSONException {
		Socket socket = socket("/chat", "websocket", Map.of("token", "wrong"));
		BlockingQueue<Object> errors = new LinkedBlockingQueue<>();
		socket.on(Socket.EVENT_CONNECT_ERROR, (args) -> errors.add(args[0]));
		socket.connect();
		Object error = Awaitility.await().until(errors::poll, (found) -> found != null);
		assertThat(((JSONObject) error).getString("message")).isEqualTo("Not authorized");
	}

	@Test
	void clientWithAuthIsLetIn() throws Exception {
		Socket socket = socket("/chat", "upgrade", Map.of("token", "secret"));
		assertThat(emitWithAck(connected(socket), "echo", 1)).containsExactly(1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "polling", "websocket", "upgrade" })
	void clientReconnects(String way) throws Exception {
		Socket socket = connect("", way);
		String id = socket.id();
		CompletableFuture<Void> again = new CompletableFuture<>();
		socket.once(Socket.EVENT_CONNECT, (args) -> again.complete(null));
		socket.emit("bye", 1);
		Awaitility.await().until(() -> !socket.connected());
		socket.connect();
		again.get(5, TimeUnit.SECONDS);
		assertThat(socket.id()).isNotEqualTo(id);
		assertThat(emitWithAck(socket, "echo", 1)).containsExactly(1);
		socket.disconnect();
		Awaitility.await().until(() -> this.server.io().getAllClients().isEmpty());
	}

	private Socket connect(String path, String way) throws Exception {
		return connected(socket(path, way, Map.of()));
	}

	private Socket socket(String path, String way, Map<String, String> auth) {
		IO.Options options = new IO.Options();
		options.forceNew = true;
		options.transports = way.equals("upgrade") ? new String[] { "polling", "websocket" } : new String[] { way };
		options.auth = auth;
		Socket socket = IO.socket(URI.create(this.server.url() + path), options);
		this.sockets.add(socket);
		return socket;
	}

	private static Socket connected(Socket socket) throws Exception {
		CompletableFuture<Void> connected = new CompletableFuture<>();
		socket.once(Socket.EVENT_CONNECT, (args) -> connected.complete(null));
		socket.connect();
		connected.get(10, TimeUnit.SECONDS);
		return socket;
	}

	private static Object[] emitWithAck(Socket socket, String event, Object... args) throws Exception {
		CompletableFuture<Object[]> answer = new CompletableFuture<>();
		socket.emit(event, args, (got) -> answer.complete(got));
		return answer.get(10, TimeUnit.SECONDS);
	}

}
