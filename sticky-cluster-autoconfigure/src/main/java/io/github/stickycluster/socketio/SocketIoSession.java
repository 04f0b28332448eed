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

package io.github.stickycluster.socketio;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.stream.Collectors;

import com.corundumstudio.socketio.AckCallback;
import com.corundumstudio.socketio.AuthTokenResult;
import com.corundumstudio.socketio.HandshakeData;
import com.corundumstudio.socketio.Transport;
import com.corundumstudio.socketio.namespace.Namespace;
import com.corundumstudio.socketio.protocol.EngineIOVersion;
import com.corundumstudio.socketio.protocol.Packet;
import com.corundumstudio.socketio.protocol.PacketType;
import com.corundumstudio.socketio.transport.NamespaceClient;
import io.github.stickycluster.budget.LoopBudget;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.util.concurrent.EventExecutor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The Socket.IO side of a session: its namespaces, their events and acknowledgements.
 * <p>
 * Engine.IO, which extends it, calls the {@code on...} methods on the session's event
 * loop, and is called back to write and to close. A malformed or misplaced packet closes
 * the session, as in the reference server.
 */
public abstract class SocketIoSession extends ReplacedClientHead {

	private static final Logger logger = LoggerFactory.getLogger(SocketIoSession.class);

	private static final AtomicIntegerFieldUpdater<SocketIoSession> UNANSWERED = AtomicIntegerFieldUpdater
		.newUpdater(SocketIoSession.class, "unanswered");

	private static final AtomicIntegerFieldUpdater<SocketIoSession> KEPT_BY_ACKS = AtomicIntegerFieldUpdater
		.newUpdater(SocketIoSession.class, "keptByAcks");

	/** A client asks for few namespaces, and does not go on asking. */
	private static final int MOST_REFUSALS = 100;

	private final SocketIoContext context;

	private final PacketDecoder decoder;

	/** By the server's name of the namespace; replaced, never changed. */
	private volatile Map<String, SocketIoSocket> sockets = Map.of();

	/**
	 * Namespaces that the server took the client out of: what the client sent there
	 * before it knew is ignored, and no reason to close the session.
	 */
	private Set<String> evicted = Set.of();

	/** Namespaces whose auth listeners have not decided yet. */
	private Set<String> asking = Set.of();

	private volatile boolean closing;

	/** CONNECTs refused since the last heartbeat. */
	private int refusals;

	/** Whether a packet of the client was one. */
	private boolean understood;

	/** Events of the client that await their acknowledgement by the application. */
	private volatile int unanswered;

	/** The heap of the callbacks that wait for acknowledgements. */
	private volatile int keptByAcks;

	/** The bytes of the packet that is being received, as far as it has come. */
	private int arrived;

	/** What the application is to be told, in this order; none on the event loop. */
	private final @Nullable ListenerQueue calls;

	/** Apart, so that a listener may wait for the acknowledgement of its own client. */
	private final @Nullable ListenerQueue answers;

	/**
	 * Creates the Socket.IO side of a session.
	 * @param context what the worker's sessions share
	 * @param sessionId the Engine.IO session id
	 * @param handshake the handshake, with the client's real address
	 * @param version the Engine.IO protocol: 4 carries Socket.IO protocol 5, 3 carries 4
	 * @param transport the first transport
	 */
	protected SocketIoSession(SocketIoContext context, UUID sessionId, HandshakeData handshake, EngineIOVersion version,
			Transport transport) {
		super(context, sessionId, handshake, version, transport);
		this.context = context;
		this.decoder = new PacketDecoder(context.json(), version, context.maxAttachments(), new Interest());
		ListenerCalls calls = context.calls();
		this.calls = (calls != null) ? calls.queue(this::eventLoop, this::budget) : null;
		this.answers = (calls != null) ? calls.queue(this::eventLoop, this::budget) : null;
	}

	// What Engine.IO calls

