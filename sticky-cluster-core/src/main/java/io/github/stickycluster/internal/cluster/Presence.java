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
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Predicate;

import io.github.stickycluster.cluster.BroadcastOperator;
import io.github.stickycluster.internal.bus.ClusterBus;
import io.github.stickycluster.internal.cluster.PresenceMail.Note;
import io.github.stickycluster.internal.cluster.PresenceTable.Entry;
import io.github.stickycluster.internal.cluster.PresenceTable.State;
import io.github.stickycluster.internal.cluster.PresenceTable.Sums;
import io.github.stickycluster.internal.cluster.PresenceView.Owners;
import io.github.stickycluster.internal.cluster.membership.Membership;
import io.github.stickycluster.internal.cluster.membership.UserNode;
import io.github.stickycluster.internal.worker.Timers;
import org.jspecify.annotations.Nullable;

/**
 * Knows which users are online in the cluster, and reports those that come and go. Public
 * methods may be called on any thread and do not block; all else happens on a thread of
 * its own.
 * <p>
 * Each node tells the two owners of a user when the user's first socket on that node has
 * come and when the last one has gone. The first owner reports. When the nodes change,
 * each node tells the users to their new owners, and each owner hands on what was
 * reported; then it sends sums of what it has told. A node reports nothing anew before it
 * has the sums of all others for the nodes that it sees itself. Sums that do not fit are
 * followed by a list of all users, so that a lost message has no consequence for long.
 */
final class Presence implements PresenceTable.Listener {

	private static final Duration TICK = Duration.ofMillis(100);

	/** How often a node that is not in step is asked for its users. */
	private static final long ASK_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

	/** How often sums are sent without a cause. */
	private static final long SUMS_NANOS = TimeUnit.SECONDS.toNanos(10);

	/** How long all others are waited for, of whom one may hang. */
	private static final long SETTLE_NANOS = TimeUnit.SECONDS.toNanos(10);

	/** How long the second owner waits for what the first one reports. */
	private static final long SECOND_NANOS = TimeUnit.SECONDS.toNanos(30);

	/** Nodes that have left and may come again. */
	private static final int MOST_LEFT = 1_000;

	private static final int UNREPORTED = 0;

	private static final int REPORTED = 1;

	private static final int ENDED = 2;

	private static final int RENEWED = 3;

	private final String nodeId;

	private final Predicate<String> holds;

	private final Membership membership;

	private final long graceNanos;

	private final Timers timers;

	private final Set<String> changed = ConcurrentHashMap.newKeySet();

	private final AtomicBoolean scheduled = new AtomicBoolean();

	private volatile UserReporter reporter = UserReporter.NONE;

	private volatile boolean reports;

	// Of the thread

	private final PresenceMail mail;

	private final PresenceTable table = new PresenceTable(this);

	/** The users with a socket here, as the owners have been told. */
	private final Map<String, UUID> here = new HashMap<>();

	private final Map<String, Map<String, UUID>> lists = new HashMap<>();

	private final Map<String, Received> received = new HashMap<>();

	private final Set<String> inStep = new HashSet<>();

	private final Map<String, Long> asked = new HashMap<>();

	private final Set<String> left = new LinkedHashSet<>();

	private final Set<String> unreported = new LinkedHashSet<>();

	private final PriorityQueue<Due> due = new PriorityQueue<>();

	/** Entries under way when the nodes changed, which were not handed on yet. */
	private final Map<String, PresenceView> late = new HashMap<>();

	private PresenceView view;

	private long viewSince;

	private boolean settled;

	private boolean owesSums;

	private long sumsSent;

	private int underWay;

