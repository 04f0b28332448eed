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

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.stream.Stream;

import io.github.stickycluster.internal.budget.Costs;
import io.github.stickycluster.internal.engineio.AbbreviatedId;
import io.github.stickycluster.internal.engineio.CloseReason;
import io.github.stickycluster.internal.engineio.EncodedPacket;
import io.github.stickycluster.internal.engineio.EngineIoConnection;
import io.github.stickycluster.internal.engineio.EngineIoVersion;
import io.github.stickycluster.internal.engineio.SessionListener;
import io.github.stickycluster.socketio.DisconnectReason;
import io.netty.buffer.ByteBuf;
import io.netty.util.concurrent.EventExecutor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The Socket.IO side of a session: its namespaces, their events and acks. A malformed or
 * misplaced packet closes the session, as in the reference server.
 */
public final class SocketIoSession implements SessionListener {

	private static final Logger logger = LoggerFactory.getLogger(SocketIoSession.class);

	private static final AtomicIntegerFieldUpdater<SocketIoSession> UNANSWERED = AtomicIntegerFieldUpdater
		.newUpdater(SocketIoSession.class, "unacknowledged");

	private static final AtomicIntegerFieldUpdater<SocketIoSession> KEPT_BY_ACKS = AtomicIntegerFieldUpdater
		.newUpdater(SocketIoSession.class, "keptByAcks");

	/** A client asks for few namespaces, and does not go on asking. */
	private static final int MOST_REFUSALS = 100;

	/**
	 * Of the namespaces that are made for clients, so that one client cannot use up all.
	 */
	private static final int MOST_MADE = 100;

	/** What a client has sent before it knew comes soon. */
	private static final int MOST_EVICTED = 100;

	/** A client that waits to be identified: the task, its stages and the socket. */
	private static final int IDENTIFICATION = 1_024;

	private static final Refusal INTERNAL_ERROR = new Refusal("Internal error", null);

	private final SocketIoContext context;

	private final EngineIoConnection connection;

	private final SocketData data = new SocketData();

	private final PacketDecoder decoder;

	/** By the server's name of the namespace; replaced, never changed. */
	private volatile Map<String, SocketIoSocket> sockets = Map.of();

	/**
	 * Namespaces that the server took the client out of: what the client sent there
	 * before it knew is ignored, and no reason to close the session.
	 */
	private Set<String> evicted = Set.of();

	/** By namespace, the sockets that are not identified yet, or not let in. */
	private Map<String, SocketIoSocket> asking = Map.of();

	private volatile boolean closing;

	/** CONNECTs refused since the last heartbeat. */
	private int refusals;

	/** Whether a packet of the client was one. */
	private boolean understood;

	/** Events of the client that await their ack by the application. */
	private volatile int unacknowledged;

	/** The heap of the callbacks that wait for acks. */
	private volatile int keptByAcks;

	/** The bytes of the packet that is being received, as far as it has come. */
	private int arrived;

	/** Of the call to the application that runs on the event loop. */
	private InboundPacket.@Nullable ArgumentSource called;

	/** The text or attachment that is being read, while it is. */
	private @Nullable ByteBuf reading;

	/** What the application is to be told, in this order; none on the event loop. */
	private final @Nullable ListenerQueue calls;

	/** Apart, so that a listener may wait for the ack of its own client. */
	private final @Nullable ListenerQueue callbacks;

	/**
	 * Creates the Socket.IO side of a session.
	 * @param context what the worker's sessions share
	 * @param connection the session
	 * @param data what the application keeps with the session from its beginning
	 */
	public SocketIoSession(SocketIoContext context, EngineIoConnection connection, Map<String, Object> data) {
		this.connection = connection;
		this.context = context;
		this.decoder = new PacketDecoder(context.json(), connection.version(), context.maxAttachments(),
				new Interest());
		ListenerCalls calls = context.calls();
		this.calls = (calls != null) ? calls.queue(this::eventLoop, connection::budget) : null;
		this.callbacks = (calls != null) ? calls.queue(this::eventLoop, connection::budget) : null;
		data.forEach(this.data::set);
	}

	// What Engine.IO tells

	/**
	 * A client of protocol 4 is connected to the default namespace without asking.
	 */
	@Override
	public void onOpen() {
		if (this.connection.version() != EngineIoVersion.V4) {
			connect(new InboundPacket.Connect(Namespaces.DEFAULT));
		}
	}

	@Override
	public void onText(ByteBuf message) {
		receive(message, false);
	}

	@Override
	public void onBinary(ByteBuf attachment) {
		receive(attachment, true);
	}

	@Override
	public void onPing() {
		this.refusals = 0;
		this.sockets.values().forEach(SocketIoSocket::onPing);
	}

	@Override
	public void onPong() {
		this.refusals = 0;
		this.sockets.values().forEach(SocketIoSocket::onPong);
	}

