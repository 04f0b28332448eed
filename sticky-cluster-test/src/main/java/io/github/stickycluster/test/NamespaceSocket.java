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

package io.github.stickycluster.test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;

import io.github.stickycluster.test.engineio.EngineIoException;
import io.github.stickycluster.test.engineio.SessionEnd;
import io.github.stickycluster.test.socketio.SocketIoPacket;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * A client in one namespace: what has come, for the test's thread to wait for.
 * Thread-safe.
 */
final class NamespaceSocket {

	private final ClientSession session;

	private final String namespace;

	private final @Nullable JsonNode auth;

	private final JsonMapper mapper;

	private final List<ReceivedEvent> events = new ArrayList<>();

	private final Map<Long, Arguments> acks = new HashMap<>();

	private long nextAckId;

	private boolean losesAcks;

	private @Nullable String id;

	private @Nullable ConnectError error;

	private @Nullable Departure departure;

	NamespaceSocket(ClientSession session, String namespace, @Nullable JsonNode auth, JsonMapper mapper) {
		this.session = session;
		this.namespace = namespace;
		this.auth = auth;
		this.mapper = mapper;
	}

	String namespace() {
		return this.namespace;
	}

	JsonMapper mapper() {
		return this.mapper;
	}

	ClientSession session() {
		return this.session;
	}

	SocketIoPacket connectPacket() {
		return new SocketIoPacket(SocketIoPacket.Type.CONNECT, this.namespace, null, this.auth);
	}

	synchronized @Nullable String id() {
		return this.id;
	}

	synchronized @Nullable ConnectError error() {
		return this.error;
	}

	synchronized @Nullable Departure departure() {
		return this.departure;
	}

	/**
	 * Returns what has come and was not expected yet.
	 */
	synchronized List<ReceivedEvent> received() {
		return List.copyOf(this.events);
	}

	synchronized @Nullable ReceivedEvent take(Predicate<ReceivedEvent> wanted) {
		for (Iterator<ReceivedEvent> all = this.events.iterator(); all.hasNext();) {
			ReceivedEvent event = all.next();
			if (wanted.test(event)) {
				all.remove();
				return event;
			}
		}
		return null;
	}

	synchronized @Nullable Arguments takeAck(long ackId) {
		return this.acks.remove(ackId);
	}

	/**
	 * Waits until there is something, or nothing can come any more.
	 * @return what was found, or {@code null}
	 */
	synchronized <T> @Nullable T await(Duration timeout, Supplier<@Nullable T> search) {
		long deadline = System.nanoTime() + timeout.toNanos();
		T found = search.get();
		for (long left = timeout.toNanos(); found == null && left > 0 && !isOver(); found = search.get()) {
			try {
				wait(left / 1_000_000, (int) (left % 1_000_000));
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				throw new AssertionError("Interrupted while waiting", ex);
			}
			left = deadline - System.nanoTime();
		}
		return found;
	}

	private boolean isOver() {
		return this.departure != null || this.error != null;
	}

	void emit(String event, Arguments arguments) {
		send(event, null, arguments);
	}

	synchronized long emitWithAck(String event, Arguments arguments) {
		long ackId = this.nextAckId++;
		send(event, ackId, arguments);
		return ackId;
	}

	private void send(String event, @Nullable Long ackId, Arguments arguments) {
		ArrayNode data = JsonNodeFactory.instance.arrayNode().add(event).addAll(arguments.values());
		send(new SocketIoPacket(SocketIoPacket.Type.EVENT, this.namespace, ackId, data));
	}

	private synchronized void send(SocketIoPacket packet) {
		if (this.departure != null) {
			throw new AssertionError("The client cannot send, since it is " + this + ".");
		}
		this.session.send(packet);
	}

	synchronized void loseAcks(boolean lose) {
		this.losesAcks = lose;
	}

	synchronized void disconnect() {
		if (this.departure == null) {
			send(SocketIoPacket.of(SocketIoPacket.Type.DISCONNECT, this.namespace));
			leave(new Departure(DisconnectReason.IO_CLIENT_DISCONNECT, ""));
		}
	}

	synchronized void onPacket(SocketIoPacket packet) {
		switch (packet.type()) {
			case CONNECT -> {
				this.id = this.session.socketId(packet);
			}
			case CONNECT_ERROR -> {
				this.error = error(packet.data());
			}
			case DISCONNECT -> leave(new Departure(DisconnectReason.IO_SERVER_DISCONNECT, ""));
			case EVENT -> this.events.add(event(packet));
			case ACK -> {
				if (packet.ackId() != null && !this.losesAcks) {
					this.acks.put(packet.ackId(), new Arguments(this.mapper, array(packet)));
				}
			}
		}
		notifyAll();
	}

	private ReceivedEvent event(SocketIoPacket packet) {
		ArrayNode data = array(packet);
		if (data.isEmpty()) {
			throw new EngineIoException("The event has no name");
		}
		String name = data.get(0).asString();
		ArrayNode arguments = JsonNodeFactory.instance.arrayNode();
		data.valueStream().skip(1).forEach(arguments::add);
		Long ackId = packet.ackId();
		return new ReceivedEvent(name, new Arguments(this.mapper, arguments), (ackId != null)
				? (values) -> send(new SocketIoPacket(SocketIoPacket.Type.ACK, this.namespace, ackId, values.values()))
				: null);
	}

	private static ArrayNode array(SocketIoPacket packet) {
		if (packet.data() instanceof ArrayNode array) {
			return array;
		}
		throw new EngineIoException("The data of an event or ack is not an array: " + packet.data());
	}

	/**
	 * Version 5 of Socket.IO sends an object with a message, version 4 the message, or
	 * what there was instead.
	 */
	private static ConnectError error(@Nullable JsonNode data) {
		if (data != null && data.isObject()) {
			return new ConnectError(data.path("message").asString(""), data.get("data"), 0);
		}
		return new ConnectError((data != null) ? data.asString() : "", null, 0);
	}

	synchronized void onEnd(SessionEnd end) {
		if (this.id == null && this.error == null) {
			this.error = new ConnectError(end.detail().isEmpty() ? end.toString() : end.detail(), null, end.status());
		}
		leave(new Departure(DisconnectReason.of(end), end.detail()));
	}

	private void leave(Departure how) {
		if (this.departure == null) {
			this.departure = how;
		}
		notifyAll();
	}

	@Override
	public synchronized String toString() {
		if (this.departure != null && this.id != null) {
			return "disconnected from " + this.namespace + " (" + this.departure + ")";
		}
		if (this.error != null) {
			return "not connected to " + this.namespace + " (" + this.error + ")";
		}
		return ((this.id != null) ? "connected to " : "connecting to ") + this.namespace + " by "
				+ this.session.transportName();
	}

	/**
	 * How a client has left.
	 */
	record Departure(DisconnectReason reason, String detail) {

		@Override
		public String toString() {
			return this.reason + (this.detail.isEmpty() ? "" : ": " + this.detail);
		}

	}

}
