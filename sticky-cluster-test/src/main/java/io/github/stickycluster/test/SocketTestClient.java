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

import java.lang.reflect.Type;
import java.time.Duration;
import java.util.List;

import io.github.stickycluster.test.engineio.EngineIoClient;
import io.github.stickycluster.test.engineio.Handshake;
import org.jspecify.annotations.Nullable;

import org.springframework.core.ParameterizedTypeReference;

/**
 * A Socket.IO client for tests: emits events, and waits for what it expects.
 *
 * <pre class="code">
 * client.emitWithAck("join", "lobby").expect(String.class).isEqualTo("joined lobby");
 * client.emit("message", new ChatMessage("lobby", "hello"));
 * client.expect("message", ChatMessage.class).isEqualTo(new ChatMessage("lobby", "hello"));
 * </pre>
 *
 * An event that has come stays until it is expected, so the order in which different
 * events are expected does not matter; events of one name are expected in the order in
 * which they came. What is expected and does not come fails the test with a message that
 * shows what came instead.
 * <p>
 * Clients do not connect again by themselves: see {@link #reconnect()}. They are
 * thread-safe. A client that is a parameter of a test, or was built by a builder that is,
 * is closed after the test.
 */
public final class SocketTestClient implements AutoCloseable {

	private static final Duration QUIET = Duration.ofMillis(250);

	private final SocketTestClientBuilder builder;

	private final NamespaceSocket socket;

	private final Duration timeout;

	SocketTestClient(SocketTestClientBuilder builder, NamespaceSocket socket, Duration timeout) {
		this.builder = builder;
		this.socket = socket;
		this.timeout = timeout;
	}

	/**
	 * Returns a builder for a client of a server on this machine.
	 * @param port the public port
	 * @return a builder with defaults
	 */
	public static SocketTestClientBuilder bindToPort(int port) {
		return new SocketTestClientBuilder().port(port);
	}

	/**
	 * Returns the client with another timeout.
	 * @param timeout how long each of its expectations waits; 5 s unless the builder says
	 * otherwise
	 * @return a view of the same client
	 */
	public SocketTestClient timeout(Duration timeout) {
		return new SocketTestClient(this.builder, this.socket, timeout);
	}

	/**
	 * Emits an event.
	 * @param event the event's name
	 * @param arguments its arguments, binary where they are or hold {@code byte[]}
	 * @return this client
	 * @throws AssertionError if the client is disconnected
	 */
	public SocketTestClient emit(String event, @Nullable Object... arguments) {
		this.socket.emit(event, Arguments.of(this.socket.mapper(), arguments));
		return this;
	}

	/**
	 * Emits an event and asks for an ack.
	 * @param event the event's name
	 * @param arguments its arguments, binary where they are or hold {@code byte[]}
	 * @return the ack, to be waited for
	 * @throws AssertionError if the client is disconnected
	 */
	public PendingAck emitWithAck(String event, @Nullable Object... arguments) {
		long id = this.socket.emitWithAck(event, Arguments.of(this.socket.mapper(), arguments));
		return new PendingAck(this.socket, this.timeout, event, id);
	}

	/**
	 * Waits for an event.
	 * @param event the event's name
	 * @return assertions on the event with all its arguments
	 * @throws AssertionError if it does not come in time, or cannot come any more
	 */
	public EventAssert<ReceivedEvent> expect(String event) {
		ReceivedEvent received = await(event);
		return new EventAssert<>(received, received);
	}

	/**
	 * Waits for an event.
	 * @param <T> the type
	 * @param event the event's name
	 * @param type the type that its first argument is read as
	 * @return assertions on that argument, which is {@code null} if there is none
	 * @throws AssertionError if the event does not come in time, cannot come any more, or
	 * its argument is not of that type
	 */
	public <T> EventAssert<T> expect(String event, Class<T> type) {
		return expectType(event, type);
	}

	/**
	 * Waits for an event.
	 * @param <T> the type
	 * @param event the event's name
	 * @param type the type that its first argument is read as
	 * @return assertions on that argument, which is {@code null} if there is none
	 * @throws AssertionError if the event does not come in time, cannot come any more, or
	 * its argument is not of that type
	 */
	public <T> EventAssert<T> expect(String event, ParameterizedTypeReference<T> type) {
		return expectType(event, type.getType());
	}

	private <T> EventAssert<T> expectType(String event, Type type) {
		ReceivedEvent received = await(event);
		return new EventAssert<>(received.arguments().<T>get(0, type, received.toString()), received);
	}

	private ReceivedEvent await(String event) {
		ReceivedEvent received = this.socket.await(this.timeout,
				() -> this.socket.take((candidate) -> candidate.name().equals(event)));
		if (received == null) {
			throw Failures.missing("event \"" + event + "\"", this.timeout, this.socket);
		}
		return received;
	}

