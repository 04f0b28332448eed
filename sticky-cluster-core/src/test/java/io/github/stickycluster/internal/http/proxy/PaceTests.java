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

package io.github.stickycluster.internal.http.proxy;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.netty.channel.embedded.EmbeddedChannel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Pace}, with the defaults: 240 bytes a second, and 30 s of patience.
 */
class PaceTests {

	private static final int RATE = 240;

	private final EmbeddedChannel channel = new EmbeddedChannel();

	private long bytes;

	private int tooSlow;

	private final Pace pace = new Pace(this.channel.eventLoop(), RATE, Duration.ofSeconds(30).toNanos(),
			() -> this.bytes, () -> this.tooSlow++);

	@BeforeEach
	void freeze() {
		this.channel.freezeTime();
	}

	@AfterEach
	void close() {
		this.channel.finishAndReleaseAll();
	}

	/** Lets seconds pass in each of which some bytes come. */
	private void pass(int seconds, long bytesEach) {
		for (int i = 0; i < seconds; i++) {
			this.bytes += bytesEach;
			this.channel.advanceTimeBy(1, TimeUnit.SECONDS);
			this.channel.runScheduledPendingTasks();
		}
	}

	@Test
	void aByteASecondIsTooSlow() {
		this.pace.start();
		pass(29, 1);
		assertThat(this.tooSlow).isZero();
		pass(4, 1);
		assertThat(this.tooSlow).isEqualTo(1);
	}

	@Test
	void aPhoneWithAPoorConnectionIsNot() {
		this.pace.start();
		for (int i = 0; i < 200; i++) {
			pass(5, 2_048);
			pass(25, 0);
		}
		assertThat(this.tooSlow).isZero();
	}

	@Test
	void theLeastRateItselfIsEnough() {
		this.pace.start();
		pass(3_600, RATE);
		assertThat(this.tooSlow).isZero();
		pass(40, RATE - 1);
		assertThat(this.tooSlow).isZero();
		pass(7_200, RATE - 1);
		assertThat(this.tooSlow).isEqualTo(1);
	}

	@Test
	void aFastBeginningDoesNotPayForAnHourOfTrickling() {
		this.pace.start();
		pass(1, 100_000_000);
		pass(28, 1);
		assertThat(this.tooSlow).isZero();
		pass(34, 1);
		assertThat(this.tooSlow).isEqualTo(1);
	}

	@Test
	void timeInWhichOthersAreWaitedForCostsNothing() {
		this.pace.start();
		pass(20, 0);
		this.pace.stop();
		pass(3_600, 0);
		this.pace.start();
		pass(9, 0);
		assertThat(this.tooSlow).isZero();
		pass(2, 0);
		assertThat(this.tooSlow).isEqualTo(1);
	}

	@Test
	void bytesThatComeMeanwhileEarnNothing() {
		this.pace.start();
		pass(20, 0);
		this.pace.stop();
		pass(10, 100_000);
		this.pace.start();
		pass(11, 0);
		assertThat(this.tooSlow).isEqualTo(1);
	}

	@Test
	void nothingIsSaidAfterTheEnd() {
		this.pace.start();
		pass(20, 0);
		this.pace.end();
		pass(3_600, 0);
		assertThat(this.tooSlow).isZero();
		assertThat(this.channel.runScheduledPendingTasks()).isEqualTo(-1);
	}

}
