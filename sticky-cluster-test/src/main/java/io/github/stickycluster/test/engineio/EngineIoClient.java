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

package io.github.stickycluster.test.engineio;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.github.stickycluster.test.network.NetworkFaults;
import org.jspecify.annotations.Nullable;

/**
 * The client side of an Engine.IO session. Thread-safe.
 *
 * @since 0.1.0
 */
public final class EngineIoClient implements AutoCloseable {

	private static final long LONGEST_FAREWELL_SECONDS = 1;

	private final Network network;

	private final EngineIoListener listener;

	private final Heartbeat heartbeat;

	private final Transport.Listener transportListener = new Packets();

	private final List<EngineIoPacket> waiting = new ArrayList<>();

	private volatile @Nullable Transport transport;

	private @Nullable Upgrade upgrade;

	private volatile @Nullable Handshake handshake;

	private volatile @Nullable String transportName;

	private boolean ended;

	private EngineIoClient(EngineIoTarget target, EngineIoListener listener) {
		this.network = new Network(target);
		this.listener = listener;
		this.heartbeat = new Heartbeat(this.network.loop(), target.version(),
				() -> send(EngineIoPacket.of(EngineIoPacket.Type.PING, "")),
				() -> end(SessionEnd.of(SessionEnd.Cause.PING_TIMEOUT, "")));
	}

	/**
	 * Creates a client that has no session yet.
	 * @param target the server, and the settings of the connection
	 * @param listener the listener of the session, called on the client's thread
	 * @return the client, which the caller opens and closes
	 */
	public static EngineIoClient create(EngineIoTarget target, EngineIoListener listener) {
		return new EngineIoClient(target, listener);
	}

	/**
	 * Opens the session. Does not wait: the listener is called when the session is open.
	 * Must be called only once.
	 */
	public void open() {
		this.network.loop().execute(this::openFirst);
	}

	private void openFirst() {
		Transport first = (this.network.target().transport() == ClientTransport.WEBSOCKET)
				? new WebSocketTransport(this.network, () -> this.handshake, this.transportListener)
				: new PollingTransport(this.network, () -> this.handshake, this.transportListener);
		use(first);
		first.open();
	}

	private void use(Transport present) {
		this.transport = present;
		this.transportName = present.name();
	}

	/**
	 * Sends packets: in one request by polling, in a frame each over a WebSocket. Does
	 * not wait.
	 * @param packets the packets
	 */
	public void send(EngineIoPacket... packets) {
		List<EngineIoPacket> list = List.of(packets);
		this.network.loop().execute(() -> {
			this.waiting.addAll(list);
			flush();
		});
	}

	private void flush() {
		boolean mustWait = this.upgrade != null && this.upgrade.isSwitching();
		if (this.transport != null && !mustWait && !this.waiting.isEmpty()) {
			List<EngineIoPacket> packets = List.copyOf(this.waiting);
			this.waiting.clear();
			this.transport.send(packets);
		}
	}

	/**
	 * Returns the handshake of the session.
	 * @return the handshake, or {@code null} if the session is not open yet
	 */
	public @Nullable Handshake handshake() {
		return this.handshake;
	}

	/**
	 * Returns the name of the present transport.
	 * @return {@code polling} or {@code websocket}
	 */
	public String transportName() {
		return String.valueOf(this.transportName);
	}

	/**
	 * Returns whether permessage-deflate was negotiated for the WebSocket.
	 * @return {@code true} if the client has offered it, the server has accepted, and the
	 * WebSocket is the present transport
	 */
	public boolean isCompressed() {
		Transport present = this.transport;
		return present != null && present.isCompressed();
	}

	/**
	 * Returns the simulated faults of the session's connections.
	 * @return the faults, none at first
	 */
	public NetworkFaults faults() {
		return this.network.faults();
	}

	/**
	 * Closes the session with a CLOSE packet, and waits until its connections are closed,
	 * for at most 3 s. The listener is not called any more.
	 */
	@Override
	public void close() {
		if (!this.network.loop().isShuttingDown()) {
			CompletableFuture<Void> left = new CompletableFuture<>();
			this.network.loop().execute(() -> leave(left));
			left.completeOnTimeout(null, LONGEST_FAREWELL_SECONDS, TimeUnit.SECONDS).join();
			this.network.close();
		}
	}

	private void leave(CompletableFuture<Void> left) {
		this.heartbeat.stop();
		if (this.upgrade != null) {
			this.upgrade.close();
		}
		if (this.transport != null && !this.ended && this.handshake != null) {
			this.ended = true;
			this.transport.send(List.of(EngineIoPacket.of(EngineIoPacket.Type.CLOSE, "")));
			this.transport.close().thenRun(() -> left.complete(null));
		}
		else {
			this.ended = true;
			left.complete(null);
		}
	}

	private void end(SessionEnd end) {
		if (!this.ended) {
			this.ended = true;
			this.heartbeat.stop();
			if (this.transport != null) {
				this.transport.close();
			}
			if (this.upgrade != null) {
				this.upgrade.close();
			}
			this.listener.onEnd(end);
		}
	}

	private final class Packets implements Transport.Listener {

		@Override
		public void onReady() {
			// The server speaks first.
		}

		@Override
		public void onPacket(EngineIoPacket packet) {
			switch (packet.type()) {
				case OPEN -> opened(Handshake.parse(packet.text()));
				case PING -> {
					EngineIoClient.this.heartbeat.heard();
					send(EngineIoPacket.of(EngineIoPacket.Type.PONG, packet.text()));
				}
				case PONG -> EngineIoClient.this.heartbeat.heard();
				case MESSAGE -> EngineIoClient.this.listener.onMessage(packet);
				case CLOSE -> end(SessionEnd.of(SessionEnd.Cause.TRANSPORT_CLOSE, "The server has sent CLOSE"));
				case UPGRADE, NOOP -> {
					// NOOP ends a poll; a server never upgrades.
				}
			}
		}

		private void opened(Handshake handshake) {
			EngineIoClient client = EngineIoClient.this;
			client.handshake = handshake;
			client.heartbeat.start(handshake);
			client.listener.onOpen(handshake);
			if (client.network.target().transport() == ClientTransport.UPGRADE
					&& client.transport instanceof PollingTransport polling) {
				client.upgrade = new Upgrade(client.network, () -> client.handshake, polling, this, this::upgraded);
				client.upgrade.start();
			}
		}

		private void upgraded(Transport webSocket) {
			use(webSocket);
			flush();
			EngineIoClient.this.listener.onUpgrade();
		}

		@Override
		public void onEnd(SessionEnd end) {
			end(end);
		}

	}

}
