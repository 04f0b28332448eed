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

package io.github.stickycluster.internal.engineio;

import io.github.stickycluster.internal.engineio.Deadlines.Deadline;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * The heartbeat of a session, which closes it when the client is unreachable. With
 * Engine.IO 4, the server sends pings and expects pongs; with version 3, it expects the
 * client's pings. Also closes a session whose client connects to no namespace in time.
 * Used on the session's event loop.
 */
final class Heartbeat extends Deadline {

	private static final byte[] PING_PACKET = { PacketType.PING };

	private @Nullable Deadline connect;

	private boolean pinged;

	private boolean unused;

	Heartbeat(EngineIoSession session) {
		super(session);
	}

	/** The session is open. */
	void start() {
		if (session().isVersion3()) {
			loop().awaitClientPing(this);
		}
		else {
			loop().awaitPing(this);
		}
		if (session().polling() != null) {
			this.unused = true;
		}
		awaitConnect();
	}

	boolean awaitsUse() {
		return this.unused;
	}

	/** The client has come back after its handshake. */
	void onUse() {
		if (this.unused) {
			this.unused = false;
			disarmConnect();
			awaitConnect();
		}
	}

	/** The session is closed. */
	void stop() {
		disarm();
		disarmConnect();
	}

	/** Sends a ping and awaits its response. */
	void ping() {
		this.pinged = true;
		session().sendPacket(PING_PACKET);
		if (session().isOpen()) {
			loop().awaitPong(this);
			awaitConnect();
		}
	}

	/** Begins anew to await the client, which was not read from. */
	void extend() {
		if (session().isVersion3()) {
			loop().awaitClientPing(this);
		}
		else if (this.pinged) {
			loop().awaitPong(this);
		}
	}

	/**
	 * Takes a ping or a pong.
	 * @param type which of them
	 * @param data what came with it
	 */
	void onPacket(byte type, ByteBuf data) {
		if ((type == PacketType.PING) != session().isVersion3()) {
			session().closeOnLoop(CloseReason.TRANSPORT_ERROR);
		}
		else if (type == PacketType.PING) {
			onPing(data);
		}
		// A pong that responses nothing must not put off the next ping.
		else if (this.pinged) {
			this.pinged = false;
			loop().awaitPing(this);
			session().listener().onPong();
		}
	}

	private void onPing(ByteBuf data) {
		loop().awaitClientPing(this);
		awaitConnect();
		session().listener().onPing();
		byte[] pong = new byte[data.readableBytes() + 1];
		pong[0] = PacketType.PONG;
		data.getBytes(data.readerIndex(), pong, 1, pong.length - 1);
		session().sendPacket(pong);
	}

	private void awaitConnect() {
		if (this.connect == null && !session().listener().isUsed()) {
			this.connect = new Deadline(session());
			if (this.unused) {
				loop().awaitUse(this.connect);
			}
			else {
				loop().awaitConnect(this.connect);
			}
		}
	}

	/** The client is in a namespace. */
	void stopAwaitingConnect() {
		// One of version 3 is in a namespace without having come back.
		if (!this.unused) {
			disarmConnect();
		}
	}

	private void disarmConnect() {
		if (this.connect != null) {
			this.connect.disarm();
			this.connect = null;
		}
	}

	private SessionLoop loop() {
		return session().loop();
	}

}
