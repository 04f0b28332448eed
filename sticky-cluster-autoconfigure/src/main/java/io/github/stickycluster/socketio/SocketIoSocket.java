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

import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;

import com.corundumstudio.socketio.AckCallback;
import com.corundumstudio.socketio.AckMode;
import com.corundumstudio.socketio.AckRequest;
import com.corundumstudio.socketio.HandshakeData;
import com.corundumstudio.socketio.MultiTypeAckCallback;
import com.corundumstudio.socketio.MultiTypeArgs;
import com.corundumstudio.socketio.namespace.Namespace;
import com.corundumstudio.socketio.protocol.Packet;
import com.corundumstudio.socketio.protocol.PacketType;
import com.corundumstudio.socketio.transport.NamespaceClient;
import io.github.stickycluster.engineio.CloseReason;
import io.github.stickycluster.engineio.EncodedPacket;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A session in a namespace: what listeners know as the client.
 * <p>
 * Its id is its own, other than the session's and than those of the session's other
 * sockets. Methods of netty-socketio's interface may be called on any thread; the rest is
 * called on the session's event loop.
 */
final class SocketIoSocket extends NamespaceClient implements ClusterSocket {

	private static final Logger logger = LoggerFactory.getLogger(SocketIoSocket.class);

	private static final AtomicReferenceFieldUpdater<SocketIoSocket, State> STATE = AtomicReferenceFieldUpdater
		.newUpdater(SocketIoSocket.class, State.class, "state");

	private static final Packet NO_ACK = new Packet(PacketType.MESSAGE);

	private final SocketIoSession session;

	private final SocketIoContext context;

	private final Namespace namespace;

	private final UUID id;

	private final SocketHandshake handshake;

	private final PendingAcks acks;

	private volatile State state = State.ASKING;

	/** The server has put it out: what it sent before it knew is ignored. */
	private volatile boolean dismissed;

	/** The event whose listeners were called last; read by the thread that calls them. */
	private @Nullable String heard;

	/** What the listener that is being called threw, on its own thread. */
	private @Nullable Throwable listenerFailure;

	SocketIoSocket(SocketIoSession session, SocketIoContext context, Namespace namespace, AuthPayload auth) {
		super(session, context.holder());
		this.session = session;
		this.acks = new PendingAcks(session::keepAcks);
		this.context = context;
		this.namespace = namespace;
		this.id = context.socketIds().get();
		this.handshake = new SocketHandshake(session.connection().handshake(), auth);
	}

	@Override
	public Namespace getNamespace() {
		return this.namespace;
	}

	@Override
	public UUID getSessionId() {
		return this.id;
	}

	@Override
	public HandshakeData getHandshakeData() {
		return this.handshake;
	}

	/** The bytes of heap that the socket's handshake keeps. */
	int handshakeCost() {
		return this.handshake.cost();
	}

	@Override
	public boolean isWritable() {
		return isConnected() && this.session.isWritable();
	}

	boolean isConnected() {
		return this.state == State.CONNECTED;
	}

	// Sending

	@Override
	public void sendEvent(String name, Object... data) {
		List<Object> arguments = Arrays.asList(ArgumentChecks.values(data));
		if (isConnected()) {
			write(this.context.encoder().event(this.namespace.getName(), name, arguments, null));
		}
	}

	@Override
	public void sendEvent(String name, AckCallback<?> ackCallback, Object... data) {
		ArgumentChecks.present(ackCallback, "ackCallback");
		sendWithAck(name, Arrays.asList(ArgumentChecks.values(data)), ackCallback);
	}

	@Override
	public void send(Packet packet, AckCallback<?> ackCallback) {
		ArgumentChecks.present(ackCallback, "ackCallback");
		List<?> data = packet.getData();
		sendWithAck(packet.getName(), (data != null) ? data : List.of(), ackCallback);
	}

	@Override
	public void send(Packet packet) {
		if (!isConnected() || packet.getSubType() == null) {
			return;
		}
		switch (packet.getSubType()) {
			case EVENT, BINARY_EVENT -> write(this.context.encoder().event(packet, this.namespace.getName()));
			case ACK, BINARY_ACK -> write(this.context.encoder().ack(packet, this.namespace.getName()));
			case DISCONNECT -> disconnect();
			default -> logger.debug("A {} packet is not the application's to send", packet.getSubType());
		}
	}

