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

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.github.stickycluster.test.SocketTestClient;
import io.github.stickycluster.test.engineio.ClientTransport;
import tools.jackson.databind.JsonNode;

/**
 * A Socket.IO client of the chat, from a loopback address of its own.
 */
public final class ChatClient implements AutoCloseable {

	private final SocketTestClient client;

	private ChatClient(SocketTestClient client) {
		this.client = client;
	}

	/**
	 * Connects over WebSocket.
	 * @param port the cluster's port
	 * @param address the loopback address to come from
	 * @return the connected client
	 */
	public static ChatClient connect(int port, String address) {
		return connect(port, address, ClientTransport.WEBSOCKET);
	}

	/**
	 * Connects.
	 * @param port the cluster's port
	 * @param address the loopback address to come from
	 * @param transport the transport
	 * @return the connected client
	 */
	public static ChatClient connect(int port, String address, ClientTransport transport) {
		return new ChatClient(SocketTestClient.bindToPort(port)
			.from(address)
			.transport(transport)
			.timeout(Duration.ofSeconds(10))
			.connect());
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
		return this.client.emitWithAck(event, args).expect(JsonNode.class).value();
	}

	public JsonNode join(String room, String name) {
		return ask("join", Map.of("room", room, "name", name));
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
		return ask("message", Map.of("room", room, "text", text));
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
		return this.client.expect(event, JsonNode.class).value();
	}

	/**
	 * Returns how many events of that name were received and not yet taken.
	 * @param event the event's name
	 * @return their number
	 */
	public int pending(String event) {
		return (int) this.client.received().stream().filter((received) -> received.name().equals(event)).count();
	}

	@Override
	public void close() {
		this.client.close();
	}

}
