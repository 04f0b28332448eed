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
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;

import io.github.stickycluster.internal.engineio.CloseReason;
import io.github.stickycluster.internal.engineio.EncodedPacket;
import io.github.stickycluster.internal.engineio.EngineIoConnection;
import io.github.stickycluster.internal.engineio.Handshake;
import io.github.stickycluster.socketio.DisconnectReason;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A session in a namespace.
 * <p>
 * Its id is its own, other than the session's and than those of the session's other
 * sockets. Public methods may be called on any thread; the rest is called on the
 * session's event loop.
 */
public final class SocketIoSocket {

	/**
	 * Measured: the heap of the stages, lists and entries of an event that is answered
	 * later.
	 */
	private static final int PENDING_ANSWER = 550;

	private static final Logger logger = LoggerFactory.getLogger(SocketIoSocket.class);

	private static final AtomicReferenceFieldUpdater<SocketIoSocket, State> STATE = AtomicReferenceFieldUpdater
		.newUpdater(SocketIoSocket.class, State.class, "state");

	private final SocketIoSession session;

	private final SocketIoNamespace namespace;

	private final UUID id;

	private final AuthPayload auth;

	/** Made when needed: most sockets ask for no ack. */
	private volatile @Nullable PendingAcks acks;

	private final Object view;

	private volatile @Nullable Object replacedAuth;

	/** Who the client is, or {@code null} if nobody has asked. */
	private volatile @Nullable SocketIdentity identity;

	/** Of an identity that expires; of the session's event loop. */
	private @Nullable IdentityTimer identityTimer;

	/** Whether the client waits for another identity; of its listeners' thread. */
	private volatile boolean renewing;

	private volatile State state = State.ASKING;

	/** The server has put it out: what it sent before it knew is ignored. */
	private volatile boolean dismissed;

	/** Whether it has a place in its namespace. */
	private boolean admitted;

	/** Made when needed: most sockets join none. Guarded by this. */
	private @Nullable Set<String> rooms;

	SocketIoSocket(SocketIoSession session, SocketIoNamespace namespace, AuthPayload auth) {
		this.session = session;
		this.namespace = namespace;
		this.id = session.context().socketIds().get();
		this.auth = auth;
		this.view = namespace.listener().view(this);
	}

	private SocketIoContext context() {
		return this.session.context();
	}

	// What may be asked

	/**
	 * Returns the public id.
	 * @return the id, which is no secret
	 */
	public UUID id() {
		return this.id;
	}

	/**
	 * Returns the namespace.
	 * @return the namespace
	 */
	public SocketIoNamespace namespace() {
		return this.namespace;
	}

	/**
	 * Returns what the application knows the socket as.
	 * @return what the namespace's listener made
	 */
	public Object view() {
		return this.view;
	}

	/**
	 * Returns the session's connection.
	 * @return the connection
	 */
	public EngineIoConnection connection() {
		return this.session.connection();
	}

	/**
	 * Returns the request that opened the session.
	 * @return the handshake
	 */
	public Handshake handshake() {
		return connection().handshake();
	}

	/**
	 * Returns what came with the CONNECT, or what the application has put in its place.
	 * @return the properties, new objects at each call if they are large, or the
	 * application's
	 */
	public Object authToken() {
		Object replaced = this.replacedAuth;
		return (replaced != null) ? replaced : this.auth.objects();
	}

	/**
	 * Puts something in the place of what came with the CONNECT.
	 * @param token the application's
	 */
	public void replaceAuthToken(Object token) {
		this.replacedAuth = token;
	}

	/**
	 * Sets who the client is, before the socket is in its namespace.
	 * @param identity the identity
	 */
	public void identify(SocketIdentity identity) {
		this.identity = identity;
	}

	/**
	 * Returns who the client is.
	 * @return the identity, or {@code null} if nobody has asked
	 */
	public @Nullable SocketIdentity identity() {
		return this.identity;
	}

	/**
	 * Lets the client renew its identity, once at a time.
	 * @return whether it may, and does until {@link #endRenewal}
	 */
	public boolean beginRenewal() {
		boolean free = !this.renewing;
		this.renewing = true;
		return free;
	}