	/**
	 * The session is open and its handshake is queued. A client of protocol 4 is
	 * connected to the default namespace without asking.
	 */
	public final void onOpen() {
		if (getEngineIOVersion() != EngineIOVersion.V4) {
			connect(new InboundPacket.Connect(Namespace.DEFAULT_NAME));
		}
	}

	/**
	 * A message came as text.
	 * @param message the message without Engine.IO's type; the caller releases it, and
	 * its indexes stay as they are
	 */
	public final void onText(ByteBuf message) {
		receive(message, this.decoder::text);
	}

	/**
	 * A binary message came.
	 * @param attachment the message without any Engine.IO type or Base64; the caller
	 * releases it, and its indexes stay as they are
	 */
	public final void onBinary(ByteBuf attachment) {
		receive(attachment, this.decoder::binary);
	}

	/**
	 * The client pinged (Engine.IO 3); tells the ping listeners of its namespaces.
	 */
	public final void onPing() {
		this.refusals = 0;
		this.sockets.values().forEach(SocketIoSocket::onPing);
	}

	/**
	 * The client answered a ping (Engine.IO 4); tells the pong listeners of its
	 * namespaces.
	 */
	public final void onPong() {
		this.refusals = 0;
		this.sockets.values().forEach(SocketIoSocket::onPong);
	}

	/**
	 * The session has ended; called once, whatever the cause.
	 * @param reason why
	 */
	public final void onClose(CloseReason reason) {
		this.closing = true;
		this.decoder.reset();
		Map<String, SocketIoSocket> left = this.sockets;
		this.sockets = Map.of();
		logger.debug("Session {} ended: {}", this, reason.text());
		try {
			left.values().forEach(SocketIoSocket::onDisconnect);
		}
		finally {
			call(() -> this.context.configuration().getStoreFactory().onDisconnect(this));
		}
	}

	/**
	 * Whether the session is in a namespace now. One that is in none for the connect
	 * timeout is to be closed, by Engine.IO, with {@link CloseReason#CONNECT_TIMEOUT}.
	 * @return whether there is a namespace; may be asked on any thread
	 */
	public final boolean hasConnected() {
		return !this.sockets.isEmpty();
	}

	/**
	 * Whether the client awaits an acknowledgement of the application.
	 * @return whether the end of the session would lose one; may be asked on any thread
	 */
	protected final boolean owesAnswers() {
		return this.unanswered > 0;
	}

	/**
	 * Whether the application awaits an acknowledgement of the client.
	 * @return whether the end of the session would lose one; may be asked on any thread
	 */
	protected final boolean awaitsAnswers() {
		return this.sockets.values().stream().anyMatch(SocketIoSocket::awaitsAcknowledgements);
	}

	final void asked() {
		UNANSWERED.incrementAndGet(this);
	}

	final void answered() {
		UNANSWERED.decrementAndGet(this);
	}

	/**
	 * Whether so many listener calls of this client wait that nothing more should be read
	 * from it.
	 * @return whether the queue is full
	 */
	public final boolean isBusy() {
		return this.calls != null && this.calls.isFull();
	}

	/**
	 * Waits until there is room for more listener calls. One may wait at a time.
	 * @param action run once, on the event loop
	 */
	public final void onReady(Runnable action) {
		if (this.calls != null) {
			this.calls.onRoom(() -> onLoop(action));
		}
	}

	// What Engine.IO does

	/**
	 * Sends a packet, or drops it if the session has ended; the packets of one thread
	 * keep their order. May be called on any thread.
	 * @param packet the packet, one reference of which is taken over
	 */
	protected abstract void write(EncodedPacket packet);

	/**
	 * Closes the session after what was written before, and then calls
	 * {@link #onClose(CloseReason)}. May be called on any thread and more than once.
	 * @param reason why
	 */
	protected abstract void closeEngine(CloseReason reason);

