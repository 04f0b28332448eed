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

package io.github.stickycluster.nodes;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;

import io.github.stickycluster.testkit.RoamingClient;
import io.github.stickycluster.testkit.Wire;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Three nodes in processes of their own, the last of which is killed in the last test. A
 * subclass says what joins them.
 */
@Tag("once")
@Timeout(300)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
abstract class NodeTests {

	private static final List<String> IDS = List.of("a", "b", "c");

	private static final byte[] BYTES = { 0, 1, -1 };

	@TempDir
	private static Path folder;

	private final List<NodeProcess> nodes = new ArrayList<>();

	private final List<Operator> operators = new ArrayList<>();

	private final List<Guest> guests = new ArrayList<>();

	/**
	 * Starts what joins the nodes.
	 * @param folder for its data
	 */
	abstract void startEngine(Path folder) throws IOException;

	/**
	 * Says what a node must be told of the engine.
	 * @param node the node's number, from 0
	 * @return properties of the application
	 */
	abstract List<String> properties(int node);

	abstract void stopEngine();

	/**
	 * Starts a node that {@link #stop()} ends.
	 */
	NodeProcess startNode(String id, List<String> properties) throws IOException {
		NodeProcess node = NodeProcess.start(folder, id, properties);
		this.nodes.add(node);
		return node;
	}

	List<Operator> operators() {
		return this.operators;
	}

	@BeforeAll
	void start() throws IOException {
		startEngine(folder);
		for (int i = 0; i < IDS.size(); i++) {
			startNode(IDS.get(i), properties(i));
		}
		for (NodeProcess node : List.copyOf(this.nodes)) {
			this.operators.add(new Operator(node.id(), node.port()));
		}
		for (Operator operator : this.operators) {
			await().until(() -> operator.call("serverSideEmitWithAck")
				.event("sum", List.of(), BYTES)
				.replies()
				.values()
				.size() == IDS.size() - 1);
		}
	}

	@AfterAll
	void stop() {
		this.operators.forEach(Operator::close);
		this.nodes.forEach(NodeProcess::close);
		stopEngine();
	}

	@AfterEach
	void leave() {
		this.operators.get(0).call("disconnectSockets").flag().now();
		this.guests.forEach(Guest::close);
		this.guests.clear();
		await().untilAsserted(() -> assertThat(this.operators.get(0).call("count").now()).isEqualTo(0));
	}

	@Test
	@Order(1)
	void everyOperationFromEveryNodeReachesEveryNode() {
		List<Guest> all = twoGuestsOnEachNode();
		for (Operator operator : this.operators) {
			emits(operator, all);
			asks(operator, all);
			describes(operator, all);
			moves(operator, all);
			speaksToOtherNodes(operator);
		}
		disconnects(all);
	}

	private void emits(Operator operator, List<Guest> all) {
		String node = operator.node();
		operator.call("emit").event("say", node, BYTES, Map.of("deep", "ü")).now();
		operator.call("emit").to(all.get(0).id(), all.get(3).id()).event("say", "two").now();
		operator.call("emit").except(all.get(0).id()).event("say", "not the first").now();
		operator.call("emit").socket(all.get(5).id()).event("say", "the last").now();
		operator.call("emit").local().event("say", "local").now();
		operator.call("emit").flag().event("say", "volatile").now();
		for (Guest guest : all) {
			List<Object> first = guest.next();
			assertThat(first.subList(0, 2)).containsExactly(node, Arrays.toString(BYTES));
			assertThat(first.get(2)).isEqualTo(Map.of("deep", "ü"));
			if (guest == all.get(0) || guest == all.get(3)) {
				assertThat(guest.next()).containsExactly("two");
			}
			if (guest != all.get(0)) {
				assertThat(guest.next()).containsExactly("not the first");
			}
			if (guest == all.get(5)) {
				assertThat(guest.next()).containsExactly("the last");
			}
			if (guest.node().equals(node)) {
				assertThat(guest.next()).containsExactly("local");
			}
			assertThat(guest.next()).containsExactly("volatile");
			assertThat(guest.echo(BYTES)).isEqualTo(BYTES);
		}
	}

