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
 * A Socket.IO client for tests, which emits events and waits for expected events and
 * acks.
 *
 * <pre class="code">
 * client.emitWithAck("join", "lobby").expect(String.class).isEqualTo("joined lobby");
 * client.emit("message", new ChatMessage("lobby", "hello"));
 * client.expect("message", ChatMessage.class).isEqualTo(new ChatMessage("lobby", "hello"));
 * </pre>
 *
 * The client keeps each received event until the test expects it. Events with different
 * names can be expected in any order; events with the same name are expected in the order
 * of their arrival. If an expected event does not arrive, the test fails with a message
 * that lists the received events.
 * <p>
 * A client does not reconnect by itself: see {@link #reconnect()}. Clients are
 * thread-safe. A client is closed after the test if it is a parameter of the test method,
 * or was built with a builder that is one.
 *
 * @since 0.1.0
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
	 * Returns a builder for a client of a server on 127.0.0.1.
	 * @param port the public port
	 * @return a builder with default settings
	 */
	public static SocketTestClientBuilder bindToPort(int port) {
		return new SocketTestClientBuilder().port(port);
	}

	/**
	 * Returns a view of this client with another timeout.
	 * @param timeout the time to wait for an expected event, ack or disconnect; by
	 * default that of the builder, 5 s
	 * @return a client on the same socket
	 */
	public SocketTestClient timeout(Duration timeout) {
		return new SocketTestClient(this.builder, this.socket, timeout);
	}

	/**
	 * Emits an event.
	 * @param event the event's name
	 * @param arguments the arguments, written as JSON; {@code byte[]} is sent as binary,
	 * at any depth
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
	 * @param arguments the arguments, written as JSON; {@code byte[]} is sent as binary,
	 * at any depth
	 * @return the pending ack
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
	 * @throws AssertionError if the event does not arrive within the timeout, or the
	 * client is disconnected
	 */
	public EventAssert<ReceivedEvent> expect(String event) {
		ReceivedEvent received = await(event);
		return new EventAssert<>(received, received);
	}

	/**
	 * Waits for an event.
	 * @param <T> the type
	 * @param event the event's name
	 * @param type the type to read the first argument as
	 * @return assertions on the first argument, which is {@code null} if there is none
	 * @throws AssertionError if the event does not arrive within the timeout, the client
	 * is disconnected, or the argument does not have the type
	 */
	public <T> EventAssert<T> expect(String event, Class<T> type) {
		return expectType(event, type);
	}

	/**
	 * Waits for an event.
	 * @param <T> the type
	 * @param event the event's name
	 * @param type the type to read the first argument as
	 * @return assertions on the first argument, which is {@code null} if there is none
	 * @throws AssertionError if the event does not arrive within the timeout, the client
	 * is disconnected, or the argument does not have the type
	 */
	public <T> EventAssert<T> expect(String event, ParameterizedTypeReference<T> type) {
		return expectType(event, type.getType());
	}

	/**
	 * Waits for the event of {@code sticky-cluster.listeners.error-event}, which has the
	 * error of an event that was emitted without an ack.
	 * @param event the event's name
	 * @return assertions on the error
	 * @throws AssertionError if the event does not arrive within the timeout, the client
	 * is disconnected, or the event has no error
	 */
	public AckErrorAssert expectError(String event) {
		return AckErrorAssert.of(await(event).arguments(), "the event \"" + event + "\"");
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
	 * Verifies that no event is left to be expected, and that none arrives within 250 ms.
	 * <p>
	 * A faster way without a wait: events that the server has sent before an ack arrive
	 * before the ack. Emit an event, expect its ack, and call
	 * {@link #expectNothing(Duration)} with {@link Duration#ZERO}.
	 * @return this client
	 * @throws AssertionError if there is an event
	 */
	public SocketTestClient expectNothing() {
		return expectNothing(QUIET);
	}

	/**
	 * Verifies that no event is left to be expected, and that none arrives within a time.
	 * @param quiet the time to wait, zero or more
	 * @return this client
	 * @throws AssertionError if there is an event
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
	 * @return the reason
	 * @throws AssertionError if the client is not disconnected within the timeout
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
	 * @param reason the expected reason
	 * @return this client
	 * @throws AssertionError if the client is not disconnected within the timeout, or for
	 * another reason
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
	 * @return a client that is connected to the namespace
	 * @throws AssertionError if the namespace refuses the client
	 */
	public SocketTestClient of(String namespace) {
		return this.builder.namespace(namespace).auth(null).connect(this.socket.session());
	}

	/**
	 * Connects to another namespace over the same connection.
	 * @param namespace the namespace, such as {@code /chat}
	 * @param auth the payload of the CONNECT packet
	 * @return a client that is connected to the namespace
	 * @throws AssertionError if the namespace refuses the client
	 */
	public SocketTestClient of(String namespace, Object auth) {
		return this.builder.namespace(namespace).auth(auth).connect(this.socket.session());
	}

	/**
	 * Disconnects from the namespace. The connection stays open for other namespaces.
	 * @return this client
	 */
	public SocketTestClient disconnect() {
		this.socket.disconnect();
		return this;
	}

	/**
	 * Connects a new client with the same settings, which gets a new session, as a client
	 * does that has lost its connection.
	 * @return the new client, connected
	 * @throws AssertionError if the server or the namespace refuses the client
	 */
	public SocketTestClient reconnect() {
		return this.builder.connect();
	}

	/**
	 * Returns a builder with the settings of this client.
	 * @return a builder for another client
	 */
	public SocketTestClientBuilder mutate() {
		return this.builder;
	}

	/**
	 * Returns the socket's id, which is also the name of the socket's own room.
	 * @return the id
	 */
	public String id() {
		return String.valueOf(this.socket.id());
	}

	/**
	 * Returns the Engine.IO session id.
	 * @return the id, which contains the tag of the session's worker; empty before the
	 * handshake
	 */
	public String sessionId() {
		Handshake handshake = engineIo().handshake();
		return (handshake != null) ? handshake.sid() : "";
	}

	/**
	 * Returns the received events that were not expected yet.
	 * @return the events, in the order of their arrival
	 */
	public List<ReceivedEvent> received() {
		return this.socket.received();
	}

	/**
	 * Returns whether the client is connected to its namespace.
	 * @return {@code false} after a disconnect
	 */
	public boolean isConnected() {
		return this.socket.id() != null && this.socket.departure() == null;
	}

	/**
	 * Returns the Engine.IO client, for tests that send single packets.
	 * @return the Engine.IO client of this client's session
	 */
	public EngineIoClient engineIo() {
		return this.socket.session().engine();
	}

	/**
	 * Returns the network faults between this client and the server.
	 * @return the faults, none at first
	 */
	public ClientFaults faults() {
		return new ClientFaults(engineIo().faults(), this.socket);
	}

	/**
	 * Closes the connection in order, and so disconnects from all namespaces.
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
