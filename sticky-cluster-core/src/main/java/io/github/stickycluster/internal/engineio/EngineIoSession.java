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

import java.net.InetAddress;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.function.Consumer;

import io.github.stickycluster.internal.budget.LoopBudget;
import io.github.stickycluster.internal.http.EventLoops;
import io.github.stickycluster.internal.memory.ServerMemory;
import io.github.stickycluster.socketio.Transport;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.util.concurrent.EventExecutor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The Engine.IO session of one client: passes packets from its transport to its listener,
 * and from the listener to the transport. Stays on one event loop; only the methods of
 * {@link EngineIoConnection} may be called on other threads.
 */
final class EngineIoSession implements EngineIoConnection, PacketSink, WebSocketOwner {

	/**
	 * How long a closed polling session waits for the poll that takes its last packets.
	 */
	static final Duration FAREWELL = Duration.ofSeconds(30);

	private static final Logger logger = LoggerFactory.getLogger(EngineIoSession.class);

	private static final AtomicIntegerFieldUpdater<EngineIoSession> IN_MAIL = AtomicIntegerFieldUpdater
		.newUpdater(EngineIoSession.class, "bytesInMail");

	/** What a packet on its way from another thread takes besides itself. */
	private static final int MAIL_OBJECTS = 48;

	private final EngineIoServer server;

	/**
	 * The heap of an idle session on a WebSocket, with its channel, its socket and its
	 * client's limits, without what the client has sent: measured 2.2 KB.
	 */
	private static final int OBJECTS = 2_200;

	private final SessionLoop loop;

	private final UUID id;

	private final Handshake handshake;

	private final EngineIoVersion version;

	private final SessionListener listener;

	private final Heartbeat heartbeat = new Heartbeat(this);

	private volatile SessionTransport transport;

	private volatile State state = State.OPEN;

	private volatile int bytesInMail;

	/** Only with a limit of messages, or while listeners or memory are behind. */
	private @Nullable FlowControl flowControl;

	/** The heap of the sockets' handshakes. */
	private int kept;

	/** Made for a session that keeps more than itself. */
	private @Nullable Charge charge;

	/** Used by {@link SessionLoop} only. */
	boolean unflushed;

	/** Used by {@link SessionLoop} only. */
	@Nullable EngineIoSession nextUnflushed;

	/** A session that begins by polling. */
	EngineIoSession(EngineIoServer server, SessionLoop loop, SessionId id, Opening opening, EngineIoVersion version,
			boolean base64) {
		this.server = server;
		this.loop = loop;
		this.id = id.toUuid();
		this.handshake = opening.handshake();
		this.version = version;
		this.flowControl = flowControl(server, loop);
		this.transport = new PollingTransport(this, base64);
		this.listener = opening.listener().apply(this);
	}

	/** A session that is on a WebSocket from its beginning. */
	EngineIoSession(EngineIoServer server, SessionLoop loop, SessionId id, Opening opening, EngineIoVersion version,
			WebSocketHandler webSocket) {
		this.server = server;
		this.loop = loop;
		this.id = id.toUuid();
		this.handshake = opening.handshake();
		this.version = version;
		this.flowControl = flowControl(server, loop);
		this.transport = webSocket;
		this.listener = opening.listener().apply(this);
		webSocket.bind(this);
	}

	private @Nullable FlowControl flowControl(EngineIoServer server, SessionLoop loop) {
		Throttle throttle = server.throttle(loop.eventLoop());
		return (throttle != null) ? new FlowControl(this, throttle) : null;
	}

	SessionLoop loop() {
		return this.loop;
	}

	SessionListener listener() {
		return this.listener;
	}

	EngineIoServer server() {
		return this.server;
	}

	/** Opens the session. */
	void open() {
		this.server.opened(this);
		sendPacket(this.server.openPacket(this));
		this.heartbeat.start();
		this.listener.onOpen();
	}

	// Transport

	/** Its polling, unless it is on a WebSocket; may be asked on any thread. */
	@Nullable PollingTransport polling() {
		return (this.transport instanceof PollingTransport polling) ? polling : null;
	}

	/**
	 * Takes a WebSocket that a client opened to change its transport.
	 * @param handler the WebSocket
	 */
	void onUpgrade(WebSocketHandler handler) {
		PollingTransport polling = polling();
		if (polling != null && this.state == State.OPEN) {
			polling.onUpgrade(handler);
		}
		else {
			WebSocketOwner.refuse(handler);
		}
	}

	/**
	 * Goes from polling to a WebSocket.
	 * @param handler the WebSocket
	 */
	void upgrade(WebSocketHandler handler) {
		this.transport = handler;
		handler.bind(this);
		this.server.upgraded(this);
		this.heartbeat.onUse();
		if (isPaused()) {
			handler.read(false);
		}
	}

