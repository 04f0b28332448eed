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

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.stickycluster.internal.bus.BusStatistics;
import io.github.stickycluster.internal.bus.ClusterBus;
import io.github.stickycluster.internal.cluster.MemoryBus;
import io.github.stickycluster.internal.cluster.membership.PortProbe.Outcome;
import io.github.stickycluster.internal.worker.WorkerRegistry;
import io.github.stickycluster.worker.WorkerState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link HeartbeatMembership}: what the internal ports of a silent node prove,
 * and which time counts.
 */
class HeartbeatMembershipTests {

	private static final Duration HEARTBEAT = Duration.ofMillis(200);

	private static final int ENOUGH = 4;

	private final Map<Integer, Outcome> outcomes = new ConcurrentHashMap<>();

	private final Map<Integer, AtomicInteger> probed = new ConcurrentHashMap<>();

	/** The port for whose next probe there is no memory, or 0. */
	private volatile int starving;

	private final List<String> left = new CopyOnWriteArrayList<>();

	private final ClusterMessages messages = new ClusterMessages();

	private final MemoryBus bus = new MemoryBus("a", MemoryBus.cluster());

	private HeartbeatMembership membership;

	@BeforeEach
	void join() {
		this.membership = join(HEARTBEAT);
	}

	private HeartbeatMembership join(Duration heartbeat) {
		return join(heartbeat, Duration.ofHours(1));
	}

	private HeartbeatMembership join(Duration heartbeat, Duration timeout) {
		HeartbeatMembership made = new HeartbeatMembership(
				new MembershipSettings("a", "127.0.0.1", heartbeat, timeout, Duration.ZERO), this.bus, this.messages,
				new WorkerRegistry(), this::probe);
		made.addLeaveListener(this.left::add);
		this.bus.start("a", this.messages);
		made.join();
		return made;
	}

	private Outcome probe(InetSocketAddress port) {
		if (port.getPort() == this.starving) {
			this.starving = 0;
			throw new OutOfMemoryError("for the probe");
		}
		Outcome outcome = this.outcomes.getOrDefault(port.getPort(), Outcome.ACCEPTED);
		this.probed.computeIfAbsent(port.getPort(), (number) -> new AtomicInteger()).incrementAndGet();
		return outcome;
	}

	@AfterEach
	void leave() {
		this.membership.leave();
		this.bus.close();
	}

	@Test
	void whoseEveryPortRefusesIsGoneAndComesBackWithAHeartbeat() {
		reach("b", 1, 2);
		this.outcomes.putAll(Map.of(1, Outcome.REFUSED, 2, Outcome.REFUSED));
		await().until(() -> this.left.contains("b"));
		assertThat(this.membership.nodes()).isEmpty();
		hear("b", WorkerState.UP, 1, 2);
		assertThat(this.membership.nodes()).containsExactly("b");
	}

	@Test
	void whatElseComesOfAProbeProvesNothing() {
		reach("accepts", 1, 2);
		reach("unknown", 3, 4);
		this.outcomes.putAll(Map.of(1, Outcome.REFUSED, 3, Outcome.REFUSED, 4, Outcome.UNKNOWN));
		awaitProbes(2, ENOUGH);
		awaitProbes(4, ENOUGH);
		assertThat(this.left).isEmpty();
		assertThat(this.membership.nodes()).isEqualTo(Set.of("accepts", "unknown"));
	}

	@Test
	void whoHasNeverAcceptedFromHereProvesNothingByRefusing() {
		this.outcomes.put(1, Outcome.REFUSED);
		hear("elsewhere", WorkerState.UP, 1);
		reach("b", 2);
		awaitProbes(1, 1);
		this.outcomes.put(2, Outcome.REFUSED);
		await().until(() -> this.left.contains("b"));
		reach("c", 3);
		awaitProbes(3, ENOUGH);
		assertThat(this.left).containsExactly("b");
	}

	@Test
	void whoAnnouncesNoOpenPortIsLeftToItsHeartbeats() {
		reach("b", 1);
		hear("none", WorkerState.UP);
		hear("down", WorkerState.DOWN, 2);
		hear("starting", WorkerState.STARTING, 0);
		awaitProbes(1, ENOUGH);
		assertThat(this.probed).containsOnlyKeys(1);
		assertThat(this.left).isEmpty();
	}

	@Test
	void whoIsHeardIsNotProbedAgain() {
		reach("b", 1);
		reach("c", 2);
		// In a round in which the machine did not keep this thread from being heard.
		await().until(() -> {
			int probesOfHeard = probes(1);
			int probesOfSilent = probes(2);
			while (probes(2) == probesOfSilent) {
				hear("b", WorkerState.UP, 1);
				TimeUnit.MILLISECONDS.sleep(20);
			}
			return probes(1) == probesOfHeard;
		});
	}

	@Test
	void whoIsWaitedForIsProbedSooner() {
		Duration slow = Duration.ofSeconds(1);
		this.membership.leave();
		this.membership = join(slow);
		AtomicInteger rounds = new AtomicInteger();
		// In a round in which the machine did not let both be overdue at once.
		await().atMost(Duration.ofSeconds(30)).until(() -> {
			int port = 2 * rounds.incrementAndGet();
			String awaited = "awaited" + port;
			String other = "other" + port;
			this.membership.watch(() -> Set.of(awaited));
			reach(awaited, port);
			reach(other, port + 1);
			this.outcomes.put(port, Outcome.REFUSED);
			long heard = System.nanoTime();
			hear(awaited, WorkerState.UP, port);
			hear(other, WorkerState.UP, port + 1);
			await().until(() -> this.left.contains(awaited));
			assertThat(Duration.ofNanos(System.nanoTime() - heard)).isGreaterThan(slow);
			return probes(port + 1) == 1;
		});
	}

