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

package io.github.stickycluster.test.cluster;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;

import io.github.stickycluster.autoconfigure.NodeJoinedEvent;
import io.github.stickycluster.autoconfigure.NodeLeftEvent;
import io.github.stickycluster.cluster.Acks;
import io.github.stickycluster.cluster.SocketCluster;
import io.github.stickycluster.internal.worker.WorkerRegistry;
import io.github.stickycluster.test.DisconnectReason;
import io.github.stickycluster.test.SocketTestClient;
import io.github.stickycluster.test.sample.SampleApplication;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

import org.springframework.context.event.EventListener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

/**
 * Tests of {@link SocketClusterTest} and {@link TestCluster}.
 */
@SocketClusterTest(classes = { SampleApplication.class, TestClusterTests.NodeEvents.class }, nodes = 3,
		properties = { "sticky-cluster.workers.blocked-after=100ms", "sample=yes" })
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class TestClusterTests {

	@Test
	@Order(1)
	void sendsFromOneNodeToClientsOfAnother(TestCluster cluster) {
		try (SocketTestClient first = cluster.node(1).client().connect();
				SocketTestClient second = cluster.node(2).client().connect()) {
			cluster.node(3).bean(SocketCluster.class).emit("news", "for all");
			first.expect("news", String.class).isEqualTo("for all");
			second.expect("news", String.class).isEqualTo("for all");
			assertThat(cluster.node(3).bean(SocketCluster.class).count().join()).isEqualTo(2);
		}
	}

	@Test
	@Order(1)
	void saysWhichNodesThereAre(TestCluster cluster) {
		SocketCluster first = cluster.node(1).bean(SocketCluster.class);
		assertThat(first.nodeId()).isEqualTo("node-1");
		assertThat(first.nodes()).containsExactly("node-1", "node-2", "node-3");
		assertThat(cluster.node(1).bean(NodeEvents.class).log).contains("joined node-2", "joined node-3");
	}

	@Test
	@Order(1)
	void letsTimePassOnAllNodes(TestCluster cluster) {
		try (SocketTestClient first = cluster.node(1).client().connect();
				SocketTestClient second = cluster.node(2).client().connect()) {
			CompletableFuture<Acks<Object>> acks = cluster.node(3)
				.bean(SocketCluster.class)
				.timeout(Duration.ofMinutes(1))
				.emitWithAck("question");
			first.expect("question").ack("yes");
			second.expect("question");
			cluster.clock().advance(Duration.ofSeconds(59));
			assertThat(acks).isNotDone();
			cluster.clock().advance(Duration.ofSeconds(1));
			assertThat(acks).succeedsWithin(Duration.ofSeconds(10))
				.satisfies((answers) -> assertThat(answers.missing()).isEqualTo(1));
			assertThat(first.isConnected() && second.isConnected()).isTrue();
			assertThat(cluster.node(1).others()).hasSize(2);
		}
	}

	@Test
	@Order(2)
	void blocksAWorkerUntilItIsNoticed(TestCluster cluster) {
		TestNode node = cluster.node(1);
		try (SocketTestClient client = node.client().connect()) {
			node.blockWorker(Duration.ofSeconds(1));
			await().until(() -> node.bean(WorkerRegistry.class).table().entries().get(0).blocked());
			client.emitWithAck("echo", "late").expect(String.class).isEqualTo("late");
			await().until(() -> !node.bean(WorkerRegistry.class).table().entries().get(0).blocked());
		}
	}

	@Test
	@Order(3)
	void deliversWhatWasSentWhileANodeWasCutOff(TestCluster cluster) {
		try (SocketTestClient client = cluster.node(2).client().connect()) {
			cluster.node(2).isolate();
			cluster.node(1).bean(SocketCluster.class).emit("news", 1);
			client.expectNothing(Duration.ofMillis(200));
			cluster.node(2).rejoin();
			client.expect("news", Integer.class).isEqualTo(1);
		}
	}

	@Test
	@Order(4)
	void forgetsANodeThatIsKilled(TestCluster cluster) {
		try (SocketTestClient lost = cluster.node(3).client().connect();
				SocketTestClient other = cluster.node(1).client().connect()) {
			cluster.node(3).kill();
			assertThat(lost.expectDisconnect()).isIn(DisconnectReason.TRANSPORT_CLOSE,
					DisconnectReason.TRANSPORT_ERROR);
			lost.mutate().expectConnectError();
			cluster.awaitMembers();
			assertThat(cluster.node(1).others()).containsExactly("node-2");
			assertThat(cluster.node(1).bean(SocketCluster.class).nodes()).containsExactly("node-1", "node-2");
			await().until(() -> cluster.node(1).bean(NodeEvents.class).log.contains("left node-3"));
			assertThat(cluster.node(1).bean(SocketCluster.class).count().join()).isOne();
			assertThat(other.isConnected()).isTrue();
		}
	}

	@Test
	@Order(5)
	void saysGoodByeForANodeThatIsStopped(TestCluster cluster) {
		cluster.node(2).stop();
		cluster.awaitMembers();
		assertThat(cluster.node(1).others()).isEmpty();
	}

	@Test
	@Order(6)
	void refusesAClusterWithoutNodes() {
		assertThatIllegalArgumentException().isThrownBy(() -> TestCluster.of(SampleApplication.class).nodes(0));
	}

	/** Records which nodes come and go. */
	static class NodeEvents {

		private final Queue<String> log = new ConcurrentLinkedQueue<>();

		@EventListener
		void joined(NodeJoinedEvent event) {
			this.log.add("joined " + event.getNodeId());
		}

		@EventListener
		void left(NodeLeftEvent event) {
			this.log.add("left " + event.getNodeId());
		}

	}

}
