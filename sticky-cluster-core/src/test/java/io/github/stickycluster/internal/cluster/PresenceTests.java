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

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.github.stickycluster.internal.cluster.membership.ClusterMessages;
import io.github.stickycluster.internal.cluster.membership.ClusterMessages.Kind;
import io.github.stickycluster.internal.cluster.membership.UserNode;
import io.github.stickycluster.internal.socketio.UserSockets;
import io.github.stickycluster.testsupport.Footprint;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link Presence} on several nodes, joined by a bus in memory.
 */
@Timeout(60)
class PresenceTests {

	/** A map's entry, and the set of one socket. */
	private static final int SOCKETS = 190;

	private static final Duration GRACE = Duration.ofMillis(700);

	private final Map<String, MemoryBus> engine = MemoryBus.cluster();

	private final List<Report> reports = new CopyOnWriteArrayList<>();

	private final Map<String, Node> nodes = new TreeMap<>();

	private final AtomicBoolean refusing = new AtomicBoolean();

	@AfterEach
	void stop() {
		this.nodes.values().forEach(Node::kill);
	}

	@Test
	void reportsAUserOnceWithTheFirstSocketInTheClusterAndTheLast() {
		start("a", "b", "c");
		node("a").comes("anna");
		await().untilAsserted(() -> assertThat(reported(true)).containsExactly("anna"));
		node("b").comes("anna");
		node("a").goes("anna");
		node("c").comes("otto");
		await().untilAsserted(() -> assertThat(reported(true)).containsExactly("anna", "otto"));
		assertThat(reported(false)).isEmpty();
		node("b").goes("anna");
		await().untilAsserted(() -> assertThat(reported(false)).containsExactly("anna"));
		assertThat(reported(true)).containsExactly("anna", "otto");
		assertThat(times("anna")).as("the same time for both events").hasSize(1);
	}

	@Test
	void reportsNobodyWhoReloadsThePageWithinTheGraceTime() {
		start("a", "b");
		node("a").comes("anna");
		await().until(() -> !this.reports.isEmpty());
		for (int i = 0; i < 5; i++) {
			node("a").goes("anna");
			await().pollDelay(Duration.ofMillis(50)).until(() -> true);
			node("b").comes("anna");
			node("b").goes("anna");
			await().pollDelay(Duration.ofMillis(50)).until(() -> true);
			node("a").comes("anna");
		}
		await().during(GRACE.multipliedBy(2)).until(() -> this.reports.size() == 1);
		assertThat(answer("b", "anna")).isTrue();
	}

	@Test
	void knowsOnEachNodeAtOnceWhoIsOnline() {
		start("a", "b", "c");
		for (String user : users(50)) {
			node("a").comes(user);
			for (Node node : this.nodes.values()) {
				await().atMost(Duration.ofSeconds(2)).until(() -> answer(node.id, user));
			}
			assertThat(answer("b", "not-" + user)).isFalse();
		}
	}

	@Test
	void reportsTheUsersOfAKilledNodeOnceEach() {
		start("a", "b", "c");
		List<String> all = users(300);
		all.forEach(node("c")::comes);
		await().untilAsserted(() -> assertThat(reported(true)).containsExactlyInAnyOrderElementsOf(all));
		node("c").kill();
		await().untilAsserted(() -> assertThat(Set.copyOf(reported(false))).containsExactlyInAnyOrderElementsOf(all));
		assertThat(ofOwnersBut("c", all, false)).as("reported by survivors, once").doesNotHaveDuplicates();
		assertThat(all).allSatisfy((user) -> assertThat(times(user)).hasSize(1));
		assertThat(all).noneMatch((user) -> answer("a", user));
	}

	@Test
	void losesNoUserWhoseNodeAndOwnerIsKilledInTheGraceTime() {
		start("a", "b", "c");
		List<String> all = users(200);
		all.forEach(node("a")::comes);
		await().until(() -> reported(true).size() == all.size());
		all.forEach(node("a")::goes);
		node("b").kill();
		await().untilAsserted(() -> assertThat(Set.copyOf(reported(false))).containsExactlyInAnyOrderElementsOf(all));
		assertThat(reported(false)).hasSameSizeAs(all);
	}

	@Test
	void reportsNothingAgainWhenNodesJoinAndLeaveInOrder() {
		start("a");
		List<String> all = users(300);
		all.forEach(node("a")::comes);
		await().until(() -> reported(true).size() == all.size());
		start("b", "c");
		await().untilAsserted(() -> assertThat(all).allMatch((user) -> answer("c", user)));
		node("b").kill();
		await().untilAsserted(() -> assertThat(all).allMatch((user) -> answer("c", user)));
		start("d");
		await().untilAsserted(() -> assertThat(all).allMatch((user) -> answer("d", user)));
		all.subList(0, 100).forEach(node("d")::comes);
		all.forEach(node("a")::goes);
		await().untilAsserted(
				() -> assertThat(reported(false)).containsExactlyInAnyOrderElementsOf(all.subList(100, all.size())));
		assertThat(reported(true)).hasSameSizeAs(all);
	}