	@Override
	public void onClose(CloseReason reason) {
		this.closing = true;
		this.decoder.reset();
		Map<String, SocketIoSocket> left = this.sockets;
		this.sockets = Map.of();
		logger.debug("Session {} ended: {}", this, reason.text());
		this.asking.values().forEach(SocketIoSocket::refused);
		DisconnectReason why = reason(reason);
		left.values().forEach((socket) -> socket.onDisconnect(why));
	}

	private static DisconnectReason reason(CloseReason reason) {
		return switch (reason) {
			case TRANSPORT_CLOSE -> DisconnectReason.TRANSPORT_CLOSE;
			case TRANSPORT_ERROR -> DisconnectReason.TRANSPORT_ERROR;
			case PING_TIMEOUT -> DisconnectReason.PING_TIMEOUT;
			case PARSE_ERROR -> DisconnectReason.PARSE_ERROR;
			case CONNECT_TIMEOUT, FORCED_SERVER_CLOSE -> DisconnectReason.FORCED_SERVER_CLOSE;
			case SLOW_CLIENT -> DisconnectReason.SLOW_CLIENT;
			case OUT_OF_MEMORY -> DisconnectReason.OUT_OF_MEMORY;
			case SERVER_SHUTTING_DOWN -> DisconnectReason.SERVER_SHUTTING_DOWN;
			case IDENTITY_EXPIRED -> DisconnectReason.TOKEN_EXPIRED;
			case MEMORY -> DisconnectReason.MEMORY;
			case PARSED_SIZE -> DisconnectReason.PARSED_SIZE;
		};
	}

	/**
	 * Returns whether the session is in a namespace now.
	 */
	@Override
	public boolean isUsed() {
		return !this.sockets.isEmpty();
	}

	@Override
	public boolean owesAcks() {
		return this.unacknowledged > 0;
	}

	@Override
	public boolean awaitsAcks() {
		return this.sockets.values().stream().anyMatch(SocketIoSocket::awaitsAcknowledgements);
	}

	@Override
	public boolean isBusy() {
		return this.calls != null && this.calls.isFull();
	}

	@Override
	public void runWhenReady(Runnable action) {
		if (this.calls != null) {
			this.calls.runWhenRoom(() -> runOnLoop(action));
		}
	}

	@Override
	public int keptBytes() {
		return this.decoder.kept();
	}

	@Override
	public int waitingBytes() {
		return this.keptByAcks + ((this.calls != null) ? this.calls.kept() : 0);
	}

	/**
	 * Estimates the heap of what the client has sent for the call to the application that
	 * runs. Called by it.
	 */
	long presentCost() {
		if (this.calls != null) {
			return this.calls.present();
		}
		InboundPacket.ArgumentSource arguments = this.called;
		return (arguments != null && arguments.cost() > 0) ? arguments.cost() : readingCost();
	}

	// What is read at once has no estimate before somebody asks.
	private long readingCost() {
		ByteBuf text = this.reading;
		return (text != null) ? Costs.parsed(text.slice(text.writerIndex() - this.arrived, this.arrived)) : 0;
	}

	// On any thread.
	void keepForAcks(int bytes) {
		KEPT_BY_ACKS.addAndGet(this, bytes);
		this.connection.budget().addElsewhere(bytes);
	}

	@Override
	public void discardWaiting() {
		if (this.calls != null) {
			this.calls.discardPackets();
		}
	}

	@Override
	public void onMalformed(String problem) {
		if (!this.understood) {
			this.context.warnings().firstPacketRefused(problem);
		}
	}

	void asked() {
		UNANSWERED.incrementAndGet(this);
	}

	void acknowledged() {
		UNANSWERED.decrementAndGet(this);
	}

	void write(EncodedPacket packet) {
		this.connection.write(packet);
	}

	void close(CloseReason reason) {
		this.connection.close(reason);
	}

	EventExecutor eventLoop() {
		return this.connection.eventLoop();
	}

	EngineIoConnection connection() {
		return this.connection;
	}

	SocketIoContext context() {
		return this.context;
	}

	SocketData data() {
		return this.data;
	}

	// Packets

	// A function for the decoder's method would be garbage of each message.
	private void receive(ByteBuf message, boolean binary) {
		if (this.closing) {
			return;
		}
		boolean complete = true;
		try {
			this.arrived += message.readableBytes();
			this.reading = message;
			InboundPacket packet = binary ? this.decoder.binary(message) : this.decoder.text(message);
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
			this.reading = null;
			this.arrived = (complete) ? 0 : this.arrived;
		}
	}

	private void refuse(PacketException ex) {
		boolean costly = ex.error() == PacketError.PARSED_SIZE;
		if (!costly) {
			onMalformed(String.valueOf(ex.getMessage()));
		}
		logger.debug("Session {} is closed for a packet: {}", this, ex.getMessage());
		this.context.observer().packetRefused(ex.error());
		this.closing = true;
		close(costly ? CloseReason.PARSED_SIZE : CloseReason.PARSE_ERROR);
	}

