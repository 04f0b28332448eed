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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import com.corundumstudio.socketio.BroadcastAckCallback;
import com.corundumstudio.socketio.BroadcastOperations;
import com.corundumstudio.socketio.SocketIOClient;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.stickycluster.cluster.Acks;
import io.github.stickycluster.cluster.BroadcastOperator;
import io.github.stickycluster.cluster.ClusterTimeoutException;
import io.github.stickycluster.cluster.NamespaceOperator;
import io.github.stickycluster.cluster.SocketCluster;
import io.github.stickycluster.cluster.SocketDetails;
import io.github.stickycluster.internal.cluster.membership.ClusterMessages;
import io.github.stickycluster.testkit.Kind;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * The cluster API over three nodes, joined by a bus in memory.
 */
class SeveralNodesTests extends ClusterSemantics {

	private final Map<String, MemoryBus> engine = MemoryBus.cluster();

	private final Map<String, ClusterMessages> messages = new HashMap<>();

	@Override
	List<TestNode> startNodes() {
		List<TestNode> nodes = new ArrayList<>();
		for (String id : List.of("a", "b", "c")) {
			nodes.add(start(id));
		}
		return nodes;
	}

	private TestNode start(String id) {
		MemoryBus bus = new MemoryBus(id, this.engine);
		ClusterMessages received = new ClusterMessages();
		this.messages.put(id, received);
		ClusterAdapter link = ClusterAdapter.of(id, JsonMapper.shared(), bus, bus, received);
		bus.start(id, received);
		return TestNode.start(id, link, ClusterSemantics::listeners);
	}

	@Override
	void stopEngine() {
		List.copyOf(this.engine.values()).forEach(MemoryBus::close);
	}

	@Test
	void whatCannotCrossJvmsIsRefusedWithTheCallToUse() {
		BroadcastOperations operations = nodes().get(0)
			.workers()
			.get(0)
			.server()
			.getNamespace("/chat")
			.getRoomOperations("lobby");
		assertThatExceptionOfType(UnsupportedOperationException.class)
			.isThrownBy(() -> operations.sendEvent("event", (SocketIOClient client) -> true, "x"))
			.withMessageEndingWith("cluster.of(\"/chat\").to(\"lobby\").except(\"room\").emit(…)");
		assertThatExceptionOfType(UnsupportedOperationException.class)
			.isThrownBy(() -> operations.sendEvent("event", "x", new BroadcastAckCallback<>(String.class)))
			.withMessageEndingWith("cluster.of(\"/chat\").to(\"lobby\").emitWithAck(…)");
	}

	@Test
	void allNamespacesOfAPatternAreReached() {
		List<Client> all = clientOnEachWorker();
		for (int i = 0; i < all.size(); i++) {
			enter(all.get(i), "/tenant-" + i % 2);
		}
		for (TestNode node : nodes()) {
			NamespaceOperator everybody = node.cluster().ofAll("/tenant-{id}");
			everybody.emit("all", 1);
			node.cluster().of("/tenant-0").emit("one");
			for (int i = 0; i < all.size(); i++) {
				all.get(i).expect("42/tenant-" + i % 2 + ",[\"all\",1]");
				if (i % 2 == 0) {
					all.get(i).expect("42/tenant-0,[\"one\"]");
				}
			}
			assertThat(everybody.count()).succeedsWithin(Duration.ofSeconds(5)).isEqualTo((long) all.size());
			assertThat(node.cluster().of("/tenant-1").count()).succeedsWithin(Duration.ofSeconds(5))
				.isEqualTo(all.size() / 2L);
			assertThat(everybody.fetchSockets().orTimeout(5, TimeUnit.SECONDS).join()).hasSize(all.size())
				.extracting(SocketDetails::namespace)
				.containsOnly("/tenant-0", "/tenant-1");
		}
		nodes().get(0).cluster().ofAll("/tenant-{id}").socketsJoin("room");
		NamespaceOperator other = nodes().get(1).cluster().ofAll("/tenant-{id}");
		await().until(() -> other.to("room").count().get(5, TimeUnit.SECONDS) == all.size());
		CompletableFuture<Acks<Integer>> acks = other.emitWithAck(Integer.class, "number");
		for (int i = 0; i < all.size(); i++) {
			String event = all.get(i).link().text();
			String namespace = "/tenant-" + i % 2 + ",";
			assertThat(event).startsWith("42" + namespace);
			all.get(i)
				.link()
				.send("43" + namespace + event.substring(2 + namespace.length(), event.indexOf('[')) + "[" + i + "]");
		}
		assertThat(acks.orTimeout(5, TimeUnit.SECONDS).join().values()).hasSize(all.size());
		other.disconnectSockets(false);
		await().until(() -> other.count().get(5, TimeUnit.SECONDS) == 0);
		assertThat(nodes().get(0).workers())
			.allSatisfy((worker) -> assertThat(worker.namespaces("/tenant-0")).isEmpty());
	}

