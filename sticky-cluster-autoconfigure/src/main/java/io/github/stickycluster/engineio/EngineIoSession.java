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

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import java.util.function.Consumer;

import com.corundumstudio.socketio.HandshakeData;
import com.corundumstudio.socketio.Transport;
import com.corundumstudio.socketio.protocol.EngineIOVersion;
import io.github.stickycluster.engineio.Deadlines.Deadline;
import io.github.stickycluster.socketio.CloseReason;
import io.github.stickycluster.socketio.EncodedPacket;
import io.github.stickycluster.socketio.SocketIoSession;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.util.concurrent.EventExecutor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client's Engine.IO session: its transport and the change of it, what waits to be
 * sent, its heartbeat and its end. Lives on one event loop for all its life; only
 * sending, closing and the questions of {@code ClientHead} may come from other threads.
 */
final class EngineIoSession extends SocketIoSession {

	/**
	 * How long a closed polling session waits for the poll that takes its last packets.
	 */
	static final Duration FAREWELL = Duration.ofSeconds(30);

	private static final Logger logger = LoggerFactory.getLogger(EngineIoSession.class);

	private static final AtomicIntegerFieldUpdater<EngineIoSession> IN_MAIL = AtomicIntegerFieldUpdater
		.newUpdater(EngineIoSession.class, "bytesInMail");

	private static final AtomicReferenceFieldUpdater<EngineIoSession, HttpExchange> POST = AtomicReferenceFieldUpdater
		.newUpdater(EngineIoSession.class, HttpExchange.class, "post");

	private static final byte[] PING_PACKET = { PacketType.PING };

	private static final byte[] NOOP_PACKET = { PacketType.NOOP };

	private static final byte[] CLOSE_PACKET = { PacketType.CLOSE };

	private static final int WRITABLE_BYTES = 65_536;

	/** As often as in the reference server, so that a client can pause its polling. */
	private static final int NOOP_MILLIS = 100;

	private final EngineIoServer server;

	private final SessionLoop loop;

	private final boolean base64;

	private final Deadline heartbeat = new Deadline(this);

	private final PacketSink packets = new Packets();

	private final PendingPackets pending = new PendingPackets();

	private volatile int bytesInMail;

	/** The one whose body is on its way. */
	private volatile @Nullable HttpExchange post;

	private volatile State state = State.OPEN;

	private volatile Transport transport;

	private volatile @Nullable WebSocketHandler webSocket;

	private @Nullable UpgradeAttempt upgrade;

	private @Nullable Poll poll;

	private @Nullable CloseReason closeReason;

	private @Nullable Deadline connect;

	private final @Nullable Throttle throttle;

	private boolean pinged;

	/** Why nothing is read from the client now: how many reasons. */
	private int pauses;

	private boolean awaitsListeners;

	/** Its answer waits until the client may send more. */
	private @Nullable HttpExchange unansweredPost;

	/** Used by {@link SessionLoop} only. */
	boolean unflushed;

	/** Used by {@link SessionLoop} only. */
	@Nullable EngineIoSession nextUnflushed;

	EngineIoSession(EngineIoServer server, SessionLoop loop, SessionId id, HandshakeData handshake,
			EngineIOVersion version, Transport transport, boolean base64) {
		super(server.context(), id.toUuid(), handshake, version, transport);
		this.server = server;
		this.loop = loop;
		this.transport = transport;
		this.base64 = base64;
		this.throttle = server.throttle(loop.eventLoop());
	}

	SessionLoop loop() {
		return this.loop;
	}

	// Opening

	/** Opens the session by the answer to a poll. */
	void open(HttpExchange exchange, @Nullable String callback) {
		open();
		onPoll(exchange, callback);
	}

	/** Opens the session on a WebSocket. */
	void open(WebSocketHandler handler) {
		handler.bind(this);
		this.webSocket = handler;
		open();
	}