	/**
	 * Ends the renewal that has begun.
	 * @param renewed the identity that replaces the present one, or {@code null} if that
	 * one stays
	 */
	public void endRenewal(@Nullable SocketIdentity renewed) {
		this.renewing = false;
		if (renewed != null) {
			this.session.runOnLoop(() -> replaceIdentity(renewed));
		}
	}

	private void replaceIdentity(SocketIdentity renewed) {
		if (this.session.contains(this)) {
			int before = cost();
			boolean same = Objects.equals(user(), renewed.user());
			if (!same) {
				leaveUser();
			}
			this.identity = renewed;
			if (!same) {
				joinUser();
			}
			connection().onKept(cost() - before);
			startIdentityTimer();
		}
	}

	private void startIdentityTimer() {
		stopIdentityTimer();
		SocketIdentity identity = this.identity;
		if (identity != null && identity.expiry() != null) {
			this.identityTimer = IdentityTimer.start(this, identity.expiry());
		}
	}

	private void stopIdentityTimer() {
		if (this.identityTimer != null) {
			this.identityTimer.stop();
			this.identityTimer = null;
		}
	}

	/**
	 * Returns the name of the user.
	 * @return the name, or {@code null} if the client is nobody or nobody has asked
	 */
	public @Nullable String user() {
		SocketIdentity identity = this.identity;
		return (identity != null) ? identity.user() : null;
	}

	private void joinUser() {
		String user = user();
		if (user != null) {
			context().users().add(user, this);
		}
	}

	private void leaveUser() {
		String user = user();
		if (user != null) {
			context().users().remove(user, this);
		}
	}

	/** The bytes of heap that the auth payload, the identity and the namespace keep. */
	int cost() {
		SocketIdentity identity = this.identity;
		String user = user();
		return this.auth.cost() + ((identity != null) ? identity.cost() : 0)
				+ ((user != null) ? UserSockets.cost(user) : 0) + this.namespace.cost();
	}

	/**
	 * Returns what the application keeps with the session.
	 * @return the data, which all sockets of the session share
	 */
	public SocketData data() {
		return this.session.data();
	}

	/**
	 * Returns whether the client keeps up.
	 * @return whether the socket is in its namespace, and little waits to be sent
	 */
	public boolean isWritable() {
		return isConnected() && connection().isWritable();
	}

	/**
	 * Returns whether the socket can send and receive.
	 * @return whether it is in its namespace, and not about to leave it
	 */
	public boolean isConnected() {
		return this.state == State.CONNECTED;
	}

	/**
	 * Returns whether the namespace has let the socket in.
	 * @return whether it has, also if the socket has left since
	 */
	public boolean isMember() {
		State state = this.state;
		return state != State.ASKING && state != State.REFUSED;
	}

	// Sending

	/**
	 * Sends an event.
	 * @param event its name
	 * @param arguments its arguments
	 * @param ackId the id to acknowledge, or {@code null} if none is asked for
	 * @throws IllegalArgumentException if the name is {@code null} or reserved
	 */
	public void send(String event, List<?> arguments, @Nullable Long ackId) {
		if (isConnected()) {
			this.namespace.listener().onSend(this, event, arguments);
			write(context().encoder().event(this.namespace.name(), event, arguments, ackId));
		}
	}

	/**
	 * Sends an event and asks for its ack.
	 * @param event its name
	 * @param arguments its arguments
	 * @param receiver told the ack, or that none will come
	 * @throws IllegalArgumentException if the name is {@code null} or reserved
	 */
	public void send(String event, List<?> arguments, AckReceiver receiver) {
		long ackId = (isConnected()) ? acks().add(receiver) : -1;
		if (ackId < 0) {
			receiver.onTimeout();
			return;
		}
		try {
			this.namespace.listener().onSend(this, event, arguments);
			write(context().encoder().event(this.namespace.name(), event, arguments, ackId));
		}
		catch (RuntimeException ex) {
			takeAck(ackId);
			throw ex;
		}
		if (receiver.timeoutSeconds() >= 0) {
			startTimer(ackId, receiver.timeoutSeconds());
		}
	}