	/**
	 * The session keeps more heap, or less, until it ends; called on the event loop.
	 * @param more the difference in bytes
	 */
	protected abstract void onKept(int more);

	/**
	 * The account of the event loop that the session lives on.
	 * @return the account, always the same
	 */
	protected abstract LoopBudget budget();

	/**
	 * The session is in a namespace. Called on the event loop.
	 */
	protected abstract void onConnected();

	/**
	 * The event loop that the session lives on.
	 * @return the loop, always the same
	 */
	protected abstract EventExecutor eventLoop();

	@Override
	public abstract boolean isWritable();

	@Override
	public abstract boolean isChannelOpen();

	@Override
	public abstract Transport getCurrentTransport();

	// Packets

	private void receive(ByteBuf message, Decoding decoding) {
		if (this.closing) {
			return;
		}
		boolean complete = true;
		try {
			this.arrived += message.readableBytes();
			InboundPacket packet = decoding.decode(message);
			complete = packet != null;
			if (packet != null) {
				dispatch(packet);
			}
			this.understood = true;
		}
		catch (PacketException ex) {
			refuse(ex);
		}
		finally {
			// Also when an error of the application's ends it.
			this.arrived = (complete) ? 0 : this.arrived;
		}
	}

	/**
	 * The heap of a packet whose attachments have not all come.
	 * @return bytes
	 */
	protected final int keptByDecoder() {
		return this.decoder.kept();
	}

	/**
	 * The heap of the client's packets that wait for their listeners, off the event loop,
	 * and of the callbacks that wait for the client's acknowledgements.
	 * @return bytes; may be asked on any thread
	 */
	protected final int keptElsewhere() {
		return this.keptByAcks + ((this.calls != null) ? this.calls.kept() : 0);
	}

	// On any thread.
	final void keepAcks(int bytes) {
		KEPT_BY_ACKS.addAndGet(this, bytes);
		budget().addElsewhere(bytes);
	}

	/**
	 * Drops the client's packets whose listeners have not been called yet.
	 */
	protected final void discardCalls() {
		if (this.calls != null) {
			this.calls.discardPackets();
		}
	}

	/**
	 * The client sent what cannot be understood.
	 * @param problem what is wrong with it, in words of ours
	 */
	protected final void onNonsense(String problem) {
		if (!this.understood) {
			this.context.warnings().firstPacketRefused(problem);
		}
	}

	private void refuse(PacketException ex) {
		boolean costly = ex.error() == PacketError.PARSED_SIZE;
		if (!costly) {
			onNonsense(String.valueOf(ex.getMessage()));
		}
		logger.debug("Session {} is closed for a packet: {}", this, ex.getMessage());
		this.context.observer().packetRefused(ex.error());
		this.closing = true;
		closeEngine(costly ? CloseReason.PARSED_SIZE : CloseReason.PARSE_ERROR);
	}

	private void dispatch(InboundPacket packet) throws PacketException {
		SocketIoSocket socket = this.sockets.get(packet.namespace());
		if (packet instanceof InboundPacket.Connect connect) {
			if (socket != null || this.asking.contains(packet.namespace())) {
				throw new PacketException(PacketError.OUT_OF_PLACE, "Connected already");
			}
			connect(connect);
		}
		else if (socket != null) {
			dispatch(packet, socket);
		}
		else if (!this.evicted.contains(packet.namespace())) {
			throw new PacketException(PacketError.OUT_OF_PLACE, "Not connected");
		}
	}

	private void dispatch(InboundPacket packet, SocketIoSocket socket) {
		if (packet instanceof InboundPacket.Event event) {
			socket.onEvent(event);
		}
		else if (packet instanceof InboundPacket.Ack ack) {
			socket.onAck(ack);
		}
		else {
			remove(socket);
			socket.onDisconnect();
		}
	}

