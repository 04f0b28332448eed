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

import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import com.corundumstudio.socketio.SocketIOClient;
import com.corundumstudio.socketio.SocketIOServer;
import com.fasterxml.jackson.annotation.JsonCreator;
import io.github.stickycluster.cluster.Acks;
import io.github.stickycluster.cluster.BroadcastOperator;
import io.github.stickycluster.cluster.NamespaceOperator;
import io.github.stickycluster.cluster.OnlineUser;
import io.github.stickycluster.cluster.SocketDetails;
import io.github.stickycluster.internal.socketio.UserRooms;
import io.github.stickycluster.internal.worker.WorkerServer;
import io.github.stickycluster.testkit.Kind;
import io.github.stickycluster.testkit.Link;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

/**
 * What the cluster API means, from every node for clients on every worker of every node,
 * whatever carries the messages between the nodes. A subclass says what that is.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
abstract class ClusterSemantics {

	private static final Duration WAIT = Duration.ofSeconds(8);

	private static final Duration SHORT = Duration.ofMillis(400);

	private List<TestNode> nodes = List.of();

	private final List<Client> clients = new ArrayList<>();

	/**
	 * Starts the nodes, each with {@link #listeners(SocketIOServer)} on its workers, and
	 * waits until each knows all others.
	 * @return the nodes
	 */
	abstract List<TestNode> startNodes() throws Exception;

	/**
	 * Stops what {@link #startNodes()} has started besides the nodes, which are closed
	 * before.
	 */
	abstract void stopEngine() throws Exception;

	static void listeners(SocketIOServer server) {
		((WorkerServer) server).guard(new TestGuard());
		server.addNamespace("/chat");
		server.addNamespace("/tenant-{id}");
		server.addConnectListener((client) -> client.set("name", "Ada"));
	}

	@BeforeAll
	void start() throws Exception {
		this.nodes = startNodes();
		for (TestNode node : this.nodes) {
			node.link().addServerEventListener("/", "sum", new TestServerEvents(node.id()));
			node.link().addServerEventListener("/", "echo", new Echo());
			node.link().addServerEventListener("/", "erring", new Erring());
		}
	}

	@AfterAll
	void stop() throws Exception {
		this.nodes.forEach(TestNode::close);
		stopEngine();
	}

	@AfterEach
	void leave() {
		this.clients.forEach(Client::leave);
		this.clients.clear();
		for (TestNode node : this.nodes) {
			await().untilAsserted(
					() -> assertThat(node.workers()).allSatisfy((worker) -> assertThat(worker.sessions()).isZero()));
		}
	}

	@Test
	void anEventReachesEveryClientOfTheClusterOnceAndInOrder() {
		List<Client> all = clientOnEachWorker();
		for (TestNode node : this.nodes) {
			node.cluster().emit("first", node.id());
			node.cluster().of("/").emit("second", 2, null, true);
			node.cluster().of("/chat").emit("never", "in another namespace");
			expect(all, "42[\"first\",\"" + node.id() + "\"]");
			expect(all, "42[\"second\",2,null,true]");
		}
	}

	@Test
	void roomsAreUnitedAndExceptionsLeftOut() {
		List<Client> all = clientOnEachWorker();
		join(all, "everybody");
		join(all.subList(0, 1), "first");
		join(all.subList(1, 2), "second");
		for (TestNode node : this.nodes) {
			node.cluster().to("first", "everybody").in("second").emit("once");
			expect(all, "42[\"once\"]");
			node.cluster().to("everybody").except("second").emit("not-second");
			node.cluster().except(all.get(0).id.toString()).emit("not-first");
			node.cluster().to("nowhere").emit("to nobody");
			node.cluster().socket(all.get(0).id).emit("only-first");
			all.get(0).expect("42[\"not-second\"]").expect("42[\"only-first\"]");
			all.get(1).expect("42[\"not-first\"]");
			expect(all.subList(2, all.size()), "42[\"not-second\"]");
			expect(all.subList(2, all.size()), "42[\"not-first\"]");
		}
	}

	@Test
	void aSocketIsItselfAndItsRoomIsWhoeverJoinedIt() {
		List<Client> all = clientOnEachWorker();
		Client one = all.get(all.size() - 1);
		join(all.subList(0, 1), one.id.toString());
		for (TestNode node : this.nodes) {
			node.cluster().socket(one.id).emit("itself");
			node.cluster().to(one.id.toString()).emit("room");
			node.cluster().socket(one.id).except("x").to("nowhere").emit("room");
			one.expect("42[\"itself\"]").expect("42[\"room\"]").expect("42[\"room\"]");
			all.get(0).expect("42[\"room\"]").expect("42[\"room\"]");
			assertThat(node.cluster().socket(one.id).count().orTimeout(8, TimeUnit.SECONDS).join()).isOne();
			assertThat(node.cluster().socket(UUID.randomUUID()).count().orTimeout(8, TimeUnit.SECONDS).join()).isZero();
			CompletableFuture<Acks<String>> answers = node.cluster().socket(one.id).emitWithAck(String.class, "who");
			one.acknowledge("\"me\"");
			assertThat(answers.orTimeout(8, TimeUnit.SECONDS).join().values()).containsExactly("me");
		}
	}

	@Test
	void treatsARoomNamedLikeItsNamespaceAsAnyOther() {
		List<Client> all = clientOnEachWorker();
		all.forEach((client) -> {
			client.link.send("40/chat,");
			assertThat(client.link.text()).startsWith("40/chat,");
		});
		Client first = all.get(0);
		join(all.subList(0, 1), "");
		for (TestNode node : this.nodes) {
			node.cluster().to("").emit("only-first");
			node.cluster().except("").emit("not-first");
			node.cluster().of("/chat").to("/chat", "").emit("to nobody");
			node.cluster().of("/chat").except("/chat").emit("end");
			first.expect("42[\"only-first\"]").expect("42/chat,[\"end\"]");
			expect(all.subList(1, all.size()), "42[\"not-first\"]");
			expect(all.subList(1, all.size()), "42/chat,[\"end\"]");
		}
		first.node.cluster().socket(first.id).socketsLeave("");
		this.nodes.get(0).cluster().to("").emit("to nobody");
		this.nodes.get(0).cluster().except("").emit("all");
		expect(all, "42[\"all\"]");
	}

	@Test
	void showsAClientsOwnRoomAndThoseItJoined() {
		for (Client client : clientOnEachWorker()) {
			String own = client.id.toString();
			SocketIOClient socket = client.socket();
			assertThat(socket.getAllRooms()).containsExactly(own);
			socket.joinRoom("r");
			assertThat(socket.getAllRooms()).containsExactlyInAnyOrder(own, "r");
			assertThat(socket.getCurrentRoomSize(own)).isOne();
			for (TestNode node : this.nodes) {
				assertThat(node.cluster().socket(client.id).fetchSockets().orTimeout(8, TimeUnit.SECONDS).join())
					.singleElement()
					.satisfies((details) -> assertThat(details.rooms()).containsExactlyInAnyOrder(own, "r"));
			}
			socket.disconnect();
			await().untilAsserted(() -> assertThat(socket.getAllRooms()).isEmpty());
		}
	}

	@Test
	void aUserIsReachedInTheNamespaceOnAllNodesAndNobodyElse() {
		List<Client> all = clientOnEachWorker();
		List<Client> annas = users(everySecond(all, 0), "anna");
		List<Client> ottos = users(everySecond(all, 1), "otto");
		join(ottos, "/chat", "anna");
		for (TestNode node : this.nodes) {
			NamespaceOperator chat = node.cluster().of("/chat");
			chat.toUser("anna").emit("anna");
			chat.toUser("nobody").emit("to nobody");
			node.cluster().toUser("anna").emit("in another namespace");
			chat.toUser("anna").exceptUser("anna").emit("to nobody");
			chat.toUser("anna").to("anna").exceptUser("otto").emit("not to otto");
			chat.exceptUser("anna", "nobody").emit("all but anna");
			chat.toUser("anna", "otto").emit("both");
			for (Client client : annas) {
				client.expect("42/chat,[\"anna\"]").expect("42/chat,[\"not to otto\"]").expect("42/chat,[\"both\"]");
			}
			for (Client client : ottos) {
				client.expect("42/chat,[\"all but anna\"]").expect("42/chat,[\"both\"]");
			}
		}
	}

	@Test
	void aUserIsSelectedForEachOperationThatRoomsHave() {
		List<Client> all = clientOnEachWorker();
		List<Client> annas = users(everySecond(all, 0), "anna");
		int ottos = users(everySecond(all, 1), "otto").size();
		for (TestNode node : this.nodes) {
			BroadcastOperator anna = node.cluster().of("/chat").toUser("anna");
			assertThat(anna.count()).succeedsWithin(WAIT).isEqualTo((long) annas.size());
			assertThat(now(anna.fetchSockets())).hasSameSizeAs(annas)
				.extracting(SocketDetails::user)
				.containsOnly("anna");
			CompletableFuture<Acks<Integer>> answers = anna.emitWithAck(Integer.class, "number");
			annas.forEach((client) -> {
				String asked = client.link.text();
				client.link.send("43/chat," + asked.substring("42/chat,".length(), asked.indexOf('[')) + "[1]");
			});
			assertThat(answers.orTimeout(8, TimeUnit.SECONDS).join().values()).hasSameSizeAs(annas);
			anna.socketsJoin("team");
			await().untilAsserted(() -> assertThat(node.cluster().of("/chat").to("team").count()).succeedsWithin(WAIT)
				.isEqualTo((long) annas.size()));
			assertThat(anna.rooms()).as("without the user's").succeedsWithin(WAIT).isEqualTo(Set.of("team"));
			anna.socketsLeave("team");
			await().untilAsserted(
					() -> assertThat(node.cluster().of("/chat").to("team").count()).succeedsWithin(WAIT).isEqualTo(0L));
		}
		this.nodes.get(0).cluster().of("/chat").toUser("anna").disconnectSockets(false);
		annas.forEach((client) -> client.expect("41/chat,"));
		await().untilAsserted(() -> assertThat(lastNode().cluster().fetchUsers()).succeedsWithin(WAIT)
			.isEqualTo(List.of(new OnlineUser("otto", ottos))));
	}

	@Test
	void theRoomOfAUserHasNoNameForOthers() {
		Client client = users(everySecond(clientOnEachWorker(), 0), "anna").get(0);
		SocketIOClient socket = client.socket("/chat");
		String room = UserRooms.of("anna");
		assertThat(socket.getAllRooms()).containsExactly(socket.getSessionId().toString());
		BroadcastOperator chat = this.nodes.get(0).cluster().of("/chat");
		List<ThrowingCallable> refused = List.of(() -> socket.joinRoom(room), () -> socket.leaveRooms(Set.of(room)),
				() -> socket.getCurrentRoomSize(room), () -> socket.getNamespace().getRoomOperations(room),
				() -> chat.to(room), () -> chat.except("a", room), () -> chat.socketsJoin(room));
		assertThat(refused).allSatisfy((call) -> assertThatIllegalArgumentException().isThrownBy(call)
			.withMessageContaining("begins with the character 0"));
		assertThatIllegalArgumentException().isThrownBy(chat::toUser).withMessageContaining("users is empty");
	}

	@Test
	void aUserIsOnlineFromTheFirstSocketToTheLastInAllNamespaces() {
		List<Client> all = clientOnEachWorker();
		List<Client> annas = users(everySecond(all, 0), "anna");
		List<Client> ottos = users(everySecond(all, 1), "otto");
		Client last = ottos.get(ottos.size() - 1);
		last.link.send("40/tenant-1,{\"user\":\"anna\"}");
		assertThat(last.link.text()).startsWith("40/tenant-1,");
		for (TestNode node : this.nodes) {
			await()
				.untilAsserted(() -> assertThat(node.cluster().isOnline("anna")).succeedsWithin(WAIT).isEqualTo(true));
			assertThat(node.cluster().isOnline("nobody")).succeedsWithin(WAIT).isEqualTo(false);
			assertThat(now(node.cluster().fetchUsers())).containsExactlyInAnyOrder(
					new OnlineUser("anna", annas.size() + 1), new OnlineUser("otto", ottos.size()));
		}
		annas.forEach((client) -> client.link.leave());
		await().untilAsserted(
				() -> assertThat(now(lastNode().cluster().fetchUsers())).contains(new OnlineUser("anna", 1)));
		assertThat(this.nodes.get(0).cluster().disconnectUser("anna")).succeedsWithin(WAIT).isEqualTo(1L);
		assertThat(List.of(last.link.text(), last.link.text(), last.link.text())).contains("41/tenant-1,");
		for (TestNode node : this.nodes) {
			await()
				.untilAsserted(() -> assertThat(node.cluster().isOnline("anna")).succeedsWithin(WAIT).isEqualTo(false));
		}
	}

	private static <T> T now(CompletableFuture<T> future) {
		return future.orTimeout(8, TimeUnit.SECONDS).join();
	}

	private TestNode lastNode() {
		return this.nodes.get(this.nodes.size() - 1);
	}

	/** Of the clients that can send who they are, which those of Engine.IO 3 cannot. */
	private static List<Client> everySecond(List<Client> all, int first) {
		List<Client> able = all.stream().filter((client) -> client.kind != Kind.WEBSOCKET_3).toList();
		return IntStream.range(0, able.size()).filter((i) -> i % 2 == first).mapToObj(able::get).toList();
	}

	private static List<Client> users(List<Client> clients, String user) {
		clients.forEach((client) -> {
			client.link.send("40/chat,{\"user\":\"" + user + "\"}");
			assertThat(client.link.text()).startsWith("40/chat,");
		});
		return clients;
	}

	private static void join(List<Client> clients, String namespace, String room) {
		clients.forEach((client) -> client.socket(namespace).joinRoom(room));
	}

	@Test
	void localReachesTheWorkersOfTheNodeAlone() {
		List<Client> all = clientOnEachWorker();
		for (TestNode node : this.nodes) {
			node.cluster().local().emit("here", node.id());
			assertThat(node.cluster().local().count().orTimeout(8, TimeUnit.SECONDS).join())
				.isEqualTo(node.workers().size());
		}
		this.nodes.get(0).cluster().emit("end");
		for (Client client : all) {
			client.expect("42[\"here\",\"" + client.node.id() + "\"]").expect("42[\"end\"]");
		}
	}

	@Test
	void binaryArgumentsArriveAtAnyDepth() {
		List<Client> all = clientOnEachWorker();
		byte[] bytes = { 0, 1, -1 };
		for (TestNode node : this.nodes) {
			ByteBuf buffer = Unpooled.wrappedBuffer(new byte[] { 7 });
			node.cluster().emit("picture", bytes, Map.of("nested", List.of(new Picture("a", bytes))), buffer);
			assertThat(buffer.refCnt()).isOne();
			for (Client client : all) {
				client.expect("453-[\"picture\",{\"_placeholder\":true,\"num\":0},{\"nested\":[{\"name\":\"a\","
						+ "\"bytes\":{\"_placeholder\":true,\"num\":1}}]},{\"_placeholder\":true,\"num\":2}]");
				assertThat(client.link.binary()).isEqualTo(bytes);
				assertThat(client.link.binary()).isEqualTo(bytes);
				assertThat(client.link.binary()).containsExactly(7);
			}
		}
	}

	@Test
	void everyClientAnswersWithItsOwnValue() {
		List<Client> all = clientOnEachWorker();
		for (TestNode node : this.nodes) {
			CompletableFuture<Acks<String>> answers = node.cluster().emitWithAck(String.class, "who", "asks");
			for (Client client : all) {
				client.acknowledge("\"" + client.id + "\"");
			}
			Acks<String> given = answers.orTimeout(4, TimeUnit.SECONDS).join();
			assertThat(given.values()).containsExactlyInAnyOrderElementsOf(ids(all));
			assertThat(given.isComplete()).isTrue();
		}
	}

	@Test
	void anAnswerMayBeBinaryOrEmpty() {
		List<Client> all = clientOnEachWorker();
		TestNode node = this.nodes.get(0);
		CompletableFuture<Acks<Object>> answers = node.cluster().emitWithAck("picture");
		for (Client client : all) {
			String asked = client.link.text();
			client.link.send("461-" + ackId(asked) + "[{\"_placeholder\":true,\"num\":0}]").send(new byte[] { 9 });
		}
		assertThat(answers.orTimeout(8, TimeUnit.SECONDS).join().values()).hasSize(all.size())
			.allMatch((value) -> value instanceof byte[] bytes && bytes.length == 1 && bytes[0] == 9);
		answers = node.cluster().emitWithAck("empty");
		for (Client client : all) {
			client.acknowledge("");
		}
		assertThat(answers.orTimeout(8, TimeUnit.SECONDS).join().values()).hasSize(all.size()).containsOnlyNulls();
	}

	@Test
	void anAnswerWithoutAttachmentsMayLookLikeAPlaceholder() {
		List<Client> all = clientOnEachWorker();
		CompletableFuture<Acks<Object>> answers = this.nodes.get(0).cluster().emitWithAck("any");
		for (Client client : all) {
			client.acknowledge("{\"_placeholder\":true,\"num\":0}");
		}
		Acks<Object> given = answers.orTimeout(8, TimeUnit.SECONDS).join();
		assertThat(given.values()).hasSize(all.size()).containsOnly(Map.of("_placeholder", true, "num", 0));
		assertThat(given.isComplete()).isTrue();
	}

	@Test
	void anAnswerWhoseTypeFailsWithAnErrorIsMissing() {
		List<Client> all = clientOnEachWorker();
		for (TestNode node : this.nodes) {
			CompletableFuture<Acks<Unreadable>> answers = node.cluster()
				.timeout(Duration.ofSeconds(30))
				.emitWithAck(Unreadable.class, "any");
			all.forEach((client) -> client.acknowledge("\"x\""));
			Acks<Unreadable> given = answers.orTimeout(8, TimeUnit.SECONDS).join();
			assertThat(given.values()).isEmpty();
			assertThat(given.missing()).isEqualTo(all.size());
			node.cluster().emit("next");
			expect(all, "42[\"next\"]");
		}
	}

	@Test
	void whoDoesNotAnswerInTimeIsMissing() {
		List<Client> all = clientOnEachWorker();
		for (TestNode node : this.nodes) {
			CompletableFuture<Acks<Integer>> answers = node.cluster()
				.timeout(SHORT)
				.emitWithAck(Integer.class, "number");
			all.get(0).acknowledge("1");
			all.get(1).acknowledge("\"no number\"");
			all.subList(2, all.size()).forEach((client) -> client.link.text());
			Acks<Integer> given = answers.orTimeout(8, TimeUnit.SECONDS).join();
			assertThat(given.values()).containsExactly(1);
			assertThat(given.missing()).isEqualTo(all.size() - 1);
			assertThat(given.silentNodes()).isEmpty();
		}
	}

	@Test
	void whoLeavesIsNotWaitedFor() {
		List<Client> all = clientOnEachWorker();
		TestNode node = this.nodes.get(0);
		CompletableFuture<Acks<Integer>> answers = node.cluster()
			.timeout(Duration.ofSeconds(30))
			.emitWithAck(Integer.class, "number");
		Client last = all.get(all.size() - 1);
		all.subList(0, all.size() - 1).forEach((client) -> client.acknowledge("1"));
		last.link.text();
		last.link.leave();
		assertThat(answers.orTimeout(5, TimeUnit.SECONDS).join().missing()).isEqualTo(1);
	}

	@Test
	void clientsAreDescribedAlikeFromEveryNode() {
		List<Client> all = clientOnEachWorker();
		join(all, "everybody");
		List<Set<SocketDetails>> fetched = new ArrayList<>();
		for (TestNode node : this.nodes) {
			List<SocketDetails> details = node.cluster()
				.to("everybody")
				.fetchSockets()
				.orTimeout(8, TimeUnit.SECONDS)
				.join();
			assertThat(details).hasSize(all.size());
			fetched.add(Set.copyOf(details));
			assertThat(node.cluster().count().orTimeout(8, TimeUnit.SECONDS).join()).isEqualTo(all.size());
			assertThat(node.cluster().of("/chat").count().orTimeout(8, TimeUnit.SECONDS).join()).isZero();
			assertThat(node.cluster().rooms().orTimeout(8, TimeUnit.SECONDS).join()).containsExactly("everybody");
			assertThat(node.cluster().socket(all.get(0).id).fetchSockets().orTimeout(8, TimeUnit.SECONDS).join())
				.singleElement()
				.satisfies((one) -> assertThat(one.id()).isEqualTo(all.get(0).id));
		}
		assertThat(fetched).allMatch(fetched.get(0)::equals);
		for (Client client : all) {
			SocketDetails details = fetched.get(0)
				.stream()
				.filter((one) -> one.id().equals(client.id))
				.findFirst()
				.orElseThrow();
			assertThat(details.node()).isEqualTo(client.node.id());
			assertThat(details.worker()).isEqualTo(client.worker);
			assertThat(details.namespace()).isEqualTo("/");
			assertThat(details.rooms()).containsExactlyInAnyOrder("everybody", client.id.toString());
			assertThat(details.data()).containsExactly(Map.entry("name", "Ada"));
			assertThat(details.handshake().query()).containsEntry("EIO", List.of(client.kind.isVersion3() ? "3" : "4"));
			assertThat(details.handshake().headers()).containsKey("host");
			assertThat(details.handshake().address().getAddress().isLoopbackAddress()).isTrue();
		}
	}

	@Test
	void clientsJoinAndLeaveWhereverTheyAre() {
		List<Client> all = clientOnEachWorker();
		for (TestNode node : this.nodes) {
			node.cluster().socketsJoin("a", "b");
			node.cluster().to("a").socketsLeave("b");
			node.cluster().socket(all.get(0).id).socketsLeave("a");
			node.cluster().to("a", "b").emit("all-but-first");
			node.cluster().emit("end");
			all.get(0).expect("42[\"end\"]");
			expect(all.subList(1, all.size()), "42[\"all-but-first\"]");
			expect(all.subList(1, all.size()), "42[\"end\"]");
		}
	}

	@Test
	void clientsAreDisconnectedFromTheirNamespaceOrWhole() {
		List<Client> all = clientOnEachWorker();
		Client last = all.get(all.size() - 1);
		last.link.send("40/chat,");
		assertThat(last.link.text()).startsWith("40/chat,");
		this.nodes.get(0).cluster().socket(last.id).disconnectSockets(false);
		last.expect("41");
		this.nodes.get(0).cluster().of("/chat").emit("still", "here");
		last.expect("42/chat,[\"still\",\"here\"]");
		this.nodes.get(0).cluster().disconnectSockets(true);
		for (Client client : all.subList(0, all.size() - 1)) {
			assertThat(client.link.isClosedByServer()).as(client.toString()).isTrue();
		}
		this.nodes.get(this.nodes.size() - 1).cluster().of("/chat").disconnectSockets(true);
		assertThat(last.link.isClosedByServer()).isTrue();
	}

	@Test
	void nodesSpeakToEachOther() {
		for (TestNode node : this.nodes) {
			Acks<Sum> answers = node.cluster()
				.serverSideEmitWithAck(Sum.class, "sum", 1, Map.of("bytes", new byte[] { 2, 3 }))
				.orTimeout(8, TimeUnit.SECONDS)
				.join();
			Set<String> others = this.nodes.stream().map(TestNode::id).collect(Collectors.toCollection(TreeSet::new));
			others.remove(node.id());
			assertThat(answers.values()).extracting(Sum::node).containsExactlyInAnyOrderElementsOf(others);
			assertThat(answers.values()).allMatch((sum) -> sum.sum() == 6);
			assertThat(answers.isComplete()).isTrue();
			node.cluster().serverSideEmit("sum", 40, Map.of("bytes", new byte[] { 2 }));
		}
		int others = this.nodes.size() - 1;
		for (TestNode node : this.nodes) {
			assertThat(node.cluster()
				.serverSideEmitWithAck(Object.class, "nobody listens")
				.orTimeout(8, TimeUnit.SECONDS)
				.join()
				.missing()).isEqualTo(others);
			assertThat(node.cluster()
				.of("/chat")
				.serverSideEmitWithAck(Sum.class, "sum", 1)
				.orTimeout(8, TimeUnit.SECONDS)
				.join()
				.missing()).isEqualTo(others);
		}
	}

	@Test
	void aServerEventListenerThatFailsWithAnErrorAnswersNothingAtOnce() {
		for (TestNode node : this.nodes) {
			Acks<Object> answers = node.cluster()
				.serverSideEmitWithAck(Object.class, "erring")
				.orTimeout(4, TimeUnit.SECONDS)
				.join();
			assertThat(answers.missing()).isEqualTo(this.nodes.size() - 1);
		}
	}

	@Test
	void bytesStayBytesBetweenNodesAndInWhatIsToldOfClients() {
		byte[] bytes = { 0, 1, -1 };
		for (Client client : clientOnEachWorker()) {
			client.socket().set("bytes", bytes);
			client.socket().set("nested", Map.of("list", List.of(bytes)));
		}
		for (TestNode node : this.nodes) {
			assertThat(node.cluster().fetchSockets().orTimeout(8, TimeUnit.SECONDS).join()).hasSize(this.clients.size())
				.allSatisfy((details) -> {
					assertThat(details.data()).containsEntry("bytes", bytes);
					assertThat(details.data()).extractingByKey("nested")
						.asInstanceOf(InstanceOfAssertFactories.MAP)
						.extractingByKey("list")
						.asInstanceOf(InstanceOfAssertFactories.LIST)
						.containsExactly(bytes);
				});
			assertThat(node.cluster()
				.serverSideEmitWithAck(byte[].class, "echo", bytes)
				.orTimeout(8, TimeUnit.SECONDS)
				.join()
				.values()).hasSize(this.nodes.size() - 1).allMatch((answer) -> Arrays.equals(answer, bytes));
		}
	}

	@Test
	void nettySocketIosOwnOperationsReachTheCluster() {
		List<Client> all = clientOnEachWorker();
		join(all, "everybody");
		for (TestNode node : this.nodes) {
			SocketIOServer server = node.workers().get(0).server();
			server.getRoomOperations("everybody", "nowhere").sendEvent("by-server", 1);
			expect(all, "42[\"by-server\",1]");
			server.getNamespace("").getRoomOperations("everybody").sendEvent("by-room", new byte[] { 1 });
			for (Client client : all) {
				client.expect("451-[\"by-room\",{\"_placeholder\":true,\"num\":0}]");
				assertThat(client.link.binary()).containsExactly(1);
			}
			SocketIOClient own = server.getAllClients().iterator().next();
			own.getNamespace().getBroadcastOperations().sendEvent("to-others", own, "x");
			server.getNamespace("").getRoomOperations("nowhere").disconnect();
			server.getBroadcastOperations().sendEvent("end");
			for (Client client : all) {
				if (!client.id.equals(own.getSessionId())) {
					client.expect("42[\"to-others\",\"x\"]");
				}
				client.expect("42[\"end\"]");
			}
		}
		this.nodes.get(0).workers().get(0).server().getNamespace("").getRoomOperations("everybody").disconnect();
		expect(all, "41");
	}

	@Test
	void whatOneThreadEmitsArrivesInOrderHoweverItEmits() {
		List<Client> all = clientOnEachWorker();
		TestNode node = this.nodes.get(0);
		int times = 300;
		for (int i = 0; i < times; i++) {
			node.cluster().emit("n", 2 * i);
			node.workers().get(0).server().getBroadcastOperations().sendEvent("n", 2 * i + 1);
			for (SocketIOClient own : node.workers().get(1).server().getAllClients()) {
				own.sendEvent("own", i);
			}
		}
		for (Client client : all) {
			for (int i = 0; i < times; i++) {
				client.expect("42[\"n\"," + 2 * i + "]").expect("42[\"n\"," + (2 * i + 1) + "]");
				if (client.worker.equals(node.workers().get(1).id())) {
					client.expect("42[\"own\"," + i + "]");
				}
			}
		}
	}

	@Test
	void aLargeClusterIsDescribedInParts() {
		clientOnEachWorker();
		Client client = this.clients.get(this.clients.size() - 1);
		String room = "r".repeat(SocketDescriptions.PART_BYTES);
		TestNode node = this.nodes.get(0);
		node.cluster().socketsJoin(room, "x");
		await().untilAsserted(() -> assertThat(node.cluster().to("x").count().orTimeout(8, TimeUnit.SECONDS).join())
			.isEqualTo(this.clients.size()));
		assertThat(node.cluster().fetchSockets().orTimeout(8, TimeUnit.SECONDS).join()).hasSize(this.clients.size())
			.allMatch((details) -> details.rooms().contains(room));
		node.cluster().volatileEvents().compress(false).emit("text", "ü".repeat(5_000));
		assertThat(client.link.text().getBytes(StandardCharsets.UTF_8)).hasSize(10_000 + "42[\"text\",\"\"]".length());
	}

	List<TestNode> nodes() {
		return this.nodes;
	}

	/**
	 * Connects a client to each worker, by WebSocket, by polling, and one of Engine.IO 3.
	 */
	List<Client> clientOnEachWorker() {
		List<Kind> kinds = List.of(Kind.WEBSOCKET, Kind.POLLING, Kind.WEBSOCKET_3);
		int number = 0;
		for (TestNode node : this.nodes) {
			for (int worker = 0; worker < node.workers().size(); worker++) {
				this.clients.add(connect(kinds.get(number++ % kinds.size()), node, worker));
			}
		}
		return List.copyOf(this.clients);
	}

	private static Client connect(Kind kind, TestNode node, int worker) {
		Set<UUID> before = ids(node, worker);
		Link link = node.connect(kind, worker);
		await().until(() -> ids(node, worker).size() > before.size());
		Set<UUID> after = ids(node, worker);
		after.removeAll(before);
		return new Client(link, kind, node, node.workers().get(worker).id(), after.iterator().next());
	}

	private static Set<UUID> ids(TestNode node, int worker) {
		return node.workers()
			.get(worker)
			.server()
			.getAllClients()
			.stream()
			.map(SocketIOClient::getSessionId)
			.collect(Collectors.toCollection(TreeSet::new));
	}

	private static void join(List<Client> clients, String room) {
		clients.forEach((client) -> client.socket().joinRoom(room));
	}

	private static List<String> ids(List<Client> clients) {
		return clients.stream().map((client) -> client.id.toString()).toList();
	}

	private static void expect(List<Client> clients, String packet) {
		clients.forEach((client) -> client.expect(packet));
	}

	static String ackId(String event) {
		return event.substring(2, event.indexOf('['));
	}

	/**
	 * Always fails with an error.
	 */
	private static final class Erring implements ServerEventListener {

		@Override
		public List<Type> types() {
			return List.of();
		}

		@Override
		public Object onEvent(List<@Nullable Object> arguments) {
			throw new AssertionError("cannot be");
		}

	}

	/**
	 * What nothing can be read as.
	 */
	static final class Unreadable {

		@JsonCreator
		Unreadable(String value) {
			throw new AssertionError("cannot be");
		}

	}

	/**
	 * A picture.
	 *
	 * @param name its name
	 * @param bytes its bytes
	 */
	@SuppressWarnings("ArrayRecordComponent")
	record Picture(String name, byte[] bytes) {
	}

	/**
	 * A client of a worker.
	 */
	record Client(Link link, Kind kind, TestNode node, String worker, UUID id) {

		Client expect(String packet) {
			assertThat(this.link.text()).as("%s on %s", this.kind, this.worker).isEqualTo(packet);
			return this;
		}

		SocketIOClient socket() {
			return this.node.workers()
				.stream()
				.flatMap((one) -> one.server().getAllClients().stream())
				.filter((one) -> one.getSessionId().equals(this.id))
				.findFirst()
				.orElseThrow();
		}

		/** Finds the only client of the worker in a namespace. */
		SocketIOClient socket(String namespace) {
			return this.node.workers()
				.stream()
				.filter((one) -> one.id().equals(this.worker))
				.flatMap((one) -> one.server().getNamespace(namespace).getAllClients().stream())
				.findFirst()
				.orElseThrow();
		}

		/** Says goodbye, without which a polling session would live on for a while. */
		void leave() {
			try {
				this.link.leave();
			}
			catch (AssertionError ex) {
				// The server has closed it.
			}
			this.link.close();
		}

		void acknowledge(String arguments) {
			this.link.send("43" + ackId(this.link.text()) + "[" + arguments + "]");
		}

	}

	/**
	 * What a node answers.
	 *
	 * @param node the node
	 * @param sum the sum
	 */
	record Sum(String node, int sum) {
	}

	/**
	 * Answers with the bytes it was sent.
	 */
	private static final class Echo implements ServerEventListener {

		@Override
		public List<Type> types() {
			return List.of(byte[].class);
		}

		@Override
		public @Nullable Object onEvent(List<@Nullable Object> arguments) {
			return arguments.get(0);
		}

	}

}
