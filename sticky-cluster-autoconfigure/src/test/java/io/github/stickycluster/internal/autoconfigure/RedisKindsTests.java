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
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.github.stickycluster.cluster.SocketCluster;
import io.github.stickycluster.internal.bus.ClusterBus;
import io.github.stickycluster.internal.cluster.ClusterAdapter;
import io.github.stickycluster.internal.cluster.ServerEventListener;
import io.github.stickycluster.internal.cluster.membership.HeartbeatMembership;
import io.github.stickycluster.testkit.Certificates;
import io.github.stickycluster.testsupport.ChildProcess;
import io.github.stickycluster.testsupport.RedisServer;
import io.github.stickycluster.testsupport.RequiresExecutable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Two nodes on each kind of Redis that Boot's own settings reach.
 */
@Tag("once")
@Timeout(120)
@RequiresExecutable("redis-server")
class RedisKindsTests {

	@TempDir
	private Path folder;

	private final List<AutoCloseable> opened = new ArrayList<>();

	private final List<Integer> heard = new CopyOnWriteArrayList<>();

	private int said;

	@AfterEach
	void close() throws Exception {
		for (int i = this.opened.size() - 1; i >= 0; i--) {
			this.opened.get(i).close();
		}
	}

	@Test
	void tlsAndAUserWhoMayDoNoMoreThanTheBusNeeds() throws Exception {
		Certificates authority = Certificates.of("redis");
		Certificates.write(this.folder, "redis", authority.issue("redis"));
		authority.writeAuthority(this.folder.resolve("authority.crt"));
		int port = ChildProcess.freePort();
		redis("tls", port, "--port", "0", "--tls-port", Integer.toString(port), "--tls-cert-file", path("redis.crt"),
				"--tls-key-file", path("redis.key"), "--tls-ca-cert-file", path("authority.crt"), "--tls-auth-clients",
				"no", "--user", "default", "off", "--user", "bus", "on", ">secret", "~{chat}:bus", "-@all", "+eval",
				"+xadd", "+expire", "+xread", "+xrevrange", "+hello");
		String[] properties = { "spring.data.redis.port=" + port, "spring.data.redis.username=bus",
				"spring.data.redis.password=secret", "spring.data.redis.ssl.bundle=redis",
				"spring.ssl.bundle.pem.redis.truststore.certificate=" + path("authority.crt"),
				"sticky-cluster.bus.name=chat" };
		RunningApplication one = start("one", properties);
		RunningApplication two = start("two", properties);
		theyHearEachOther(one, two);
	}

	@Test
	@Tag("long")
	void sentinelAndAFailover() throws Exception {
		RedisServer master = redis("master");
		redis("replica", "--replicaof", "127.0.0.1 " + master.port(), "--repl-diskless-sync-delay", "0");
		int port = sentinel(master);
		String[] properties = { "spring.data.redis.sentinel.master=chat",
				"spring.data.redis.sentinel.nodes=127.0.0.1:" + port };
		RunningApplication one = start("one", properties);
		RunningApplication two = start("two", properties);
		theyHearEachOther(one, two);
		master.hang(true);
		await().until(() -> !one.bean(ClusterBus.class).isConnected());
		say(one, 100);
		theyHearEachOther(one, two);
		// Back as a replica, with what it was sent meanwhile.
		master.hang(false);
		await().atMost(30, TimeUnit.SECONDS)
			.until(() -> Files.readString(this.folder.resolve("master").resolve("redis.log"))
				.contains("MASTER <-> REPLICA sync: Finished with success"));
		say(one, 100);
		theyHearEachOther(one, two);
		nothingIsRepeatedOrLostSilently(two);
	}

