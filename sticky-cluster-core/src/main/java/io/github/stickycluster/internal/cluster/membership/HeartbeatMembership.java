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

package io.github.stickycluster.internal.cluster.membership;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.github.stickycluster.internal.bus.ClusterBus;
import io.github.stickycluster.internal.cluster.membership.ClusterMessages.Kind;
import io.github.stickycluster.internal.log.LimitedLog;
import io.github.stickycluster.internal.worker.LocalWorker;
import io.github.stickycluster.internal.worker.RoutingTable;
import io.github.stickycluster.internal.worker.Timers;
import io.github.stickycluster.internal.worker.WorkerRegistry;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Membership by heartbeats over the bus: each node sends its description periodically,
 * and at once when the state of one of its workers changes. A node that sends no
 * heartbeat for the node timeout is removed. A node that shuts down sends a good-bye and
 * is removed at once.
 * <p>
 * If a node misses a heartbeat, the ports of its workers are probed; it is removed at
 * once if all of them refuse connections, since its host then runs without its process. A
 * refusal counts only if the port has accepted a connection of this node before: a node
 * that advertises a loopback address may run on another host, and a firewall may refuse
 * connections as well. A node that was removed by mistake joins again with its next
 * heartbeat.
 * <p>
 * Timeouts are measured by this node's clock, and only while it could receive heartbeats.
 * While the bus is unreachable, the membership does not change; afterwards, and after a
 * suspension of this JVM, the timeout of each node starts anew. Times in which the bus is
 * reachable but delivers nothing, not even this node's own heartbeats, do not count.
 * <p>
 * A node that starts while the bus is unreachable checks its id when the bus is
 * reachable. If another node has the id, this node stays apart: it serves its own
 * clients, sends no replies, and checks again until the other node has left. If two
 * members with one id meet after a partition, the one that started later stays apart.
 */
public final class HeartbeatMembership implements Membership {

	private static final Logger logger = LoggerFactory.getLogger(HeartbeatMembership.class);

	private final LimitedLog limited = new LimitedLog(logger);

	private static final SecureRandom RANDOM = new SecureRandom();

	private static final int RANDOM_BITS = 20;

	private static final String LEAVES = "this node has left";

	private final MembershipSettings settings;

	private final ClusterBus bus;

	private final WorkerRegistry registry;

	private final SocketLocations holders;

	private final PortProbe probe;

	private final List<Consumer<String>> joinListeners = new CopyOnWriteArrayList<>();

	private final Peers peers;

	/** Nodes that have replied to the join of this node, and those they know. */
	private final Set<String> replied = new HashSet<>();

	private final Set<String> expected = new HashSet<>();

	/** Whether another node with this node's id has been heard since this one asked. */
	private volatile boolean twin;

	private volatile Supplier<Set<String>> awaited = Set::of;

	private volatile Phase phase = Phase.AWAY;

	private volatile long incarnation;

	/** Whether this node reports users, or null if it takes no part. */
	private volatile @Nullable Boolean reportsUsers;

	private @Nullable Timers timer;

	private @Nullable PeerWatch watch;

	private List<String> published = List.of();

	private @Nullable Long askedAt;

	private long lastTick;

	private long lastBeat;

	/**
	 * Creates membership that does not yet take part.
	 * @param settings its settings
	 * @param bus what carries heartbeats, started and closed with membership
	 * @param messages gives it the heartbeats of others
	 * @param registry knows this node's workers and learns those of others
	 */
	public HeartbeatMembership(MembershipSettings settings, ClusterBus bus, ClusterMessages messages,
			WorkerRegistry registry) {
		this(settings, bus, messages, registry, new ConnectProbe());
	}

	HeartbeatMembership(MembershipSettings settings, ClusterBus bus, ClusterMessages messages, WorkerRegistry registry,
			PortProbe probe) {
		this.settings = settings;
		this.bus = bus;
		this.registry = registry;
		this.peers = new Peers(registry);
		this.holders = new SocketLocations(registry);
		this.probe = probe;
		messages.on(Kind.HEARTBEAT, this::heartbeat);
		messages.on(Kind.GOODBYE, this::goodbye);
		messages.on(Kind.OBITUARY, this::obituary);
		registry.addChangeListener((table) -> workersChanged());
	}

	@Override
	public Set<String> nodes() {
		return this.peers.ids();
	}

	@Override
	public void addLeaveListener(Consumer<String> listener) {
		this.peers.addLeaveListener(listener);
	}

	@Override
	public void addJoinListener(Consumer<String> listener) {
		this.joinListeners.add(listener);
	}

	@Override
	public void watch(Supplier<Set<String>> awaited) {
		this.awaited = awaited;
	}

	@Override
	public boolean isMember() {
		return this.phase == Phase.MEMBER;
	}

	@Override
	public @Nullable String nodeOf(UUID socket) {
		return this.holders.nodeOf(socket);
	}

	@Override
	public long start() {
		return this.incarnation;
	}