	private void open() {
		this.server.opened(this);
		sendPacket(this.server.openPacket(this));
		if (isVersion3()) {
			this.loop.awaitClientPing(this.heartbeat);
		}
		else {
			this.loop.awaitPing(this.heartbeat);
		}
		awaitConnect();
		onOpen();
	}

	// Polling

	/** Takes a poll, to be answered when there is something to send. */
	void onPoll(HttpExchange exchange, @Nullable String callback) {
		if (this.state == State.CLOSED) {
			this.server.answers().refuse(exchange, EngineIoError.UNKNOWN_SID);
		}
		else if (this.transport != Transport.POLLING) {
			this.server.answers().refuse(exchange, EngineIoError.BAD_REQUEST);
		}
		else if (this.poll != null) {
			this.server.answers().refuse(exchange, EngineIoError.BAD_REQUEST);
			closeOnLoop(CloseReason.TRANSPORT_ERROR);
		}
		else {
			this.poll = new Poll(exchange, callback);
			exchange.onAbort(() -> onLoop(() -> onPollAborted(exchange)), () -> onLoop(() -> onPollHurried(exchange)));
			flush();
			shortenPoll();
		}
	}

	/**
	 * Reserves the session for one post, whose body is on its way; on any thread.
	 * @param exchange the post
	 * @return whether there is no other
	 */
	boolean beginPost(HttpExchange exchange) {
		return POST.compareAndSet(this, null, exchange);
	}

	/**
	 * Tells that a post's body has arrived or will not; on any thread.
	 * @param exchange the post
	 */
	void endPost(HttpExchange exchange) {
		POST.compareAndSet(this, exchange, null);
	}

	/**
	 * Takes a second post while another is on its way: the two cannot be put in order.
	 */
	void onPostOverlap() {
		closeOnLoop(CloseReason.TRANSPORT_ERROR);
	}

	/**
	 * Takes a posted payload.
	 * @param exchange the post
	 * @param body its body, released here
	 * @param form whether the body is a JSONP form
	 * @param binary whether the body is binary
	 */
	void onPost(HttpExchange exchange, ByteBuf body, boolean form, boolean binary) {
		// Before the answer, on which the client may send the next.
		endPost(exchange);
		try {
			if (this.state != State.OPEN || this.transport != Transport.POLLING) {
				this.server.answers()
					.refuse(exchange,
							(this.state == State.OPEN) ? EngineIoError.BAD_REQUEST : EngineIoError.UNKNOWN_SID);
				return;
			}
			if (read(body, form, binary)) {
				acceptPost(exchange);
			}
			else {
				this.server.answers().refuse(exchange, EngineIoError.BAD_REQUEST);
			}
		}
		finally {
			body.release();
		}
	}

	private void acceptPost(HttpExchange exchange) {
		pace();
		if (this.pauses == 0) {
			this.server.answers().ok(exchange);
			return;
		}
		// Without the answer the client sends nothing.
		beginPost(exchange);
		this.unansweredPost = exchange;
	}

	// Stops reading from a client that sent more than it may, or than its listeners have
	// room for.
	private void pace() {
		Throttle throttle = this.throttle;
		if (throttle != null && throttle.begins()) {
			this.server.throttled();
			pause();
			throttle.pause(this::isConnected, this::resume);
		}
		if (isBusy() && !this.awaitsListeners) {
			this.awaitsListeners = true;
			pause();
			onReady(this::resumeWithListeners);
		}
	}

	private void pause() {
		this.pauses++;
		if (this.webSocket != null) {
			this.webSocket.read(false);
		}
	}

	private void resumeWithListeners() {
		this.awaitsListeners = false;
		if (this.state == State.OPEN) {
			// Its answer to a ping may be behind what was not read.
			extendHeartbeat();
		}
		resume();
	}

	private void resume() {
		if (--this.pauses > 0) {
			return;
		}
		HttpExchange post = this.unansweredPost;
		if (post != null) {
			this.unansweredPost = null;
			endPost(post);
			this.server.answers().ok(post);
		}
		if (this.webSocket != null) {
			this.webSocket.read(true);
		}
	}

