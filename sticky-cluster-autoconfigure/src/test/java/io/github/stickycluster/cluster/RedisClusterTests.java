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

package io.github.stickycluster.cluster;

import java.io.IOException;
import java.nio.file.Path;

import io.github.stickycluster.bus.Engine;
import io.github.stickycluster.bus.redis.LettuceConnections;
import io.github.stickycluster.bus.redis.RedisEngine;
import io.github.stickycluster.bus.redis.RedisSettings;
import io.github.stickycluster.testsupport.RedisServer;
import io.github.stickycluster.testsupport.RequiresExecutable;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

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

	@Override
	void stopEngine() throws Exception {
		super.stopEngine();
		this.factory.destroy();
		this.redis.close();
	}

}
