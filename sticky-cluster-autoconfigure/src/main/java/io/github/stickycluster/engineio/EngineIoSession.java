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

package io.github.stickycluster.engineio;

import java.net.InetAddress;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.function.Consumer;

import com.corundumstudio.socketio.HandshakeData;
import com.corundumstudio.socketio.Transport;
import com.corundumstudio.socketio.protocol.EngineIOVersion;
import io.github.stickycluster.budget.LoopBudget;
import io.github.stickycluster.memory.ServerMemory;
import io.github.stickycluster.socketio.CloseReason;
import io.github.stickycluster.socketio.EncodedPacket;
import io.github.stickycluster.socketio.SocketIoSession;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.util.concurrent.EventExecutor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client's Engine.IO session, from its opening to its end: what comes from its
 * transport goes to Socket.IO, and what Socket.IO sends to its transport. Lives on one
 * event loop for all its life; only sending, closing and the questions of
 * {@code ClientHead} may come from other threads.
 */
final class EngineIoSession extends SocketIoSession implements PacketSink, WebSocketOwner {

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
	 * The session and its channel without what the client has sent: 3.3 KB on a
	 * WebSocket.
	 */
	private static final int OBJECTS = 3_400;

	private final SessionLoop loop;

	private final Heartbeat heartbeat = new Heartbeat(this);

	private volatile SessionTransport transport;

	private volatile State state = State.OPEN;

	private volatile int bytesInMail;

	/** Only with a limit of messages, or while listeners or memory are behind. */
	private @Nullable Pacing pacing;

	/** The heap of the sockets' handshakes. */
	private int kept;

	/** Made for a session that keeps more than itself. */
	private @Nullable Charge charge;

	/** Used by {@link SessionLoop} only. */
	boolean unflushed;

	/** Used by {@link SessionLoop} only. */
	@Nullable EngineIoSession nextUnflushed;

	/** A session that begins by polling. */
	EngineIoSession(EngineIoServer server, SessionLoop loop, SessionId id, HandshakeData handshake,
			EngineIOVersion version, boolean base64) {
		super(server.context(), id.toUuid(), handshake, version, Transport.POLLING);
		this.server = server;
		this.loop = loop;
		this.pacing = pacing(server, loop);
		this.transport = new PollingTransport(this, base64);
	}

	/** A session that is on a WebSocket from its beginning. */
	EngineIoSession(EngineIoServer server, SessionLoop loop, SessionId id, HandshakeData handshake,
			EngineIOVersion version, WebSocketHandler webSocket) {
		super(server.context(), id.toUuid(), handshake, version, Transport.WEBSOCKET);
		this.server = server;
		this.loop = loop;
		this.pacing = pacing(server, loop);
		this.transport = webSocket;
		webSocket.bind(this);
	}

	private @Nullable Pacing pacing(EngineIoServer server, SessionLoop loop) {
		Throttle throttle = server.throttle(loop.eventLoop());
		return (throttle != null) ? new Pacing(this, throttle) : null;
	}

	SessionLoop loop() {
		return this.loop;
	}

	EngineIoServer server() {
		return this.server;
	}