	@Override
	public void announceUsers(boolean reports) {
		this.reportsUsers = reports;
		Timers present = this.timer;
		if (present != null) {
			present.after(Duration.ZERO, () -> {
				if (isMember()) {
					publish();
				}
			});
		}
	}

	@Override
	public Map<String, UserNode> userNodes() {
		return isMember() ? this.peers.users() : Map.of();
	}

	/**
	 * Returns whether this node is apart from the cluster, since another node has its id.
	 * @return whether such a node is there
	 */
	public boolean isApart() {
		return this.phase == Phase.APART;
	}

	/**
	 * Joins the cluster: asks who is there and waits for the answers, at most for the
	 * join timeout. The bus must have been started; if it has no connection, this node
	 * asks when it has.
	 * @throws DuplicateNodeException if a living node has this node's id
	 */
	public void join() {
		synchronized (this) {
			this.incarnation = incarnation();
			this.askedAt = null;
			this.phase = Phase.JOINING;
		}
		if (this.bus.isConnected()) {
			ask(System.nanoTime());
			awaitReplies();
			if (this.twin) {
				this.phase = Phase.AWAY;
				this.peers.removeAll(LEAVES);
				throw new DuplicateNodeException(this.settings.nodeId());
			}
			becomeMember();
		}
		startTimer();
	}

	/**
	 * Larger after each start, as far as hosts agree on the time: of two nodes of one id,
	 * the one that came later has to give way.
	 */
	private static long incarnation() {
		return (System.currentTimeMillis() << RANDOM_BITS) | RANDOM.nextInt(1 << RANDOM_BITS);
	}

	private synchronized void ask(long now) {
		this.twin = false;
		this.replied.clear();
		this.expected.clear();
		this.askedAt = now;
		publish();
	}

	private boolean isReplied() {
		return !this.replied.isEmpty() && this.replied.containsAll(this.expected);
	}

	private void becomeMember() {
		this.phase = Phase.MEMBER;
		logger.info("This node, {}, has joined the cluster; other nodes: {}", this.settings.nodeId(),
				nodes().isEmpty() ? "none" : String.join(", ", new TreeSet<>(nodes())));
		publish();
	}

