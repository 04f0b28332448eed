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

package io.github.stickycluster.internal.nettysocketio;

import java.util.AbstractCollection;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;

import com.corundumstudio.socketio.AckMode;
import com.corundumstudio.socketio.AuthTokenListener;
import com.corundumstudio.socketio.AuthTokenResult;
import com.corundumstudio.socketio.BroadcastOperations;
import com.corundumstudio.socketio.Configuration;
import com.corundumstudio.socketio.SocketIOClient;
import com.corundumstudio.socketio.SocketIONamespace;
import com.corundumstudio.socketio.listener.ConnectListener;
import com.corundumstudio.socketio.listener.DataListener;
import com.corundumstudio.socketio.listener.DisconnectListener;
import com.corundumstudio.socketio.listener.EventInterceptor;
import com.corundumstudio.socketio.listener.MultiTypeEventListener;
import com.corundumstudio.socketio.listener.PingListener;
import com.corundumstudio.socketio.listener.PongListener;
import io.github.stickycluster.internal.socketio.ArgumentChecks;
import io.github.stickycluster.internal.socketio.EventTypeException;
import io.github.stickycluster.internal.socketio.JsonPayload;
import io.github.stickycluster.internal.socketio.MadeNamespaces;
import io.github.stickycluster.internal.socketio.NamespaceListener;
import io.github.stickycluster.internal.socketio.Refusal;
import io.github.stickycluster.internal.socketio.SocketIdentity;
import io.github.stickycluster.internal.socketio.SocketIoJson;
import io.github.stickycluster.internal.socketio.SocketIoNamespace;
import io.github.stickycluster.internal.socketio.SocketIoSocket;
import io.github.stickycluster.socketio.DisconnectReason;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A namespace of one worker as applications know it: holds their listeners and calls
 * them. Its operations reach the clients of the whole cluster. A pattern of namespaces is
 * one, too, without sockets of its own: all namespaces that are made by it share its
 * listeners. Thread-safe.
 */
@SuppressWarnings("deprecation")
final class NamespaceView implements SocketIONamespace, NamespaceListener {

	private final SocketIoNamespace namespace;

	/** Those that were made by this pattern among them, or {@code null} if it is none. */
	private final @Nullable MadeNamespaces made;

	private final ServerContext context;

	private final ListenerFailures failures;

	private final AckMode ackMode;

	private final EventListeners.ByEvent eventListeners = new EventListeners.ByEvent();

	private volatile AnyEventListeners anyEventListeners = AnyEventListeners.NONE;

	private final Queue<ConnectListener> connectListeners = new ConcurrentLinkedQueue<>();

	private final Queue<DisconnectListener> disconnectListeners = new ConcurrentLinkedQueue<>();

	private final Queue<PingListener> pingListeners = new ConcurrentLinkedQueue<>();

	private final Queue<PongListener> pongListeners = new ConcurrentLinkedQueue<>();

	private final Queue<AuthTokenListener> authTokenListeners = new ConcurrentLinkedQueue<>();

	private final Set<String> events = ConcurrentHashMap.newKeySet();

	private volatile NamespaceChanges changes = NamespaceChanges.NONE;

	/**
	 * Of the listeners whose clients hear of errors, or {@code null} if there is none.
	 */
	private volatile @Nullable EventErrors errors;

	/** Or {@code null} if there are none. */
	private volatile @Nullable Interceptors interceptors;

	/** Or {@code null} if nobody asks who the clients are. */
	private volatile @Nullable ClientGuard guard;

	NamespaceView(String name, @Nullable MadeNamespaces made, Configuration configuration, ServerContext context) {
		this.namespace = new SocketIoNamespace(name, this);
		this.made = made;
		this.context = context;
		this.failures = new ListenerFailures(configuration.getExceptionListener(), context.observers());
		this.ackMode = configuration.getAckMode();
	}

	SocketIoNamespace namespace() {
		return this.namespace;
	}

	boolean isPattern() {
		return this.made != null;
	}

	void intercept(Interceptors all) {
		this.interceptors = all.of(this.namespace.wireName());
	}

	void guard(@Nullable ClientGuard guard) {
		this.guard = guard;
		if (guard != null) {
			this.context.json().addEventMapping(getName(), IdentityRenewal.EVENT, Object.class);
		}
	}

