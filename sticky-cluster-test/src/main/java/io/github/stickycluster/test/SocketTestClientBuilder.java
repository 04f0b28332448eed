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

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import javax.net.ssl.SSLContext;

import io.github.stickycluster.test.engineio.ClientTransport;
import io.github.stickycluster.test.engineio.EngineIoTarget;
import io.github.stickycluster.test.engineio.EngineIoVersion;
import io.github.stickycluster.test.time.TestClock;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Builder for {@link SocketTestClient}s. Immutable: each setter returns another builder,
 * so one builder may be the base of several clients.
 *
 * @since 0.1.0
 */
public final class SocketTestClientBuilder {

	private String host = "127.0.0.1";

	private int port = 9092;

	private String path = "/socket.io/";

	private String namespace = "/";

	private @Nullable Object auth;

	private Map<String, List<String>> headers = Map.of();

	private Map<String, String> query = Map.of();

	private @Nullable String source;

	private ClientTransport transport = ClientTransport.WEBSOCKET;

	private EngineIoVersion version = EngineIoVersion.V4;

	private @Nullable SSLContext tls;

	private boolean compression;

	private @Nullable TestClock clock;

	private JsonMapper mapper = JsonMapper.shared();

	private Duration timeout = Duration.ofSeconds(5);

	private Consumer<SocketTestClient> whenConnected = (client) -> {
	};

	SocketTestClientBuilder() {
	}

	private SocketTestClientBuilder(SocketTestClientBuilder other) {
		this.host = other.host;
		this.port = other.port;
		this.path = other.path;
		this.namespace = other.namespace;
		this.auth = other.auth;
		this.headers = other.headers;
		this.query = other.query;
		this.source = other.source;
		this.transport = other.transport;
		this.version = other.version;
		this.tls = other.tls;
		this.compression = other.compression;
		this.clock = other.clock;
		this.mapper = other.mapper;
		this.timeout = other.timeout;
		this.whenConnected = other.whenConnected;
	}

	private SocketTestClientBuilder with(Consumer<SocketTestClientBuilder> change) {
		SocketTestClientBuilder copy = new SocketTestClientBuilder(this);
		change.accept(copy);
		return copy;
	}

	/**
	 * Sets the server's host.
	 * @param host name or address; 127.0.0.1 by default
	 * @return another builder
	 */
	public SocketTestClientBuilder host(String host) {
		return with((copy) -> copy.host = host);
	}

	/**
	 * Sets the server's port.
	 * @param port the public port; 9092 by default
	 * @return another builder
	 */
	public SocketTestClientBuilder port(int port) {
		return with((copy) -> copy.port = port);
	}

	/**
	 * Sets the path of the handshake.
	 * @param path the path; {@code /socket.io/} by default
	 * @return another builder
	 */
	public SocketTestClientBuilder path(String path) {
		return with((copy) -> copy.path = path);
	}

	/**
	 * Sets the namespace.
	 * @param namespace the name, beginning with a slash; the main namespace by default
	 * @return another builder
	 */
	public SocketTestClientBuilder namespace(String namespace) {
		return with((copy) -> copy.namespace = namespace);
	}

	/**
	 * Sets the auth payload that the client sends when it connects to the namespace.
	 * @param auth an object, such as a map with a token; {@code null}, the default, for
	 * none
	 * @return another builder
	 */
	public SocketTestClientBuilder auth(@Nullable Object auth) {
		return with((copy) -> copy.auth = auth);
	}

	/**
	 * Sets a header field of every request.
	 * @param name the field's name
	 * @param values its values
	 * @return another builder
	 */
	public SocketTestClientBuilder header(String name, String... values) {
		return with((copy) -> copy.headers = put(copy.headers, name, List.of(values)));
	}

	/**
	 * Sets a query parameter of every request.
	 * @param name the parameter's name
	 * @param value its value
	 * @return another builder
	 */
	public SocketTestClientBuilder query(String name, String value) {
		return with((copy) -> copy.query = put(copy.query, name, value));
	}

	/**
	 * Sets the local address that the client connects from. On Linux, all addresses that
	 * begin with 127 are local, so the clients of a test can have different addresses and
	 * be routed to different workers.
	 * @param address an address of this machine, such as {@code 127.0.0.2}; by default
	 * the system's choice
	 * @return another builder
	 */
	public SocketTestClientBuilder from(String address) {
		return with((copy) -> copy.source = address);
	}

	/**
	 * Sets the transport.
	 * @param transport the transport; {@link ClientTransport#WEBSOCKET} by default
	 * @return another builder
	 */
	public SocketTestClientBuilder transport(ClientTransport transport) {
		return with((copy) -> copy.transport = transport);
	}

