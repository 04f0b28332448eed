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

package io.github.stickycluster.internal.worker.supervision;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class CrashLoopTests {

	private static final long NOW = System.nanoTime();

	@Test
	void doublesTheBackoff() {
		assertThat(delays(new CrashLoop(Duration.ofSeconds(1), 7), 6)).containsExactly(Duration.ofSeconds(1),
				Duration.ofSeconds(2), Duration.ofSeconds(4), Duration.ofSeconds(8), Duration.ofSeconds(16),
				Duration.ofSeconds(32));
		assertThat(delays(new CrashLoop(Duration.ofSeconds(1), 9), 8)).endsWith(Duration.ofSeconds(32),
				Duration.ofSeconds(32));
	}

	@Test
	void goesOnSlowlyAfterTooManyFailuresOneToFiveMinutesByDefault() {
		for (int run = 0; run < 100; run++) {
			List<Duration> delays = delays(new CrashLoop(Duration.ofSeconds(1), 6), 12);
			assertThat(delays.get(5)).isBetween(Duration.ofSeconds(60), Duration.ofSeconds(75));
			assertThat(delays.get(6)).isBetween(Duration.ofSeconds(120), Duration.ofSeconds(150));
			assertThat(delays.subList(7, 12)).allMatch((delay) -> delay.compareTo(Duration.ofMinutes(4)) >= 0
					&& delay.compareTo(Duration.ofMinutes(5)) <= 0);
		}
	}

	@Test
	void nodesThatFailedTogetherDoNotTryAgainTogether() {
		assertThat(delays(new CrashLoop(Duration.ofSeconds(1), 1), 20).subList(3, 20)).doesNotHaveDuplicates();
	}

	@Test
	void isNeverFasterThanTheBackoff() {
		assertThat(delays(new CrashLoop(Duration.ofMinutes(10), 1), 3))
			.allMatch((delay) -> delay.compareTo(Duration.ofMinutes(10)) >= 0);
	}

	@Test
	void saysWhenThereAreTooManyInARow() {
		CrashLoop crashes = new CrashLoop(Duration.ofSeconds(1), 2);
		assertThat(crashes.fail(NOW)).isTrue();
		assertThat(crashes.fail(NOW)).isFalse();
		assertThat(crashes.fail(NOW)).isFalse();
		crashes.up(NOW);
		assertThat(crashes.fail(NOW + CrashLoop.STABLE.toNanos() - 1)).as("was not up for long").isFalse();
		crashes.up(NOW);
		assertThat(crashes.fail(NOW + CrashLoop.STABLE.toNanos())).isTrue();
		assertThat(crashes.delay()).isEqualTo(Duration.ofSeconds(1));
	}

	private static List<Duration> delays(CrashLoop crashes, int failures) {
		List<Duration> delays = new ArrayList<>();
		for (int i = 0; i < failures; i++) {
			crashes.fail(NOW);
			delays.add(crashes.delay());
		}
		return delays;
	}

}