	@Override
	public void onWebSocketText(ByteBuf message) {
		try {
			if (isVersion3()) {
				PayloadReader.readVersion3Packet(message, this);
			}
			else {
				PayloadReader.readVersion4Packet(message, this);
			}
		}
		catch (PayloadException ex) {
			onMalformed(ex);
		}
		pace();
	}

	@Override
	public void onWebSocketBinary(ByteBuf message) {
		try {
			if (isVersion3()) {
				PayloadReader.readVersion3BinaryPacket(message, this);
			}
			else {
				binary(message);
			}
		}
		catch (PayloadException ex) {
			onMalformed(ex);
		}
		pace();
	}

	// A client may ask for more responses than it reads.
	@Override
	public void onWebSocketAnswered() {
		onPending(pendingBytes());
	}

	@Override
	public void onWebSocketRead(int kept) {
		if (kept >= Charge.LEAST || this.charge != null) {
			recharge();
		}
	}

	@Override
	public PendingPackets newBacklog() {
		return new PendingPackets(this.loop.shared());
	}

	@Override
	public void onWebSocketInactive() {
		closeOnLoop(CloseReason.TRANSPORT_CLOSE);
		recharge();
	}

	@Override
	public void notice(Throwable failure) {
		this.server.memory().notice(failure);
	}

	@Override
	public void onWebSocketFailure() {
		closeOnLoop(CloseReason.TRANSPORT_ERROR);
	}

	/** What a poll was answered with has not reached the client, which does not know. */
	void onResponseLost() {
		if (polling() != null) {
			closeOnLoop(CloseReason.TRANSPORT_ERROR);
		}
		recharge();
	}

	// Packets of the client

	@Override
	public boolean text(byte type, ByteBuf data) {
		switch (type) {
			case PacketType.MESSAGE -> onMessage(data);
			case PacketType.PING, PacketType.PONG -> this.heartbeat.onPacket(type, data);
			case PacketType.CLOSE -> closeOnLoop(CloseReason.TRANSPORT_CLOSE);
			default -> {
				// The reference server ignores what is only for clients to get.
			}
		}
		return this.state == State.OPEN;
	}

	private void onMessage(ByteBuf data) {
		this.server.received(data.readableBytes());
		if (this.flowControl != null) {
			this.flowControl.pay();
		}
		this.listener.onText(data);
	}

	@Override
	public boolean binary(ByteBuf data) {
		this.server.received(data.readableBytes());
		this.listener.onBinary(data);
		return this.state == State.OPEN;
	}

	void onMalformed(PayloadException ex) {
		this.server.malformed(this, ex);
		this.listener.onMalformed(String.valueOf(ex.getMessage()));
		closeOnLoop(CloseReason.PARSE_ERROR);
	}

	/** Stops reading, if the client sent more than it may. */
	void pace() {
		if (this.charge != null || this.listener.keptBytes() >= Charge.LEAST) {
			recharge();
		}
		if (this.listener.waitingBytes() >= Charge.LEAST) {
			this.loop.relief().onGrowth();
		}
		if (this.flowControl == null && this.listener.isBusy()) {
			this.flowControl = new FlowControl(this, null);
		}
		if (this.flowControl != null) {
			this.flowControl.check();
		}
	}

	boolean isPaused() {
		return this.flowControl != null && this.flowControl.isPaused();
	}

	/** Called by {@link FlowControl}. */
	void read(boolean on) {
		if (on && this.flowControl != null && !this.flowControl.isThrottled()) {
			this.flowControl = null;
		}
		this.transport.read(on);
	}

	/** Stops reading until there is memory. */
	void pauseForMemory() {
		if (this.state == State.OPEN) {
			if (this.flowControl == null) {
				this.flowControl = new FlowControl(this, null);
			}
			this.flowControl.pauseForMemory();
		}
	}

	/** There is memory again. */
	void resumeWithMemory() {
		if (this.flowControl != null) {
			this.flowControl.resumeWithMemory();
		}
	}

	/** The listeners, or memory, have room for more. */
	void onRoomForMore() {
		if (this.state == State.OPEN) {
			// The response to a ping may be behind what was not read.
			this.heartbeat.extend();
		}
	}

	// Sending

	@Override
	public void write(EncodedPacket packet) {
		if (this.loop.inEventLoop()) {
			if (this.loop.hasMail()) {
				this.loop.emptyMailbox();
			}
			sendMessage(packet);
		}
		else if (this.state == State.OPEN && this.bytesInMail <= this.server.settings().maxPendingBytes()) {
			IN_MAIL.addAndGet(this, MAIL_OBJECTS + PendingPackets.cost(packet));
			this.loop.deliver(this, packet);
		}
		else {
			packet.release();
			if (this.state == State.OPEN) {
				close(CloseReason.SLOW_CLIENT);
			}
		}
	}

