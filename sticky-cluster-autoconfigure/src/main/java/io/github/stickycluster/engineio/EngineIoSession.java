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

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;

import com.corundumstudio.socketio.HandshakeData;
import com.corundumstudio.socketio.Transport;
import com.corundumstudio.socketio.protocol.EngineIOVersion;
import io.github.stickycluster.engineio.Deadlines.Deadline;
import io.github.stickycluster.socketio.CloseReason;
import io.github.stickycluster.socketio.EncodedPacket;
import io.github.stickycluster.socketio.SocketIoSession;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.util.concurrent.EventExecutor;
import org.jspecify.annotations.Nullable;

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

	private static final AtomicIntegerFieldUpdater<EngineIoSession> IN_MAIL = AtomicIntegerFieldUpdater
		.newUpdater(EngineIoSession.class, "bytesInMail");

	private static final AtomicReferenceFieldUpdater<EngineIoSession, HttpExchange> POST = AtomicReferenceFieldUpdater
		.newUpdater(EngineIoSession.class, HttpExchange.class, "post");

	private static final byte[] PING_PACKET = { PacketType.PING };

	private static final byte[] NOOP_PACKET = { PacketType.NOOP };

	private static final byte[] CLOSE_PACKET = { PacketType.CLOSE };

	private static final byte[] PROBE = "probe".getBytes(StandardCharsets.US_ASCII);

	private static final byte[] PROBE_ANSWER = "3probe".getBytes(StandardCharsets.US_ASCII);

	/** What a queued packet costs besides its bytes. */
	private static final int OVERHEAD = 64;

	private static final int WRITABLE_BYTES = 65_536;

	/** As often as in the reference server, so that a client can pause its polling. */
	private static final int NOOP_MILLIS = 100;

	private final EngineIoServer server;

	private final SessionLoop loop;

	private final SessionId id;

	private final boolean base64;

	private final Deadline heartbeat = new Deadline(this);

	private final PacketSink packets = new Packets();

	/** Byte arrays are packets of text, all else is messages; for polling only. */
	private @Nullable Queue<Object> queue;

	/** Read by other threads too, to which an older value does no harm. */
	private int queuedBytes;

	private volatile int bytesInMail;

	/** The one whose body is on its way. */
	private volatile @Nullable HttpExchange post;

	private volatile State state = State.OPEN;

	private volatile Transport transport;

	private volatile @Nullable WebSocketHandler webSocket;

	private @Nullable WebSocketHandler probe;

	private @Nullable Future<?> upgradeTimeout;

	private boolean probed;

	private @Nullable HttpExchange poll;

	private @Nullable String pollCallback;

	private @Nullable Deadline connect;

	/** Used by {@link SessionLoop} only. */
	boolean unflushed;

	/** Used by {@link SessionLoop} only. */
	@Nullable EngineIoSession nextUnflushed;

	EngineIoSession(EngineIoServer server, SessionLoop loop, SessionId id, HandshakeData handshake,
			EngineIOVersion version, Transport transport, boolean base64) {
		super(server.context(), id.toUuid(), handshake, version, transport);
		this.server = server;
		this.loop = loop;
		this.id = id;
		this.transport = transport;
		this.base64 = base64;
	}

	SessionId id() {
		return this.id;
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
			this.poll = exchange;
			this.pollCallback = callback;
			exchange.onAbort(() -> onLoop(() -> onPollAborted(exchange)));
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
				this.server.answers().ok(exchange);
			}
			else {
				this.server.answers().refuse(exchange, EngineIoError.BAD_REQUEST);
			}
		}
		finally {
			body.release();
		}
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
			return true;
		}
		catch (PayloadException ex) {
			onMalformed(ex);
			return false;
		}
	}

	private void onPollAborted(HttpExchange exchange) {
		if (this.poll == exchange) {
			this.poll = null;
			closeOnLoop(CloseReason.TRANSPORT_ERROR);
		}
	}

	private void answerPoll(byte[] packet) {
		HttpExchange poll = this.poll;
		if (poll != null) {
			PayloadWriter writer = writer(false);
			writer.text(packet);
			answerPoll(poll, writer, false);
		}
	}

	private void answerPoll(HttpExchange poll, PayloadWriter writer, boolean binary) {
		this.poll = null;
		this.server.answers().poll(poll, writer.payload(), binary, this.pollCallback);
	}

	private void flushPoll(HttpExchange poll) {
		Queue<Object> queue = this.queue;
		boolean closing = this.state != State.OPEN;
		if (queue == null && !closing) {
			return;
		}
		boolean binary = isVersion3() && !this.base64 && this.pollCallback == null && hasBinary(queue);
		PayloadWriter writer = writer(binary);
		boolean all = queue == null || write(queue, writer);
		if (all) {
			this.queue = null;
			if (closing) {
				writer.text(CLOSE_PACKET);
			}
		}
		answerPoll(poll, writer, binary);
		if (all && closing) {
			end();
		}
	}

	private boolean write(Queue<Object> queue, PayloadWriter writer) {
		EngineIoSettings settings = this.server.settings();
		int packets = 0;
		for (Object next = queue.peek(); next != null; next = queue.peek()) {
			if (packets > 0 && (packets >= settings.maxPayloadPackets()
					|| writer.size() + size(next) > settings.maxPayload())) {
				return false;
			}
			packets++;
			queue.remove();
			this.queuedBytes -= size(next) + OVERHEAD;
			write(next, writer);
		}
		return true;
	}

	private static void write(Object packet, PayloadWriter writer) {
		if (packet instanceof EncodedPacket message) {
			writer.message(message);
			message.release();
		}
		else {
			writer.text((byte[]) packet);
		}
	}

	private static boolean hasBinary(@Nullable Queue<Object> queue) {
		return queue != null && queue.stream()
			.anyMatch((packet) -> packet instanceof EncodedPacket message && !message.attachments().isEmpty());
	}

	private PayloadWriter writer(boolean binary) {
		ByteBufAllocator allocator = ByteBufAllocator.DEFAULT;
		if (!isVersion3()) {
			return PayloadWriter.version4(allocator);
		}
		return binary ? PayloadWriter.version3Binary(allocator) : PayloadWriter.version3Text(allocator);
	}

	// WebSocket

	/** Takes a WebSocket that a client opened to change its transport. */
	void onUpgrade(WebSocketHandler handler) {
		handler.bind(this);
		if (this.state != State.OPEN || this.transport == Transport.WEBSOCKET || this.probe != null) {
			handler.close(WebSocketCloseStatus.NORMAL_CLOSURE);
			return;
		}
		this.probe = handler;
		this.upgradeTimeout = this.loop.eventLoop()
			.schedule(() -> endProbe(handler), this.server.settings().upgradeTimeout().toMillis(),
					TimeUnit.MILLISECONDS);
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
			else if (handler == this.probe) {
				onProbe(handler, message);
			}
		}
		catch (PayloadException ex) {
			onMalformed(ex);
		}
	}

	void onWebSocketBinary(WebSocketHandler handler, ByteBuf message) {
		if (handler == this.probe) {
			endProbe(handler);
		}
		else if (handler == this.webSocket) {
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
		}
	}

	void onWebSocketInactive(WebSocketHandler handler) {
		if (handler == this.probe) {
			endProbe(handler);
		}
		else if (handler == this.webSocket) {
			closeOnLoop(CloseReason.TRANSPORT_CLOSE);
		}
	}

	void onWebSocketFailure(WebSocketHandler handler) {
		if (handler == this.probe) {
			endProbe(handler);
		}
		else if (handler == this.webSocket) {
			closeOnLoop(CloseReason.TRANSPORT_ERROR);
		}
	}

	private void onProbe(WebSocketHandler handler, ByteBuf message) {
		if (isProbe(message)) {
			handler.write(PROBE_ANSWER);
			handler.flush();
			this.probed = true;
			// The client pauses its polling, for which its poll must end.
			answerPoll(NOOP_PACKET);
		}
		else if (message.readableBytes() == 1 && message.getByte(message.readerIndex()) == PacketType.UPGRADE) {
			upgrade(handler);
		}
		else {
			endProbe(handler);
		}
	}

	private static boolean isProbe(ByteBuf message) {
		int start = message.readerIndex();
		if (message.readableBytes() != PROBE.length + 1 || message.getByte(start) != PacketType.PING) {
			return false;
		}
		for (int i = 0; i < PROBE.length; i++) {
			if (message.getByte(start + 1 + i) != PROBE[i]) {
				return false;
			}
		}
		return true;
	}

	/**
	 * Ends a poll that came after the probe, as soon as the client may be waiting for it.
	 */
	private void shortenPoll() {
		HttpExchange poll = this.poll;
		if (poll != null && this.probed) {
			this.loop.eventLoop().schedule(() -> {
				if (this.poll == poll && this.probed) {
					answerPoll(NOOP_PACKET);
				}
			}, NOOP_MILLIS, TimeUnit.MILLISECONDS);
		}
	}

	private void upgrade(WebSocketHandler handler) {
		forgetProbe();
		HttpExchange poll = this.poll;
		if (poll != null) {
			// A client waits for its poll before it upgrades, so this one is out of
			// place.
			this.poll = null;
			this.server.answers().refuse(poll, EngineIoError.BAD_REQUEST);
		}
		this.webSocket = handler;
		this.transport = Transport.WEBSOCKET;
		this.server.upgraded(this);
		Queue<Object> queue = this.queue;
		this.queue = null;
		this.queuedBytes = 0;
		if (queue != null) {
			queue.forEach((packet) -> write(packet, handler));
			handler.flush();
		}
	}

	private void endProbe(WebSocketHandler handler) {
		if (this.probe == handler) {
			forgetProbe();
			handler.close(WebSocketCloseStatus.NORMAL_CLOSURE);
		}
	}

	private void forgetProbe() {
		this.probe = null;
		this.probed = false;
		Future<?> timeout = this.upgradeTimeout;
		if (timeout != null) {
			this.upgradeTimeout = null;
			timeout.cancel(false);
		}
	}

	private void write(Object packet, WebSocketHandler handler) {
		if (packet instanceof EncodedPacket message) {
			handler.write(message, isVersion3());
			message.release();
		}
		else {
			handler.write((byte[]) packet);
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
			IN_MAIL.addAndGet(this, packet.size() + OVERHEAD);
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
		IN_MAIL.addAndGet(this, -packet.size() - OVERHEAD);
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
			write(packet, webSocket);
		}
		else {
			enqueue(packet);
		}
		this.loop.flushLater(this);
		if (pendingBytes() > this.server.settings().maxPendingBytes()) {
			onTooSlow();
		}
	}

	private void enqueue(Object packet) {
		Queue<Object> queue = this.queue;
		if (queue == null) {
			queue = new ArrayDeque<>(4);
			this.queue = queue;
		}
		queue.add(packet);
		this.queuedBytes += size(packet) + OVERHEAD;
	}

	private static int size(Object packet) {
		return (packet instanceof EncodedPacket message) ? message.size() : ((byte[]) packet).length;
	}

	private long pendingBytes() {
		WebSocketHandler webSocket = this.webSocket;
		return (webSocket != null) ? webSocket.pendingBytes() : this.queuedBytes;
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
		HttpExchange poll = this.poll;
		if (webSocket != null) {
			webSocket.flush();
		}
		else if (poll != null) {
			flushPoll(poll);
		}
	}

	// Heartbeat and other timeouts

	/** Sends a ping and awaits its answer. */
	void ping() {
		sendPacket(PING_PACKET);
		if (this.state == State.OPEN) {
			this.loop.awaitPong(this.heartbeat);
			awaitConnect();
		}
	}

	void onHeartbeatMissed() {
		closeOnLoop(CloseReason.PING_TIMEOUT);
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
		else {
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
		this.heartbeat.disarm();
		if (this.connect != null) {
			this.connect.disarm();
			this.connect = null;
		}
		WebSocketHandler probe = this.probe;
		if (probe != null) {
			endProbe(probe);
		}
		HttpExchange post = this.post;
		if (post != null) {
			this.server.answers().refuse(post, EngineIoError.BAD_REQUEST);
		}
		this.server.closed(this, reason);
		closeTransport(reason);
		onClose(reason);
	}

	private void closeTransport(CloseReason reason) {
		WebSocketHandler webSocket = this.webSocket;
		HttpExchange poll = this.poll;
		if (webSocket != null) {
			closeWebSocket(webSocket, reason);
			end();
		}
		else if (poll != null) {
			flushPoll(poll);
			if (this.state == State.CLOSING) {
				this.loop.awaitFarewell(this.heartbeat);
			}
		}
		else if (reason == CloseReason.FORCED_SERVER_CLOSE) {
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
			case SERVER_SHUTTING_DOWN -> webSocket.close(WebSocketCloseStatus.ENDPOINT_UNAVAILABLE);
			case PARSE_ERROR -> webSocket.close(WebSocketCloseStatus.PROTOCOL_ERROR);
			default -> webSocket.close(WebSocketCloseStatus.NORMAL_CLOSURE);
		}
	}

	/** The session has sent its last. */
	private void end() {
		if (this.state == State.CLOSED) {
			return;
		}
		this.state = State.CLOSED;
		this.heartbeat.disarm();
		this.server.ended(this);
		Queue<Object> queue = this.queue;
		this.queue = null;
		if (queue != null) {
			queue.forEach(EngineIoSession::release);
		}
		answerPoll(CLOSE_PACKET);
	}

	private static void release(Object packet) {
		if (packet instanceof EncodedPacket message) {
			message.release();
		}
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
				&& ((webSocket != null) ? webSocket.channel().isWritable() : this.queuedBytes < WRITABLE_BYTES);
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
					session.server.received(data.readableBytes());
					session.onText(data);
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
