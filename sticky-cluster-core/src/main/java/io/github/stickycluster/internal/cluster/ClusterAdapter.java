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

package io.github.stickycluster.internal.cluster;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.github.stickycluster.internal.bus.ClusterBus;
import io.github.stickycluster.internal.bus.LocalBus;
import io.github.stickycluster.internal.cluster.membership.ClusterMessages;
import io.github.stickycluster.internal.cluster.membership.ClusterMessages.Kind;
import io.github.stickycluster.internal.cluster.membership.Membership;
import io.github.stickycluster.internal.engineio.EncodedPacket;
import io.github.stickycluster.internal.socketio.ArgumentChecks;
import io.github.stickycluster.internal.socketio.Broadcaster;
import io.github.stickycluster.internal.socketio.JsonPayload;
import io.github.stickycluster.internal.socketio.Namespaces;
import io.github.stickycluster.internal.socketio.PacketEncoder;
import io.github.stickycluster.internal.socketio.SocketIoJson;
import io.github.stickycluster.internal.worker.LocalWorker;
import io.github.stickycluster.internal.worker.WorkerLink;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Connects the workers of this JVM with each other and with those of other nodes.
 * <p>
 * Delivery has two levels: an event is encoded once and sent as one message to each other
 * node. Within a JVM, the sockets of all workers share the encoded event.
 */
public final class ClusterAdapter implements WorkerLink, AutoCloseable {

	private static final int MAX_SERVER_EVENTS = 10_000;

	private static final long IDLE_SECONDS = 10;

	private static final long MOST_IDS = 1L << 40;

	private final boolean alone;

	private final LocalSockets sockets = new LocalSockets();

	private final SocketIoJson json;

	private final ScheduledExecutorService timer;

	private final ThreadPoolExecutor serverEventThread;

	private final String nodeId;

	private final ClusterBus bus;

	private final Membership membership;

	private volatile @Nullable Presence presence;

	private final Nodes nodes;

	private final ServerEvents serverEvents;

	private final ClusterRequests questions;

	ClusterAdapter(String nodeId, JsonMapper mapper, ClusterBus bus, Membership membership, ClusterMessages messages,
			long lastRequest) {
		this(nodeId, mapper, bus, membership, messages, lastRequest, timer());
	}

	private ClusterAdapter(String nodeId, JsonMapper mapper, ClusterBus bus, Membership membership,
			ClusterMessages messages, long lastRequest, ScheduledExecutorService timer) {
		this.nodeId = nodeId;
		this.bus = bus;
		this.membership = membership;
		this.alone = bus instanceof LocalBus;
		this.json = SocketIoJson.using(mapper);
		this.timer = timer;
		this.serverEventThread = new ThreadPoolExecutor(1, 1, IDLE_SECONDS, TimeUnit.SECONDS,
				new LinkedBlockingQueue<>(MAX_SERVER_EVENTS), (task) -> daemon(task, "sticky-cluster-server-events"));
		this.serverEventThread.allowCoreThreadTimeOut(true);
		this.nodes = new Nodes(nodeId, bus, membership, this.timer, lastRequest);
		this.serverEvents = new ServerEvents(this.json, this.serverEventThread);
		this.questions = new ClusterRequests(nodeId, this.sockets, this.nodes, this.serverEvents, this.json,
				this.timer);
		messages.on(Kind.EMIT, (node, body) -> onEmit(body));
		messages.on(Kind.COMMAND, (node, body) -> onCommand(body));
		messages.on(Kind.SERVER_EVENT, (node, body) -> onServerEvent(body));
		messages.on(Kind.PRESENCE, this::onPresence);
		messages.on(Kind.REQUEST, (node, body) -> this.nodes.onRequest(node, body, this.questions::respond));
		messages.on(Kind.RESPONSE, this.nodes::onResponse);
	}