	/** Sends an event, after the application's callbacks before, on their thread. */
	void sendOffLoop(String event, List<?> arguments) {
		callback(() -> send(event, arguments, (Long) null));
	}

	private synchronized PendingAcks acks() {
		PendingAcks acks = this.acks;
		if (acks == null) {
			acks = new PendingAcks(this.session::keepForAcks);
			this.acks = acks;
		}
		return acks;
	}

	private @Nullable AckReceiver takeAck(long id) {
		PendingAcks acks = this.acks;
		return (acks != null) ? acks.take(id) : null;
	}

	private void startTimer(long ackId, int seconds) {
		try {
			acks().setTimer(ackId, connection().eventLoop().schedule(() -> timeOut(ackId), seconds, TimeUnit.SECONDS));
		}
		catch (RejectedExecutionException ex) {
			// The worker has stopped.
			timeOut(ackId);
		}
	}

	/**
	 * Acknowledges an event.
	 * @param ackId the id that came with it
	 * @param arguments the arguments
	 */
	public void acknowledge(@Nullable Long ackId, List<?> arguments) {
		if (isConnected()) {
			write(context().encoder().ack(this.namespace.name(), ackId, arguments));
		}
	}

	/**
	 * Ends the waiting for an ack that the client has asked for: it was sent, or nobody
	 * will send it. Called once for each.
	 */
	public void settled() {
		this.session.acknowledged();
	}

	private void write(EncodedPacket packet) {
		this.session.write(packet);
	}

	/**
	 * Sends an event that was encoded for all its receivers.
	 * @param packet the event; the caller keeps its own reference
	 * @param event the same, before it was encoded
	 */
	public void emit(EncodedPacket packet, JsonPayload event) {
		if (isConnected()) {
			this.namespace.listener().onSend(this, event);
			write(packet.retain());
		}
	}

	/**
	 * Sends an event and asks for its ack.
	 * @param event the event with its arguments
	 * @param compress whether it may be compressed
	 * @param callback told the ack, or that none will come; on any thread
	 * @return what cancels the waiting, after which the callback is not called any more
	 */
	public Runnable emitWithAck(JsonPayload event, boolean compress, PayloadCallback callback) {
		long ackId = (isConnected()) ? acks().add(callback) : -1;
		if (ackId < 0) {
			callback.onTimeout();
			return () -> {
			};
		}
		this.namespace.listener().onSend(this, event);
		write(PacketEncoder.event(this.namespace.name(), event, ackId, compress));
		return () -> {
			if (takeAck(ackId) != null) {
				context().observer().ackTimedOut(this.namespace.reportedName());
			}
		};
	}

	// Rooms

	/**
	 * Joins rooms, unless the socket has left its namespace.
	 * @param names the rooms
	 */
	public synchronized void join(Collection<String> names) {
		if (isGone()) {
			return;
		}
		Set<String> joined = this.rooms;
		if (joined == null) {
			joined = new HashSet<>(4);
			this.rooms = joined;
		}
		for (String room : names) {
			if (joined.add(room)) {
				this.namespace.join(room, this);
				context().watch().joined(this, room);
			}
		}
	}

	/**
	 * Leaves rooms.
	 * @param names the rooms
	 */
	public synchronized void leave(Collection<String> names) {
		for (String room : names) {
			if (this.rooms != null && this.rooms.remove(room)) {
				leave(room);
			}
		}
	}

	// A socket that is out has left it already, though its listeners may still ask.
	private void leave(String room) {
		if (this.namespace.leave(room, this)) {
			context().watch().left(this, room);
		}
	}

	// Until then a disconnect listener may ask which they were.
	private synchronized void forgetRooms() {
		this.rooms = null;
	}

	private synchronized void leaveAll() {
		leave(joinedRooms());
	}

	/**
	 * Names the rooms that the socket has joined.
	 * @return a copy, without the socket's own room
	 */
	public synchronized Set<String> joinedRooms() {
		return (this.rooms != null) ? new HashSet<>(this.rooms) : Set.of();
	}

	/**
	 * Returns whether the socket has joined one of some rooms.
	 * @param names the rooms
	 * @return whether it has
	 */
	public synchronized boolean hasJoinedAny(Collection<String> names) {
		if (this.rooms != null) {
			for (String room : names) {
				if (this.rooms.contains(room)) {
					return true;
				}
			}
		}
		return false;
	}