	private void extendHeartbeat() {
		if (isVersion3()) {
			this.loop.awaitClientPing(this.heartbeat);
		}
		else if (this.pinged) {
			this.loop.awaitPong(this.heartbeat);
		}
	}

	private void onMessage(ByteBuf data) {
		this.server.received(data.readableBytes());
		if (this.throttle != null) {
			this.throttle.pay();
		}
		onText(data);
	}

	private boolean read(ByteBuf body, boolean form, boolean binary) {
		try {
			PayloadReader reader = this.server.reader();
			if (!isVersion3()) {
				reader.readVersion4(body, this.packets);
			}
			else if (binary) {
				reader.readVersion3Binary(body, this.packets);
			}
			else {
				reader.readVersion3Text(form ? JsonpForm.payload(body) : body, this.packets);
			}
		}
		catch (PayloadException ex) {
			onMalformed(ex);
		}
		return this.closeReason != CloseReason.PARSE_ERROR;
	}

	private void onPollAborted(HttpExchange exchange) {
		if (isHeld(exchange)) {
			this.poll = null;
			closeOnLoop(CloseReason.TRANSPORT_ERROR);
		}
	}

	// The connection will close, but only after an answer.
	private void onPollHurried(HttpExchange exchange) {
		if (isHeld(exchange) && this.state == State.OPEN) {
			answerPoll(NOOP_PACKET);
		}
	}

	private void answerPoll(byte[] packet) {
		Poll poll = this.poll;
		if (poll != null) {
			PayloadWriter writer = writer(false);
			writer.text(packet);
			answer(poll, writer, false);
		}
	}

	private void answer(Poll poll, PayloadWriter writer, boolean binary) {
		this.poll = null;
		this.server.answers().poll(poll.exchange(), writer.payload(), binary, poll.callback());
	}

	private void flush(Poll poll) {
		boolean closing = this.state != State.OPEN;
		if (this.pending.isEmpty() && !closing) {
			return;
		}
		boolean binary = isVersion3() && !this.base64 && poll.callback() == null && this.pending.hasBinary();
		PayloadWriter writer = writer(binary);
		boolean last = this.pending.moveTo(writer, this.server.settings()) && closing;
		if (last) {
			writer.text(CLOSE_PACKET);
		}
		answer(poll, writer, binary);
		if (last) {
			end();
		}
	}

	private PayloadWriter writer(boolean binary) {
		ByteBufAllocator allocator = ByteBufAllocator.DEFAULT;
		if (!isVersion3()) {
			return PayloadWriter.version4(allocator);
		}
		return binary ? PayloadWriter.version3Binary(allocator) : PayloadWriter.version3Text(allocator);
	}

	// WebSocket

	/**
	 * Takes a WebSocket that a client opened to change its transport.
	 * @param handler the WebSocket
	 */
	void onUpgrade(WebSocketHandler handler) {
		handler.bind(this);
		if (this.state != State.OPEN || this.transport == Transport.WEBSOCKET || this.upgrade != null) {
			handler.close(WebSocketCloseStatus.NORMAL_CLOSURE);
			return;
		}
		this.upgrade = new UpgradeAttempt(handler, this.loop.eventLoop(), this.server.settings().upgradeTimeout(),
				() -> failUpgrade(handler));
	}

	void onWebSocketText(WebSocketHandler handler, ByteBuf message) {
		try {
			if (handler == this.webSocket) {
				if (isVersion3()) {
					PayloadReader.readVersion3Packet(message, this.packets);
				}
				else {
					PayloadReader.readVersion4Packet(message, this.packets);
				}
			}
			else if (this.upgrade != null && this.upgrade.handler() == handler) {
				onUpgradeMessage(this.upgrade, message);
			}
		}
		catch (PayloadException ex) {
			onMalformed(ex);
		}
		if (handler == this.webSocket) {
			pace();
		}
	}