	@Test
	@Tag("long")
	void redisClusterAndRestartsOfAllItsMasters() throws Exception {
		List<RedisServer> masters = new ArrayList<>();
		for (String name : List.of("m1", "m2", "m3")) {
			masters.add(redis(name, "--cluster-enabled", "yes", "--cluster-port",
					Integer.toString(ChildProcess.freePort()), "--cluster-node-timeout", "2000"));
		}
		List<String> addresses = masters.stream().map((master) -> "127.0.0.1:" + master.port()).toList();
		Process create = new ProcessBuilder(
				Stream.of(List.of("redis-cli", "--cluster", "create"), addresses, List.of("--cluster-yes"))
					.flatMap(List::stream)
					.toList())
			.redirectErrorStream(true)
			.redirectOutput(this.folder.resolve("create.log").toFile())
			.start();
		assertThat(create.waitFor()).as(() -> read("create.log")).isZero();
		String properties = "spring.data.redis.cluster.nodes=" + String.join(",", addresses);
		RunningApplication one = start("one", properties);
		RunningApplication two = start("two", properties);
		theyHearEachOther(one, two);
		masters.forEach(RedisServer::kill);
		await().until(() -> !one.bean(ClusterBus.class).isConnected());
		say(one, 100);
		for (RedisServer master : masters) {
			master.restart();
		}
		theyHearEachOther(one, two);
		nothingIsRepeatedOrLostSilently(two);
	}

	private RedisServer redis(String name, String... options) throws IOException {
		int port = ChildProcess.freePort();
		return redis(name, port,
				Stream.concat(Stream.of("--port", Integer.toString(port)), Stream.of(options)).toArray(String[]::new));
	}

	private RedisServer redis(String name, int port, String... options) throws IOException {
		RedisServer redis = RedisServer.start(this.folder.resolve(name), port, options);
		this.opened.add(redis);
		return redis;
	}

	private int sentinel(RedisServer master) throws IOException {
		int port = ChildProcess.freePort();
		Path configuration = this.folder.resolve("sentinel.conf");
		Files.writeString(configuration, """
				port %d
				bind 127.0.0.1
				dir %s
				sentinel monitor chat 127.0.0.1 %d 1
				sentinel down-after-milliseconds chat 1000
				sentinel failover-timeout chat 5000
				""".formatted(port, this.folder, master.port()));
		Path log = this.folder.resolve("sentinel.log");
		this.opened.add(ChildProcess.start(log, port, "redis-server", configuration.toString(), "--sentinel"));
		await().atMost(30, TimeUnit.SECONDS).until(() -> Files.readString(log).contains("+slave"));
		return port;
	}

	private RunningApplication start(String node, String... properties) {
		String[] all = { "sticky-cluster.bus.type=redis", "sticky-cluster.node-id=" + node,
				"sticky-cluster.workers.count=1", "sticky-cluster.cluster.node-timeout=5s",
				"spring.data.redis.timeout=2s" };
		RunningApplication application = RunningApplication
			.start(Stream.concat(Stream.of(all), Stream.of(properties)).toArray(String[]::new));
		this.opened.add(application);
		application.bean(ClusterAdapter.class).addServerEventListener("/", "number", new Numbers());
		return application;
	}

	private void theyHearEachOther(RunningApplication one, RunningApplication two) {
		await().atMost(40, TimeUnit.SECONDS)
			.until(() -> one.bean(HeartbeatMembership.class).nodes().contains("two")
					&& two.bean(HeartbeatMembership.class).nodes().contains("one"));
		await().atMost(40, TimeUnit.SECONDS)
			.until(() -> one.bean(ClusterBus.class).isConnected() && two.bean(ClusterBus.class).isConnected());
		for (RunningApplication node : List.of(one, two)) {
			assertThat(node.bean(SocketCluster.class).count()).succeedsWithin(10, TimeUnit.SECONDS);
		}
		say(one, 1);
		await().until(() -> this.heard.contains(this.said));
	}

	private void say(RunningApplication node, int times) {
		for (int i = 0; i < times; i++) {
			node.bean(SocketCluster.class).serverSideEmit("number", ++this.said);
		}
	}

	private void nothingIsRepeatedOrLostSilently(RunningApplication receiver) {
		assertThat(this.heard).isSorted().doesNotHaveDuplicates();
		assertThat((long) this.said - this.heard.size())
			.isLessThanOrEqualTo(receiver.bean(ClusterBus.class).statistics().lost());
	}

	private String path(String file) {
		return this.folder.resolve(file).toString();
	}

	private String read(String file) {
		try {
			return Files.readString(this.folder.resolve(file));
		}
		catch (IOException ex) {
			return ex.toString();
		}
	}

	/**
	 * Hears what the other node says.
	 */
	private final class Numbers implements ServerEventListener {

		@Override
		public List<Type> types() {
			return List.of(Integer.class);
		}

		@Override
		public @Nullable Object onEvent(List<@Nullable Object> arguments) {
			RedisKindsTests.this.heard.add((Integer) arguments.get(0));
			return null;
		}

	}

}
