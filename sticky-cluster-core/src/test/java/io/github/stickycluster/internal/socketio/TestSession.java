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

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

import com.corundumstudio.socketio.SocketIOClient;
import io.github.stickycluster.internal.budget.LoopBudget;
import io.github.stickycluster.internal.budget.MemoryBudget;
import io.github.stickycluster.internal.engineio.CloseReason;
import io.github.stickycluster.internal.engineio.EncodedPacket;
import io.github.stickycluster.internal.engineio.EngineIoConnection;
import io.github.stickycluster.internal.engineio.EngineIoVersion;
import io.github.stickycluster.internal.engineio.Handshake;
import io.github.stickycluster.socketio.Transport;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.CharsetUtil;
import io.netty.util.concurrent.EventExecutor;
import org.jspecify.annotations.Nullable;

/**
 * A session without a transport: it remembers what it was told to write, and lives on an
 * event loop whose time the test moves.
 */
final class TestSession implements EngineIoConnection {

	final List<String> sent = new ArrayList<>();

	final List<byte[]> attachments = new ArrayList<>();

	final EmbeddedChannel channel = new EmbeddedChannel();

	@Nullable CloseReason closed;

	int kept;

	final LoopBudget budget = new MemoryBudget(100L << 20, 100L << 20).open(1);

	private final UUID id = UUID.randomUUID();

	private final Handshake handshake;

	private final EngineIoVersion version;

	private final SocketIoSession session;

	TestSession(SocketIoContext context, Handshake handshake, EngineIoVersion version) {
		this.handshake = handshake;
		this.version = version;
		this.session = new SocketIoSession(context, this, Map.of());
		this.channel.freezeTime();
	}

	SocketIoSession session() {
		return this.session;
	}

	TestSession text(String text) {
		ByteBuf buffer = ByteBufAllocator.DEFAULT.directBuffer();
		try {
			buffer.writeCharSequence(text, CharsetUtil.UTF_8);
			this.session.onText(buffer);
		}
		finally {
			buffer.release();
		}
		return this;
	}

	TestSession binary(int... bytes) {
		ByteBuf buffer = ByteBufAllocator.DEFAULT.directBuffer();
		try {
			for (int b : bytes) {
				buffer.writeByte(b);
			}
			this.session.onBinary(buffer);
		}
		finally {
			buffer.release();
		}
		return this;
	}

	SocketIOClient socket() {
		return socket("");
	}

	SocketIOClient socket(String namespace) {
		return this.session.sockets()
			.stream()
			.filter((candidate) -> candidate.namespace().name().equals(namespace))
			.map((socket) -> (SocketIOClient) socket.view())
			.findFirst()
			.orElseThrow();
	}

	void pass(long seconds) {
		this.channel.advanceTimeBy(seconds, TimeUnit.SECONDS);
		this.channel.runScheduledPendingTasks();
	}

	@Override
	public synchronized void write(EncodedPacket packet) {
		try {
			this.sent.add(packet.text().toString(CharsetUtil.UTF_8));
			packet.attachments().forEach((attachment) -> this.attachments.add(ByteBufUtil.getBytes(attachment)));
		}
		finally {
			packet.release();
		}
	}

	@Override
	public void close(CloseReason reason) {
		if (this.closed == null) {
			this.closed = reason;
			this.session.onClose(reason);
		}
	}

	@Override
	public void onKept(int more) {
		this.kept += more;
	}

	@Override
	public LoopBudget budget() {
		return this.budget;
	}

	@Override
	public void onUsed() {
		// Nobody waits for it.
	}

	@Override
	public UUID id() {
		return this.id;
	}

	@Override
	public Handshake handshake() {
		return this.handshake;
	}

	@Override
	public EngineIoVersion version() {
		return this.version;
	}

	@Override
	public EventExecutor eventLoop() {
		return this.channel.eventLoop();
	}

	@Override
	public boolean isWritable() {
		return this.closed == null;
	}

	@Override
	public boolean isOpen() {
		return this.closed == null;
	}

	@Override
	public Transport transport() {
		return Transport.WEBSOCKET;
	}

}