	/** Takes a packet that another thread sent. */
	void onDelivery(EncodedPacket packet) {
		IN_MAIL.addAndGet(this, -MAIL_OBJECTS - PendingPackets.cost(packet));
		sendMessage(packet);
	}

	private void sendMessage(EncodedPacket packet) {
		if (this.state != State.OPEN) {
			packet.release();
			return;
		}
		this.server.sent(packet.size());
		sendPacket(packet);
	}

	/**
	 * Sends a packet of any type.
	 * @param packet an {@link EncodedPacket}, a reference of which is taken over, or the
	 * bytes of a packet of text
	 */
	void sendPacket(Object packet) {
		this.transport.send(packet);
		this.loop.flushLater(this);
		long pending = pendingBytes();
		if (pending > Relief.LEAST) {
			onPending(pending);
		}
	}

	/** What has not been sent yet, in bytes; may be asked on any thread. */
	long pendingBytes() {
		return this.transport.pendingBytes();
	}

	/** What waits to be sent, in bytes; may be asked on any thread. */
	long waitingBytes() {
		return pendingBytes() + this.bytesInMail;
	}

	private void onPending(long pending) {
		if (pending > this.server.settings().maxPendingBytes()) {
			onTooSlow();
		}
		Charge charge = this.charge;
		if (this.state == State.OPEN && (charge == null || pending > charge.pending() + Relief.LEAST)) {
			recharge();
		}
	}

	private void onTooSlow() {
		// Much written in one turn is no sign of a slow client before it was flushed.
		flush();
		if (this.state == State.OPEN && pendingBytes() > this.server.settings().maxPendingBytes()) {
			closeOnLoop(CloseReason.SLOW_CLIENT);
		}
	}

	/** Sends what waits; called once at the end of a turn of the event loop. */
	void flush() {
		this.transport.flush();
		if (this.charge != null || pendingBytes() >= Charge.LEAST) {
			recharge();
		}
		if (this.listener.waitingBytes() >= Charge.LEAST) {
			this.loop.relief().onGrowth();
		}
	}

	// Memory

	/** The memory of the session that has nothing to send and nothing half received. */
	int ownCost() {
		return OBJECTS + this.handshake.cost() + this.kept;
	}

	@Override
	public void onKept(int more) {
		if (this.state != State.CLOSED && more != 0) {
			this.kept += more;
			this.loop.budget().add(more, 0);
			if (more > 0) {
				this.loop.relief().onGrowth();
			}
		}
	}

	@Override
	public LoopBudget budget() {
		return this.loop.budget();
	}

	/** Charges the loop with what the session keeps now. */
	void recharge() {
		Charge charge = this.charge;
		if (charge == null) {
			charge = new Charge();
			this.charge = charge;
		}
		charge.begin();
		charge.addHeap(this.listener.keptBytes());
		this.transport.tell(charge);
		boolean more = charge.settle(this.loop.budget());
		if (charge.isEmpty()) {
			this.charge = null;
		}
		else if (more) {
			this.loop.relief().onGrowth();
		}
	}

	/** The heap that the session keeps besides itself, and that its end would free. */
	long keptHeap() {
		return this.listener.waitingBytes() + ((this.charge != null) ? this.charge.heap() : 0);
	}

	/** Whether packets of the client wait for their listeners, once it has ended. */
	boolean hasCalls() {
		return this.listener.waitingBytes() > 0;
	}

	/** The direct memory that the session keeps, whoever keeps it too. */
	long keptDirect() {
		return (this.charge != null) ? this.charge.direct() : 0;
	}

	long keptInAll() {
		return ownCost() + keptHeap() + keptDirect();
	}

	/** The client key of its address. */
	Long client() {
		return this.server.limits().client(address());
	}

	InetAddress address() {
		return this.handshake.address().getAddress();
	}

	/** Ends the session, since memory is short. */
	void closeForMemory() {
		this.listener.discardWaiting();
		if (this.state == State.OPEN) {
			closeOnLoop(CloseReason.MEMORY);
		}
		else {
			this.transport.abort();
			endOnLoop();
		}
	}

	/** Whether nothing was seen of the client but its handshake. */
	boolean isUnused() {
		return this.heartbeat.awaitsUse();
	}

	/** The client has come back after its handshake. */
	void onUse() {
		this.heartbeat.onUse();
	}

	// Timeouts, called by {@link SessionLoop}

	/** Sends a ping and awaits its response. */
	void ping() {
		this.heartbeat.ping();
	}