	void onWebSocketBinary(WebSocketHandler handler, ByteBuf message) {
		failUpgrade(handler);
		if (handler == this.webSocket) {
			try {
				if (isVersion3()) {
					PayloadReader.readVersion3BinaryPacket(message, this.packets);
				}
				else {
					this.packets.binary(message);
				}
			}
			catch (PayloadException ex) {
				onMalformed(ex);
			}
			pace();
		}
	}

	// A client may ask for more answers than it reads.
	void onWebSocketAnswered(WebSocketHandler handler) {
		if (handler.pendingBytes() <= this.server.settings().maxPendingBytes()) {
			return;
		}
		if (handler == this.webSocket) {
			closeOnLoop(CloseReason.SLOW_CLIENT);
		}
		else {
			handler.abort();
			failUpgrade(handler);
		}
	}

	void onWebSocketInactive(WebSocketHandler handler) {
		failUpgrade(handler);
		if (handler == this.webSocket) {
			closeOnLoop(CloseReason.TRANSPORT_CLOSE);
		}
	}

	void onWebSocketFailure(WebSocketHandler handler) {
		failUpgrade(handler);
		if (handler == this.webSocket) {
			closeOnLoop(CloseReason.TRANSPORT_ERROR);
		}
	}

	private void onUpgradeMessage(UpgradeAttempt attempt, ByteBuf message) {
		if (!attempt.isProbed() && attempt.answerProbe(message)) {
			// The client pauses its polling, for which its poll must end.
			answerPoll(NOOP_PACKET);
		}
		else if (UpgradeAttempt.isUpgrade(message)) {
			upgrade(attempt);
		}
		else {
			failUpgrade(attempt.handler());
		}
	}

	// A poll that came after the probe is ended as soon as the client may wait for it.
	private void shortenPoll() {
		Poll poll = this.poll;
		if (poll != null && isProbed()) {
			this.loop.eventLoop().schedule(() -> {
				if (isHeld(poll.exchange()) && isProbed()) {
					answerPoll(NOOP_PACKET);
				}
			}, NOOP_MILLIS, TimeUnit.MILLISECONDS);
		}
	}

	private boolean isHeld(HttpExchange exchange) {
		return this.poll != null && this.poll.exchange() == exchange;
	}

	private boolean isProbed() {
		return this.upgrade != null && this.upgrade.isProbed();
	}

	private void upgrade(UpgradeAttempt attempt) {
		attempt.complete();
		this.upgrade = null;
		Poll poll = this.poll;
		if (poll != null) {
			// A client waits for its poll before it upgrades; this one is out of place.
			this.poll = null;
			this.server.answers().refuse(poll.exchange(), EngineIoError.BAD_REQUEST);
		}
		this.webSocket = attempt.handler();
		this.transport = Transport.WEBSOCKET;
		this.server.upgraded(this);
		if (this.pauses > 0) {
			attempt.handler().read(false);
		}
		this.pending.moveTo(attempt.handler(), isVersion3());
		attempt.handler().flush();
	}