	private void requireFree(String event) {
		if (this.guard != null && event.equals(IdentityRenewal.EVENT)) {
			throw new IllegalArgumentException("The event '" + event
					+ "' renews the credentials of clients and has no listeners. Use another name.");
		}
	}

	@Nullable ClientGuard guard() {
		return this.guard;
	}

	/** Sets who is told what is changed from now on. */
	void tellChanges(NamespaceChanges changes) {
		this.changes = changes;
	}

	/** Returns the events that have listeners, as of now. */
	Set<String> events() {
		return Set.copyOf(this.events);
	}

	int roomSize(SocketIoSocket socket, String room) {
		return this.context.broadcaster().sockets(socket.namespace().name(), Set.of(room)).size();
	}

	/** Returns the namespace of a socket, which is another one if this is a pattern. */
	SocketIONamespace of(SocketIoSocket socket) {
		return of(socket.namespace());
	}

	/** Shows a namespace that has the listeners of this one. */
	SocketIONamespace of(SocketIoNamespace namespace) {
		return namespace.equals(this.namespace) ? this : new MadeNamespaceView(namespace, this);
	}

	// What applications ask

	@Override
	public String getName() {
		return this.namespace.name();
	}

	@Override
	public BroadcastOperations getBroadcastOperations() {
		return operations(Set.of());
	}

	@Override
	public BroadcastOperations getRoomOperations(String room) {
		return operations(Set.of(ArgumentChecks.room(room)));
	}

	/**
	 * Unlike netty-socketio's, which sends once per room, reaches a client in several of
	 * the rooms once.
	 * @throws IllegalArgumentException if there is no room, or {@code null} for one
	 */
	@Override
	public BroadcastOperations getRoomOperations(String... rooms) {
		return operations(ArgumentChecks.someRooms(rooms));
	}

	private BroadcastOperations operations(Set<String> rooms) {
		return operations(this.namespace, rooms);
	}

	BroadcastOperations operations(SocketIoNamespace namespace, Set<String> rooms) {
		return new RoomOperations(this.context.broadcaster(), namespace, rooms);
	}

	/**
	 * Returns the clients of this worker; of a pattern, those of all its namespaces.
	 */
	@Override
	public Collection<SocketIOClient> getAllClients() {
		if (this.made == null) {
			return clients(this.namespace);
		}
		List<SocketIOClient> all = new ArrayList<>();
		this.made.of(getName()).forEach((namespace) -> all.addAll(clients(namespace)));
		return all;
	}

	static Collection<SocketIOClient> clients(SocketIoNamespace namespace) {
		return new Views(namespace.sockets());
	}

	@Override
	@SuppressWarnings("NullAway")
	public @Nullable SocketIOClient getClient(UUID uuid) {
		if (this.made == null) {
			return client(this.namespace, uuid);
		}
		for (SocketIoNamespace namespace : this.made.of(getName())) {
			SocketIOClient client = client(namespace, uuid);
			if (client != null) {
				return client;
			}
		}
		return null;
	}

	static @Nullable SocketIOClient client(SocketIoNamespace namespace, UUID uuid) {
		SocketIoSocket socket = namespace.socket(uuid);
		return (socket != null) ? client(socket) : null;
	}

	// Listeners

	/**
	 * Adds a listener. The types are registered first, so that one that is refused leaves
	 * nothing behind.
	 * @throws EventTypeException if no argument could be handed to the listener
	 */
	@Override
	public <T> void addEventListener(String eventName, Class<T> eventClass, DataListener<T> listener) {
		requireFree(eventName);
		this.context.json().addEventMapping(getName(), eventName, eventClass);
		this.eventListeners.add(eventName, listener);
		added(eventName, (other) -> other.addEventListener(eventName, eventClass, listener));
	}

	/**
	 * Adds a listener, as {@link #addEventListener}.
	 */
	@Override
	public void addMultiTypeEventListener(String eventName, MultiTypeEventListener listener, Class<?>... eventClass) {
		requireFree(eventName);
		this.context.json().addEventMapping(getName(), eventName, eventClass);
		this.eventListeners.add(eventName, listener);
		if (listener instanceof AnsweringListener answering) {
			keepErrors(answering.errors());
		}
		added(eventName, (other) -> other.addMultiTypeEventListener(eventName, listener, eventClass));
	}