	/**
	 * Names the rooms that the socket is in: as with Node, those it has joined and, while
	 * it is in its namespace, its own.
	 * @return a copy
	 */
	public Set<String> rooms() {
		State state = this.state;
		Set<String> all = new HashSet<>(joinedRooms());
		if (state == State.CONNECTED || state == State.LEAVING) {
			all.add(this.id.toString());
		}
		return all;
	}

	private boolean isGone() {
		State state = this.state;
		return state == State.GONE || state == State.REFUSED;
	}

	// Coming and going

	/**
	 * Takes the socket's place in its namespace.
	 * @return whether there was room
	 */
	boolean admit() {
		this.admitted = this.namespace.admit();
		return this.admitted;
	}

	/**
	 * Lets the socket in: it is in its namespace and can send from now on.
	 */
	void connected() {
		this.state = State.CONNECTED;
		this.namespace.add(this);
		startIdentityTimer();
		joinUser();
		context().observer().socketConnected(this.namespace.reportedName());
		this.session.call(() -> {
			this.namespace.listener().onConnect(this);
			context().watch().connected(this);
		});
	}

	/**
	 * Turns the socket away, unless it was already: it leaves what an auth listener let
	 * it join.
	 */
	void refused() {
		if (STATE.getAndSet(this, State.REFUSED) == State.REFUSED) {
			return;
		}
		leaveAll();
		acks().close();
		this.namespace.release(this.admitted);
	}

	/**
	 * Leaves the namespace by the server's will; the client is told.
	 */
	public void disconnect() {
		if (STATE.compareAndSet(this, State.CONNECTED, State.LEAVING)) {
			this.dismissed = true;
			write(context().encoder().disconnect(this.namespace.name()));
			this.session.runOnLoop(() -> this.session.left(this));
		}
	}

	/**
	 * Takes the session out of all its namespaces, tells the client so, and closes the
	 * session.
	 */
	public void closeSession() {
		this.session.disconnect();
	}

	/**
	 * Closes the session at once.
	 * @param reason why
	 */
	public void closeSession(CloseReason reason) {
		this.session.close(reason);
	}

	/**
	 * The socket is not in its namespace any more, for whatever reason.
	 */
	void onDisconnect(DisconnectReason reason) {
		if (STATE.getAndSet(this, State.GONE) == State.GONE) {
			return;
		}
		stopIdentityTimer();
		// At once, since what waits for a thread may be dropped.
		leaveUser();
		acks().close().forEach((receiver) -> callback(receiver::onTimeout));
		this.session.call(() -> {
			try {
				leave(reason);
			}
			finally {
				this.namespace.release(true);
			}
		});
		context().observer().socketDisconnected(this.namespace.reportedName(), reason);
	}

	private void leave(DisconnectReason reason) {
		this.namespace.remove(this);
		Set<String> joined = joinedRooms();
		joined.forEach(this::leave);
		this.namespace.listener().onDisconnect(this, reason);
		context().watch().disconnected(this, reason, joined);
		forgetRooms();
	}

	// Receiving

	void onEvent(InboundPacket.Event event) {
		if (!isConnected()) {
			return;
		}
		SocketIoContext context = context();
		String reported = this.namespace.reportedName();
		String heard = context.json().heardAs(this.namespace.declaredName(), event.name());
		if (heard == null) {
			context.observer().eventIgnored(reported);
			context.warnings()
				.eventIgnored(reported, event.name(), () -> context.json().eventNames(this.namespace.declaredName()));
			this.namespace.listener().onUnknownEvent(this, event.name(), event.ackId());
			return;
		}
		context.observer().eventReceived(reported, heard);
		if (event.ackId() != null) {
			this.session.asked();
		}
		this.session.callForPacket(event.source(), () -> tell(event));
	}

	private void tell(InboundPacket.Event event) {
		try {
			read(event);
		}
		catch (Throwable ex) {
			this.namespace.listener().onFailure(this, "event '" + event.name() + "'", ex);
		}
	}

