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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.github.stickycluster.cluster.Acks;
import io.github.stickycluster.cluster.SocketCluster;
import io.github.stickycluster.cluster.SocketDetails;
import io.github.stickycluster.internal.bus.ClusterBus;
import io.github.stickycluster.internal.bus.Engine;
import io.github.stickycluster.internal.bus.EngineBus;
import io.github.stickycluster.internal.bus.EngineBusSettings;
import io.github.stickycluster.internal.cluster.membership.ClusterMessages;
import io.github.stickycluster.internal.cluster.membership.HeartbeatMembership;
import io.github.stickycluster.internal.cluster.membership.MembershipSettings;
import io.github.stickycluster.internal.worker.RemoteWorker;
import io.github.stickycluster.internal.worker.WorkerRegistry;
import io.github.stickycluster.testkit.Kind;
import io.github.stickycluster.testkit.Link;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The cluster API over three nodes on a real engine, with membership by heartbeats.
 */
@Tag("once")
abstract class EngineClusterTests extends ClusterSemantics {

	private static final Duration HEARTBEAT = Duration.ofMillis(200);

	private static final Duration TIMEOUT = Duration.ofSeconds(8);

	private final Map<String, Member> members = new LinkedHashMap<>();

	/**
	 * Starts the engine.
	 */
	abstract void startEngine() throws Exception;

	/**
	 * Makes the engine of the next node.
	 */
	abstract Engine engine();

	@Override
	List<TestNode> startNodes() throws Exception {
		startEngine();
		List<TestNode> nodes = new ArrayList<>();
		for (String id : List.of("a", "b", "c")) {
			nodes.add(start(id).node);
		}
		await().until(() -> this.members.values().stream().allMatch((member) -> member.membership.nodes().size() == 2));
		return nodes;
	}

	private Member start(String id) {
		ClusterMessages messages = new ClusterMessages();
		ClusterBus bus = new EngineBus(engine(), new EngineBusSettings(true, 16 * 1024 * 1024));
		WorkerRegistry registry = new WorkerRegistry();
		HeartbeatMembership membership = new HeartbeatMembership(
				new MembershipSettings(id, "127.0.0.1", HEARTBEAT, TIMEOUT, HEARTBEAT.multipliedBy(2)), bus, messages,
				registry);
		ClusterAdapter link = ClusterAdapter.of(id, JsonMapper.shared(), bus, membership, messages);
		link.knowUsers(Duration.ZERO);
		bus.start(id, messages);
		membership.join();
		TestNode node = TestNode.start(id, registry, link, ClusterSemantics::listeners);
		Member member = new Member(node, bus, membership, registry);
		this.members.put(id, member);
		return member;
	}

	@Override
	void stopEngine() throws Exception {
		this.members.values().forEach(Member::leave);
		this.members.clear();
	}

	@Test
	void aNodeThatDiesIsGoneWithItsClientsAndNobodyWaitsForIt() {
		List<Client> all = clientOnEachWorker();
		Member dying = start("dying");
		SocketCluster cluster = nodes().get(0).cluster();
		Member asking = member("a");
		Link ghost = dying.node.connect(Kind.WEBSOCKET, 0);
		try {
			await().until(() -> asking.membership.nodes().contains("dying"));
			await().until(() -> cluster.count().orTimeout(8, TimeUnit.SECONDS).join() == all.size() + 1);
			assertThat(asking.workersOf("dying")).isEqualTo(2);
			dying.bus.close();
			CompletableFuture<List<SocketDetails>> sockets = cluster.timeout(Duration.ofSeconds(50)).fetchSockets();
			CompletableFuture<Acks<Integer>> answers = cluster.timeout(Duration.ofSeconds(50))
				.emitWithAck(Integer.class, "number");
			all.forEach((client) -> client.acknowledge("1"));
			assertThat(sockets.orTimeout(20, TimeUnit.SECONDS).join()).as("when it is taken for dead")
				.hasSize(all.size());
			assertThat(answers.orTimeout(20, TimeUnit.SECONDS).join().values()).hasSize(all.size());
			assertThat(asking.membership.nodes()).isEqualTo(Set.of("b", "c"));
			assertThat(asking.workersOf("dying")).isZero();
			assertThat(cluster.fetchSockets().orTimeout(TIMEOUT.toMillis() / 2, TimeUnit.MILLISECONDS).join())
				.as("from then on at once")
				.hasSize(all.size());
		}
		finally {
			ghost.close();
			this.members.remove("dying");
			dying.node.close();
			dying.leave();
		}
	}

	private Member member(String id) {
		return Objects.requireNonNull(this.members.get(id));
	}

	/**
	 * A node with its bus.
	 */
	private record Member(TestNode node, ClusterBus bus, HeartbeatMembership membership, WorkerRegistry registry) {

		private long workersOf(String node) {
			return this.registry.table()
				.entries()
				.stream()
				.filter((entry) -> entry.worker() instanceof RemoteWorker && entry.worker().node().equals(node))
				.count();
		}

		private void leave() {
			this.membership.leave();
			this.bus.close();
		}

	}

}