	private void sendWithAck(String name, List<?> data, AckCallback<?> callback) {
		long ackId = (isConnected()) ? this.acks.add(callback) : -1;
		if (ackId < 0) {
			callback.onTimeout();
			return;
		}
		try {
			write(this.context.encoder().event(this.namespace.getName(), name, data, ackId));
		}
		catch (RuntimeException ex) {
			this.acks.take(ackId);
			throw ex;
		}
		if (callback.getTimeout() >= 0) {
			startTimer(ackId, callback.getTimeout());
		}
	}

	private void startTimer(long ackId, int seconds) {
		try {
			this.acks.setTimer(ackId,
					this.session.eventLoop().schedule(() -> timeOut(ackId), seconds, TimeUnit.SECONDS));
		}
		catch (RejectedExecutionException ex) {
			// The worker has stopped.
			timeOut(ackId);
		}
	}

	private void write(EncodedPacket packet) {
		this.session.write(packet);
	}

	@Override
	public void emit(EncodedPacket event) {
		if (isConnected()) {
			write(event.retain());
		}
	}

	@Override
	public Runnable emitWithAck(JsonPayload event, boolean compress, PayloadCallback callback) {
		long ackId = (isConnected()) ? this.acks.add(callback) : -1;
		if (ackId < 0) {
			callback.onTimeout();
			return () -> {
			};
		}
		write(PacketEncoder.event(this.namespace.getName(), event, ackId, compress));
		return () -> {
			if (this.acks.take(ackId) != null) {
				this.context.observer().ackTimedOut(wireNamespace());
			}
		};
	}

	@Override
	public Map<String, Object> data() {
		return (this.session.getStore() instanceof SocketData data) ? data.values() : Map.of();
	}

	@Override
	public void closeSession() {
		this.session.disconnect();
	}

	// Rooms

	@Override
	public void joinRoom(String room) {
		joinRooms(Set.of(ArgumentChecks.present(room, "room")));
	}

	@Override
	public void joinRooms(Set<String> rooms) {
		Set<String> names = ArgumentChecks.rooms(rooms);
		if (isGone()) {
			return;
		}
		if (names.size() == 1) {
			this.namespace.joinRoom(names.iterator().next(), this.id);
		}
		else {
			this.namespace.joinRooms(names, this.id);
		}
		// Gone meanwhile, on another thread: nobody would ever take it out again.
		if (isGone()) {
			this.namespace.leaveRooms(names, this.id);
		}
	}

	private boolean isGone() {
		return this.state == State.GONE;
	}

	@Override
	public void leaveRoom(String room) {
		this.namespace.leaveRoom(ArgumentChecks.present(room, "room"), this.id);
	}

	@Override
	public void leaveRooms(Set<String> rooms) {
		this.namespace.leaveRooms(ArgumentChecks.rooms(rooms), this.id);
	}

	/**
	 * Names the rooms that the socket is in: as with Node, those it has joined and, while
	 * it is in its namespace, its own.
	 */
	@Override
	public Set<String> getAllRooms() {
		Set<String> joined = this.namespace.getRooms(this);
		if (!isConnected() && this.state != State.LEAVING) {
			return joined;
		}
		Set<String> all = new HashSet<>(joined);
		all.add(this.id.toString());
		return Collections.unmodifiableSet(all);
	}

	@Override
	public int getCurrentRoomSize(String room) {
		return this.namespace.getRoomClientsInCluster(ArgumentChecks.present(room, "room"));
	}

	// Coming and going

	/**
	 * Lets the socket in: it is in its namespace and can send from now on.
	 */
	void connected() {
		this.state = State.CONNECTED;
		this.namespace.addClient(this);
		this.context.observer().socketConnected(wireNamespace());
		call("connect", observed(ListenerObserver.CONNECT, () -> this.namespace.onConnect(this)));
	}

	/**
	 * Turns the socket away: it leaves what an auth listener let it join.
	 */
	void refused() {
		this.state = State.GONE;
		Set<String> rooms = Set.copyOf(getAllRooms());
		if (!rooms.isEmpty()) {
			this.namespace.leaveRooms(rooms, this.id);
		}
		this.acks.close();
	}

	/**
	 * Leaves the namespace by the server's will; the client is told.
	 */
	@Override
	public void disconnect() {
		if (STATE.compareAndSet(this, State.CONNECTED, State.LEAVING)) {
			this.dismissed = true;
			write(this.context.encoder().disconnect(this.namespace.getName()));
			this.session.onLoop(() -> this.session.left(this));
		}
	}