	private void connect(InboundPacket.Connect packet) {
		Namespace namespace = this.context.namespaces().get(packet.namespace());
		if (namespace == null) {
			this.context.observer().namespaceUnknown();
			refuse(packet.namespace(), "Invalid namespace", null);
			return;
		}
		if (packet.mismatch() != null) {
			logger.debug("The auth payload of session {} cannot be read", getSessionId(), packet.mismatch());
			this.context.observer().socketRefused(Namespaces.toWireName(packet.namespace()));
			refuse(packet.namespace(), "Invalid auth payload", null);
			return;
		}
		SocketIoSocket socket = new SocketIoSocket(this, this.context, namespace, packet.payload());
		if (this.calls == null) {
			decide(socket, packet.namespace(), judge(socket, packet.auth()));
			return;
		}
		if (this.asking.isEmpty()) {
			this.asking = new HashSet<>();
		}
		this.asking.add(packet.namespace());
		// Without its objects, which may be many.
		AuthPayload auth = packet.payload();
		String name = packet.namespace();
		this.calls.add(() -> {
			AuthTokenResult result = judge(socket, auth.objects());
			onLoop(() -> {
				this.asking.remove(name);
				decide(socket, name, result);
			});
		}, auth.cost(), auth.cost());
	}

	private void decide(SocketIoSocket socket, String namespace, AuthTokenResult result) {
		if (this.closing) {
			socket.refused();
		}
		else if (result.isSuccess()) {
			accept(socket);
		}
		else {
			socket.refused();
			this.context.observer().socketRefused(Namespaces.toWireName(namespace));
			Refusal refusal = Refusal.of(result.getErrorData());
			refuse(namespace, refusal.message(), refusal.data());
		}
	}

	// {@link Namespace} refuses on exceptions itself; here come errors, and the
	// exceptions
	// of the exception listener.
	private AuthTokenResult judge(SocketIoSocket socket, Map<String, Object> auth) {
		try {
			return socket.getNamespace().onAuthData(socket, auth);
		}
		catch (Throwable ex) {
			this.context.memory().notice(ex);
			this.context.warnings().failed("An auth token listener failed, so the client is refused", ex);
			return new AuthTokenResult(false, "Internal error");
		}
	}

	private void accept(SocketIoSocket socket) {
		String name = socket.getNamespace().getName();
		write(this.context.encoder().connect(getEngineIOVersion(), name, socket.getSessionId()));
		if (this.closing) {
			// The answer was one byte too many for a client that does not read.
			socket.refused();
			return;
		}
		Map<String, SocketIoSocket> more = new HashMap<>(this.sockets);
		more.put(name, socket);
		this.sockets = Map.copyOf(more);
		onKept(socket.handshakeCost());
		if (!this.evicted.isEmpty()) {
			this.evicted.remove(name);
		}
		onConnected();
		socket.connected();
	}

	private void refuse(String namespace, String message, @Nullable Object data) {
		if (++this.refusals > MOST_REFUSALS) {
			refuse(new PacketException(PacketError.OUT_OF_PLACE, "Refused " + MOST_REFUSALS + " times"));
			return;
		}
		write(refusal(namespace, message, data));
	}

	private EncodedPacket refusal(String namespace, String message, @Nullable Object data) {
		try {
			return this.context.encoder().connectError(getEngineIOVersion(), namespace, message, data);
		}
		catch (RuntimeException | StackOverflowError ex) {
			this.context.warnings().failed("The data of a refusal cannot be written, so the message goes alone", ex);
			return this.context.encoder().connectError(getEngineIOVersion(), namespace, message, null);
		}
	}

	// The server took a socket out of its namespace.
	final void left(SocketIoSocket socket) {
		if (remove(socket)) {
			if (this.evicted.isEmpty()) {
				this.evicted = new HashSet<>();
			}
			this.evicted.add(socket.getNamespace().getName());
		}
		socket.onDisconnect();
	}

