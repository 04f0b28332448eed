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

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.github.stickycluster.testsupport.JavaClient;
import io.github.stickycluster.testsupport.Swarm;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Processes of children that are killed or stopped while their siblings serve clients.
 */
@Tag("long")
@Timeout(180)
@Tag("once")
class DyingChildTests {

	private static RunningFamily family;

	@BeforeAll
	static void start() {
		family = RunningFamily.start(3);
	}

	@AfterAll
	static void stop() {
		family.close();
	}

	@Test
	void onlyTheClientsOfAKilledChildConnectAgainAndAtOnce() throws Exception {
		try (Swarm swarm = Swarm.connect(family.port(), 200)) {
			await().untilAsserted(() -> assertThat(family.worker("family-2").sessions()).isPositive());
			await().until(() -> sessions() == 200);
			int lost = family.worker("family-2").sessions();
			long killed = family.pid("family-2");
			swarm.talk(Duration.ofMillis(250));
			await().until(() -> swarm.acknowledged().size() > 1_000);
			RunningFamily.signal("KILL", killed);
			await().until(() -> swarm.reconnected() == lost);
			swarm.awaitConnected(Duration.ofSeconds(10));
			assertThat(swarm.longestAbsenceMillis()).isLessThan(3_000);
			swarm.stopTalking(Duration.ofSeconds(10));
			assertThat(swarm.reconnected()).as("clients of the others stayed").isEqualTo(lost);
			assertThat(swarm.serverDisconnects()).isZero();
			await().atMost(Duration.ofSeconds(30))
				.until(() -> family.states().contains("family-2 UP") && family.pid("family-2") != killed);
			assertThat(family.worker("family-2").statistics().restarts()).isPositive();
			assertThat(ProcessHandle.of(killed)).as("no zombie").isEmpty();
		}
		await().until(() -> sessions() == 0);
	}

	@Test
	void aStoppedChildDelaysNobodyElse() throws Exception {
		List<String> others = new ArrayList<>();
		List<String> its = new ArrayList<>();
		for (int i = 1; i <= 18; i++) {
			String address = "127.0.21." + i;
			try (JavaClient client = family.connect(address)) {
				(client.emitWithAck("whoami")[0].equals("family-1") ? its : others).add(address);
			}
		}
		long stopped = family.pid("family-1");
		RunningFamily.signal("STOP", stopped);
		try {
			for (String address : others) {
				family.connect(address).close();
			}
			await().until(() -> family.isBlocked("family-1"));
			for (String address : its) {
				try (JavaClient client = family.connect(address)) {
					assertThat(client.emitWithAck("whoami")[0]).isNotEqualTo("family-1");
				}
			}
		}
		finally {
			RunningFamily.signal("CONT", stopped);
		}
		await().until(() -> !family.isBlocked("family-1"));
		assertThat(family.pid("family-1")).isEqualTo(stopped);
		family.connectTo("family-1", "127.0.22").close();
	}

	@Test
	void aDrainedChildThatDiesIsReplacedAndStaysDraining() throws Exception {
		long killed = family.pid("family-3");
		family.operations().drain("family-3");
		RunningFamily.signal("KILL", killed);
		await().until(() -> family.states().contains("family-3 DOWN"));
		await().atMost(Duration.ofSeconds(30))
			.until(() -> !family.states().contains("family-3 DOWN") && !family.states().contains("family-3 STARTING"));
		assertThat(family.states()).contains("family-3 DRAINING");
		assertThat(family.pid("family-3")).isNotEqualTo(killed);
		family.operations().resume("family-3");
		family.connectTo("family-3", "127.0.23").close();
	}

	private static int sessions() {
		return List.of("family-1", "family-2", "family-3")
			.stream()
			.mapToInt((id) -> family.worker(id).sessions())
			.sum();
	}

}