	/**
	 * The socket is not in its namespace any more, for whatever reason.
	 */
	@Override
	public void onDisconnect() {
		if (STATE.getAndSet(this, State.GONE) == State.GONE) {
			return;
		}
		this.acks.close().forEach((callback) -> answer(callback::onTimeout));
		call("disconnect", observed(ListenerObserver.DISCONNECT, () -> this.namespace.onDisconnect(this)));
		this.context.observer().socketDisconnected(wireNamespace());
	}

	// Receiving

	void onEvent(InboundPacket.Event event) {
		if (!isConnected()) {
			return;
		}
		if (!this.context.json().hears(this.namespace.getName(), event.name())) {
			this.context.observer().eventIgnored(wireNamespace());
			this.context.warnings()
				.eventIgnored(wireNamespace(), event.name(),
						() -> this.context.json().eventNames(this.namespace.getName()));
			return;
		}
		this.context.observer().eventReceived(wireNamespace(), event.name());
		AckRequest ackRequest = ackRequest(event.ackId());
		this.session.callForPacket(event.source(), () -> guarded(null, () -> handle(event, ackRequest)));
	}

	private void handle(InboundPacket.Event event, AckRequest ackRequest) {
		if (this.dismissed) {
			OwedAck.giveUp(ackRequest);
			return;
		}
		this.heard = event.name();
		InboundPacket.Arguments arguments = event.arguments();
		if (arguments.mismatch() != null) {
			onMismatch(event, arguments.mismatch(), ackRequest);
			return;
		}
		if (arguments.surplus() > 0) {
			this.context.warnings()
				.argumentsIgnored(wireNamespace(), event.name(), arguments.values().size(), arguments.surplus());
		}
		ListenerObserver observer = this.context.listenerObserver();
		if (observer == null) {
			tell(event.name(), arguments.values(), ackRequest);
		}
		else {
			observe(observer, event.name(), () -> tell(event.name(), arguments.values(), ackRequest));
		}
	}

	private void tell(String event, List<Object> arguments, AckRequest ackRequest) {
		try {
			this.namespace.onEvent(this, event, arguments, ackRequest);
		}
		finally {
			// By now netty-socketio has sent it, unless a listener has thrown.
			if (ackMode() != AckMode.MANUAL) {
				OwedAck.giveUp(ackRequest);
			}
		}
	}

	private AckMode ackMode() {
		return this.context.configuration().getAckMode();
	}

	private Runnable observed(String event, Runnable call) {
		ListenerObserver observer = this.context.listenerObserver();
		return (observer != null) ? () -> observe(observer, event, call) : call;
	}

	private void observe(ListenerObserver observer, String event, Runnable call) {
		Object begun = observer.begin(wireNamespace(), event, this);
		long start = System.nanoTime();
		Throwable failure = null;
		try {
			call.run();
		}
		catch (Throwable ex) {
			failure = ex;
			throw ex;
		}
		finally {
			long nanos = System.nanoTime() - start;
			failure = (failure != null) ? failure : this.listenerFailure;
			this.listenerFailure = null;
			observer.end(begun, wireNamespace(), event, nanos, failure);
		}
	}

	/** Called between the begin and the end of an observed call. */
	void listenerFailed(Throwable failure) {
		if (this.context.listenerObserver() != null) {
			this.listenerFailure = failure;
		}
	}

	/**
	 * Logs what the application has left to netty-socketio to report.
	 * @param what what is listened to, or {@code null} for the event whose listeners are
	 * being called
	 */
	void logFailure(@Nullable String what, Throwable failure) {
		this.context.warnings().listenerFailed(heard(what), wireNamespace(), failure);
	}

	private String heard(@Nullable String what) {
		return (what != null) ? what : "event '" + this.heard + "'";
	}

	void onPing() {
		call("ping", () -> this.namespace.onPing(this));
	}

	void onPong() {
		call("pong", () -> this.namespace.onPong(this));
	}

	private AckRequest ackRequest(@Nullable Long ackId) {
		if (ackId == null) {
			return new AckRequest(NO_ACK, this);
		}
		Packet asking = new Packet(PacketType.MESSAGE);
		asking.setAckId(ackId);
		return new OwedAck(asking, this, this.session);
	}