	@Override
	public void removeAllListeners(String eventName) {
		this.eventListeners.remove(eventName);
		if (this.events.remove(eventName)) {
			this.context.json().removeEventMapping(getName(), eventName);
		}
		this.changes.listenersRemoved(getName(), eventName);
	}

	/**
	 * Refuses the interceptor.
	 * @throws UnsupportedOperationException always
	 */
	@Override
	public void addEventInterceptor(EventInterceptor eventInterceptor) {
		throw new UnsupportedOperationException("An EventInterceptor is called with netty-socketio's NamespaceClient, "
				+ "which does not exist here. Declare a bean of type SocketInterceptor");
	}

	@Override
	public void addConnectListener(ConnectListener listener) {
		this.connectListeners.add(listener);
		added(null, (other) -> other.addConnectListener(listener));
	}

	@Override
	public void addDisconnectListener(DisconnectListener listener) {
		this.disconnectListeners.add(listener);
		added(null, (other) -> other.addDisconnectListener(listener));
	}

	@Override
	@Deprecated
	public void addPingListener(PingListener listener) {
		this.pingListeners.add(listener);
		added(null, (other) -> other.addPingListener(listener));
	}

	@Override
	public void addPongListener(PongListener listener) {
		this.pongListeners.add(listener);
		added(null, (other) -> other.addPongListener(listener));
	}

	@Override
	public void addAuthTokenListener(AuthTokenListener listener) {
		this.authTokenListeners.add(listener);
		added(null, (other) -> other.addAuthTokenListener(listener));
	}

	// The listener first, since an event that is heard needs one.
	void addAnyEventListener(AnyEventListener listener) {
		synchronized (this.events) {
			this.anyEventListeners = this.anyEventListeners.with(listener);
		}
		keepErrors(listener.errors());
		this.context.json().addAnyEvent(getName());
		added(null, (other) -> AnyEventListener.add(other, listener));
	}

	private void keepErrors(@Nullable EventErrors errors) {
		if (errors != null) {
			this.errors = errors;
		}
	}

	private void added(@Nullable String event, Consumer<SocketIONamespace> addition) {
		if (event != null) {
			this.events.add(event);
		}
		this.changes.listenerAdded(getName(), event, (others) -> addition.accept(others.create(getName())));
	}

	@Override
	public void addListeners(Object listeners) {
		addListeners(listeners, listeners.getClass());
	}

	@Override
	public <L> void addListeners(Iterable<L> listeners) {
		listeners.forEach((listener) -> addListeners(listener, listener.getClass()));
	}

	@Override
	public void addListeners(Object listeners, Class<?> listenersClass) {
		if (listeners instanceof Iterable<?> all) {
			addListeners(all);
		}
		else {
			AnnotatedListeners.addTo(this, listeners, listenersClass);
		}
	}

	// What sockets tell

	@Override
	public Object view(SocketIoSocket socket) {
		return new ClientView(socket, this);
	}

	private static SocketIOClient client(SocketIoSocket socket) {
		return (SocketIOClient) socket.view();
	}

	@Override
	public @Nullable CompletionStage<@Nullable Refusal> identify(SocketIoSocket socket) {
		ClientGuard guard = this.guard;
		if (guard == null) {
			return null;
		}
		SocketIOClient client = client(socket);
		return guard.identify(client, ClientHandshake.of(client)).thenApply((outcome) -> {
			if (outcome.identity() != null) {
				socket.identify(outcome.identity());
			}
			return outcome.refusal();
		});
	}

	@Override
	public @Nullable Refusal judge(SocketIoSocket socket, Map<String, Object> auth) {
		return ClientScope.get(client(socket), () -> ask(socket, auth));
	}

	private @Nullable Refusal ask(SocketIoSocket socket, Map<String, Object> auth) {
		try {
			for (AuthTokenListener listener : this.authTokenListeners) {
				AuthTokenResult result = listener.getAuthTokenResult(auth, client(socket));
				if (!result.isSuccess()) {
					return Refusal.of(result.getErrorData());
				}
			}
			Interceptors interceptors = this.interceptors;
			return (interceptors != null) ? interceptors.judge(client(socket)) : null;
		}
		catch (Exception ex) {
			this.failures.auth(socket, ex);
			return Refusal.of("Internal error");
		}
	}