	private void read(InboundPacket.Event event) {
		if (this.dismissed) {
			giveUp(event);
			return;
		}
		InboundPacket.Arguments arguments = event.arguments();
		if (arguments.mismatch() != null) {
			onMismatch(event, arguments.mismatch());
			return;
		}
		if (arguments.surplus() > 0) {
			context().warnings()
				.argumentsIgnored(this.namespace.reportedName(), event.name(), arguments.values().size(),
						arguments.surplus());
		}
		this.namespace.listener().onEvent(this, event.name(), arguments.values(), event.source().all(), event.ackId());
	}

	/**
	 * Charges the client with the event that the listeners are told of, whose arguments
	 * are kept until they have done their work. Called while they are told.
	 * @param end the end of the work
	 */
	public void keepUntil(CompletionStage<?> end) {
		int bytes = (int) Math.min(PENDING_ANSWER + this.session.presentCost(), Integer.MAX_VALUE / 2);
		this.session.keepForAcks(bytes);
		end.whenComplete((value, failure) -> this.session.keepForAcks(-bytes));
	}

	private void giveUp(InboundPacket.Event event) {
		if (event.ackId() != null) {
			settled();
		}
	}

	private void onMismatch(InboundPacket.Event event, Throwable mismatch) {
		logger.debug("The payload of event {} does not fit its listener", event.name(), mismatch);
		SocketIoContext context = context();
		context.warnings()
			.eventMismatched(this.namespace.reportedName(), event.name(),
					() -> context.json().eventTypes(this.namespace.declaredName(), event.name()), mismatch);
		context.observer().eventMismatched(this.namespace.reportedName(), event.name());
		this.namespace.listener().onMismatch(this, event.name(), event.ackId(), mismatch);
		giveUp(event);
	}

	void onPing() {
		this.session.call(() -> this.namespace.listener().onPing(this));
	}

	void onPong() {
		this.session.call(() -> this.namespace.listener().onPong(this));
	}

	boolean awaitsAcknowledgements() {
		PendingAcks acks = this.acks;
		return acks != null && acks.isAnyPending();
	}

	@Nullable AckReceiver awaiting(long ackId) {
		PendingAcks acks = this.acks;
		return (acks != null) ? acks.get(ackId) : null;
	}

	// An ack that does not fit its receiver ends the waiting, too: by the one
	// method that says no answer came.
	void onAck(InboundPacket.Ack ack) {
		AckReceiver receiver = takeAck(ack.id());
		if (receiver == null) {
			logger.debug("No callback waits for ack {}", ack.id());
			return;
		}
		this.session.callbackForPacket(ack.source(), guarded(() -> settle(receiver, ack)));
	}

	private void settle(AckReceiver receiver, InboundPacket.Ack ack) {
		InboundPacket.Arguments arguments = ack.arguments();
		if (arguments.mismatch() != null) {
			logger.debug("The payload of ack {} does not match its callback", ack.id(), arguments.mismatch());
			context().observer().ackMismatched(this.namespace.reportedName());
			context().warnings().ackMismatched(this.namespace.reportedName(), receiver, arguments.mismatch());
			receiver.onTimeout();
			return;
		}
		receiver.onAck(arguments.values());
	}

	private void timeOut(long ackId) {
		AckReceiver receiver = takeAck(ackId);
		if (receiver != null) {
			context().observer().ackTimedOut(this.namespace.reportedName());
			callback(receiver::onTimeout);
		}
	}

	private void callback(Runnable call) {
		this.session.callback(guarded(call));
	}

	// None of the application's failures goes on, since above stand a request to be
	// answered
	// and a session to be ended.
	private Runnable guarded(Runnable call) {
		return () -> {
			try {
				call.run();
			}
			catch (Throwable ex) {
				this.namespace.listener().onFailure(this, "ack", ex);
			}
		};
	}

	@Override
	public String toString() {
		return this.id.toString();
	}

	private enum State {

		/** Its CONNECT is being judged. */
		ASKING,

		/** Its CONNECT was refused. */
		REFUSED,

		/** In its namespace. */
		CONNECTED,

		/** Sends and receives no more, but is still in its namespace. */
		LEAVING,

		/** Out. */
		GONE

	}

}
