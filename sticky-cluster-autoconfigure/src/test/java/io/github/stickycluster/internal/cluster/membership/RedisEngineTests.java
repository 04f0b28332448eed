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

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.github.stickycluster.internal.bus.BusUnavailableException;
import io.github.stickycluster.internal.bus.Engine;
import io.github.stickycluster.internal.bus.redis.LettuceConnections;
import io.github.stickycluster.internal.bus.redis.RedisEngine;
import io.github.stickycluster.internal.bus.redis.RedisSettings;
import io.github.stickycluster.internal.cluster.TestMember;
import io.github.stickycluster.testsupport.RedisServer;
import io.github.stickycluster.testsupport.RequiresExecutable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * The bus and membership on a real Redis, which hangs, dies and comes back.
 */
@RequiresExecutable("redis-server")
class RedisEngineTests extends EngineTests {

	@TempDir
	private static Path directory;

	private static RedisServer redis;

	private static LettuceConnectionFactory factory;

	@BeforeAll
	static void start() throws IOException {
		redis = RedisServer.start(directory);
		factory = new LettuceConnectionFactory("127.0.0.1", redis.port());
		factory.afterPropertiesSet();
		factory.start();
	}

	@AfterAll
	static void stop() {
		factory.destroy();
		redis.close();
	}

	@AfterEach
	void forget() {
		factory.getConnection().serverCommands().flushAll();
	}

	@Override
	Engine engine(String application) {
		return new RedisEngine(() -> LettuceConnections.like(factory), new RedisSettings(application, 100_000));
	}

	@Override
	Engine shortEngine() {
		return new RedisEngine(() -> LettuceConnections.like(factory), new RedisSettings("short", 200));
	}

	@Override
	void append(String application, byte[] rubbish) {
		byte[] key = ("{" + application + "}:bus").getBytes(StandardCharsets.UTF_8);
		try (RedisConnection connection = factory.getConnection()) {
			connection.streamCommands().xAdd(key, Map.of(new byte[] { 'f' }, rubbish));
		}
	}

	@Test
	void aRedisThatHangsAndOneThatDiesLoseAndRepeatNothing() throws Exception {
		TestMember a = member("a").join();
		TestMember b = member("b").join();
		TestMember c = member("c").join();
		Thread load = new Thread(() -> IntStream.range(0, 4500).forEach((i) -> {
			a.say(i);
			b.say(i);
			pause();
		}));
		load.start();
		await().until(() -> c.heardFrom("a").size() > 100);
		redis.hang(true);
		await().until(() -> !a.bus.isConnected() && !c.bus.isConnected());
		// With what it took to notice, longer than the time after which a node is dead.
		await().atMost(30, TimeUnit.SECONDS).during(Duration.ofSeconds(6)).until(() -> !a.bus.isConnected());
		redis.hang(false);
		await().until(() -> a.bus.isConnected() && c.heardFrom("b").size() > 1000);
		redis.kill();
		await().until(() -> !a.bus.isConnected());
		int before = c.heardFrom("a").size();
		redis.restart();
		await().until(() -> c.heardFrom("a").size() > before);
		load.join();
		List<Integer> all = IntStream.range(0, 4500).boxed().toList();
		await().atMost(20, TimeUnit.SECONDS)
			.until(() -> c.heardFrom("a").size() >= 4500 && c.heardFrom("b").size() >= 4500
					&& a.heardFrom("b").size() >= 4500);
		assertThat(c.heardFrom("a")).isEqualTo(all);
		assertThat(c.heardFrom("b")).isEqualTo(all);
		assertThat(a.heardFrom("b")).isEqualTo(all);
		assertThat(List.of(a.left, b.left, c.left)).as("nobody was thrown out").allMatch(List::isEmpty);
		assertThat(c.bus.statistics().lost()).isZero();
		assertThat(a.bus.statistics().dropped()).isZero();
	}

