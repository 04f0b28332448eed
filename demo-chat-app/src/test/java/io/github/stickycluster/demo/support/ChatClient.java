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

package io.github.stickycluster.demo.support;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.github.stickycluster.testsupport.SourceAddressSocketFactory;
import io.socket.client.Ack;
import io.socket.client.IO;
import io.socket.client.Socket;
import okhttp3.OkHttpClient;
import org.json.JSONObject;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A Socket.IO client of the chat, from a loopback address of its own.
 */
public final class ChatClient implements AutoCloseable {

	private static final JsonMapper JSON = JsonMapper.shared();

	private static final long WAIT_SECONDS = 10;

	private final OkHttpClient http;

	private final Socket socket;

	private final Map<String, BlockingQueue<JsonNode>> received = new ConcurrentHashMap<>();

	private ChatClient(int port, String address, String... transports) {
		this.http = new OkHttpClient.Builder().socketFactory(SourceAddressSocketFactory.of(address))
			.readTimeout(1, TimeUnit.MINUTES)
			.build();
		IO.Options options = new IO.Options();
		options.forceNew = true;
		options.reconnection = false;
		options.transports = transports;
		options.callFactory = this.http;
		options.webSocketFactory = this.http;
		this.socket = IO.socket(URI.create("http://127.0.0.1:" + port), options);
	}

	/**
	 * Connects over WebSocket.
	 * @param port the cluster's port
	 * @param address the loopback address to come from
	 * @return the connected client
	 */
	public static ChatClient connect(int port, String address) {
		return connect(port, address, "websocket");
	}

	/**
	 * Connects.
	 * @param port the cluster's port
	 * @param address the loopback address to come from
	 * @param transports the transports to try, in order
	 * @return the connected client
	 */
	public static ChatClient connect(int port, String address, String... transports) {
		ChatClient client = new ChatClient(port, address, transports);
		CompletableFuture<String> connected = new CompletableFuture<>();
		client.socket.on(Socket.EVENT_CONNECT, (args) -> connected.complete("connected"));
		client.socket.on(Socket.EVENT_CONNECT_ERROR,
				(args) -> connected.completeExceptionally(new IllegalStateException("Refused: " + args[0])));
		for (String event : new String[] { "message", "joined", "left" }) {
			client.socket.on(event, (args) -> client.queue(event).add(parse(args[0])));
		}
		client.socket.connect();
		await(connected);
		return client;
	}

	/**
	 * Connects from one address after another until a client sits on another worker.
	 * @param port the cluster's port
	 * @param worker the worker to avoid
	 * @return the connected client
	 */
	public static ChatClient connectToOtherWorker(int port, String worker) {
		for (int i = 2; i < 100; i++) {
			ChatClient client = connect(port, "127.0.0." + i);
			if (!client.worker().equals(worker)) {
				return client;
			}
			client.close();
		}
		throw new AssertionError("98 addresses, and all on worker " + worker);
	}

	/**
	 * Emits an event and waits for its answer.
	 * @param event the event's name
	 * @param args the event's arguments
	 * @return the answer
	 */
	public JsonNode ask(String event, Object... args) {
		CompletableFuture<JsonNode> answer = new CompletableFuture<>();
		this.socket.emit(event, args, (Ack) (answers) -> answer.complete(parse(answers[0])));
		return await(answer);
	}

	public JsonNode join(String room, String name) {
		return ask("join", json(Map.of("room", room, "name", name)));
	}

	/**
	 * Joins a room and waits until the client has heard who is there. People of other
	 * nodes may be told after the answer, one by one.
	 * @param room the room
	 * @param name the person
	 * @param members who is there, in the order they came
	 * @return the answer or event that lists them
	 */
	public JsonNode joinAndSee(String room, String name, String... members) {
		JsonNode seen = join(room, name);
		while (!members(seen).equals(List.of(members))) {
			seen = next("joined");
		}
		return seen;
	}

	/**
	 * Lists who is in a room.
	 * @param event an answer or event that tells of it
	 * @return the names, in the order they came
	 */
	public static List<String> members(JsonNode event) {
		return event.get("members").valueStream().map(JsonNode::asString).toList();
	}

	public JsonNode say(String room, String text) {
		return ask("message", json(Map.of("room", room, "text", text)));
	}

	public String worker() {
		return ask("whoami").get("worker").asString();
	}

	/**
	 * Waits for the next event of that name.
	 * @param event the event's name
	 * @return its payload
	 */
	public JsonNode next(String event) {
		try {
			JsonNode payload = queue(event).poll(WAIT_SECONDS, TimeUnit.SECONDS);
			assertThat(payload).as("the next event '%s'", event).isNotNull();
			return payload;
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Returns how many events of that name were received and not yet taken.
	 * @param event the event's name
	 * @return their number
	 */
	public int pending(String event) {
		return queue(event).size();
	}

	@Override
	public void close() {
		this.socket.close();
		this.http.dispatcher().executorService().shutdown();
		this.http.connectionPool().evictAll();
	}

	/**
	 * Makes an object with the given properties.
	 * @param properties the names and values
	 * @return the object
	 */
	public static JSONObject json(Map<String, ?> properties) {
		return new JSONObject(properties);
	}

	private static JsonNode parse(Object payload) {
		return JSON.readTree(payload.toString());
	}

	private BlockingQueue<JsonNode> queue(String event) {
		return this.received.computeIfAbsent(event, (name) -> new LinkedBlockingQueue<>());
	}

	private static <T> T await(CompletableFuture<T> future) {
		return future.orTimeout(WAIT_SECONDS, TimeUnit.SECONDS).join();
	}

}
