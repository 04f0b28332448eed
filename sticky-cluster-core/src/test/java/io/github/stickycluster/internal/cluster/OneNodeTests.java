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

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import com.corundumstudio.socketio.BroadcastAckCallback;
import com.corundumstudio.socketio.BroadcastOperations;
import com.corundumstudio.socketio.SocketIOClient;
import com.corundumstudio.socketio.SocketIOServer;
import io.github.stickycluster.cluster.SocketCluster;
import io.github.stickycluster.internal.worker.LocalWorker;
import io.github.stickycluster.testkit.Kind;
import io.github.stickycluster.testkit.Link;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetric;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

/**
 * The cluster API over the workers of one JVM, which no bus joins.
 */
class OneNodeTests extends ClusterSemantics {

	/** More than sockets hold while nobody reads, and less than may wait for a client. */
	private static final int LARGE = 15_000_000;

	@Override
	List<TestNode> startNodes() {
		return List
			.of(TestNode.start("only", ClusterAdapter.local("only", JsonMapper.shared()), ClusterSemantics::listeners));
	}

	@Override
	void stopEngine() {
	}

	@Test
	void anExcludePredicateIsAskedForTheClientsOfAllWorkers() {
		List<Client> all = clientOnEachWorker();
		BroadcastOperations operations = nodes().get(0)
			.workers()
			.get(0)
			.server()
			.getNamespace("")
			.getBroadcastOperations();
		assertThat(operations.getClients()).hasSize(all.size());
		operations.sendEvent("some", (SocketIOClient client) -> client.getSessionId().equals(all.get(1).id()), "x");
		operations.sendEvent("end");
		all.get(0).expect("42[\"some\",\"x\"]").expect("42[\"end\"]");
		all.get(1).expect("42[\"end\"]");
	}

	@Test
	void aBroadcastAckCallbackHearsTheClientsOfAllWorkers() {
		List<Client> all = clientOnEachWorker();
		List<String> answers = new ArrayList<>();
		CompletableFuture<List<String>> done = new CompletableFuture<>();
		BroadcastOperations operations = nodes().get(0)
			.workers()
			.get(0)
			.server()
			.getNamespace("")
			.getBroadcastOperations();
		operations.sendEvent("ask", "x", new BroadcastAckCallback<>(String.class) {

			@Override
			protected synchronized void onClientSuccess(SocketIOClient client, String result) {
				answers.add(result);
			}

			@Override
			protected void onAllSuccess() {
				done.complete(answers);
			}

		});
		all.forEach((client) -> client.acknowledge("\"" + client.worker() + "\""));
		assertThat(done.orTimeout(8, TimeUnit.SECONDS).join()).containsExactlyInAnyOrder("only-1", "only-2");
	}

	@Test
	void refusesAnEmptyListOfRooms() {
		SocketCluster cluster = nodes().get(0).cluster();
		SocketIOServer server = nodes().get(0).workers().get(0).server();
		Stream
			.<ThrowingCallable>of(cluster::to, cluster::in, () -> cluster.of("/chat").except("a").to(),
					server::getRoomOperations, () -> server.getNamespace("/chat").getRoomOperations(new String[0]))
			.forEach((call) -> assertThatIllegalArgumentException().isThrownBy(call)
				.withMessageContaining("rooms is empty"));
		List<Client> all = clientOnEachWorker();
		cluster.except().emit("all");
		cluster.socketsJoin();
		cluster.socketsLeave();
		all.get(0).socket().joinRooms(Set.of());
		all.forEach((client) -> client.expect("42[\"all\"]"));
		assertThat(cluster.rooms().orTimeout(8, TimeUnit.SECONDS).join()).isEmpty();
	}

	@Test
	void namesWhatIsNull() {
		Client one = clientOnEachWorker().get(0);
		SocketCluster cluster = nodes().get(0).cluster();
		SocketIOServer server = nodes().get(0).workers().get(0).server();
		String none = null;
		Class<?> untyped = null;
		Map<ThrowingCallable, String> calls = new LinkedHashMap<>();
		calls.put(() -> cluster.to(none), "rooms[0] is null");
		calls.put(() -> cluster.in("a", none), "rooms[1] is null");
		calls.put(() -> cluster.to((String[]) null), "rooms is null");
		calls.put(() -> cluster.except("a", "b", none), "rooms[2] is null");
		calls.put(() -> cluster.socketsJoin(none), "rooms[0] is null");
		calls.put(() -> cluster.socketsLeave(none), "rooms[0] is null");
		calls.put(() -> cluster.socket(null), "id is null");
		calls.put(() -> cluster.of(null), "namespace is null");
		calls.put(() -> cluster.timeout(null), "timeout is null");
		calls.put(() -> cluster.emit(null, "x"), "event is null");
		calls.put(() -> cluster.emit("e", (Object[]) null), "args is null");
		calls.put(() -> cluster.emitWithAck(untyped, "e"), "type is null");
		calls.put(() -> cluster.emitWithAck(Object.class, null), "event is null");
		calls.put(() -> cluster.serverSideEmit(null), "event is null");
		calls.put(() -> cluster.serverSideEmitWithAck(untyped, "e"), "type is null");
		calls.put(() -> server.getRoomOperations("a", none), "rooms[1] is null");
		calls.put(() -> server.getNamespace("").getRoomOperations(none), "room is null");
		calls.put(() -> server.getBroadcastOperations().sendEvent(null, "x"), "event is null");
		calls.put(() -> one.socket().joinRoom(null), "room is null");
		calls.put(() -> one.socket().leaveRoom(null), "room is null");
		calls.put(() -> one.socket().joinRooms(new HashSet<>(Arrays.asList(none))), "rooms[0] is null");
		calls.put(() -> one.socket().leaveRooms(null), "rooms is null");
		calls.put(() -> one.socket().getCurrentRoomSize(null), "room is null");
		calls.put(() -> one.socket().sendEvent(null, "x"), "event is null");
		calls.put(() -> one.socket().sendEvent("e", (Object[]) null), "args is null");
		calls.forEach((call, message) -> assertThatIllegalArgumentException().as(message)
			.isThrownBy(call)
			.withMessageStartingWith(message));
		cluster.emit("end");
		one.expect("42[\"end\"]");
	}

	@Test
	void whatABroadcastSendsIsInMemoryOnceForAllItsReceivers() {
		TestNode node = nodes().get(0);
		List<Link> links = Stream.of(0, 1, 0, 1, 0, 1).map((worker) -> node.connect(Kind.WEBSOCKET, worker)).toList();
		try {
			await().untilAsserted(() -> assertThat(node.cluster().count().join()).isEqualTo(links.size()));
			String large = "x".repeat(LARGE);
			long before = usedMemory();
			node.cluster().emit("large", large);
			await().until(() -> node.workers().stream().mapToLong(LocalWorker::pendingBytes).sum() >= 6L * LARGE);
			assertThat(usedMemory() - before).isBetween((long) LARGE, 2L * LARGE);
			links.forEach((link) -> assertThat(link.text()).hasSize(LARGE + "42[\"large\",\"\"]".length()));
		}
		finally {
			links.forEach(Link::leave);
		}
	}

	private static long usedMemory() {
		ByteBufAllocatorMetric metric = ((ByteBufAllocatorMetricProvider) ByteBufAllocator.DEFAULT).metric();
		return metric.usedDirectMemory() + metric.usedHeapMemory();
	}

}
