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
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

import io.github.stickycluster.test.engineio.ClientTransport;
import io.github.stickycluster.test.engineio.EngineIoClient;
import io.github.stickycluster.test.engineio.EngineIoListener;
import io.github.stickycluster.test.engineio.EngineIoPacket;
import io.github.stickycluster.test.engineio.EngineIoTarget;
import io.github.stickycluster.test.engineio.EngineIoVersion;
import io.github.stickycluster.test.engineio.Handshake;
import io.github.stickycluster.test.engineio.SessionEnd;
import io.github.stickycluster.test.socketio.SocketIoDecoder;
import io.github.stickycluster.test.socketio.SocketIoEncoder;
import io.github.stickycluster.test.socketio.SocketIoPacket;
import org.jspecify.annotations.Nullable;

/**
 * One connection to the server and the namespaces that are used on it. Thread-safe; who
 * holds a socket's lock must not take the session's.
 */
final class ClientSession implements EngineIoListener, AutoCloseable {

	private final EngineIoTarget target;

	private final Map<String, NamespaceSocket> sockets = new LinkedHashMap<>();

	private final SocketIoDecoder decoder = new SocketIoDecoder();

	private final CompletableFuture<Void> upgraded = new CompletableFuture<>();

	private final EngineIoClient engine;

	private boolean open;

	private @Nullable SessionEnd end;

	private ClientSession(EngineIoTarget target) {
		this.target = target;
		this.engine = EngineIoClient.create(target, this);
	}

	static ClientSession open(EngineIoTarget target) {
		ClientSession session = new ClientSession(target);
		session.engine.open();
		return session;
	}

	EngineIoClient engine() {
		return this.engine;
	}

	EngineIoTarget target() {
		return this.target;
	}

	String transportName() {
		return this.engine.transportName();
	}

	/**
	 * Connects to a namespace, as soon as the session is open.
	 */
	synchronized void add(NamespaceSocket socket) {
		this.sockets.put(socket.namespace(), socket);
		if (this.end != null) {
			socket.onEnd(this.end);
		}
		else if (this.open) {
			connect(socket);
		}
	}

	/**
	 * A version 3 server lets each client into the main namespace unasked.
	 */
	private void connect(NamespaceSocket socket) {
		if (this.target.version() == EngineIoVersion.V4 || !socket.namespace().equals("/")) {
			send(socket.connectPacket());
		}
	}

	void send(SocketIoPacket packet) {
		this.engine.send(SocketIoEncoder.encode(packet));
	}

	/**
	 * Returns the id that the server gives a socket, or, in version 3, that clients make
	 * from the session's.
	 */
	String socketId(SocketIoPacket connect) {
		if (connect.data() != null && connect.data().has("sid")) {
			return connect.data().path("sid").asString();
		}
		Handshake handshake = this.engine.handshake();
		String sid = (handshake != null) ? handshake.sid() : "";
		return connect.namespace().equals("/") ? sid : connect.namespace() + "#" + sid;
	}

	@Override
	public synchronized void onOpen(Handshake handshake) {
		this.open = true;
		this.sockets.values().forEach(this::connect);
	}

	@Override
	public synchronized void onMessage(EngineIoPacket message) {
		SocketIoPacket packet = this.decoder.add(message);
		NamespaceSocket socket = (packet != null) ? this.sockets.get(packet.namespace()) : null;
		if (packet != null && socket != null) {
			socket.onPacket(packet);
		}
	}

	@Override
	public void onUpgrade() {
		this.upgraded.complete(null);
	}

	/**
	 * Waits for the upgrade, if one is to come.
	 * @throws AssertionError if it does not come in time
	 */
	void awaitUpgrade(Duration timeout) {
		if (this.target.transport() == ClientTransport.UPGRADE) {
			try {
				this.upgraded.orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS).join();
			}
			catch (CompletionException ex) {
				throw new AssertionError("The connection was not upgraded to a WebSocket within " + timeout, ex);
			}
		}
	}

	@Override
	public synchronized void onEnd(SessionEnd end) {
		this.end = end;
		this.sockets.values().forEach((socket) -> socket.onEnd(end));
	}

	@Override
	public void close() {
		this.engine.close();
		SessionEnd closed = new SessionEnd(SessionEnd.Cause.CLIENT, "", 0);
		synchronized (this) {
			this.end = closed;
			this.sockets.values().forEach((socket) -> socket.onEnd(closed));
		}
	}

}