	private void dispatch(InboundPacket packet) throws PacketException {
		SocketIoSocket socket = this.sockets.get(packet.namespace());
		if (packet instanceof InboundPacket.Connect connect) {
			if (socket != null || this.asking.containsKey(packet.namespace())) {
				throw new PacketException(PacketError.OUT_OF_PLACE, "The client is connected to the namespace already");
			}
			connect(connect);
		}
		else if (socket != null) {
			dispatch(packet, socket);
		}
		else if (!this.evicted.contains(packet.namespace())) {
			throw new PacketException(PacketError.OUT_OF_PLACE, "The client is not connected to the namespace");
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
			socket.onDisconnect(DisconnectReason.CLIENT_NAMESPACE_DISCONNECT);
		}
	}

	private void connect(InboundPacket.Connect packet) {
		SocketIoNamespace namespace = this.context.namespaces().apply(packet.namespace());
		if (namespace == null) {
			this.context.observer().namespaceUnknown();
			refuse(packet.namespace(), "Invalid namespace", null);
			return;
		}
		if (packet.mismatch() != null) {
			logger.debug("The auth payload of session {} cannot be read", this, packet.mismatch());
			namespace.release(false);
			this.context.observer().socketRefused(namespace.reportedName());
			refuse(packet.namespace(), "Invalid auth payload", null);
			return;
		}
		SocketIoSocket socket = new SocketIoSocket(this, namespace, packet.payload());
		if (namespace.isMade() && hasMostMade()) {
			refuseMade(socket);
			return;
		}
		CompletionStage<@Nullable Refusal> identified = namespace.listener().identify(socket);
		if (identified != null) {
			await(socket, identified, packet);
		}
		else {
			ask(socket, packet.payload(), packet.auth());
		}
	}

	// What is kept meanwhile is the client's to pay for.
	private void await(SocketIoSocket socket, CompletionStage<@Nullable Refusal> identified,
			InboundPacket.Connect packet) {
		AuthPayload auth = packet.payload();
		int bytes = IDENTIFICATION + socket.cost();
		keepForAcks(bytes);
		askingFor(socket);
		identified.whenComplete((refusal, failure) -> {
			keepForAcks(-bytes);
			runOnLoop(() -> {
				this.asking.remove(socket.namespace().name());
				if (failure != null) {
					notice("A client could not be identified, so it is refused", failure);
				}
				if (failure == null && refusal == null && !this.closing) {
					ask(socket, auth, auth.objects());
				}
				else {
					decide(socket, packet.namespace(), (failure != null) ? INTERNAL_ERROR : refusal);
				}
			});
		});
	}

	private void askingFor(SocketIoSocket socket) {
		if (this.asking.isEmpty()) {
			this.asking = new HashMap<>();
		}
		this.asking.put(socket.namespace().name(), socket);
	}

	private void ask(SocketIoSocket socket, AuthPayload auth, Map<String, Object> objects) {
		String name = socket.namespace().name();
		if (this.calls == null) {
			decide(socket, name, judge(socket, objects));
			return;
		}
		askingFor(socket);
		// Without its objects, which may be many.
		this.calls.add(() -> {
			Refusal refusal = judge(socket, auth.objects());
			runOnLoop(() -> {
				this.asking.remove(name);
				decide(socket, name, refusal);
			});
		}, socket.cost(), auth.cost());
	}

	private boolean hasMostMade() {
		return Stream.concat(this.sockets.values().stream(), this.asking.values().stream())
			.filter((socket) -> socket.namespace().isMade())
			.count() >= MOST_MADE;
	}

	private void refuseMade(SocketIoSocket socket) {
		socket.refused();
		this.context.observer().namespaceLimited();
		refuse(socket.namespace().name(), "Too many namespaces", null);
	}

	private void decide(SocketIoSocket socket, String namespace, @Nullable Refusal refusal) {
		if (this.closing) {
			socket.refused();
		}
		else if (refusal == null) {
			accept(socket);
		}
		else {
			socket.refused();
			this.context.observer().socketRefused(socket.namespace().reportedName());
			refuse(namespace, refusal.message(), refusal.data());
		}
	}

	private @Nullable Refusal judge(SocketIoSocket socket, Map<String, Object> auth) {
		try {
			return socket.namespace().listener().judge(socket, auth);
		}
		catch (Throwable ex) {
			notice("An AuthTokenListener failed, so the client is refused", ex);
			return INTERNAL_ERROR;
		}
	}

	private void notice(String what, Throwable failure) {
		this.context.memory().notice(failure);
		this.context.warnings().failed(what, failure);
	}