	/**
	 * Creates the presence of a node, and tells the other nodes of it.
	 * @param nodeId this node's id
	 * @param holds says whether a user has a socket here; called on the thread
	 * @param bus carries messages to the other nodes
	 * @param membership knows the other nodes
	 * @param grace the time after which a user without a socket is offline
	 */
	Presence(String nodeId, Predicate<String> holds, ClusterBus bus, Membership membership, Duration grace) {
		this.nodeId = nodeId;
		this.holds = holds;
		this.membership = membership;
		this.graceNanos = grace.toNanos();
		this.mail = new PresenceMail(bus);
		this.view = new PresenceView(Map.of(nodeId, new UserNode(membership.start(), false)));
		this.viewSince = System.nanoTime();
		this.timers = new Timers("sticky-cluster-presence", (failure) -> {
			// The thread logs its own.
		});
		this.timers.every(TICK, () -> run(this::tick));
		membership.announceUsers(false);
		membership.addJoinListener((node) -> act(this::refresh));
		membership.addLeaveListener((node) -> act(this::refresh));
	}

	private void act(Runnable action) {
		this.timers.after(Duration.ZERO, () -> run(action));
	}

	private void run(Runnable action) {
		try {
			action.run();
			report();
			sendSums();
		}
		finally {
			this.mail.send();
		}
	}

	/**
	 * Sets who tells the application, which makes this node an owner before others whose
	 * application is not told.
	 */
	void reportTo(UserReporter reporter) {
		this.reporter = reporter;
		this.reports = true;
		this.membership.announceUsers(true);
		act(this::refresh);
	}

	/**
	 * Takes notice that a user's first socket of a worker has come, or that the last one
	 * has gone.
	 */
	void changed(String user) {
		this.changed.add(user);
		if (this.scheduled.compareAndSet(false, true)) {
			act(this::takeChanges);
		}
	}

	/**
	 * Returns whether a user is online, as far as this node knows.
	 * @return completes with the answer, or with {@code null} if this node does not know
	 */
	CompletableFuture<@Nullable Boolean> answer(String user) {
		return ask((table) -> {
			if (!this.view.ownersOf(user).first().equals(this.nodeId)) {
				return null;
			}
			return (table.get(user) != null) ? Boolean.TRUE : settled() ? Boolean.FALSE : null;
		});
	}

	/**
	 * Returns the users that this node owns first, and that have no socket any more but
	 * are online still.
	 */
	CompletableFuture<List<String>> leaving() {
		return ask((table) -> {
			List<String> users = new ArrayList<>();
			table.forEach((user, entry) -> {
				if (entry.isEmpty() && this.view.ownersOf(user).first().equals(this.nodeId)) {
					users.add(user);
				}
			});
			return users;
		});
	}