	@Override
	public void onConnect(SocketIoSocket socket) {
		call(socket, ListenerObserver.CONNECT, () -> {
			try {
				this.connectListeners.forEach((listener) -> listener.onConnect(client(socket)));
				return null;
			}
			catch (Exception ex) {
				this.failures.connect(socket, ex);
				return ex;
			}
		});
	}

	@Override
	public void onDisconnect(SocketIoSocket socket, DisconnectReason reason) {
		call(socket, ListenerObserver.DISCONNECT, () -> {
			try {
				this.disconnectListeners.forEach((listener) -> tell(listener, socket, reason));
				return null;
			}
			catch (Exception ex) {
				this.failures.disconnect(socket, ex);
				return ex;
			}
		});
	}

	private static void tell(DisconnectListener listener, SocketIoSocket socket, DisconnectReason reason) {
		if (listener instanceof ReasonedDisconnectListener reasoned) {
			reasoned.onDisconnect(client(socket), reason);
		}
		else {
			listener.onDisconnect(client(socket));
		}
	}

	@Override
	public void onSend(SocketIoSocket socket, String event, List<?> arguments) {
		Interceptors interceptors = this.interceptors;
		if (interceptors != null && interceptors.seeSending()) {
			guarded(socket, "interceptor",
					() -> send(interceptors, socket, this.context.json().write(event, arguments)));
		}
	}

	@Override
	public void onSend(SocketIoSocket socket, JsonPayload event) {
		Interceptors interceptors = this.interceptors;
		if (interceptors != null && interceptors.seeSending()) {
			guarded(socket, "interceptor", () -> send(interceptors, socket, event));
		}
	}

	private void send(Interceptors interceptors, SocketIoSocket socket, JsonPayload event) {
		interceptors.beforeSend(client(socket), event, this.context.json());
	}

	@Override
	public void onPing(SocketIoSocket socket) {
		inScope(socket, "ping", () -> {
			try {
				this.pingListeners.forEach((listener) -> listener.onPing(client(socket)));
			}
			catch (Exception ex) {
				this.failures.ping(socket, ex);
			}
		});
	}

	@Override
	public void onPong(SocketIoSocket socket) {
		inScope(socket, "pong", () -> {
			try {
				this.pongListeners.forEach((listener) -> listener.onPong(client(socket)));
			}
			catch (Exception ex) {
				this.failures.ping(socket, ex);
			}
		});
	}

	@Override
	public void onEvent(SocketIoSocket socket, String event, List<Object> arguments, @Nullable List<JsonNode> all,
			@Nullable Long ackId) {
		ClientGuard guard = this.guard;
		SocketIdentity identity = (guard != null) ? socket.identity() : null;
		if (guard == null || identity == null) {
			receive(socket, event, arguments, all, ackId);
			return;
		}
		if (event.equals(IdentityRenewal.EVENT)) {
			IdentityRenewal.begin(guard, socket, arguments, ackId);
			return;
		}
		Object before = guard.enter(identity);
		try {
			receive(socket, event, arguments, all, ackId);
		}
		finally {
			guard.leave(before);
		}
	}

	private void receive(SocketIoSocket socket, String event, List<Object> arguments, @Nullable List<JsonNode> all,
			@Nullable Long ackId) {
		EventListeners own = this.eventListeners.get(event);
		Interceptors interceptors = this.interceptors;
		Interceptors.Interception interception = (interceptors != null) ? interceptors.begin(client(socket), event)
				: null;
		if (all == null) {
			onEvent(socket, event, own, arguments, interception, ackId);
		}
		else {
			EventListeners listeners = EventListeners.with(own, this.anyEventListeners, event, all);
			// Clients may invent any number of names.
			onEvent(socket, (own != null) ? event : SocketIoJson.ANY_EVENT, listeners,
					(own != null) ? arguments : new ArrayList<>(all), interception, ackId);
		}
	}

