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
import java.util.List;

import io.github.stickycluster.testsupport.RedisServer;
import io.github.stickycluster.testsupport.RequiresExecutable;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Three nodes in processes of their own on a real Redis, and two of another application
 * beside them, one with the workers and one with the dispatcher.
 */
@Tag("long")
@RequiresExecutable("redis-server")
class RedisNodeTests extends NodeTests {

	/** How long Redis is away: {@code -Dredis.outage=20}, say. */
	private static final Duration OUTAGE = Duration.ofSeconds(Integer.getInteger("redis.outage", 8));

	private RedisServer redis;

	@Override
	void startEngine(Path folder) throws IOException {
		this.redis = RedisServer.start(folder);
	}

	@Override
	List<String> properties(int node) {
		return List.of("sticky-cluster.bus.type=redis", "spring.data.redis.port=" + this.redis.port(),
				"sticky-cluster.bus.name=one");
	}

	@Override
	void stopEngine() {
		this.redis.close();
	}

	@Test
	@Order(3)
	void anotherApplicationOnTheSameRedisHasADispatcherWithoutWorkersAndWorkersWithout() throws IOException {
		NodeProcess workers = startNode("a", other("sticky-cluster.role=workers"));
		NodeProcess dispatcher = startNode("b", other("sticky-cluster.role=dispatcher"));
		assertThat(workers.port()).isZero();
		int port = dispatcher.port();
		await().until(() -> dispatcher.log().contains("Node a has joined the cluster"));
		List<Guest> here = twoGuestsOnEachNode();
		try (Guest polling = new Guest("a", port, "polling", "polling");
				Guest webSocket = new Guest("a", port, "websocket", "websocket");
				Operator other = new Operator("a", port)) {
			assertThat(polling.echo("there")).isEqualTo("there");
			assertThat(other.call("fetchSockets").sockets().values()).hasSize(2)
				.allSatisfy((socket) -> assertThat(socket.get("node")).isEqualTo("a"));
			other.call("emit").event("say", "of the other application").now();
			operators().get(0).call("emit").event("say", "of this application").now();
			for (Guest guest : List.of(polling, webSocket)) {
				assertThat(guest.next()).containsExactly("of the other application");
			}
			for (Guest guest : here) {
				assertThat(guest.next()).containsExactly("of this application");
			}
			assertThat(other.call("serverSideEmitWithAck").event("sum", List.of(), new byte[1]).replies())
				.as("of the dispatcher")
				.isEqualTo(new Operator.Replies(List.of("b0"), 0, List.of()));
			workers.kill();
			await().until(() -> !polling.isConnected() && !webSocket.isConnected());
		}
		dispatcher.kill();
	}

	private List<String> other(String property) {
		return List.of("sticky-cluster.bus.type=redis", "spring.data.redis.port=" + this.redis.port(),
				"sticky-cluster.bus.name=other", property);
	}

	@Test
	@Order(4)
	void redisMayBeAwayForAWhileAndNothingIsLostOrRepeated() throws IOException {
		List<Guest> all = twoGuestsOnEachNode();
		operators().forEach((operator) -> operator.call("talk").now());
		await().until(() -> all.stream().allMatch((guest) -> guest.newsOf("a").size() > 100));
		this.redis.kill();
		int before = all.get(0).newsOf("a").size();
		await().pollDelay(OUTAGE)
			.timeout(OUTAGE.plusSeconds(10))
			.until(() -> all.get(0).newsOf("a").size() > before + 100);
		assertThat(all.get(5).newsOf("a").size()).as("of another node").isLessThan(before + 100);
		this.redis.restart();
		await().atMost(Duration.ofSeconds(20)).until(() -> all.get(5).newsOf("a").size() > before + 100);
		heardAll(all, "a", "b", "c");
	}

}