	private void asks(Operator operator, List<Guest> all) {
		Operator.Replies replies = operator.call("emitWithAck").event("ask", BYTES).replies();
		assertThat(replies.values()).hasSize(all.size()).allSatisfy((value) -> assertThat(value).isEqualTo(BYTES));
		assertThat(replies.missing()).isZero();
		all.get(4).mute(true);
		replies = operator.call("emitWithAck").timeout(500).event("ask", "who").replies();
		assertThat(replies.values()).hasSize(all.size() - 1).allSatisfy((value) -> assertThat(value).isEqualTo("who"));
		assertThat(replies.missing()).isOne();
		assertThat(replies.silent()).isEmpty();
		all.get(4).mute(false);
	}

	private void describes(Operator operator, List<Guest> all) {
		Map<String, Map<?, ?>> sockets = operator.call("fetchSockets").sockets();
		assertThat(sockets).hasSize(all.size());
		for (Guest guest : all) {
			Map<?, ?> socket = sockets.get(guest.id());
			assertThat(socket.get("node")).isEqualTo(guest.node());
			assertThat((String) socket.get("worker")).startsWith(guest.node() + "-");
			assertThat((String) socket.get("name")).startsWith("guest");
			assertThat(socket.get("address")).isEqualTo("127.0.0.1");
		}
		assertThat(operator.call("count").now()).isEqualTo(all.size());
		assertThat(operator.call("count").local().now()).isEqualTo(2);
		assertThat(operator.call("count").socket(all.get(2).id()).now()).isEqualTo(1);
	}

	private void moves(Operator operator, List<Guest> all) {
		operator.call("socketsJoin").args("everybody", "crowd").now();
		operator.call("socketsLeave").socket(all.get(1).id()).args("crowd").now();
		// What is asked after a command is answered after it: both take the same way.
		assertThat(operator.call("count").to("everybody").now()).isEqualTo(all.size());
		assertThat(operator.call("count").to("crowd").now()).isEqualTo(all.size() - 1);
		assertThat(rooms(operator)).containsExactlyInAnyOrder("everybody", "crowd");
		operator.call("emit").to("crowd", "everybody").except("crowd").event("say", "left out").now();
		assertThat(all.get(1).next()).containsExactly("left out");
		operator.call("socketsLeave").args("everybody", "crowd").now();
		assertThat(rooms(operator)).isEmpty();
	}

	private void speaksToOtherNodes(Operator operator) {
		List<String> others = IDS.stream().filter((id) -> !id.equals(operator.node())).toList();
		Operator.Replies replies = operator.call("serverSideEmitWithAck")
			.event("sum", List.of(1, 2), new byte[] { 40 })
			.replies();
		assertThat(Set.<Object>copyOf(replies.values()))
			.isEqualTo(Set.copyOf(others.stream().map((id) -> id + 43).toList()));
		assertThat(replies.missing()).isZero();
		operator.call("serverSideEmit").event("note", "from " + operator.node()).now();
		for (Operator other : this.operators) {
			if (other != operator) {
				await().until(() -> notes(other).contains("from " + operator.node()));
			}
			else {
				assertThat(notes(other)).doesNotContain("from " + operator.node());
			}
		}
	}

	private void disconnects(List<Guest> all) {
		this.operators.get(0).call("disconnectSockets").socket(all.get(5).id()).now();
		this.operators.get(1).call("disconnectSockets").socket(all.get(0).id()).flag().now();
		await().until(() -> !all.get(5).isConnected() && !all.get(0).isConnected());
		assertThat(this.operators.get(2).call("count").now()).isEqualTo(all.size() - 2);
	}

	@Test
	@Order(2)
	void aClientWhoseRequestsGoToTheNodesInTurnIsServedLikeAnyOther() {
		List<Integer> ports = this.nodes.subList(0, IDS.size()).stream().map(NodeProcess::port).toList();
		AtomicInteger turn = new AtomicInteger();
		Supplier<Wire> next = () -> Wire.to(ports.get(turn.getAndIncrement() % ports.size()));
		RoamingClient client = new RoamingClient();
		client.open(next.get());
		client.post(next.get(), "40");
		assertThat(client.poll(next.get())).startsWith("40{");
		assertThat(this.operators.get(2).call("fetchSockets").sockets().values()).singleElement()
			.satisfies((socket) -> assertThat(socket.get("node")).isEqualTo("a"));
		for (int i = 0; i < 40; i++) {
			client.post(next.get(), "42" + i + "[\"echo\",\"" + "x".repeat(i) + "\"]");
			assertThat(client.poll(next.get())).isEqualTo("43" + i + "[\"" + "x".repeat(i) + "\"]");
		}
		for (Operator operator : this.operators) {
			operator.call("emit").event("say", operator.node()).now();
			assertThat(client.poll(next.get())).isEqualTo("42[\"say\",\"" + operator.node() + "\"]");
		}
	}