	/**
	 * Creates the link of a single JVM.
	 * @return the link, without members
	 */
	public static ClusterAdapter local() {
		return local("local", JsonMapper.shared());
	}

	/**
	 * Creates the link of a single JVM.
	 * @param nodeId this node's id
	 * @param mapper writes and reads payloads
	 * @return the link, without members
	 */
	public static ClusterAdapter local(String nodeId, JsonMapper mapper) {
		return new ClusterAdapter(nodeId, mapper, new LocalBus(), Membership.ALONE, new ClusterMessages(), 0);
	}

	/**
	 * Creates the link of one of several nodes.
	 * @param nodeId this node's id
	 * @param mapper writes and reads payloads
	 * @param bus carries messages between the nodes; whoever owns it starts it, with the
	 * messages as its receiver
	 * @param membership knows the other nodes
	 * @param messages gives out what the bus receives
	 * @return the link, without members
	 */
	public static ClusterAdapter of(String nodeId, JsonMapper mapper, ClusterBus bus, Membership membership,
			ClusterMessages messages) {
		return of(nodeId, mapper, bus, membership, messages, null);
	}

	/**
	 * Creates the link of one of several nodes, with a timer of its own.
	 * @param nodeId this node's id
	 * @param mapper writes and reads payloads
	 * @param bus carries messages between the nodes; whoever owns it starts it, with the
	 * messages as its receiver
	 * @param membership knows the other nodes
	 * @param messages gives out what the bus receives
	 * @param timer ends what has waited too long, and is shut down with the link; or
	 * {@code null} for one that keeps the system's time
	 * @return the link, without members
	 */
	public static ClusterAdapter of(String nodeId, JsonMapper mapper, ClusterBus bus, Membership membership,
			ClusterMessages messages, @Nullable ScheduledExecutorService timer) {
		// So that an answer to a former node of this id is not taken for one to this.
		long anywhere = ThreadLocalRandom.current().nextLong(MOST_IDS);
		return new ClusterAdapter(nodeId, mapper, bus, membership, messages, anywhere,
				(timer != null) ? timer : timer());
	}