	private void accept(SocketIoSocket socket) {
		String name = socket.namespace().name();
		if (!socket.admit()) {
			this.context.warnings().namespacesLimited(socket.namespace().reportedName());
			refuseMade(socket);
			return;
		}
		write(this.context.encoder().connect(this.connection.version(), name, socket.id()));
		if (this.closing) {
			// The answer was one byte too many for a client that does not read.
			socket.refused();
			return;
		}
		Map<String, SocketIoSocket> more = new HashMap<>(this.sockets);
		more.put(name, socket);
		this.sockets = Map.copyOf(more);
		this.connection.onKept(socket.cost());
		if (!this.evicted.isEmpty()) {
			this.evicted.remove(name);
		}
		this.connection.onUsed();
		socket.connected();
	}

	private void refuse(String namespace, String message, @Nullable Object data) {
		if (++this.refusals > MOST_REFUSALS) {
			refuse(new PacketException(PacketError.OUT_OF_PLACE, "The client was refused " + MOST_REFUSALS + " times"));
			return;
		}
		write(refusal(namespace, message, data));
	}

	private EncodedPacket refusal(String namespace, String message, @Nullable Object data) {
		try {
			return this.context.encoder().connectError(this.connection.version(), namespace, message, data);
		}
		catch (RuntimeException | StackOverflowError ex) {
			this.context.warnings()
				.failed("Could not write the data of a connect error as JSON; sent its message without the data", ex);
			return this.context.encoder().connectError(this.connection.version(), namespace, message, null);
		}
	}

	// The server took a socket out of its namespace.
	void left(SocketIoSocket socket) {
		if (remove(socket)) {
			evict(socket.namespace().name());
		}
		socket.onDisconnect(DisconnectReason.SERVER_NAMESPACE_DISCONNECT);
	}

	private void evict(String namespace) {
		if (this.evicted.isEmpty()) {
			this.evicted = new LinkedHashSet<>();
		}
		this.evicted.add(namespace);
		if (this.evicted.size() > MOST_EVICTED) {
			this.evicted.remove(this.evicted.iterator().next());
		}
	}

	boolean contains(SocketIoSocket socket) {
		return socket.equals(this.sockets.get(socket.namespace().name()));
	}

	private boolean remove(SocketIoSocket socket) {
		String name = socket.namespace().name();
		if (!contains(socket)) {
			return false;
		}
		Map<String, SocketIoSocket> rest = new HashMap<>(this.sockets);
		rest.remove(name);
		this.sockets = Map.copyOf(rest);
		this.connection.onKept(-socket.cost());
		return true;
	}

	void runOnLoop(Runnable task) {
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

	// Calls the application: now, or after the calls before.
	void call(Runnable call) {
		add(this.calls, call);
	}

	// Calls the application for the packet that is being received.
	void callForPacket(InboundPacket.ArgumentSource arguments, Runnable call) {
		add(this.calls, arguments, call);
	}

	// Calls the application back: now, or after the callbacks before.
	void callback(Runnable call) {
		add(this.callbacks, call);
	}

	// Calls the application back for the packet that is being received.
	void callbackForPacket(InboundPacket.ArgumentSource arguments, Runnable call) {
		add(this.callbacks, arguments, call);
	}

	private void add(@Nullable ListenerQueue queue, InboundPacket.ArgumentSource arguments, Runnable call) {
		if (queue != null) {
			queue.add(call, this.arrived, this.arrived + arguments.cost());
		}
		else {
			this.called = arguments;
			call.run();
			this.called = null;
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

	/**
	 * Leaves all namespaces, tells the client so, and closes the session.
	 */
	void disconnect() {
		this.sockets.values().forEach(SocketIoSocket::disconnect);
		close(CloseReason.FORCED_SERVER_CLOSE);
	}

	/**
	 * Returns the sockets that are in their namespaces.
	 */
	Collection<SocketIoSocket> sockets() {
		return this.sockets.values();
	}

	/**
	 * Returns what the log may tell of the session's id.
	 */
	@Override
	public String toString() {
		return AbbreviatedId.of(this.connection.id().toString());
	}

	private final class Interest implements PacketInterest {

		@Override
		public @Nullable String heardAs(String namespace) {
			SocketIoSocket socket = SocketIoSession.this.sockets.get(namespace);
			return (socket != null && socket.isConnected()) ? socket.namespace().declaredName() : null;
		}

		@Override
		public @Nullable AckReceiver awaiting(String namespace, long id) {
			SocketIoSocket socket = SocketIoSession.this.sockets.get(namespace);
			return (socket != null) ? socket.awaiting(id) : null;
		}

		@Override
		public long packetLimit() {
			return SocketIoSession.this.connection.budget().packetLimit();
		}

		@Override
		public boolean readsLater() {
			return SocketIoSession.this.calls != null;
		}

	}

}
