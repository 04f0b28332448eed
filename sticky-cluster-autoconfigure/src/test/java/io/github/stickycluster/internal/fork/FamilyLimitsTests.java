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
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import io.github.stickycluster.testkit.HttpRequest;
import io.github.stickycluster.testkit.Wire;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What the children of a family may have open together.
 */
@Tag("long")
@Tag("once")
@Timeout(240)
class FamilyLimitsTests {

	private static final Duration CHANGE = Duration.ofSeconds(60);

	private static final HttpRequest HANDSHAKE = HttpRequest.get("/socket.io/?EIO=4&transport=polling");

	@Test
	void theChildrenShareTheConnectionsThatMayBeOpenHoweverManyTheyAre() {
		try (RunningFamily family = RunningFamily.start(1, "--sticky-cluster.limits.max-connections=6",
				"--sticky-cluster.workers.drain-timeout=1s")) {
			awaitServed(family, 6);
			family.operations().resize(2);
			await().atMost(CHANGE).until(() -> family.states().contains("family-2 UP"));
			awaitServed(family, 6);
			family.operations().restart("family-2").orTimeout(60, TimeUnit.SECONDS).join();
			awaitServed(family, 6);
			family.operations().resize(1);
			await().atMost(CHANGE).until(() -> family.states().equals(List.of("family-1 UP")));
			awaitServed(family, 6);
		}
	}

	/**
	 * Connections that were closed may be counted for a moment.
	 */
	private static void awaitServed(RunningFamily family, int expected) {
		await().untilAsserted(() -> {
			List<Wire> wires = IntStream.rangeClosed(1, 20)
				.mapToObj((i) -> Wire.from("127.0.45." + i, family.port()))
				.toList();
			assertThat(wires.stream().filter((wire) -> wire.exchange(HANDSHAKE).status() == 200)).hasSize(expected);
			wires.forEach(Wire::reset);
		});
	}

}
