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

package io.github.stickycluster.internal.fork;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import io.github.stickycluster.cluster.SocketCluster;
import io.github.stickycluster.testkit.HttpRequest;
import io.github.stickycluster.testkit.Wire;
import io.github.stickycluster.testsupport.JavaClient;
import io.github.stickycluster.testsupport.OpenDescriptors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A parent and two children, as clients and the application see them.
 */
@Timeout(120)
@ExtendWith(OutputCaptureExtension.class)
class FamilyTests {

	private static RunningFamily family;

	@BeforeAll
	static void start() {
		family = RunningFamily.start(2);
	}

	@AfterAll
	static void stop() {
		family.close();
	}

	@Test
	void clientsAreSpreadOverProcesses() {
		Set<Object> workers = new HashSet<>();
		Set<Object> processes = new HashSet<>();
		for (int i = 1; i <= 12; i++) {
			try (JavaClient client = family.connect("127.0.9." + i)) {
				Object[] answer = client.emitWithAck("whoami");
				workers.add(answer[0]);
				processes.add(String.valueOf(answer[1]));
				assertThat(answer[2]).isEqualTo("127.0.9." + i);
			}
		}
		assertThat(workers).containsExactlyInAnyOrder("family-1", "family-2");
		assertThat(processes).containsExactlyInAnyOrder(String.valueOf(family.pid("family-1")),
				String.valueOf(family.pid("family-2")));
	}

	@Test
	void pollingAndUpgradeStayOnTheirWorker() {
		for (int i = 1; i <= 6; i++) {
			try (JavaClient client = JavaClient.connect(family.port(), "127.0.9." + i,
					(options) -> options.transports = new String[] { "polling", "websocket" })) {
				Object worker = client.emitWithAck("whoami")[0];
				for (int j = 0; j < 5; j++) {
					assertThat(client.emitWithAck("whoami")[0]).isEqualTo(worker);
				}
			}
		}
	}

	@Test
	void aRoomReachesOverAllProcessesFromAChildAndFromTheParent() {
		try (JavaClient first = family.connectTo("family-1", "127.0.10");
				JavaClient second = family.connectTo("family-2", "127.0.10")) {
			List<Object> toFirst = first.received("told");
			List<Object> toSecond = second.received("told");
			first.emitWithAck("tell", "by a child");
			await().untilAsserted(() -> assertThat(toSecond).containsExactly("by a child"));
			family.bean(SocketCluster.class).to("all").emit("told", "by the parent");
			await().untilAsserted(() -> Stream.of(toFirst, toSecond)
				.forEach((told) -> assertThat(told).containsExactly("by a child", "by the parent")));
			assertThat(family.bean(SocketCluster.class).to("all").count().join()).isEqualTo(2);
		}
	}

	@Test
	void whatIsForOneSocketReachesItsProcess() {
		try (JavaClient first = family.connectTo("family-1", "127.0.10");
				JavaClient second = family.connectTo("family-2", "127.0.10")) {
			List<Object> toFirst = first.received("told");
			List<Object> toSecond = second.received("told");
			SocketCluster cluster = family.bean(SocketCluster.class);
			cluster.to("all")
				.fetchSockets()
				.join()
				.forEach((socket) -> cluster.socket(socket.id()).emit("told", socket.node()));
			await().untilAsserted(() -> {
				assertThat(toFirst).containsExactly("family-1");
				assertThat(toSecond).containsExactly("family-2");
			});
		}
	}

	@Test
	void beansKnowTheirRole() {
		assertThat(family.has(ForkedApplication.Unique.class)).isTrue();
		assertThat(family.has(ForkedApplication.Listener.class)).isFalse();
	}

	@Test
	void whatAChildLogsIsInTheParentsLog(CapturedOutput output) {
		try (JavaClient client = family.connectTo("family-2", "127.0.11")) {
			client.emitWithAck("warn", "of nothing");
			await().untilAsserted(
					() -> assertThat(output.getOut().lines().filter((line) -> line.contains("Warned: of nothing")))
						.singleElement()
						.asString()
						.contains("WARN", "sticky-cluster.family-2"));
		}
	}

	@Test
	void theParentKnowsWhatItsChildrenDo() {
		try (JavaClient client = family.connectTo("family-1", "127.0.12")) {
			long before = family.worker("family-1").statistics().eventsReceived();
			client.emitWithAck("store", "something");
			await().untilAsserted(() -> {
				assertThat(family.worker("family-1").sessions()).isPositive();
				assertThat(family.worker("family-1").statistics().eventsReceived()).isGreaterThan(before);
			});
			assertThat(family.worker("family-1").description().heapMax()).isBetween(100_000_000L, 140_000_000L);
			assertThat(family.worker("family-1").description().heapUsed()).isPositive();
		}
	}

	/**
	 * A JVM opens a loop or a connection of its own when it first needs one; what
	 * connections leave behind grows with their number. With
	 * {@code -Dforked.connects=20000} it takes longer and shows more.
	 */
	@Test
	void manyConnectionsLeaveNoDescriptorBehind() throws Exception {
		Assumptions.assumeTrue(Files.isDirectory(Path.of("/proc/self/fd")));
		connect(200);
		Map<Long, Long> before = descriptors();
		int connections = Integer.getInteger("forked.connects", 1_000);
		connect(connections);
		await().untilAsserted(() -> descriptors().forEach(
				(pid, open) -> assertThat(open).as("process " + pid).isLessThan(before.get(pid) + connections / 100)));
	}

	private static void connect(int times) {
		for (int i = 0; i < times; i++) {
			try (Wire wire = Wire.from("127.0.50." + (1 + i % 40), family.port())) {
				assertThat(wire.exchange(HttpRequest.get("/none").header("Connection", "close")).status())
					.isEqualTo(404);
			}
		}
	}

	private static Map<Long, Long> descriptors() {
		Map<Long, Long> open = new HashMap<>();
		for (long pid : new long[] { ProcessHandle.current().pid(), family.pid("family-1"), family.pid("family-2") }) {
			open.put(pid, OpenDescriptors.count(pid));
		}
		return open;
	}

}
