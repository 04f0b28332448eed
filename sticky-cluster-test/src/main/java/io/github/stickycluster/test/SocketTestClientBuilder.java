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
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Builds clients. Immutable: each method returns another builder, so that one may be the
 * base of several clients.
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
	 * Sets what the client shows when it connects to the namespace.
	 * @param auth an object, such as a map with a token; {@code null} for nothing
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
	 * Sets the address that the client connects from. Linux has all addresses that begin
	 * with 127, so clients of one machine may have different ones and meet different
	 * workers.
	 * @param address an address of this machine, such as {@code 127.0.0.2}
	 * @return another builder
	 */
	public SocketTestClientBuilder from(String address) {
		return with((copy) -> copy.source = address);
	}

	/**
	 * Sets the transport.
	 * @param transport the transport; a WebSocket by default
	 * @return another builder
	 */
	public SocketTestClientBuilder transport(ClientTransport transport) {
		return with((copy) -> copy.transport = transport);
	}

	/**
	 * Sets the version of Engine.IO, and with it that of Socket.IO.
	 * @param version 4, as clients of Socket.IO 3 and 4 have it (the default), or 3, as
	 * those of Socket.IO 2
	 * @return another builder
	 */
	public SocketTestClientBuilder engineIo(int version) {
		return with((copy) -> copy.version = EngineIoVersion.of(version));
	}

	/**
	 * Speaks TLS.
	 * @param context what trusts the server's certificate, and has the client's if it
	 * needs one
	 * @return another builder
	 */
	public SocketTestClientBuilder tls(SSLContext context) {
		return with((copy) -> copy.tls = context);
	}

	/**
	 * Sets what reads and writes arguments.
	 * @param mapper the mapper; in tests of a Spring application its own by default
	 * @return another builder
	 */
	public SocketTestClientBuilder mapper(JsonMapper mapper) {
		return with((copy) -> copy.mapper = mapper);
	}

	/**
	 * Sets how long the client waits for what it expects.
	 * @param timeout the time; 5 s by default
	 * @return another builder
	 */
	public SocketTestClientBuilder timeout(Duration timeout) {
		return with((copy) -> copy.timeout = timeout);
	}

	/**
	 * Tells of each client that has connected, for whoever closes them.
	 */
	SocketTestClientBuilder whenConnected(Consumer<SocketTestClient> listener) {
		return with((copy) -> copy.whenConnected = listener);
	}

	/**
	 * Connects a client and waits until it is connected, and upgraded if it is to be.
	 * @return the client
	 * @throws AssertionError if it is not let in
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
	 * Connects a client that must be refused, by the server or by the namespace.
	 * @return assertions on what refused it
	 * @throws AssertionError if it is let in
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
				this.headers, (this.source != null) ? new InetSocketAddress(this.source, 0) : null, this.tls);
	}

	private static <V> Map<String, V> put(Map<String, V> map, String name, V value) {
		Map<String, V> changed = new LinkedHashMap<>(map);
		changed.put(name, value);
		return changed;
	}

}