	/**
	 * Verifies that there is no event, and that none comes for a quarter of a second.
	 * <p>
	 * What the server has sent before an ack is there when the ack is: emit an event and
	 * expect its ack first, and use {@link #expectNothing(Duration)} with no time at all,
	 * where that is possible.
	 * @return this client
	 * @throws AssertionError if there is one
	 */
	public SocketTestClient expectNothing() {
		return expectNothing(QUIET);
	}

	/**
	 * Verifies that there is no event, and that none comes for a while.
	 * @param quiet how long to wait, may be zero
	 * @return this client
	 * @throws AssertionError if there is one
	 */
	public SocketTestClient expectNothing(Duration quiet) {
		List<ReceivedEvent> events = this.socket.await(quiet,
				() -> this.socket.received().isEmpty() ? null : this.socket.received());
		if (events != null) {
			throw Failures.unexpected(events);
		}
		return this;
	}

	/**
	 * Waits until the client is disconnected.
	 * @return why
	 * @throws AssertionError if that does not happen in time
	 */
	public DisconnectReason expectDisconnect() {
		NamespaceSocket.Departure departure = this.socket.await(this.timeout, this.socket::departure);
		if (departure == null) {
			throw Failures.missing("disconnect", this.timeout, this.socket);
		}
		return departure.reason();
	}

	/**
	 * Waits until the client is disconnected.
	 * @param reason the reason that it must have
	 * @return this client
	 * @throws AssertionError if that does not happen in time, or for another reason
	 */
	public SocketTestClient expectDisconnect(DisconnectReason reason) {
		DisconnectReason actual = expectDisconnect();
		if (actual != reason) {
			throw new AssertionError(
					"The client was expected to be disconnected by \"" + reason + "\", but is " + this.socket + ".");
		}
		return this;
	}

	/**
	 * Connects to another namespace over the same connection.
	 * @param namespace the namespace, such as {@code /chat}
	 * @return a client of that namespace, connected
	 * @throws AssertionError if it is not let in
	 */
	public SocketTestClient of(String namespace) {
		return this.builder.namespace(namespace).auth(null).connect(this.socket.session());
	}

	/**
	 * Connects to another namespace over the same connection.
	 * @param namespace the namespace, such as {@code /chat}
	 * @param auth the payload of the CONNECT packet
	 * @return a client of that namespace, connected
	 * @throws AssertionError if it is not let in
	 */
	public SocketTestClient of(String namespace, Object auth) {
		return this.builder.namespace(namespace).auth(auth).connect(this.socket.session());
	}

	/**
	 * Leaves the namespace. The connection stays, for other namespaces.
	 * @return this client
	 */
	public SocketTestClient disconnect() {
		this.socket.disconnect();
		return this;
	}

	/**
	 * Connects again, as a client does that has lost its connection: a new session, with
	 * the same settings.
	 * @return another client, connected
	 * @throws AssertionError if it is not let in
	 */
	public SocketTestClient reconnect() {
		return this.builder.connect();
	}

	/**
	 * Returns a builder with the settings of this client, for another one.
	 * @return a builder
	 */
	public SocketTestClientBuilder mutate() {
		return this.builder;
	}

	/**
	 * Returns the id of the socket, which is also the name of its own room.
	 * @return the id
	 */
	public String id() {
		return String.valueOf(this.socket.id());
	}

	/**
	 * Returns the Engine.IO session id.
	 * @return the id, which names the worker that holds the session
	 */
	public String sessionId() {
		Handshake handshake = engineIo().handshake();
		return (handshake != null) ? handshake.sid() : "";
	}

	/**
	 * Returns the events that have come and were not expected yet.
	 * @return the events, in their order
	 */
	public List<ReceivedEvent> received() {
		return this.socket.received();
	}

	/**
	 * Says whether the client is connected.
	 * @return {@code false} after a disconnect
	 */
	public boolean isConnected() {
		return this.socket.id() != null && this.socket.departure() == null;
	}

	/**
	 * Returns the connection, for tests that send single packets.
	 * @return the session under this client
	 */
	public EngineIoClient engineIo() {
		return this.socket.session().engine();
	}

	/**
	 * Returns what may go wrong between this client and the server.
	 * @return the faults, none at first
	 */
	public ClientFaults faults() {
		return new ClientFaults(engineIo().faults(), this.socket);
	}

	/**
	 * Closes the connection as a client does that leaves, with all its namespaces.
	 */
	@Override
	public void close() {
		this.socket.session().close();
	}

	@Override
	public String toString() {
		return "client " + id() + ", " + this.socket;
	}

}
