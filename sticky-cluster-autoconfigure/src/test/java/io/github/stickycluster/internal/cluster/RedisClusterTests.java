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

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import io.github.stickycluster.cluster.SocketCluster;
import io.github.stickycluster.internal.bus.Engine;
import io.github.stickycluster.internal.bus.redis.LettuceConnections;
import io.github.stickycluster.internal.bus.redis.RedisEngine;
import io.github.stickycluster.internal.bus.redis.RedisSettings;
import io.github.stickycluster.testsupport.RedisServer;
import io.github.stickycluster.testsupport.RequiresExecutable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The cluster API over three nodes on a real Redis.
 */
@RequiresExecutable("redis-server")
class RedisClusterTests extends EngineClusterTests {

	@TempDir
	private static Path directory;

	private RedisServer redis;

	private LettuceConnectionFactory factory;

	@Override
	void startEngine() throws IOException {
		this.redis = RedisServer.start(directory);
		this.factory = new LettuceConnectionFactory("127.0.0.1", this.redis.port());
		this.factory.afterPropertiesSet();
		this.factory.start();
	}

	@Override
	Engine engine() {
		return new RedisEngine(() -> LettuceConnections.like(this.factory), new RedisSettings("semantics", 10_000));
	}

	@Test
	void whatIsDoneWhileRedisIsAwayIsDoneLaterInOrderAndOnce() throws Exception {
		List<Client> all = clientOnEachWorker();
		SocketCluster cluster = nodes().get(0).cluster();
		this.redis.kill();
		cluster.socketsJoin("r", "stay");
		cluster.to("r").emit("heard", 1);
		cluster.to("r").socketsLeave("r");
		cluster.to("r").emit("not heard");
		cluster.socketsJoin("r");
		cluster.to("r").except("nowhere").emit("heard", 2);
		cluster.socketsLeave("r");
		cluster.to("stay").emit("end");
		this.redis.restart();
		for (Client client : all) {
			client.expect("42[\"heard\",1]").expect("42[\"heard\",2]").expect("42[\"end\"]");
			assertThat(client.socket().getAllRooms()).contains("stay").doesNotContain("r");
		}
		await().untilAsserted(
				() -> assertThat(cluster.rooms()).succeedsWithin(8, TimeUnit.SECONDS).isEqualTo(Set.of("stay")));
	}

	@Override
	void stopEngine() throws Exception {
		super.stopEngine();
		this.factory.destroy();
		this.redis.close();
	}

}