	// The protocol has no acknowledgement that reports an error. As after a listener's
	// exception, none is sent, so that the client's own timeout tells it, unless the
	// application chose to acknowledge whatever happens.
	private void onMismatch(InboundPacket.Event event, Throwable mismatch, AckRequest ackRequest) {
		logger.debug("The payload of event {} does not fit its listener", event.name(), mismatch);
		this.context.warnings()
			.eventMismatched(wireNamespace(), event.name(),
					() -> this.context.json().eventTypes(this.namespace.getName(), event.name()), mismatch);
		this.context.observer().eventMismatched(wireNamespace(), event.name());
		if (ackMode() == AckMode.AUTO) {
			ackRequest.sendAckData(List.of());
		}
		OwedAck.giveUp(ackRequest);
	}

	boolean awaitsAcknowledgements() {
		return this.acks.isAnyPending();
	}

	@Nullable AckCallback<?> awaiting(long ackId) {
		return this.acks.get(ackId);
	}

	// An acknowledgement that does not fit its callback ends the waiting, too: by the one
	// method that says no answer came.
	void onAck(InboundPacket.Ack ack) {
		AckCallback<?> callback = this.acks.take(ack.id());
		if (callback == null) {
			logger.debug("Nobody waits for acknowledgement {}", ack.id());
			return;
		}
		this.session.answerForPacket(ack.source(), () -> guarded("ack", () -> settle(callback, ack)));
	}

	private void settle(AckCallback<?> callback, InboundPacket.Ack ack) {
		InboundPacket.Arguments arguments = ack.arguments();
		if (arguments.mismatch() != null) {
			logger.debug("The payload of acknowledgement {} does not fit its callback", ack.id(), arguments.mismatch());
			this.context.observer().ackMismatched(wireNamespace());
			this.context.warnings().ackMismatched(wireNamespace(), callback, arguments.mismatch());
			callback.onTimeout();
			return;
		}
		succeed(callback, arguments.values());
	}

	@SuppressWarnings("unchecked")
	private static void succeed(AckCallback<?> callback, List<Object> values) {
		AckCallback<Object> typed = (AckCallback<Object>) callback;
		if (callback instanceof MultiTypeAckCallback) {
			typed.onSuccess(new MultiTypeArgs(values));
		}
		else {
			typed.onSuccess((values.isEmpty()) ? null : values.get(0));
		}
	}

	private void timeOut(long ackId) {
		AckCallback<?> callback = this.acks.take(ackId);
		if (callback != null) {
			this.context.observer().ackTimedOut(wireNamespace());
			answer(callback::onTimeout);
		}
	}

	private String wireNamespace() {
		return Namespaces.toWireName(this.namespace.getName());
	}

	private void call(String what, Runnable call) {
		if (this.session.callsOnLoop()) {
			guarded(what, call);
		}
		else {
			this.session.call(() -> guarded(what, call));
		}
	}

	private void answer(Runnable call) {
		this.session.answer(() -> guarded("ack", call));
	}

	// Calls the application. {@link Namespace} reports exceptions of listeners itself;
	// here come those of ack callbacks, errors, and those of the exception listener. None
	// goes on, since above stand a request to be answered and a session to be ended.
	private void guarded(@Nullable String what, Runnable call) {
		try {
			call.run();
		}
		catch (Throwable ex) {
			report(what, ex);
		}
	}

	private void report(@Nullable String what, Throwable failure) {
		if (this.context.memory().notice(failure)) {
			this.session.close(CloseReason.OUT_OF_MEMORY);
		}
		Exception exception = (failure instanceof Exception ex) ? ex
				: new IllegalStateException("Failure in " + ((what != null) ? what : this.heard), failure);
		try {
			ListenerFailures.report(this.context.configuration().getExceptionListener(), what, exception, this);
		}
		catch (Throwable ex) {
			this.context.warnings().failed("The exception listener failed", ex);
		}
	}

	@Override
	@SuppressWarnings("EqualsHashCode")
	public boolean equals(@Nullable Object other) {
		return this == other;
	}

	@Override
	public int hashCode() {
		return this.id.hashCode();
	}

	private enum State {

		/** Its CONNECT is being judged. */
		ASKING,

		/** In its namespace. */
		CONNECTED,

		/** Sends and receives no more, but is still in its namespace. */
		LEAVING,

		/** Out. */
		GONE

	}

}