	private synchronized void awaitReplies() {
		long deadline = System.nanoTime() + this.settings.joinTimeout().toNanos();
		try {
			while (!this.twin && !isReplied()) {
				long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
				if (left <= 0) {
					return;
				}
				wait(left);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private void startTimer() {
		long tick = Math.max(1, this.settings.heartbeatInterval().toMillis() / 4);
		this.lastTick = System.nanoTime();
		this.lastBeat = this.lastTick;
		PeerWatch watching = new PeerWatch(this.peers, this.probe, this.settings, () -> this.awaited.get());
		this.watch = watching;
		Timers started = new Timers("sticky-cluster-membership", (failure) -> {
			// A round logs its own.
		});
		started.every(Duration.ofMillis(tick), () -> tick(watching));
		this.timer = started;
	}

	/**
	 * Leaves the cluster: says good-bye and forgets all others. The bus is still open.
	 */
	public void leave() {
		Timers present = this.timer;
		if (present == null) {
			return;
		}
		this.timer = null;
		synchronized (this) {
			this.phase = Phase.AWAY;
		}
		present.stop();
		PeerWatch watching = this.watch;
		if (watching != null) {
			watching.close();
		}
		this.bus.publish(Heartbeat.goodbye(this.incarnation));
		this.peers.removeAll(LEAVES);
	}

	private void tick(PeerWatch watching) {
		try {
			long now = System.nanoTime();
			long elapsed = now - this.lastTick;
			this.lastTick = now;
			if (!this.bus.isConnected() || elapsed > this.settings.heartbeatInterval().toNanos()) {
				this.peers.pardonAll(now);
			}
			else {
				if (!hears(now)) {
					this.peers.pardonAllFor(elapsed);
				}
				watching.look(now);
			}
			if (!this.bus.isConnected()) {
				this.askedAt = null;
			}
			else if (this.phase != Phase.MEMBER) {
				joinLate(now);
			}
			else if (now - this.lastBeat >= this.settings.heartbeatInterval().toNanos()) {
				this.lastBeat = now;
				publish();
			}
		}
		catch (RuntimeException | Error ex) {
			// There would be no further round.
			this.limited.error("round",
					() -> "Could not send a heartbeat or check the other nodes; trying again with the next heartbeat",
					ex);
		}
	}

	private boolean hears(long now) {
		OptionalLong itself = this.bus.heardItself();
		return itself.isEmpty() || now - itself.getAsLong() <= 2 * this.settings.heartbeatInterval().toNanos();
	}

	private synchronized void joinLate(long now) {
		if (this.phase == Phase.AWAY) {
			return;
		}
		Long asked = this.askedAt;
		if (asked == null) {
			ask(now);
		}
		else if (this.twin) {
			standApart();
			if (now - asked >= this.settings.heartbeatInterval().toNanos()) {
				ask(now);
			}
		}
		else if (isReplied() || now - asked >= this.settings.joinTimeout().toNanos()) {
			becomeMember();
		}
	}

	private void standApart() {
		if (this.phase == Phase.APART) {
			return;
		}
		this.phase = Phase.APART;
		this.peers.removeAll(LEAVES);
		logger.error(
				"Another node of the cluster has the node id '{}' as well, so this node stays apart and reaches only its "
						+ "own clients. Give each node its own 'sticky-cluster.node-id', then restart this node",
				this.settings.nodeId());
	}

	/**
	 * Called on the thread that changes a worker's state, which must not wait.
	 */
	private void workersChanged() {
		Timers present = this.timer;
		if (present == null) {
			return;
		}
		present.after(Duration.ZERO, () -> {
			if (isMember() && !description().equals(this.published)) {
				publish();
			}
		});
	}

	/**
	 * The part of the description whose changes are sent at once.
	 */
	private List<String> description() {
		return workers().stream()
			.map((worker) -> worker.id() + worker.state() + worker.blocked() + worker.port() + worker.weight())
			.toList();
	}

	/**
	 * A round may be under way when this node leaves: nothing may follow its good-bye.
	 */
	private synchronized void publish() {
		if (this.phase == Phase.AWAY) {
			return;
		}
		this.published = description();
		this.bus.publish(describe().toMessage());
	}

	private Heartbeat describe() {
		Boolean reports = this.reportsUsers;
		UserNode users = (reports != null) ? new UserNode(this.incarnation, reports) : null;
		return new Heartbeat(this.incarnation, !isMember(), users, nodes(), workers());
	}

	private List<Heartbeat.WorkerEntry> workers() {
		List<Heartbeat.WorkerEntry> workers = new ArrayList<>();
		for (RoutingTable.Entry entry : this.registry.table().entries()) {
			if (entry.worker() instanceof LocalWorker worker) {
				workers.add(new Heartbeat.WorkerEntry(worker.id(), entry.state(), entry.blocked(), this.settings.host(),
						Math.max(0, worker.port()), worker.weight(), worker.sessions(), worker.load()));
			}
		}
		return workers;
	}

	private void heartbeat(String node, ByteBuffer body) {
		Heartbeat heartbeat = Heartbeat.of(body);
		if (this.phase == Phase.AWAY) {
			return;
		}
		if (node.equals(this.settings.nodeId())) {
			heartbeatOfTwin(heartbeat);
		}
		else if (heartbeat.joining()) {
			reply(node);
		}
		else {
			heartbeatOfMember(node, heartbeat);
		}
	}

	/**
	 * Of two that join at once, or are members both, one has to give way.
	 */
	private synchronized void heartbeatOfTwin(Heartbeat heartbeat) {
		boolean first = this.incarnation <= heartbeat.incarnation();
		if (this.phase == Phase.MEMBER && !first && !heartbeat.joining()) {
			this.bus.publish(Heartbeat.goodbye(this.incarnation));
			this.twin = true;
			this.askedAt = System.nanoTime();
			standApart();
		}
		else if (this.phase == Phase.MEMBER || (first && heartbeat.joining())) {
			reply(this.settings.nodeId());
		}
		else {
			this.twin = true;
			notifyAll();
		}
	}

	private void reply(String node) {
		this.bus.send(node, describe().toMessage());
	}

	private void heartbeatOfMember(String node, Heartbeat heartbeat) {
		Long before = this.peers.incarnationOf(node);
		if (before != null && before != heartbeat.incarnation()) {
			this.peers.remove(node, "it was restarted");
			before = null;
		}
		synchronized (this) {
			if (this.phase == Phase.AWAY || this.phase == Phase.APART) {
				return;
			}
			this.peers.heard(node, heartbeat, System.nanoTime());
			if (this.phase == Phase.JOINING) {
				this.replied.add(node);
				this.expected.addAll(heartbeat.known());
				notifyAll();
			}
		}
		if (before == null) {
			logger.info("Node {} has joined the cluster with {} workers", node, heartbeat.workers().size());
			this.joinListeners.forEach((listener) -> listener.accept(node));
		}
	}

	private void goodbye(String node, ByteBuffer body) {
		this.peers.remove(node, body.getLong(), "it has shut down");
	}

	private void obituary(String teller, ByteBuffer body) {
		long died = body.getLong();
		String node = StandardCharsets.UTF_8.decode(body).toString();
		this.peers.remove(node, died, "its process has ended, as node " + teller + " reports");
	}

	/**
	 * Takes a node for dead and tells the others so. For whoever sees the node's process.
	 * @param node the node's id; nothing happens if it is not there
	 */
	public void declareDead(String node) {
		Long incarnation = this.peers.incarnationOf(node);
		if (incarnation != null) {
			this.bus.publish(Heartbeat.obituary(node, incarnation));
			this.peers.remove(node, "its process has ended");
		}
	}

	private enum Phase {

		/** Takes no part. */
		AWAY,

		/** Asks who is there. */
		JOINING,

		/** Is one of the nodes. */
		MEMBER,

		/** Is none of them, since another one has its id. */
		APART

	}

}