	private void onEvent(SocketIoSocket socket, String event, @Nullable EventListeners listeners,
			List<Object> arguments, Interceptors.@Nullable Interception interception, @Nullable Long ackId) {
		AckClient ackClient = (ackId != null) ? new AckClient(socket, this, event, ackId) : null;
		boolean pending = false;
		try {
			if (listeners != null) {
				EventAck ack = (ackClient != null) ? ackClient : EventAck.NONE;
				pending = isPending(listeners, call(socket, event, listeners, arguments, interception, ack));
			}
		}
		catch (Throwable ex) {
			this.failures.other(socket, "event '" + event + "'", ex);
		}
		finally {
			// Else it was sent by now, unless a listener has thrown.
			if (ackClient != null && !pending && !ackClient.isLater()) {
				ackClient.settle();
			}
		}
	}

	// Whether a listener may still send the acknowledgement.
	private boolean isPending(EventListeners listeners, @Nullable Throwable failure) {
		return switch (listeners.answer()) {
			case BY_ACK_MODE -> this.ackMode == AckMode.MANUAL;
			case EMPTY, NOT_FOUND -> false;
			case BY_LISTENER -> failure == null;
		};
	}

	// Most servers neither observe nor intercept, and pay for none of it.
	private @Nullable Throwable call(SocketIoSocket socket, String event, EventListeners listeners,
			List<Object> arguments, Interceptors.@Nullable Interception interception, EventAck ack) {
		ListenerObserver observer = this.context.listenerObserver();
		if (observer != null) {
			return observe(observer, socket, event,
					() -> intercept(socket, event, listeners, arguments, interception, ack));
		}
		return (interception != null) ? intercept(socket, event, listeners, arguments, interception, ack)
				: tell(socket, event, listeners, arguments, null, ack);
	}

	private @Nullable Throwable intercept(SocketIoSocket socket, String event, EventListeners listeners,
			List<Object> arguments, Interceptors.@Nullable Interception interception, EventAck ack) {
		if (interception == null) {
			return tell(socket, event, listeners, arguments, null, ack);
		}
		try {
			Throwable failure = tell(socket, event, listeners, arguments, interception, ack);
			interception.called(failure);
			return failure;
		}
		catch (Error ex) {
			interception.called(ex);
			throw ex;
		}
	}

	private @Nullable Throwable tell(SocketIoSocket socket, String event, EventListeners listeners,
			List<Object> arguments, Interceptors.@Nullable Interception interception, EventAck ack) {
		Exception failure = null;
		try {
			CompletionStage<?> later = (interception != null) ? interception.call(listeners, arguments, ack)
					: listeners.call(client(socket), arguments, ack);
			if (later != null) {
				endLater(socket, event, listeners, arguments, ack, later);
				return null;
			}
		}
		catch (Exception ex) {
			failure = ex;
			this.failures.event(socket, event, (interception != null) ? interception.arguments() : arguments, ex);
		}
		end(socket, event, listeners, ack, failure == null);
		return failure;
	}

	private void endLater(SocketIoSocket socket, String event, EventListeners listeners, List<Object> arguments,
			EventAck ack, CompletionStage<?> later) {
		socket.keepUntil(later);
		if (ack instanceof AckClient ackClient) {
			ackClient.setLater();
		}
		later.whenComplete((value, thrown) -> ClientScope.run(client(socket),
				() -> finish(socket, event, listeners, arguments, ack, thrown)));
	}

	private void end(SocketIoSocket socket, String event, EventListeners listeners, EventAck ack, boolean success) {
		if (isEmpty(listeners.answer(), success)) {
			ack.send(List.of());
		}
		else if (success && listeners.answer() == EventListeners.Answer.NOT_FOUND) {
			tellNotFound(socket, event, ack);
		}
	}

	private void tellNotFound(SocketIoSocket socket, String event, EventAck ack) {
		EventErrors errors = this.errors;
		if (errors != null && ack.isRequested()) {
			ack.send(List.of(errors.unknown(event)));
		}
		else if (errors != null) {
			tellError(socket, null, errors, errors.unknown(event));
		}
	}

	private void finish(SocketIoSocket socket, String event, EventListeners listeners, List<Object> arguments,
			EventAck ack, @Nullable Throwable thrown) {
		Throwable failure = (thrown instanceof CompletionException && thrown.getCause() != null) ? thrown.getCause()
				: thrown;
		if (failure instanceof Exception exception) {
			this.failures.event(socket, event, arguments, exception);
		}
		else if (failure != null) {
			this.failures.other(socket, "event '" + event + "'", failure);
		}
		end(socket, event, listeners, ack, failure == null);
		if (ack instanceof AckClient ackClient) {
			ackClient.settle();
		}
	}