	/**
	 * Sets the version of Engine.IO, which also determines that of Socket.IO.
	 * @param version 4, the default, for a client of Socket.IO 3 or 4; 3 for a client of
	 * Socket.IO 2
	 * @return another builder
	 */
	public SocketTestClientBuilder engineIo(int version) {
		return with((copy) -> copy.version = EngineIoVersion.of(version));
	}

	/**
	 * Uses TLS.
	 * @param context a context that trusts the server's certificate, with the client's
	 * certificate if the server requires one
	 * @return another builder
	 */
	public SocketTestClientBuilder tls(SSLContext context) {
		return with((copy) -> copy.tls = context);
	}

	/**
	 * Offers permessage-deflate for the WebSocket, as browsers do. Whether the server has
	 * accepted is what
	 * {@link io.github.stickycluster.test.engineio.EngineIoClient#isCompressed()}
	 * returns.
	 * @return another builder
	 */
	public SocketTestClientBuilder compression() {
		return with((copy) -> copy.compression = true);
	}

	/**
	 * Sets the clock whose time the client keeps for its heartbeats.
	 * @param clock the clock of the server; by default the application's in tests of a
	 * Spring application, else none
	 * @return another builder
	 */
	public SocketTestClientBuilder clock(TestClock clock) {
		return with((copy) -> copy.clock = clock);
	}

	/**
	 * Sets the mapper that reads and writes arguments.
	 * @param mapper the mapper; by default the application's in tests of a Spring
	 * application, else {@link JsonMapper#shared()}
	 * @return another builder
	 */
	public SocketTestClientBuilder mapper(JsonMapper mapper) {
		return with((copy) -> copy.mapper = mapper);
	}

	/**
	 * Sets the time to wait for the connection, and for expected events, acks and
	 * disconnects.
	 * @param timeout the time; 5 s by default
	 * @return another builder
	 */
	public SocketTestClientBuilder timeout(Duration timeout) {
		return with((copy) -> copy.timeout = timeout);
	}

	/**
	 * Adds a listener for each connected client, which has to close it.
	 */
	SocketTestClientBuilder whenConnected(Consumer<SocketTestClient> listener) {
		return with((copy) -> copy.whenConnected = listener);
	}

	/**
	 * Connects a client. Waits until it is connected to the namespace and, with
	 * {@link ClientTransport#UPGRADE}, upgraded to a WebSocket.
	 * @return the client
	 * @throws AssertionError if the client cannot connect within the timeout
	 */
	public SocketTestClient connect() {
		ClientSession session = ClientSession.open(target());
		try {
			SocketTestClient client = connect(session);
			session.awaitUpgrade(this.timeout);
			this.whenConnected.accept(client);
			return client;
		}
		catch (Throwable ex) {
			session.close();
			throw ex;
		}
	}

	/**
	 * Connects a client, and verifies that the server or the namespace refuses it.
	 * @return assertions on the error
	 * @throws AssertionError if the client is connected
	 */
	public ConnectErrorAssert expectConnectError() {
		try (ClientSession session = ClientSession.open(target())) {
			NamespaceSocket socket = join(session);
			if (socket.error() == null) {
				throw new AssertionError("A connect error was expected, but the client is " + socket + ".");
			}
			return new ConnectErrorAssert(socket.error(), this.mapper);
		}
	}

	SocketTestClient connect(ClientSession session) {
		NamespaceSocket socket = join(session);
		if (socket.id() == null || socket.error() != null) {
			throw new AssertionError(
					"The client could not connect to " + this.host + ":" + this.port + ": it is " + socket + ".");
		}
		return new SocketTestClient(this, socket, this.timeout);
	}

	private NamespaceSocket join(ClientSession session) {
		JsonNode payload = (this.auth != null) ? Trees.of(this.mapper, this.auth) : null;
		NamespaceSocket socket = new NamespaceSocket(session, this.namespace, payload, this.mapper);
		session.add(socket);
		socket.await(this.timeout, () -> (socket.id() != null) ? socket.id() : socket.error());
		return socket;
	}

	private EngineIoTarget target() {
		if (this.version == EngineIoVersion.V3 && this.auth != null) {
			throw new IllegalStateException("Clients of Engine.IO 3 have no auth payload; use a query parameter");
		}
		return new EngineIoTarget(this.host, this.port, this.path, this.version, this.transport, this.query,
				this.headers, (this.source != null) ? new InetSocketAddress(this.source, 0) : null, this.tls,
				this.compression, this.clock);
	}

	private static <V> Map<String, V> put(Map<String, V> map, String name, V value) {
		Map<String, V> changed = new LinkedHashMap<>(map);
		changed.put(name, value);
		return changed;
	}

}