	private static ScheduledThreadPoolExecutor timer() {
		ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1,
				(task) -> daemon(task, "sticky-cluster-timeouts"));
		timer.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
		timer.allowCoreThreadTimeOut(true);
		timer.setRemoveOnCancelPolicy(true);
		return timer;
	}

	private static Thread daemon(Runnable task, String name) {
		Thread thread = new Thread(task, name);
		thread.setDaemon(true);
		return thread;
	}

	// Workers

	@Override
	public Broadcaster broadcaster(String workerId) {
		return new ClusterBroadcaster(this);
	}

	@Override
	public void join(LocalWorker worker) {
		this.sockets.add(worker);
		worker.users().users().forEach(userChanges());
	}

	@Override
	public void leave(LocalWorker worker) {
		this.sockets.remove(worker);
		worker.users().users().forEach(userChanges());
	}

	/**
	 * Adds a listener to events that other nodes send.
	 * @param namespace the namespace, such as {@code "/"}
	 * @param event the event's name
	 * @param listener what to call
	 */
	public void addServerEventListener(String namespace, String event, ServerEventListener listener) {
		this.serverEvents.add(Namespaces.toServerName(namespace), event, listener);
	}

	/**
	 * Returns how many events of other nodes were dropped.
	 * @return events that came while too many waited for this node's listeners
	 */
	public long droppedServerEvents() {
		return this.serverEvents.dropped();
	}

	/**
	 * Returns whether the cluster is this JVM alone, and always will be.
	 */
	boolean isAlone() {
		return this.alone;
	}

	/**
	 * Returns what server events are read and written with.
	 * @return the JSON of this node
	 */
	public SocketIoJson json() {
		return this.json;
	}

	String nodeId() {
		return this.nodeId;
	}

	Set<String> nodeIds() {
		Set<String> ids = new TreeSet<>(this.membership.nodes());
		ids.add(this.nodeId);
		return Collections.unmodifiableSet(ids);
	}

	LocalSockets sockets() {
		return this.sockets;
	}

	ClusterUsers users() {
		return this.questions.users();
	}

	/**
	 * Makes this node take part in knowing which users are online. Called before workers
	 * are made and before the node joins the cluster.
	 * @param grace the time after which a user without a socket is offline, 0 or more
	 */
	public void knowUsers(Duration grace) {
		Presence made = new Presence(this.nodeId, this.sockets::hasUser, this.bus, this.membership, grace);
		this.presence = made;
		this.questions.users().ask(made);
	}

	/**
	 * Sets who tells the application of users that come online and go offline.
	 * @param reporter tells it
	 */
	public void reportUsersTo(UserReporter reporter) {
		Presence present = this.presence;
		if (present != null) {
			present.reportTo(reporter);
		}
	}

	private void onPresence(String node, ByteBuffer body) {
		Presence present = this.presence;
		if (present != null) {
			present.receive(node, body);
		}
	}

	@Override
	public Consumer<String> userChanges() {
		Presence present = this.presence;
		return (present != null) ? present::changed : WorkerLink.super.userChanges();
	}

	ClusterRequests questions() {
		return this.questions;
	}

	// A worker's own JSON may be the application's; all workers have the same.
	JsonPayload write(String event, Object... args) {
		LocalWorker worker = this.sockets.any();
		SocketIoJson json = (worker != null) ? worker.json() : this.json;
		return json.write(ArgumentChecks.present(event, "event"), Arrays.asList(ArgumentChecks.values(args)));
	}

	@Override
	public void close() {
		this.timer.shutdownNow();
		Presence present = this.presence;
		if (present != null) {
			present.close();
		}
		this.serverEventThread.shutdown();
	}

	// What is told

	void emit(BroadcastTarget selection, BroadcastFlags emission, JsonPayload event) {
		emitHere(selection, emission, event);
		if (!this.alone && !emission.local()) {
			this.nodes.tell(selection,
					() -> new MessageWriter(Kind.EMIT).number(emission.flags()).selection(selection).payload(event));
		}
	}

	// The name of the namespace is a part of the packet.
	private void emitHere(BroadcastTarget selection, BroadcastFlags emission, JsonPayload event) {
		for (String namespace : this.sockets.namespaces(selection.namespace())) {
			emitIn(selection.in(namespace), emission, event);
		}
	}

	private void emitIn(BroadcastTarget selection, BroadcastFlags emission, JsonPayload event) {
		EncodedPacket packet = PacketEncoder.event(selection.namespace(), event, null, emission.compress());
		try {
			this.sockets.emit(selection, emission.lossy(), packet, event);
		}
		finally {
			packet.release();
		}
	}

	private void onEmit(ByteBuffer body) {
		MessageReader message = new MessageReader(body);
		BroadcastFlags emission = BroadcastFlags.of(message.number());
		emitHere(message.selection(), emission, message.payload());
	}

	void command(BroadcastTarget selection, Command command, boolean local, Set<String> rooms) {
		command.run(this.sockets, selection, rooms);
		if (!this.alone && !local) {
			this.nodes.tell(selection,
					() -> new MessageWriter(Kind.COMMAND).number(command.code()).selection(selection).texts(rooms));
		}
	}

	private void onCommand(ByteBuffer body) {
		MessageReader message = new MessageReader(body);
		Command command = Command.of(message.number());
		command.run(this.sockets, message.selection(), message.texts());
	}

	void emitToServers(String namespace, JsonPayload event) {
		if (!this.alone) {
			this.nodes.tell(new MessageWriter(Kind.SERVER_EVENT).text(namespace).payload(event));
		}
	}

	private void onServerEvent(ByteBuffer body) {
		MessageReader message = new MessageReader(body);
		this.serverEvents.on(message.text(), message.payload(), (answer) -> {
		});
	}

}