	private <T extends @Nullable Object> CompletableFuture<T> ask(Function<PresenceTable, T> question) {
		CompletableFuture<T> answer = new CompletableFuture<>();
		this.timers.after(Duration.ZERO, () -> {
			refresh();
			T value = question.apply(this.table);
			answer.completeAsync(() -> value);
		});
		return answer.orTimeout(BroadcastOperator.DEFAULT_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
	}

	/**
	 * Returns the node that knows whether a user is online.
	 */
	CompletableFuture<String> ownerOf(String user) {
		return ask((table) -> this.view.ownersOf(user).first());
	}

	/**
	 * Takes a message of another node.
	 */
	void receive(String node, ByteBuffer body) {
		act(() -> {
			if (!node.equals(this.nodeId)) {
				refresh();
				if (this.view.node(node) != null) {
					read(node, new MessageReader(body));
				}
			}
		});
	}

	void close() {
		this.timers.stop();
	}

	// This node's users

	private void takeChanges() {
		this.scheduled.set(false);
		for (Iterator<String> each = this.changed.iterator(); each.hasNext();) {
			String user = each.next();
			each.remove();
			boolean present = this.holds.test(user);
			if (present && !this.here.containsKey(user)) {
				UUID time = UUID.randomUUID();
				this.here.put(user, time);
				this.view.ownersOf(user).all().forEach((owner) -> come(owner, user, time));
			}
			else if (!present && this.here.remove(user) != null) {
				this.view.ownersOf(user).all().forEach((owner) -> gone(owner, user));
			}
		}
	}

	private void come(String owner, String user, UUID time) {
		if (owner.equals(this.nodeId)) {
			this.table.hold(this.nodeId, user, time, System.nanoTime());
		}
		else {
			this.mail.to(owner, Note.COME).text(user).id(time);
		}
	}

	private void gone(String owner, String user) {
		if (owner.equals(this.nodeId)) {
			this.table.release(this.nodeId, user, System.nanoTime());
		}
		else {
			this.mail.to(owner, Note.GONE).text(user);
		}
	}

	// Messages

	private void read(String node, MessageReader message) {
		long now = System.nanoTime();
		Note type = Note.of(message.number());
		if (type == null) {
			return;
		}
		switch (type) {
			case COME -> {
				while (message.hasMore()) {
					this.table.hold(node, message.text(), message.id(), now);
				}
			}
			case GONE -> {
				while (message.hasMore()) {
					this.table.release(node, message.text(), now);
				}
			}
			case LIST_BEGIN -> this.lists.put(node, new HashMap<>());
			case LIST -> {
				Map<String, UUID> list = this.lists.get(node);
				while (list != null && message.hasMore()) {
					list.put(message.text(), message.id());
				}
			}
			case LIST_END -> {
				Map<String, UUID> list = this.lists.remove(node);
				if (list != null) {
					this.table.replace(node, list, now);
				}
			}
			case SUMS -> readSums(node, message);
			case ASK -> sendList(node);
			case RECORDS -> readRecords(message, now);
			case LOST -> renew();
		}
	}

	/**
	 * Tells a node all users that it owns.
	 */
	private void sendList(String node) {
		this.mail.to(node, Note.LIST_BEGIN);
		this.here.forEach((user, time) -> {
			if (this.view.ownersOf(user).contain(node)) {
				this.mail.to(node, Note.LIST).text(user).id(time);
			}
		});
		this.mail.to(node, Note.LIST_END);
		writeSums(Set.of(node));
	}

	// What is under way is handed on when it is done, before the sums.
	private void sendSums() {
		if (this.owesSums && (this.underWay == 0 || isLate())) {
			this.owesSums = false;
			writeSumsToAll();
		}
	}

	private void writeSumsToAll() {
		this.sumsSent = System.nanoTime();
		writeSums(others());
	}

	private void writeSums(Collection<String> nodes) {
		Map<String, Sums> sums = new HashMap<>();
		nodes.forEach((node) -> sums.put(node, new Sums()));
		for (String user : this.here.keySet()) {
			for (String owner : this.view.ownersOf(user).all()) {
				Sums told = sums.get(owner);
				if (told != null) {
					told.add(user);
				}
			}
		}
		sums.forEach((node,
				told) -> this.mail.to(node, Note.SUMS).number(this.view.id()).number(told.count).number(told.hash));
	}

	private List<String> others() {
		return this.view.nodes().stream().filter((node) -> !node.equals(this.nodeId)).toList();
	}

	private void readSums(String node, MessageReader message) {
		while (message.hasMore()) {
			this.received.put(node, new Received(message.number(), message.number(), message.number()));
		}
		compare(node);
	}

	/**
	 * Compares what a node has told with what it says that it has told.
	 */
	private void compare(String node) {
		Received sums = this.received.get(node);
		if (sums == null || sums.viewId != this.view.id()) {
			return;
		}
		Sums known = this.table.sums(node);
		if (known.count == sums.count && known.hash == sums.hash) {
			this.inStep.add(node);
		}
		else {
			this.inStep.remove(node);
			askForList(node);
		}
	}

	private void askForList(String node) {
		long now = System.nanoTime();
		Long before = this.asked.get(node);
		if (before == null || now - before >= ASK_NANOS) {
			this.asked.put(node, now);
			this.mail.to(node, Note.ASK);
		}
	}

	// Records

	private void sendRecord(@Nullable String node, int what, String user, UUID time) {
		if (node != null && !node.equals(this.nodeId)) {
			this.mail.to(node, Note.RECORDS).text(user).number(what).id(time);
		}
	}

	private void readRecords(MessageReader message, long now) {
		while (message.hasMore()) {
			String user = message.text();
			int what = (int) message.number();
			UUID time = message.id();
			if (what == ENDED) {
				end(user, time);
			}
			else {
				record(what, user, time, this.table.keep(user, time, now));
			}
		}
	}

	private void record(int what, String user, UUID time, Entry entry) {
		boolean news = what != UNREPORTED || entry.state == State.NEW;
		if (news && !entry.state.isUnderWay()) {
			entry.time = time;
			entry.state = (what == REPORTED) ? State.ONLINE : State.NEW;
			this.unreported.add(user);
		}
	}

	/**
	 * The application has been told that a user is offline.
	 */
	private void end(String user, UUID time) {
		Entry entry = this.table.get(user);
		if (entry == null || !entry.time.equals(time)) {
			return;
		}
		if (entry.isEmpty()) {
			this.table.remove(user);
		}
		else {
			// It has come again meanwhile.
			entry.renew();
			this.unreported.add(user);
		}
	}

	/**
	 * Others have taken this node for dead, and may have reported that its users are
	 * offline: they are reported again.
	 */
	private void renew() {
		this.table.forEach((user, entry) -> {
			if (entry.state == State.ONLINE) {
				entry.renew();
				this.unreported.add(user);
			}
		});
		for (Map.Entry<String, UUID> each : this.here.entrySet()) {
			each.setValue(UUID.randomUUID());
			String user = each.getKey();
			this.view.ownersOf(user).all().forEach((owner) -> sendRecord(owner, RENEWED, user, each.getValue()));
		}
	}

	// Reports

	@Override
	public void made(String user) {
		this.unreported.add(user);
	}

	@Override
	public void emptied(String user, Entry entry) {
		this.due.add(new Due(user, entry.emptySince, entry.emptySince + this.graceNanos));
	}

	private boolean settled() {
		if (!this.settled) {
			this.settled = this.inStep.containsAll(others()) || isLate();
		}
		return this.settled;
	}

	/** Returns whether to go on without a node, or a listener, that hangs. */
	private boolean isLate() {
		return System.nanoTime() - this.viewSince > SETTLE_NANOS;
	}

	private void report() {
		if (this.owesSums || !settled()) {
			return;
		}
		for (String user : List.copyOf(this.unreported)) {
			this.unreported.remove(user);
			Entry entry = this.table.get(user);
			if (entry != null && entry.state == State.NEW && isFirst(user) && !tell(true, user, entry)) {
				this.unreported.add(user);
				return;
			}
		}
		long now = System.nanoTime();
		for (Due next = this.due.peek(); next != null && next.at - now <= 0; next = this.due.peek()) {
			this.due.remove();
			Entry entry = this.table.get(next.user);
			if (entry != null && entry.isEmpty() && entry.emptySince == next.since) {
				expire(next, entry, now);
			}
		}
	}

	private boolean isFirst(String user) {
		return this.view.ownersOf(user).first().equals(this.nodeId);
	}

	private void expire(Due expired, Entry entry, long now) {
		if (isFirst(expired.user)) {
			if (entry.state != State.ONLINE || !tell(false, expired.user, entry)) {
				this.due.add(new Due(expired.user, expired.since, now + TICK.toNanos()));
			}
		}
		else if (now - expired.since < this.graceNanos + SECOND_NANOS) {
			this.due.add(new Due(expired.user, expired.since, expired.since + this.graceNanos + SECOND_NANOS));
		}
		else {
			this.table.remove(expired.user);
		}
	}

	private boolean tell(boolean online, String user, Entry entry) {
		UUID time = entry.time;
		State before = entry.state;
		entry.state = (online) ? State.REPORTING : State.ENDING;
		this.underWay++;
		boolean accepted = this.reporter.report(online, user, time, () -> act(() -> told(online, user, time)));
		if (!accepted) {
			this.underWay--;
			entry.state = before;
		}
		return accepted;
	}

	private void told(boolean online, String user, UUID time) {
		this.underWay--;
		Owners owners = this.view.ownersOf(user);
		Entry entry = this.table.get(user);
		boolean same = entry != null && entry.time.equals(time);
		PresenceView before = this.late.remove(user);
		if (online) {
			if (same && entry != null) {
				entry.state = State.ONLINE;
			}
			owners.all().forEach((owner) -> sendRecord(owner, REPORTED, user, time));
		}
		else {
			owners.all().forEach((owner) -> sendRecord(owner, ENDED, user, time));
			if (same) {
				end(user, time);
			}
		}
		Entry rest = this.table.get(user);
		if (before != null && rest != null) {
			handOn(user, rest, before);
		}
	}

	// The nodes

	private void tick() {
		refresh();
		// What is left of a run that has failed.
		takeChanges();
		long now = System.nanoTime();
		if (now - this.viewSince > ASK_NANOS) {
			others().stream().filter((node) -> !this.inStep.contains(node)).forEach(this::askForList);
		}
		if (now - this.sumsSent > SUMS_NANOS && !this.owesSums) {
			writeSumsToAll();
		}
	}

	private void refresh() {
		Map<String, UserNode> nodes = new HashMap<>(this.membership.userNodes());
		nodes.put(this.nodeId, new UserNode(this.membership.start(), this.reports));
		if (this.view.isOf(nodes)) {
			return;
		}
		PresenceView before = this.view;
		this.view = new PresenceView(nodes);
		this.viewSince = System.nanoTime();
		this.settled = false;
		this.owesSums = true;
		this.inStep.clear();
		this.asked.clear();
		greet(before);
		this.table.forEach((user, entry) -> follow(user, entry, before));
		this.here.forEach((user, time) -> {
			Owners former = before.ownersOf(user);
			for (String owner : this.view.ownersOf(user).all()) {
				if (!isOwner(owner, former, before)) {
					come(owner, user, time);
				}
			}
		});
		this.received.keySet().forEach(this::compare);
	}

	/**
	 * Forgets the nodes that have left, and tells those that were only taken for dead.
	 */
	private void greet(PresenceView before) {
		for (String node : before.nodes()) {
			UserNode present = this.view.node(node);
			UserNode former = before.node(node);
			if (former != null && (present == null || present.start() != former.start())) {
				this.table.replace(node, Map.of(), this.viewSince);
				this.received.remove(node);
				this.lists.remove(node);
				this.left.add(node + former.start());
			}
		}
		for (String node : this.view.nodes()) {
			UserNode present = this.view.node(node);
			if (present != null && this.left.remove(node + present.start())) {
				this.mail.to(node, Note.LOST);
			}
		}
		for (Iterator<String> oldest = this.left.iterator(); this.left.size() > MOST_LEFT;) {
			oldest.next();
			oldest.remove();
		}
	}

	/** Returns whether a node owned a user already, and was not started anew. */
	private boolean isOwner(String node, Owners former, PresenceView before) {
		UserNode then = before.node(node);
		UserNode now = this.view.node(node);
		return former.contain(node) && then != null && now != null && then.start() == now.start();
	}

	private void follow(String user, Entry entry, PresenceView before) {
		if (entry.state.isUnderWay()) {
			this.late.putIfAbsent(user, before);
		}
		else {
			handOn(user, entry, before);
		}
	}

	/**
	 * Tells the new owners of a user what was reported.
	 */
	private void handOn(String user, Entry entry, PresenceView before) {
		Owners former = before.ownersOf(user);
		Owners owners = this.view.ownersOf(user);
		for (String owner : owners.all()) {
			if (!isOwner(owner, former, before)) {
				sendRecord(owner, entry.state.isReported() ? REPORTED : UNREPORTED, user, entry.time);
			}
		}
		if (!owners.contain(this.nodeId)) {
			this.table.remove(user);
		}
		else {
			this.unreported.add(user);
			if (entry.isEmpty()) {
				emptied(user, entry);
			}
		}
	}

	private record Received(long viewId, long count, long hash) {

	}

	private record Due(String user, long since, long at) implements Comparable<Due> {

		@Override
		public int compareTo(Due other) {
			return Long.compare(this.at - other.at, 0);
		}

	}

}