	@Test
	void aNodeThatComesLateStandsApartWhileItsIdIsInUse() throws Exception {
		TestMember first = member("a").join();
		TestMember other = member("b").join();
		redis.kill();
		await().until(() -> !first.bus.isConnected());
		TestMember late = member("a", "one", false).join();
		assertThat(late.membership.isMember()).isFalse();
		redis.restart();
		await().until(late.membership::isApart);
		assertThat(first.membership.isApart()).isFalse();
		other.say(1);
		await().until(() -> first.heardFrom("b").equals(List.of(1)));
		assertThat(late.membership.nodes()).isEmpty();
		first.close();
		await().until(() -> late.membership.isMember() && other.membership.nodes().equals(Set.of("a"))
				&& late.membership.nodes().equals(Set.of("b")));
	}

	@Test
	void aRedisThatComesBackEmptyRepeatsNothingAndLosesNothingSilently() throws Exception {
		TestMember a = member("a").join();
		TestMember b = member("b").join();
		TestMember c = member("c").join();
		Thread load = new Thread(() -> IntStream.range(0, 2000).forEach((i) -> {
			a.say(i);
			b.say(i);
			pause();
		}));
		load.start();
		await().until(() -> c.heardFrom("a").size() > 100);
		redis.kill();
		await().until(() -> !a.bus.isConnected());
		redis.restartEmpty();
		load.join();
		await().until(() -> Stream.of(c.heardFrom("a"), c.heardFrom("b"), a.heardFrom("b"))
			.allMatch((heard) -> heard.contains(1999)));
		for (TestMember receiver : List.of(a, b, c)) {
			int missing = 0;
			for (TestMember sender : List.of(a, b)) {
				List<Integer> heard = receiver.heardFrom(sender.id());
				assertThat(heard).isSorted().doesNotHaveDuplicates();
				missing += (sender != receiver) ? 2000 - heard.size() : 0;
			}
			assertThat((long) missing).isLessThanOrEqualTo(receiver.bus.statistics().lost());
		}
		assertThat(List.of(a.left, b.left, c.left)).allMatch(List::isEmpty);
		assertThat(a.bus.statistics().dropped()).isZero();
	}

	@Test
	void whatTheBufferCannotHoldIsDroppedTheOldestFirstAndCounted() throws Exception {
		TestMember a = member(new TestMember("a", engine("one"), true, 64 * 1024)).join();
		TestMember b = member("b").join();
		a.say(0);
		await().until(() -> b.heardFrom("a").equals(List.of(0)));
		redis.kill();
		await().until(() -> !a.bus.isConnected());
		IntStream.range(1, 5000).forEach(a::say);
		long dropped = a.bus.statistics().dropped();
		assertThat(a.bus.statistics().waitingBytes()).isBetween(60_000L, 64L * 1024);
		redis.restart();
		await().until(() -> b.heardFrom("a").contains(4999));
		List<Integer> heard = b.heardFrom("a");
		assertThat(heard).isSorted().doesNotHaveDuplicates();
		assertThat(heard.subList(heard.size() - 800, heard.size())).as("the newest")
			.isEqualTo(IntStream.range(4200, 5000).boxed().toList());
		// A heartbeat may have been among the oldest.
		assertThat(dropped).isBetween(5000L - heard.size(), 5010L - heard.size());
		assertThat(b.bus.statistics().lost()).isZero();
	}

	private static void pause() {
		try {
			Thread.sleep(2);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Test
	void withoutRedisANodeFailsUnlessItMayBeAlone() throws Exception {
		redis.kill();
		try {
			assertThatExceptionOfType(BusUnavailableException.class).isThrownBy(member("a")::join)
				.withMessageContaining("Redis cannot be reached");
			TestMember alone = member("b", "one", false).join();
			assertThat(alone.bus.isConnected()).isFalse();
			redis.restart();
			TestMember other = member("c").join();
			await().until(() -> other.membership.nodes().equals(Set.of("b")));
			await().until(() -> alone.membership.nodes().equals(Set.of("c")));
		}
		finally {
			redis.kill();
			redis.restart();
		}
	}

}
