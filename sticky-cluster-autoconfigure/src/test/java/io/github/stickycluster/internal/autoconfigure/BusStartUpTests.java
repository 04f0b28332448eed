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

package io.github.stickycluster.internal.autoconfigure;

import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;

import com.hazelcast.core.HazelcastInstance;
import io.github.stickycluster.actuate.StickyClusterHealthIndicator;
import io.github.stickycluster.autoconfigure.StickyClusterAutoConfiguration;
import io.github.stickycluster.internal.cluster.membership.HeartbeatMembership;
import io.github.stickycluster.testsupport.ChildProcess;
import io.github.stickycluster.testsupport.RedisServer;
import io.github.stickycluster.testsupport.RequiresExecutable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.data.redis.connection.RedisConnectionFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.awaitility.Awaitility.await;
import static org.mockito.Mockito.mock;

/**
 * Nodes of a cluster that cannot start, or start without its engine.
 */
@ExtendWith(OutputCaptureExtension.class)
@RequiresExecutable("redis-server")
@Tag("once")
class BusStartUpTests {

	private static final String PASSWORD = "the password of the bus";

	@TempDir
	private static Path directory;

	private static RedisServer redis;

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class, StickyClusterAutoConfiguration.class))
		.withPropertyValues("sticky-cluster.port=0", "sticky-cluster.address=127.0.0.1");

	@BeforeAll
	static void start() throws IOException {
		int port = ChildProcess.freePort();
		redis = RedisServer.start(directory, port, "--port", Integer.toString(port), "--requirepass", PASSWORD);
	}

	@AfterAll
	static void stop() {
		redis.close();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			bus.name                   | ''        | Use 1 to 200 characters without spaces and braces.
			bus.name                   | a chat    | Use 1 to 200 characters without spaces and braces.
			bus.name                   | {chat}    | Use 1 to 200 characters without spaces and braces.
			bus.redis.max-length       | 99        | Use a number from 100 to 100000000.
			bus.redis.max-length       | 100000001 | Use a number from 100 to 100000000.
			cluster.node-timeout       | 4999ms    | Use a duration from 5000ms to 600000ms.
			cluster.node-timeout       | 601s      | Use a duration from 5000ms to 600000ms.
			bus.type                   | kafka     | sticky-cluster.bus.type
			bus.required               | perhaps   | sticky-cluster.bus.required
			""")
	void aWrongValueIsNamedWithTheFix(String property, String value, String fix, CapturedOutput output) {
		assertThatException().isThrownBy(() -> RunningApplication.start("sticky-cluster.bus.type=redis",
				"sticky-cluster." + property + "=" + value));
		assertThat(output).contains("APPLICATION FAILED TO START").contains("sticky-cluster.").contains(fix);
	}

	@Test
	void aWrongTopicIsNamedWithTheFix() {
		this.runner.withBean(HazelcastInstance.class, () -> mock(HazelcastInstance.class))
			.withPropertyValues("sticky-cluster.bus.type=hazelcast", "sticky-cluster.bus.name=a chat")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("sticky-cluster.bus.name")
				.hasMessageContaining("a chat"));
	}

	@Test
	void withoutRedisOnTheClasspathTheDependencyIsNamed() {
		this.runner.withClassLoader(new FilteredClassLoader(RedisConnectionFactory.class))
			.withPropertyValues("sticky-cluster.bus.type=redis")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("sticky-cluster.bus.type")
				.satisfies((ex) -> assertThat(reason(ex))
					.contains("org.springframework.boot:spring-boot-starter-data-redis")));
	}

	@Test
	void withoutHazelcastTheDependencyIsNamed() {
		ApplicationContextRunner hazelcast = this.runner.withPropertyValues("sticky-cluster.bus.type=hazelcast");
		for (ApplicationContextRunner without : new ApplicationContextRunner[] { hazelcast,
				hazelcast.withClassLoader(new FilteredClassLoader("com.hazelcast")) }) {
			without.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.satisfies((ex) -> assertThat(reason(ex)).contains("com.hazelcast:hazelcast")
					.contains("HazelcastInstance")));
		}
	}

	private static String reason(Throwable failure) {
		return ((InvalidConfigurationPropertyValueException) failure).getReason();
	}

	@Test
	void withoutTheEnginesANodeOfItsOwnStarts() {
		this.runner.withClassLoader(new FilteredClassLoader("com.hazelcast", "org.springframework.data.redis"))
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void aRedisThatIsNotThereIsNamedWithTheFix(CapturedOutput output) throws IOException {
		int nobody = ChildProcess.freePort();
		assertThatException().isThrownBy(
				() -> RunningApplication.start("sticky-cluster.bus.type=redis", "spring.data.redis.port=" + nobody));
		assertThat(output).contains("The sticky cluster's bus cannot reach Redis")
			.contains("127.0.0.1:" + nobody)
			.contains("correct the properties under 'spring.data.redis'")
			.contains("'sticky-cluster.bus.required=false'");
	}

	@Test
	void aWrongPasswordIsNamed(CapturedOutput output) {
		assertThatException().isThrownBy(() -> start("one", "spring.data.redis.password=wrong"));
		assertThat(output).contains("The sticky cluster's bus cannot reach Redis").contains("WRONGPASS");
	}

	@Test
	void aNodeThatNeedsNoEngineStartsDegradedAndSaysSo() throws IOException {
		try (RunningApplication alone = RunningApplication.start("sticky-cluster.bus.type=redis",
				"sticky-cluster.bus.required=false", "spring.data.redis.port=" + ChildProcess.freePort())) {
			Health health = alone.bean(StickyClusterHealthIndicator.class).health();
			assertThat(health.getStatus()).isEqualTo(Status.UP);
			assertThat(health.getDetails()).containsEntry("bus", "away");
			assertThat(alone.bean(HeartbeatMembership.class).isMember()).isFalse();
		}
	}

	@Test
	void aNodeIdInUseIsNamedWithTheFix(CapturedOutput output) {
		try (RunningApplication first = start("one")) {
			assertThatException().isThrownBy(() -> start("one"));
			assertThat(output).contains("Another running node of the sticky cluster has the id 'one'.")
				.contains("Set 'sticky-cluster.node-id' to an id that no other node has.");
			assertThat(first.bean(HeartbeatMembership.class).isApart()).isFalse();
		}
	}

	@Test
	void aNodeThatFindsItsIdInUseLaterIsDown(CapturedOutput output) throws IOException {
		RunningApplication first = start("two");
		redis.kill();
		try (RunningApplication late = start("two", "sticky-cluster.bus.required=false")) {
			redis.restart();
			StickyClusterHealthIndicator health = late.bean(StickyClusterHealthIndicator.class);
			await().until(() -> health.health().getStatus().equals(Status.DOWN));
			assertThat(health.health().getDetails()).containsEntry("nodeId", "another node has the same id");
			assertThat(output).contains("Another node of the cluster has the node id 'two' as well");
			first.close();
			await().until(() -> health.health().getStatus().equals(Status.UP));
		}
		finally {
			first.close();
		}
	}

	private static RunningApplication start(String node, String... properties) {
		String[] all = { "sticky-cluster.bus.type=redis", "sticky-cluster.node-id=" + node,
				"sticky-cluster.workers.count=1", "sticky-cluster.cluster.node-timeout=5s",
				"spring.data.redis.port=" + redis.port(), "spring.data.redis.password=" + PASSWORD };
		return RunningApplication.start(Stream.concat(Stream.of(all), Stream.of(properties)).toArray(String[]::new));
	}

}
