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

package io.github.stickycluster.internal.socketio;

import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Predicate;

import com.corundumstudio.socketio.Configuration;
import com.corundumstudio.socketio.SocketIONamespace;
import com.github.benmanes.caffeine.cache.Interner;
import io.github.stickycluster.internal.engineio.EncodedPacket;
import io.github.stickycluster.internal.engineio.EngineIoVersion;
import io.github.stickycluster.internal.engineio.Handshake;
import io.github.stickycluster.internal.memory.NodeMemory;
import io.github.stickycluster.internal.memory.ServerMemory;
import io.github.stickycluster.internal.nettysocketio.ServerContext;
import io.github.stickycluster.internal.nettysocketio.ServerNamespaces;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a worker gives its sessions, with the namespaces that applications know.
 */
final class TestWorker {

	/** More than one client may make. */
	static final int MOST_MADE = 120;

	final Configuration configuration = new Configuration();

	final RecordingObserver observer = new RecordingObserver();

	final RecordingExceptionListener exceptions = new RecordingExceptionListener();

	final SocketIoJson json;

	final ServerNamespaces hub;

	final PacketEncoder encoder;

	final Observers observers;

	final SocketIoContext context;

	TestWorker() {
		this(SocketIoJson.using(JsonMapper.builder().build()), (configuration) -> {
		});
	}

	TestWorker(SocketIoJson json, Consumer<Configuration> customizer) {
		this(json, customizer, new Warnings());
	}

	TestWorker(SocketIoJson json, Consumer<Configuration> customizer, Warnings warnings) {
		this.json = json;
		this.configuration.setExceptionListener(this.exceptions);
		customizer.accept(this.configuration);
		this.encoder = new PacketEncoder(json);
		this.observers = new Observers(this.observer, warnings, new ServerMemory(NodeMemory.ofThisJvm()),
				SocketWatch.NONE);
		this.hub = new ServerNamespaces(this.configuration,
				new ServerContext(json, new OwnSockets(), this.observers, null), MOST_MADE);
		this.context = context(null);
	}

	SocketIoContext context(@Nullable ListenerCalls calls) {
		return new SocketIoContext(this.hub::enter, this.json, this.encoder, UUID::randomUUID, 10, this.observers,
				new UserSockets((user) -> {
				}), calls);
	}

	SocketIONamespace namespace() {
		return this.hub.main();
	}

	/**
	 * The rooms of the default namespace.
	 */
	Set<String> rooms() {
		return this.hub.find("").iterator().next().rooms();
	}

	/**
	 * A session of protocol 5 that is open, and in no namespace.
	 */
	TestSession open() {
		return open(EngineIoVersion.V4);
	}

	TestSession open(EngineIoVersion version) {
		TestSession session = new TestSession(this.context, handshake(version), version);
		session.session().onOpen();
		return session;
	}

	static Handshake handshake(EngineIoVersion version) {
		InetSocketAddress client = new InetSocketAddress("127.0.0.9", 4321);
		return new Handshake(new DefaultHttpHeaders().add("x-test", "1"), Interner.newWeakInterner(),
				"/socket.io/?EIO=" + version.getValue(), client, new InetSocketAddress("127.0.0.1", 80), false);
	}

	/**
	 * A session of protocol 5 that is in the default namespace, its sent packets
	 * forgotten.
	 */
	TestSession connected() {
		TestSession session = open();
		session.text("0");
		session.sent.clear();
		return session;
	}

	/**
	 * Reaches the sockets of this worker.
	 */
	private final class OwnSockets implements Broadcaster {

		@Override
		public void emit(String namespace, Set<String> rooms, Set<String> except, String event, Object... arguments) {
			emitHere(namespace, rooms, (socket) -> except.contains(socket.id().toString()), event, arguments);
		}

		@Override
		public void emitHere(String namespace, Set<String> rooms, Predicate<SocketIoSocket> excluded, String event,
				Object... arguments) {
			JsonPayload payload = TestWorker.this.json.write(event, Arrays.asList(arguments));
			EncodedPacket packet = PacketEncoder.event(namespace, payload, null, true);
			for (SocketIoSocket socket : sockets(namespace, rooms)) {
				if (!excluded.test(socket)) {
					socket.emit(packet, payload);
				}
			}
			packet.release();
		}

		@Override
		public void disconnect(String namespace, Set<String> rooms) {
			sockets(namespace, rooms).forEach(SocketIoSocket::disconnect);
		}

		@Override
		public List<SocketIoSocket> sockets(String namespace, Set<String> rooms) {
			return TestWorker.this.hub.find(namespace)
				.stream()
				.flatMap((found) -> found.sockets().stream())
				.filter((socket) -> rooms.isEmpty() || socket.hasJoinedAny(rooms))
				.toList();
		}

		@Override
		public boolean isAlone() {
			return true;
		}

	}

}