	@Test
	void onlyTimeCountsInWhichThisNodesOwnHeartbeatsComeBack() {
		Duration heartbeat = Duration.ofMillis(100);
		Duration timeout = heartbeat.multipliedBy(5);
		this.membership.leave();
		this.membership = join(heartbeat, timeout);
		hear("b", WorkerState.UP);
		this.bus.stutter(true);
		await().during(timeout.multipliedBy(2)).atMost(timeout.multipliedBy(4)).until(this.left::isEmpty);
		assertThat(this.membership.nodes()).containsExactly("b");
		this.bus.stutter(false);
		await().until(() -> this.left.contains("b"));
	}

	@Test
	void anErrorOfAListenerDoesNotEndTheRounds() {
		this.membership.leave();
		this.membership = join(Duration.ofMillis(100), Duration.ofMillis(500));
		this.membership.addLeaveListener((node) -> {
			throw new AssertionError("cannot be");
		});
		hear("b", WorkerState.UP);
		await().until(() -> this.left.contains("b"));
		hear("c", WorkerState.UP);
		await().until(() -> this.left.contains("c"));
	}

	@Test
	void aRoundThatIsUnderWayDoesNotBringBackANodeThatHasLeft() throws Exception {
		HeldBus held = new HeldBus();
		HeartbeatMembership leaving = new HeartbeatMembership(
				new MembershipSettings("b", "127.0.0.1", HEARTBEAT, Duration.ofHours(1), Duration.ZERO), held,
				new ClusterMessages(), new WorkerRegistry(), this::probe);
		leaving.join();
		held.hold();
		leaving.leave();
		held.release();
		await().during(Duration.ofMillis(300)).until(() -> held.lastKind() == ClusterMessages.Kind.GOODBYE.code());
		assertThat(leaving.isMember()).isFalse();
	}

	/**
	 * Lets a node be heard and its ports be found open.
	 */
	@Test
	void anErrorThatCannotEvenBeLoggedEndsNoRoundsButItsOwn() {
		AtomicInteger failed = new AtomicInteger();
		this.membership.watch(() -> {
			if (failed.incrementAndGet() == 1) {
				throw new UnprintableError();
			}
			return Set.of();
		});
		reach("b", 1);
		this.outcomes.put(1, Outcome.REFUSED);
		await().until(() -> this.left.contains("b"));
		assertThat(failed).hasValueGreaterThan(1);
	}

	@Test
	void aProbeForWhichThereIsNoMemoryIsTriedAgain() {
		reach("b", 1);
		this.starving = 1;
		await().until(() -> this.starving == 0);
		this.outcomes.put(1, Outcome.REFUSED);
		await().until(() -> this.left.contains("b"));
	}

	private void reach(String node, int... ports) {
		hear(node, WorkerState.UP, ports);
		awaitProbes(ports[0], 1);
	}

	private void awaitProbes(int port, int times) {
		await().until(() -> probes(port) >= times);
	}

	private int probes(int port) {
		return this.probed.getOrDefault(port, new AtomicInteger()).get();
	}

	private void hear(String node, WorkerState state, int... ports) {
		List<Heartbeat.WorkerEntry> workers = Arrays.stream(ports)
			.mapToObj((port) -> new Heartbeat.WorkerEntry(node + "-" + port, state, false, "127.0.0.1", port, 1, 0, 0))
			.toList();
		this.messages.receive(node, new Heartbeat(1, false, null, Set.of(), workers).toMessage());
	}

	private static final class UnprintableError extends Error {

		@Override
		public String getMessage() {
			throw new OutOfMemoryError("for the message");
		}

	}

	/**
	 * Holds up the round that asks whether it is connected.
	 */
	private static final class HeldBus implements ClusterBus {

		private final List<byte[]> published = new CopyOnWriteArrayList<>();

		private final AtomicInteger questions = new AtomicInteger();

		private final CountDownLatch reached = new CountDownLatch(1);

		private final CountDownLatch released = new CountDownLatch(1);

		private volatile boolean holding;

		/** Returns when a round has asked for the second and last time. */
		private void hold() throws InterruptedException {
			this.holding = true;
			this.reached.await();
		}

		private void release() {
			this.released.countDown();
		}

		private byte lastKind() {
			return this.published.get(this.published.size() - 1)[1];
		}

		@Override
		public boolean isConnected() {
			// Once when it joins, and then twice in each round.
			boolean second = this.questions.incrementAndGet() % 2 == 1;
			if (this.holding && second) {
				this.reached.countDown();
				awaitRelease();
			}
			return true;
		}

		private void awaitRelease() {
			try {
				this.released.await();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}

		@Override
		public void start(String nodeId, Receiver receiver) {
		}

		@Override
		public void publish(byte[] message) {
			this.published.add(message);
		}

		@Override
		public void send(String nodeId, byte[] message) {
		}

		@Override
		public BusStatistics statistics() {
			return new BusStatistics();
		}

		@Override
		public void close() {
		}

	}

}