	@Test
	void reportsNothingAgainWhenTheFirstOwnerIsKilled() {
		start("a", "b", "c");
		List<String> all = users(300);
		all.forEach(node("a")::comes);
		await().until(() -> reported(true).size() == all.size());
		await().pollDelay(Duration.ofMillis(500)).until(() -> true);
		node("b").kill();
		await().during(GRACE.multipliedBy(2)).until(() -> this.reports.size() == all.size());
		assertThat(all).allMatch((user) -> answer("c", user));
	}

	@Test
	void reportsNothingBeforeTheFormerOwnersHaveHandedOn() {
		start("a", "b", "d");
		List<String> all = users(300);
		all.forEach(node("d")::comes);
		await().until(() -> reported(true).size() == all.size());
		await().pollDelay(Duration.ofMillis(500)).until(() -> true);
		List.of("a", "b").forEach((owner) -> node(owner).block());
		start("c");
		await().during(Duration.ofMillis(800)).until(() -> this.reports.size() == all.size());
		List.of("a", "b").forEach((owner) -> node(owner).blocked.countDown());
		await().untilAsserted(() -> assertThat(all).allMatch((user) -> answer("c", user)));
		assertThat(reported(true)).hasSameSizeAs(all);
	}

	@Test
	void findsUsersAgainWhoseMessageWasLost() {
		start("a", "b");
		node("b").deaf = true;
		List<String> all = users(50);
		all.forEach(node("a")::comes);
		await().until(() -> node("b").skipped > 0);
		node("b").deaf = false;
		// Another node changes the view, so that the nodes compare their sums now.
		start("c");
		await().untilAsserted(() -> assertThat(Set.copyOf(reported(true))).containsExactlyInAnyOrderElementsOf(all));
		assertThat(all).allMatch((user) -> answer("c", user));
	}

	@Test
	void leavesNobodyOnlineWhoseGoingWasLost() {
		start("a", "b");
		List<String> all = users(50);
		all.forEach(node("a")::comes);
		await().until(() -> reported(true).size() == all.size());
		node("b").deaf = true;
		all.forEach(node("a")::goes);
		await().until(() -> node("b").skipped > 0);
		node("b").deaf = false;
		start("c");
		await().untilAsserted(() -> assertThat(Set.copyOf(reported(false))).containsExactlyInAnyOrderElementsOf(all));
	}

	@Test
	void reportsUsersAgainThatWereTakenForOffline() {
		start("a", "b");
		List<String> all = users(40);
		all.forEach(node("a")::comes);
		await().until(() -> reported(true).size() == all.size());
		node("a").vanish();
		await().untilAsserted(() -> assertThat(Set.copyOf(reported(false))).containsExactlyInAnyOrderElementsOf(all));
		node("a").appear();
		await().untilAsserted(() -> {
			for (String user : all) {
				List<Report> last = this.reports.stream().filter((report) -> report.user.equals(user)).toList();
				assertThat(last.get(last.size() - 1).online).as("the last report").isTrue();
				assertThat(last.get(last.size() - 1).time).as("another time").isNotEqualTo(last.get(0).time);
			}
		});
	}

	@Test
	void triesAgainWhatTheApplicationCannotBeToldNow() {
		this.refusing.set(true);
		start("a");
		List<String> all = users(20);
		all.forEach(node("a")::comes);
		await().until(() -> answer("a", "user-19"));
		assertThat(this.reports).isEmpty();
		this.refusing.set(false);
		await().untilAsserted(() -> assertThat(reported(true)).containsExactlyInAnyOrderElementsOf(all));
		this.refusing.set(true);
		all.forEach(node("a")::goes);
		await().during(GRACE.multipliedBy(2)).until(() -> reported(false).isEmpty());
		this.refusing.set(false);
		await().untilAsserted(() -> assertThat(reported(false)).containsExactlyInAnyOrderElementsOf(all));
	}

	@Test
	void ownsUsersOnlyWhereTheApplicationListens() {
		for (String id : List.of("a", "b", "c")) {
			Node node = new Node(id);
			this.nodes.put(id, node);
			node.bus.start(id, node.messages);
		}
		node("c").listen();
		List<String> all = users(30);
		all.forEach(node("a")::comes);
		await().untilAsserted(() -> assertThat(reported(true)).containsExactlyInAnyOrderElementsOf(all));
		assertThat(this.reports).extracting(Report::node).containsOnly("c");
	}