	private boolean isEmpty(EventListeners.Answer answer, boolean success) {
		return switch (answer) {
			case BY_ACK_MODE -> this.ackMode == AckMode.AUTO || (this.ackMode == AckMode.AUTO_SUCCESS_ONLY && success);
			case EMPTY -> success;
			case BY_LISTENER, NOT_FOUND -> false;
		};
	}

	void onLateAck(String event) {
		this.context.observers().warnings().ackTooLate(this.namespace.wireName(), event);
	}

	@Override
	public void onMismatch(SocketIoSocket socket, String event, @Nullable Long ackId, Throwable mismatch) {
		EventListeners listeners = this.eventListeners.get(event);
		EventErrors errors = (listeners != null) ? listeners.errors() : null;
		if (errors != null) {
			tellError(socket, ackId, errors, errors.mismatch(event, mismatch));
		}
		else if (ackId != null && this.ackMode == AckMode.AUTO) {
			socket.acknowledge(ackId, List.of());
		}
	}

	@Override
	public void onUnknownEvent(SocketIoSocket socket, String event, @Nullable Long ackId) {
		EventErrors errors = this.errors;
		if (errors != null) {
			tellError(socket, ackId, errors, errors.unknown(event));
		}
	}

	private static void tellError(SocketIoSocket socket, @Nullable Long ackId, EventErrors errors, Object error) {
		String errorEvent = errors.errorEvent();
		if (ackId != null) {
			socket.acknowledge(ackId, List.of(error));
		}
		else if (errorEvent != null) {
			socket.send(errorEvent, List.of(error), (Long) null);
		}
	}

	private void call(SocketIoSocket socket, String what, Listeners listeners) {
		ListenerObserver observer = this.context.listenerObserver();
		inScope(socket, what, () -> {
			if (observer == null) {
				listeners.call();
			}
			else {
				observe(observer, socket, what, listeners);
			}
		});
	}

	private @Nullable Throwable observe(ListenerObserver observer, SocketIoSocket socket, String what,
			Listeners listeners) {
		String wireName = this.namespace.wireName();
		Object begun = observer.begin(wireName, what, socket);
		long start = System.nanoTime();
		Throwable failure = null;
		try {
			failure = listeners.call();
			return failure;
		}
		catch (Throwable ex) {
			failure = ex;
			throw ex;
		}
		finally {
			observer.end(begun, wireName, what, System.nanoTime() - start, failure);
		}
	}

	private void inScope(SocketIoSocket socket, String what, Runnable call) {
		ClientScope.run(client(socket), () -> guarded(socket, what, call));
	}

	private void guarded(SocketIoSocket socket, String what, Runnable call) {
		try {
			call.run();
		}
		catch (Throwable ex) {
			this.failures.other(socket, what, ex);
		}
	}

	@Override
	public void onFailure(SocketIoSocket socket, String what, Throwable failure) {
		ClientScope.run(client(socket), () -> this.failures.other(socket, what, failure));
	}

	@Override
	public String toString() {
		return this.namespace.toString();
	}

	/** Calls listeners. */
	@FunctionalInterface
	private interface Listeners {

		/**
		 * Calls them.
		 * @return what one of them has thrown, which was reported, or {@code null}
		 */
		@Nullable Throwable call();

	}

	/** The views of sockets that come and go. */
	private static final class Views extends AbstractCollection<SocketIOClient> {

		private final Collection<SocketIoSocket> sockets;

		Views(Collection<SocketIoSocket> sockets) {
			this.sockets = sockets;
		}

		@Override
		public Iterator<SocketIOClient> iterator() {
			Iterator<SocketIoSocket> each = this.sockets.iterator();
			return new Iterator<>() {

				@Override
				public boolean hasNext() {
					return each.hasNext();
				}

				@Override
				public SocketIOClient next() {
					return client(each.next());
				}

			};
		}

		@Override
		public int size() {
			return this.sockets.size();
		}

	}

}