	private boolean remove(SocketIoSocket socket) {
		String name = socket.getNamespace().getName();
		if (!socket.equals(this.sockets.get(name))) {
			return false;
		}
		Map<String, SocketIoSocket> rest = new HashMap<>(this.sockets);
		rest.remove(name);
		this.sockets = Map.copyOf(rest);
		onKept(-socket.handshakeCost());
		return true;
	}

	final void onLoop(Runnable task) {
		if (eventLoop().inEventLoop()) {
			task.run();
			return;
		}
		try {
			eventLoop().execute(task);
		}
		catch (RejectedExecutionException ex) {
			logger.debug("Session {} has no event loop any more", this);
		}
	}

	final boolean callsOnLoop() {
		return this.calls == null;
	}

	// Calls the application: now, or after the calls before.
	final void call(Runnable call) {
		add(this.calls, call);
	}

	// Calls the application for the packet that is being received.
	final void callForPacket(InboundPacket.ArgumentSource arguments, Runnable call) {
		add(this.calls, arguments, call);
	}

	// Calls the application back: now, or after the answers before.
	final void answer(Runnable call) {
		add(this.answers, call);
	}

	// Calls the application back for the packet that is being received.
	final void answerForPacket(InboundPacket.ArgumentSource arguments, Runnable call) {
		add(this.answers, arguments, call);
	}

	private void add(@Nullable ListenerQueue queue, InboundPacket.ArgumentSource arguments, Runnable call) {
		if (queue != null) {
			queue.add(call, this.arrived, this.arrived + arguments.cost());
		}
		else {
			call.run();
		}
	}

	private static void add(@Nullable ListenerQueue queue, Runnable call) {
		if (queue != null) {
			queue.add(call);
		}
		else {
			call.run();
		}
	}

	// What netty-socketio calls

	@Override
	public boolean isConnected() {
		return !this.closing;
	}

	/**
	 * Leaves all namespaces, tells the client so, and closes the session.
	 */
	@Override
	public void disconnect() {
		this.sockets.values().forEach(SocketIoSocket::disconnect);
		closeEngine(CloseReason.FORCED_SERVER_CLOSE);
	}

	/**
	 * Sends a packet in the namespace it names, if the session is there.
	 * @param packet the packet
	 * @return {@code null}, since when it is written is Engine.IO's to know
	 */
	@Override
	public @Nullable ChannelFuture send(Packet packet) {
		SocketIoSocket socket = this.sockets.get(packet.getNsp());
		if (socket != null && packet.getType() == PacketType.MESSAGE) {
			socket.send(packet);
		}
		return null;
	}

	@Override
	public @Nullable ChannelFuture send(Packet packet, Transport transport) {
		return send(packet);
	}

	@Override
	public @Nullable NamespaceClient getChildClient(Namespace namespace) {
		return this.sockets.get(namespace.getName());
	}

	@Override
	public Set<Namespace> getNamespaces() {
		return this.sockets.values().stream().map(SocketIoSocket::getNamespace).collect(Collectors.toUnmodifiableSet());
	}

	/**
	 * Returns what the log may tell of the session's id.
	 */
	@Override
	public final String toString() {
		return AbbreviatedId.of(getSessionId().toString());
	}

	@FunctionalInterface
	private interface Decoding {

		@Nullable InboundPacket decode(ByteBuf message) throws PacketException;

	}

	private final class Interest implements PacketInterest {

		@Override
		public boolean isConnected(String namespace) {
			SocketIoSocket socket = SocketIoSession.this.sockets.get(namespace);
			return socket != null && socket.isConnected();
		}

		@Override
		public @Nullable AckCallback<?> awaiting(String namespace, long id) {
			SocketIoSocket socket = SocketIoSession.this.sockets.get(namespace);
			return (socket != null) ? socket.awaiting(id) : null;
		}

		@Override
		public long packetLimit() {
			return budget().packetLimit();
		}

		@Override
		public boolean readsLater() {
			return SocketIoSession.this.calls != null;
		}

	}

}