	private void failUpgrade(WebSocketHandler handler) {
		UpgradeAttempt attempt = this.upgrade;
		if (attempt != null && attempt.handler() == handler) {
			this.upgrade = null;
			attempt.fail();
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
			IN_MAIL.addAndGet(this, packet.size() + PendingPackets.OVERHEAD);
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
		IN_MAIL.addAndGet(this, -packet.size() - PendingPackets.OVERHEAD);
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

	private void sendPacket(Object packet) {
		WebSocketHandler webSocket = this.webSocket;
		if (webSocket != null) {
			PendingPackets.write(packet, webSocket, isVersion3());
		}
		else {
			this.pending.add(packet);
		}
		this.loop.flushLater(this);
		if (pendingBytes() > this.server.settings().maxPendingBytes()) {
			onTooSlow();
		}
	}

	/** What has not been sent yet, in bytes. */
	long pendingBytes() {
		WebSocketHandler webSocket = this.webSocket;
		return (webSocket != null) ? webSocket.pendingBytes() : this.pending.bytes();
	}

	/** What waits to be sent, in bytes; may be asked on any thread. */
	long waitingBytes() {
		return pendingBytes() + this.bytesInMail;
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
		WebSocketHandler webSocket = this.webSocket;
		Poll poll = this.poll;
		if (webSocket != null) {
			webSocket.flush();
		}
		else if (poll != null) {
			flush(poll);
		}
	}

	// Heartbeat and other timeouts

	/** Sends a ping and awaits its answer. */
	void ping() {
		this.pinged = true;
		sendPacket(PING_PACKET);
		if (this.state == State.OPEN) {
			this.loop.awaitPong(this.heartbeat);
			awaitConnect();
		}
	}

	void onHeartbeatMissed() {
		if (this.awaitsListeners) {
			// It may have answered, but is not read from.
			extendHeartbeat();
		}
		else {
			closeOnLoop(CloseReason.PING_TIMEOUT);
		}
	}

	void onConnectTimeout() {
		this.connect = null;
		if (!hasConnected()) {
			closeOnLoop(CloseReason.CONNECT_TIMEOUT);
		}
	}

	void onFarewellTimeout() {
		end();
	}

	@Override
	protected void onConnected() {
		stopAwaitingConnect();
	}

	private void stopAwaitingConnect() {
		if (this.connect != null) {
			this.connect.disarm();
			this.connect = null;
		}
	}

	private void awaitConnect() {
		if (this.connect == null && !hasConnected()) {
			this.connect = new Deadline(this);
			this.loop.awaitConnect(this.connect);
		}
	}

	private void onHeartbeat(byte type, ByteBuf data) {
		if ((type == PacketType.PING) != isVersion3()) {
			closeOnLoop(CloseReason.TRANSPORT_ERROR);
		}
		else if (isVersion3()) {
			this.loop.awaitClientPing(this.heartbeat);
			awaitConnect();
			onPing();
			byte[] pong = new byte[data.readableBytes() + 1];
			pong[0] = PacketType.PONG;
			data.getBytes(data.readerIndex(), pong, 1, pong.length - 1);
			sendPacket(pong);
		}
		// A pong that answers nothing must not put off the next ping.
		else if (this.pinged) {
			this.pinged = false;
			this.loop.awaitPing(this.heartbeat);
			onPong();
		}
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

	private void onClosePacket() {
		answerPoll(NOOP_PACKET);
		closeOnLoop(CloseReason.TRANSPORT_CLOSE);
	}

	private void onMalformed(PayloadException ex) {
		this.server.malformed(this, ex);
		closeOnLoop(CloseReason.PARSE_ERROR);
	}

	/** Closes the session; the first reason counts. */
	void closeOnLoop(CloseReason reason) {
		if (this.state != State.OPEN) {
			return;
		}
		this.state = State.CLOSING;
		this.closeReason = reason;
		this.heartbeat.disarm();
		stopAwaitingConnect();
		if (this.upgrade != null) {
			failUpgrade(this.upgrade.handler());
		}
		HttpExchange post = this.post;
		if (post != null) {
			this.server.answers().refuse(post, EngineIoError.BAD_REQUEST);
		}
		this.server.closed(this, reason);
		try {
			closeTransport(reason);
		}
		finally {
			onClose(reason);
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
		if (failure instanceof OutOfMemoryError) {
			this.server.context().observer().outOfMemory();
		}
		logger.warn("Session {} is closed, since it failed: {}", getSessionId(), failure.toString());
		logger.debug("Session {} failed", getSessionId(), failure);
		boolean open = (this.state == State.OPEN);
		try {
			closeOnLoop(CloseReason.TRANSPORT_ERROR);
		}
		catch (Throwable ex) {
			logger.debug("Session {} failed to close", getSessionId(), ex);
			open = false;
		}
		if (!open) {
			abort();
		}
	}

	private void abort() {
		WebSocketHandler webSocket = this.webSocket;
		if (webSocket != null) {
			webSocket.abort();
		}
		end();
	}

	private void closeTransport(CloseReason reason) {
		WebSocketHandler webSocket = this.webSocket;
		Poll poll = this.poll;
		if (webSocket != null) {
			closeWebSocket(webSocket, reason);
			end();
		}
		else if (poll != null) {
			flush(poll);
			if (this.state == State.CLOSING) {
				this.loop.awaitFarewell(this.heartbeat);
			}
		}
		else if (reason == CloseReason.FORCED_SERVER_CLOSE
				|| (reason == CloseReason.SERVER_SHUTTING_DOWN && !this.pending.isEmpty())) {
			this.loop.awaitFarewell(this.heartbeat);
		}
		else {
			end();
		}
	}

	private static void closeWebSocket(WebSocketHandler webSocket, CloseReason reason) {
		switch (reason) {
			// A client that does not read would keep what is pending.
			case SLOW_CLIENT -> webSocket.abort();
			case SERVER_SHUTTING_DOWN -> webSocket.leave();
			case PARSE_ERROR -> webSocket.close(WebSocketCloseStatus.PROTOCOL_ERROR);
			default -> webSocket.close(WebSocketCloseStatus.NORMAL_CLOSURE);
		}
	}

	@Nullable Channel webSocketChannel() {
		WebSocketHandler webSocket = this.webSocket;
		return (webSocket != null) ? webSocket.channel() : null;
	}

	/** Whether nothing of the session is under way that its end would break off. */
	boolean isQuiet() {
		return this.post == null && !awaitsAnswers();
	}

	/** Whether there is nothing left of the session. */
	boolean hasEnded() {
		return this.state == State.CLOSED;
	}

	/** Ends a closed session whose client did not fetch its last packets. */
	void endOnLoop() {
		end();
	}

	/** The session has sent its last. */
	private void end() {
		if (this.state == State.CLOSED) {
			return;
		}
		this.state = State.CLOSED;
		this.heartbeat.disarm();
		this.server.ended(this);
		this.pending.release();
		answerPoll(CLOSE_PACKET);
	}

	// What may be asked

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
		WebSocketHandler webSocket = this.webSocket;
		return this.state == State.OPEN
				&& ((webSocket != null) ? webSocket.channel().isWritable() : this.pending.bytes() < WRITABLE_BYTES);
	}

	@Override
	public Transport getCurrentTransport() {
		return this.transport;
	}

	boolean isVersion3() {
		return getEngineIOVersion() == EngineIOVersion.V3;
	}

	private void onLoop(Runnable task) {
		if (this.loop.inEventLoop()) {
			task.run();
		}
		else {
			EventLoops.execute(this.loop.eventLoop(), task, () -> {
			});
		}
	}

	/** A poll that is held, and the callback of a JSONP one. */
	private record Poll(HttpExchange exchange, @Nullable String callback) {
	}

	private enum State {

		OPEN,

		/** Closed, but the last packets wait for a poll. */
		CLOSING,

		CLOSED

	}

	/** Takes the packets of the client's current transport. */
	private final class Packets implements PacketSink {

		@Override
		public boolean text(byte type, ByteBuf data) {
			EngineIoSession session = EngineIoSession.this;
			switch (type) {
				case PacketType.MESSAGE -> {
					session.onMessage(data);
				}
				case PacketType.PING, PacketType.PONG -> session.onHeartbeat(type, data);
				case PacketType.CLOSE -> session.onClosePacket();
				default -> {
					// The reference server ignores what is only for clients to get.
				}
			}
			return session.state == State.OPEN;
		}

		@Override
		public boolean binary(ByteBuf data) {
			EngineIoSession session = EngineIoSession.this;
			session.server.received(data.readableBytes());
			session.onBinary(data);
			return session.state == State.OPEN;
		}

	}

}