	/** Opens the session. */
	void open() {
		this.server.opened(this);
		sendPacket(this.server.openPacket(this));
		this.heartbeat.start();
		onOpen();
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

	// A client may ask for more answers than it reads.
	@Override
	public void onWebSocketAnswered() {
		if (pendingBytes() > this.server.settings().maxPendingBytes()) {
			closeOnLoop(CloseReason.SLOW_CLIENT);
		}
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
		this.server.context().memory().notice(failure);
	}

	@Override
	public void onWebSocketFailure() {
		closeOnLoop(CloseReason.TRANSPORT_ERROR);
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
		if (this.pacing != null) {
			this.pacing.pay();
		}
		onText(data);
	}

	@Override
	public boolean binary(ByteBuf data) {
		this.server.received(data.readableBytes());
		onBinary(data);
		return this.state == State.OPEN;
	}

	void onMalformed(PayloadException ex) {
		this.server.malformed(this, ex);
		onNonsense(String.valueOf(ex.getMessage()));
		closeOnLoop(CloseReason.PARSE_ERROR);
	}

	/** Stops reading, if the client sent more than it may. */
	void pace() {
		if (this.charge != null || keptByDecoder() >= Charge.LEAST) {
			recharge();
		}
		if (keptElsewhere() >= Charge.LEAST) {
			this.loop.relief().onGrowth();
		}
		if (this.pacing == null && isBusy()) {
			this.pacing = new Pacing(this, null);
		}
		if (this.pacing != null) {
			this.pacing.check();
		}
	}

	boolean isPaused() {
		return this.pacing != null && this.pacing.isPaused();
	}

	/** Called by {@link Pacing}. */
	void read(boolean on) {
		if (on && this.pacing != null && !this.pacing.isThrottled()) {
			this.pacing = null;
		}
		this.transport.read(on);
	}

	/**
	 * Stops reading until there is memory.
	 * @return whether it was read from or paused for other reasons
	 */
	boolean pauseForMemory() {
		if (this.state != State.OPEN) {
			return false;
		}
		if (this.pacing == null) {
			this.pacing = new Pacing(this, null);
		}
		return this.pacing.pauseForMemory();
	}

	/** There is memory again. */
	void resumeWithMemory() {
		if (this.pacing != null) {
			this.pacing.resumeWithMemory();
		}
	}

	/** The listeners, or memory, have room for more. */
	void onRoomForMore() {
		if (this.state == State.OPEN) {
			// The answer to a ping may be behind what was not read.
			this.heartbeat.extend();
		}
	}

	// Sending

	@Override
	protected void write(EncodedPacket packet) {
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
				closeEngine(CloseReason.SLOW_CLIENT);
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
		if (keptElsewhere() >= Charge.LEAST) {
			this.loop.relief().onGrowth();
		}
	}

	// Memory

	/** The memory of the session that has nothing to send and nothing half received. */
	int ownCost() {
		return OBJECTS + ((StoredHandshake) getHandshakeData()).cost() + this.kept;
	}

	@Override
	protected void onKept(int more) {
		if (this.state != State.CLOSED && more != 0) {
			this.kept += more;
			this.loop.budget().add(more, 0);
			if (more > 0) {
				this.loop.relief().onGrowth();
			}
		}
	}

	@Override
	protected LoopBudget budget() {
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
		charge.addHeap(keptByDecoder());
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
		return keptElsewhere() + ((this.charge != null) ? this.charge.heap() : 0);
	}

	/** Whether packets of the client wait for their listeners, once it has ended. */
	boolean hasCalls() {
		return keptElsewhere() > 0;
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
		return getHandshakeData().getAddress().getAddress();
	}

	/** Ends the session, since memory is short. */
	void closeForMemory() {
		discardCalls();
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

	/** Sends a ping and awaits its answer. */
	void ping() {
		this.heartbeat.ping();
	}

	void onHeartbeatMissed() {
		if (this.pacing != null && this.pacing.isHeldBack()) {
			// It may have answered, but is not read from.
			this.heartbeat.extend();
		}
		else {
			closeOnLoop(CloseReason.PING_TIMEOUT);
		}
	}

	void onConnectTimeout() {
		this.heartbeat.stopAwaitingConnect();
		if (!hasConnected()) {
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
	protected void onConnected() {
		this.heartbeat.stopAwaitingConnect();
	}

	// Closing

	@Override
	protected void closeEngine(CloseReason reason) {
		if (this.loop.inEventLoop()) {
			if (this.loop.hasMail()) {
				this.loop.emptyMailbox();
			}
			closeOnLoop(reason);
		}
		else {
			EventLoops.execute(this.loop.eventLoop(), () -> closeEngine(reason), () -> {
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
			onClose(reason);
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
		if (keptElsewhere() >= Charge.LEAST) {
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
		ServerMemory memory = this.server.context().memory();
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
		this.server.context().warnings().failed("A session is closed, since it failed", failure);
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
		return owesAnswers();
	}

	/** Whether the end of the session would break off what its client has begun. */
	boolean awaitsClient() {
		PollingTransport polling = polling();
		return (polling != null && polling.isUnderWay()) || awaitsAnswers();
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
	protected EventExecutor eventLoop() {
		return this.loop.eventLoop();
	}

	@Override
	public boolean isConnected() {
		return this.state == State.OPEN;
	}

	@Override
	public boolean isChannelOpen() {
		return this.state == State.OPEN;
	}

	@Override
	public boolean isWritable() {
		return this.state == State.OPEN && this.transport.isWritable();
	}

	@Override
	public Transport getCurrentTransport() {
		return this.transport.kind();
	}

	boolean isVersion3() {
		return getEngineIOVersion() == EngineIOVersion.V3;
	}

	private enum State {

		OPEN,

		/** Closed, but the last packets and the close wait for polls. */
		CLOSING,

		CLOSED

	}

}