	@Test
	void choosesTheSecondOwnerWhenTheFirstOneLeaves() {
		Map<String, UserNode> three = Map.of("a", new UserNode(1, true), "b", new UserNode(2, true), "c",
				new UserNode(3, true));
		PresenceView view = new PresenceView(three);
		for (String user : users(1_000)) {
			PresenceView.Owners owners = view.ownersOf(user);
			Map<String, UserNode> rest = new TreeMap<>(three);
			rest.remove(owners.first());
			assertThat(new PresenceView(rest).ownersOf(user).first()).isEqualTo(owners.second());
		}
	}

	@Test
	void keepsNoMoreForAUserThanTheClientIsChargedWith() {
		start("a", "b");
		List<String> all = users(20_000);
		node("a").users.addAll(all);
		long before = Footprint.present().heap();
		all.forEach(node("a").presence::changed);
		await().atMost(Duration.ofSeconds(30)).until(() -> this.reports.size() == all.size());
		this.reports.clear();
		long kept = (Footprint.present().heap() - before) / all.size();
		System.out.println("Two nodes keep " + kept + " bytes for a user who is online");
		// The set of the user's sockets is apart, and the name is that of the identity.
		assertThat(kept + SOCKETS).isBetween(UserSockets.cost("user-1000") / 2L, (long) UserSockets.cost("user-1000"));
	}

	private void start(String... ids) {
		for (String id : ids) {
			Node node = new Node(id);
			this.nodes.put(id, node);
			node.listen();
			node.bus.start(id, node.messages);
		}
	}

	private Node node(String id) {
		return this.nodes.get(id);
	}

	private static List<String> users(int count) {
		return IntStream.range(0, count).mapToObj((i) -> "user-" + i).toList();
	}

	private List<String> reported(boolean online) {
		return this.reports.stream().filter((report) -> report.online == online).map(Report::user).toList();
	}

	private List<String> ofOwnersBut(String node, Collection<String> users, boolean online) {
		return this.reports.stream()
			.filter((report) -> report.online == online && !report.node.equals(node) && users.contains(report.user))
			.map(Report::user)
			.toList();
	}

	private Set<UUID> times(String user) {
		return this.reports.stream()
			.filter((report) -> report.user.equals(user))
			.map(Report::time)
			.collect(Collectors.toSet());
	}

	/** What the owner answers, which a node asks. */
	private boolean answer(String node, String user) {
		String owner = node(node).presence.ownerOf(user).orTimeout(8, TimeUnit.SECONDS).join();
		return Boolean.TRUE.equals(node(owner).presence.answer(user).orTimeout(8, TimeUnit.SECONDS).join());
	}

	private record Report(String node, boolean online, String user, UUID time) {

	}

	private final class Node {

		private final String id;

		private final MemoryBus bus;

		private final Set<String> users = ConcurrentHashMap.newKeySet();

		private final ClusterMessages messages = new ClusterMessages();

		private final Presence presence;

		private volatile CountDownLatch blocked = new CountDownLatch(0);

		private volatile boolean deaf;

		private volatile int skipped;

		Node(String id) {
			this.id = id;
			this.bus = new MemoryBus(id, PresenceTests.this.engine);
			Predicate<String> holds = (user) -> {
				awaitUnblocked();
				return this.users.contains(user);
			};
			this.presence = new Presence(id, holds, this.bus, this.bus, GRACE);
			this.messages.on(Kind.PRESENCE, (node, body) -> {
				if (this.deaf) {
					this.skipped++;
				}
				else {
					this.presence.receive(node, body);
				}
			});
		}

		/** Lets its thread do nothing. */
		void block() {
			this.blocked = new CountDownLatch(1);
			this.presence.changed("any");
		}

		private void awaitUnblocked() {
			try {
				this.blocked.await();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}

		void listen() {
			this.presence.reportTo((online, user, time, done) -> {
				if (PresenceTests.this.refusing.get()) {
					return false;
				}
				PresenceTests.this.reports.add(new Report(this.id, online, user, time));
				done.run();
				return true;
			});
		}

		void comes(String user) {
			this.users.add(user);
			this.presence.changed(user);
		}

		void goes(String user) {
			this.users.remove(user);
			this.presence.changed(user);
		}

		/** Ends as a process that is killed. */
		void kill() {
			this.presence.close();
			this.bus.close();
		}

		/** Is taken for dead, and does not notice. */
		void vanish() {
			PresenceTests.this.engine.remove(this.id, this.bus);
			new ArrayList<>(PresenceTests.this.engine.values()).forEach((other) -> other.left(this.id));
		}

		void appear() {
			this.bus.start(this.id, this.messages);
		}

	}

}