	private static void enter(Client client, String namespace) {
		client.link().send("40" + namespace + ",");
		assertThat(client.link().text()).startsWith("40" + namespace);
	}

	@Test
	void patternIsNoNamespace() {
		SocketCluster cluster = nodes().get(0).cluster();
		assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> cluster.of("/tenant-{id}"))
			.withMessageContaining("ofAll(\"/tenant-{id}\")");
		assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> cluster.ofAll("/tenant-7"))
			.withMessageContaining("/tenant-7");
	}

	@Test
	void aNodeThatDiesIsNotWaitedFor() {
		List<Client> all = clientOnEachWorker();
		TestNode dying = start("dying");
		try {
			MemoryBus bus = this.engine.get("dying");
			bus.hang();
			TestNode asking = nodes().get(0);
			CompletableFuture<List<SocketDetails>> sockets = asking.cluster()
				.timeout(Duration.ofSeconds(50))
				.fetchSockets();
			CompletableFuture<Acks<Integer>> answers = asking.cluster()
				.timeout(Duration.ofSeconds(50))
				.emitWithAck(Integer.class, "number");
			all.forEach((client) -> client.acknowledge("1"));
			bus.close();
			assertThat(sockets.orTimeout(5, TimeUnit.SECONDS).join()).hasSize(all.size());
			assertThat(answers.orTimeout(5, TimeUnit.SECONDS).join().values()).hasSize(all.size());
			assertThat(asking.cluster().count().orTimeout(5, TimeUnit.SECONDS).join()).isEqualTo(all.size());
		}
		finally {
			dying.close();
		}
	}

	@Test
	void aNodeThatHangsIsNamed() {
		List<Client> all = clientOnEachWorker();
		TestNode hanging = start("hanging");
		try {
			this.engine.get("hanging").hang();
			SocketCluster cluster = nodes().get(0).cluster();
			Duration soon = Duration.ofMillis(300);
			assertThat(cluster.timeout(soon).count()).failsWithin(Duration.ofSeconds(5))
				.withThrowableThat()
				.havingCause()
				.isInstanceOfSatisfying(ClusterTimeoutException.class,
						(ex) -> assertThat(ex.nodes()).containsExactly("hanging"))
				.withMessageContaining("local()");
			CompletableFuture<Acks<Integer>> answers = cluster.timeout(soon).emitWithAck(Integer.class, "number");
			all.forEach((client) -> client.acknowledge("1"));
			Acks<Integer> given = answers.orTimeout(8, TimeUnit.SECONDS).join();
			assertThat(given.values()).hasSize(all.size());
			assertThat(given.silentNodes()).containsExactly("hanging");
			assertThat(given.isComplete()).isFalse();
			assertThat(cluster.local().count().orTimeout(8, TimeUnit.SECONDS).join()).isEqualTo(2);
		}
		finally {
			this.engine.get("hanging").close();
			hanging.close();
		}
	}

	@Test
	void waitsForTheAnswersOfNodesAsLongAsTheTimeoutSays() {
		TestNode hanging = start("hanging");
		try {
			this.engine.get("hanging").hang();
			SocketCluster cluster = nodes().get(0).cluster();
			Duration soon = Duration.ofMillis(300);
			for (NamespaceOperator asking : List.of(cluster.timeout(soon), cluster.of("/").timeout(soon))) {
				Acks<Sum> given = asking.serverSideEmitWithAck(Sum.class, "sum", 1)
					.orTimeout(BroadcastOperator.DEFAULT_TIMEOUT.toMillis() - 500, TimeUnit.MILLISECONDS)
					.join();
				assertThat(given.silentNodes()).containsExactly("hanging");
				assertThat(given.values()).hasSize(nodes().size() - 1);
			}
		}
		finally {
			this.engine.get("hanging").close();
			hanging.close();
		}
	}

	@Test
	void aNodeOfTheNextVersionDoesNoHarm() {
		List<Client> all = clientOnEachWorker();
		MemoryBus next = new MemoryBus("next", this.engine);
		CompletableFuture<byte[]> answer = new CompletableFuture<>();
		next.start("next", (node, message) -> answer.complete(message));
		try {
			long before = this.messages.get("a").skipped();
			next.send("a", new byte[] { 2, 1, 0 });
			next.send("a", new byte[] { 1, 99, 0 });
			next.send("a", new byte[] { 1, 1, 0 });
			next.send("a", new byte[] { 1, 2, 99 });
			next.send("a", new byte[0]);
			next.send("a", new byte[] { 1, 3, 5, 99, 0 });
			assertThat(answer.orTimeout(8, TimeUnit.SECONDS).join()).as("an unknown question is refused at once")
				.containsExactly(1, 4, 5, 2);
			assertThat(this.messages.get("a").skipped() - before).isEqualTo(5);
			next.publish(new MessageWriter(ClusterMessages.Kind.EMIT).number(0)
				.selection(BroadcastTarget.all(""))
				.payload(ClusterAdapter.local().write("hello"))
				.part(new byte[] { 1, 2, 3 })
				.toBytes());
			all.forEach((client) -> client.expect("42[\"hello\"]"));
		}
		finally {
			next.close();
		}
	}

	@Test
	void aVolatileEventIsDroppedForAClientThatIsNotReady() {
		List<Client> all = clientOnEachWorker();
		Client slow = all.stream().filter((client) -> client.kind() == Kind.POLLING).findFirst().orElseThrow();
		List<Client> others = all.stream().filter((client) -> !client.equals(slow)).toList();
		String filler = "x".repeat(70_000);
		for (TestNode node : nodes()) {
			node.cluster().socket(slow.id()).emit("filler", filler);
			await().until(() -> !slow.socket().isWritable());
			node.cluster().volatileEvents().emit("lost");
			node.cluster().emit("kept");
			others.forEach((client) -> client.expect("42[\"lost\"]").expect("42[\"kept\"]"));
			slow.expect("42[\"filler\",\"" + filler + "\"]").expect("42[\"kept\"]");
			// Its server hears a moment later that the connection has taken the answer.
			await().until(() -> slow.socket().isWritable());
			node.cluster().volatileEvents().emit("seen");
			all.forEach((client) -> client.expect("42[\"seen\"]"));
		}
	}

	@Test
	void anEventIsWrittenOnceForAllAndSentOnceToEachNode() {
		List<Client> all = clientOnEachWorker();
		List<byte[]> messages = new CopyOnWriteArrayList<>();
		MemoryBus ear = new MemoryBus("ear", this.engine);
		ear.start("ear", (node, message) -> messages.add(message));
		try {
			Counted argument = new Counted();
			nodes().get(0).cluster().emit("counted", argument);
			all.forEach((client) -> client.expect("42[\"counted\",{\"reads\":1}]"));
			nodes().get(0)
				.workers()
				.get(0)
				.server()
				.getNamespace("")
				.getBroadcastOperations()
				.sendEvent("counted", argument);
			all.forEach((client) -> client.expect("42[\"counted\",{\"reads\":2}]"));
			assertThat(argument.reads).hasValue(2);
			await().until(() -> messages.size() >= 2);
			assertThat(messages).hasSize(2);
		}
		finally {
			ear.close();
		}
	}

	/**
	 * Counts how often it is written as JSON.
	 */
	static final class Counted {

		private final AtomicInteger reads = new AtomicInteger();

		@JsonProperty("reads")
		int read() {
			return this.reads.incrementAndGet();
		}

	}

}
