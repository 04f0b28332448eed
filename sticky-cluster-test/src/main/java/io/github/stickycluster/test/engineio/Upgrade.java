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

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * Moves a session from polling to a WebSocket: probe the WebSocket, let the polling come
 * to its end, and say so. A WebSocket that fails before that leaves the session on
 * polling.
 */
final class Upgrade implements Transport.Listener {

	private static final String PROBE = "probe";

	private final PollingTransport polling;

	private final WebSocketTransport webSocket;

	private final Transport.Listener session;

	private final Consumer<Transport> whenDone;

	private boolean probed;

	private boolean done;

	Upgrade(Network network, Supplier<@Nullable Handshake> handshake, PollingTransport polling,
			Transport.Listener session, Consumer<Transport> whenDone) {
		this.polling = polling;
		this.webSocket = new WebSocketTransport(network, handshake, this);
		this.session = session;
		this.whenDone = whenDone;
	}

	void start() {
		this.webSocket.open();
	}

	/**
	 * Returns whether packets have to wait, since the polling carries no more and the
	 * WebSocket not yet.
	 */
	boolean isSwitching() {
		return this.probed && !this.done;
	}

	@Override
	public void onReady() {
		this.webSocket.send(List.of(EngineIoPacket.of(EngineIoPacket.Type.PING, PROBE)));
	}

	@Override
	public void onPacket(EngineIoPacket packet) {
		if (this.done) {
			this.session.onPacket(packet);
		}
		else if (packet.type() == EngineIoPacket.Type.PONG && packet.text().equals(PROBE)) {
			this.probed = true;
			this.polling.pause(() -> {
				this.webSocket.send(List.of(EngineIoPacket.of(EngineIoPacket.Type.UPGRADE, "")));
				this.done = true;
				this.whenDone.accept(this.webSocket);
			});
		}
	}

	@Override
	public void onEnd(SessionEnd end) {
		if (this.probed) {
			this.session.onEnd(end);
		}
	}

	void close() {
		if (!this.done) {
			this.webSocket.close();
		}
	}

}