	void onHeartbeatMissed() {
		if (this.flowControl != null && this.flowControl.isHeldBack()) {
			// It may have answered, but is not read from.
			this.heartbeat.extend();
			this.transport.probe();
		}
		else {
			closeOnLoop(CloseReason.PING_TIMEOUT);
		}
	}

	void onConnectTimeout() {
		this.heartbeat.stopAwaitingConnect();
		if (!this.listener.isUsed()) {
			closeOnLoop(CloseReason.CONNECT_TIMEOUT);
		}
	}

	void onUseTimeout() {
		if (isUnused()) {
			closeOnLoop(CloseReason.TRANSPORT_CLOSE);
		}
	}

	void onFarewellTimeout() {
		endOnLoop();
	}

	@Override
	public void onUsed() {
		this.heartbeat.stopAwaitingConnect();
	}

	// Closing

	@Override
	public void close(CloseReason reason) {
		if (this.loop.inEventLoop()) {
			if (this.loop.hasMail()) {
				this.loop.emptyMailbox();
			}
			closeOnLoop(reason);
		}
		else {
			EventLoops.execute(this.loop.eventLoop(), () -> close(reason), () -> {
			});
		}
	}

	/** Closes the session; the first reason counts. */
	void closeOnLoop(CloseReason reason) {
		if (this.state != State.OPEN) {
			return;
		}
		this.state = State.CLOSING;
		this.heartbeat.stop();
		this.server.closed(this, reason);
		try {
			closeTransport(reason);
		}
		finally {
			this.listener.onClose(reason);
		}
	}

	private void closeTransport(CloseReason reason) {
		if (this.transport.close(reason)) {
			endOnLoop();
		}
		else {
			this.loop.awaitFarewell(this.heartbeat);
		}
	}

	/** The session has sent its last, or its client does not fetch it. */
	void endOnLoop() {
		if (this.state == State.CLOSED) {
			return;
		}
		this.state = State.CLOSED;
		this.heartbeat.disarm();
		this.server.ended(this);
		this.transport.end();
		recharge();
		if (this.listener.waitingBytes() >= Charge.LEAST) {
			this.loop.relief().onEnd(this);
		}
	}

	/**
	 * Does something to the session, and closes it if that fails, so that others on the
	 * event loop go on.
	 * @param action what to do
	 */
	void attempt(Consumer<EngineIoSession> action) {
		try {
			action.accept(this);
		}
		catch (Throwable ex) {
			fail(ex);
		}
	}

	/**
	 * Closes the session for a failure that is not the client's.
	 * @param failure the failure
	 */
	void fail(Throwable failure) {
		ServerMemory memory = this.server.memory();
		boolean lack = memory.notice(failure);
		boolean open = (this.state == State.OPEN);
		try {
			closeOnLoop(lack ? CloseReason.OUT_OF_MEMORY : CloseReason.TRANSPORT_ERROR);
		}
		catch (Throwable ex) {
			memory.notice(ex);
			open = false;
		}
		if (!open) {
			this.transport.abort();
			endOnLoop();
		}
		// Not before, since for want of memory it may fail.
		this.server.warnings().failed("Closed a session after an unexpected error", failure);
		logger.debug("Session {} failed", this, failure);
	}

	// What may be asked

	@Nullable Channel webSocketChannel() {
		return (this.transport instanceof WebSocketHandler webSocket) ? webSocket.channel() : null;
	}

	/**
	 * Whether the end of the session would break off what the application does for it.
	 */
	boolean awaitsApplication() {
		return this.listener.owesAcks();
	}

	/** Whether the end of the session would break off what its client has begun. */
	boolean awaitsClient() {
		PollingTransport polling = polling();
		return (polling != null && polling.isUnderWay()) || this.listener.awaitsAcks();
	}

	/** Whether the session is closed, but its client is still to be told. */
	boolean isClosing() {
		return this.state == State.CLOSING;
	}

	/** Whether there is nothing left of the session. */
	boolean hasEnded() {
		return this.state == State.CLOSED;
	}

	@Override
	public EventExecutor eventLoop() {
		return this.loop.eventLoop();
	}

	@Override
	public boolean isOpen() {
		return this.state == State.OPEN;
	}

	@Override
	public boolean isWritable() {
		return this.state == State.OPEN && this.transport.isWritable();
	}

	@Override
	public Transport transport() {
		return this.transport.kind();
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

	boolean isVersion3() {
		return this.version == EngineIoVersion.V3;
	}

	/**
	 * Returns what the log may tell of the session's id.
	 */
	@Override
	public String toString() {
		return AbbreviatedId.of(this.id.toString());
	}

	private enum State {

		OPEN,

		/** Closed, but the last packets and the close wait for polls. */
		CLOSING,

		CLOSED

	}

}