	@Test
	@Order(9)
	void aNodeThatIsKilledTakesOnlyItsOwnWithIt() {
		List<Guest> all = twoGuestsOnEachNode();
		List<Guest> survivors = all.subList(0, 4);
		Operator first = this.operators.get(0);
		first.call("socketsJoin").args("everybody").now();
		first.call("socketsJoin").socket(all.get(5).id()).args("ghosts").now();
		assertThat(rooms(first)).containsExactlyInAnyOrder("everybody", "ghosts");
		this.operators.forEach((operator) -> operator.call("talk").now());
		await().until(() -> all.stream().allMatch((guest) -> guest.newsOf("c").size() > 50));
		this.nodes.get(2).kill();
		long killed = System.nanoTime();
		CompletableFuture<Object> asked = first.call("fetchSockets").timeout(60_000).later();
		assertThat((List<?>) asked.join()).as("who dies is not waited for until the timeout, a minute")
			.hasSize(survivors.size());
		assertThat(Duration.ofNanos(System.nanoTime() - killed)).isLessThan(Duration.ofSeconds(40));
		await().atMost(Duration.ofSeconds(10))
			.untilAsserted(() -> this.operators.subList(0, 2)
				.forEach((operator) -> assertThat(rooms(operator)).containsExactly("everybody")));
		for (Operator operator : this.operators.subList(0, 2)) {
			assertThat(operator.call("fetchSockets").sockets().keySet())
				.containsExactlyInAnyOrderElementsOf(survivors.stream().map(Guest::id).toList());
			assertThat(operator.call("count").to("everybody").now()).isEqualTo(survivors.size());
		}
		heardAll(survivors, "a", "b");
		for (Guest guest : survivors) {
			List<Integer> last = guest.newsOf("c");
			assertThat(last).isEqualTo(IntStream.range(last.get(0), last.get(0) + last.size()).boxed().toList());
		}
		assertThat(all.subList(4, 6)).noneMatch(Guest::isConnected);
	}

	/**
	 * Ends the talk of nodes, and sees that guests have heard all of it, once and in
	 * order.
	 */
	void heardAll(List<Guest> guests, String... talkers) {
		for (String talker : talkers) {
			Integer said = (Integer) operator(talker).call("hush").now();
			for (Guest guest : guests) {
				await().atMost(20, TimeUnit.SECONDS).until(() -> guest.lastNewsOf(talker) >= said);
				List<Integer> heard = guest.newsOf(talker);
				assertThat(heard).as("what %s has heard of node %s", guest, talker)
					.isEqualTo(IntStream.rangeClosed(heard.get(0), said).boxed().toList());
			}
		}
	}

	private static List<String> rooms(Operator operator) {
		return operator.call("rooms").list().stream().map(String::valueOf).toList();
	}

	private static List<String> notes(Operator operator) {
		return operator.call("notes").list().stream().map(String::valueOf).toList();
	}

	Operator operator(String node) {
		return this.operators.get(IDS.indexOf(node));
	}

	/**
	 * Connects two guests to each node, one by WebSocket and one by polling.
	 */
	List<Guest> twoGuestsOnEachNode() {
		for (NodeProcess node : this.nodes.subList(0, IDS.size())) {
			for (String transport : List.of("websocket", "polling")) {
				this.guests.add(new Guest(node.id(), node.port(), "guest" + this.guests.size(), transport));
			}
		}
		Set<String> ids = new HashSet<>(this.guests.stream().map(Guest::id).toList());
		for (Operator operator : this.operators) {
			assertThat(operator.call("fetchSockets").sockets().keySet()).isEqualTo(ids);
		}
		return List.copyOf(this.guests);
	}

}
