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

package io.github.stickycluster.internal.dispatch;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import io.github.stickycluster.internal.engineio.Rate;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link NewConnections} and {@link OpenConnections}.
 */
class NewConnectionsTests {

	private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);

	private final NewConnections rates = new NewConnections(Rate.of(2, 3), this.now::get);

	@Test
	void eachClientHasABurstAndThenItsRate() {
		for (int i = 0; i < 3; i++) {
			assertThat(this.rates.take(1L)).isTrue();
		}
		assertThat(this.rates.take(1L)).isFalse();
		assertThat(this.rates.take(2L)).isTrue();
		this.now.addAndGet(TimeUnit.MILLISECONDS.toNanos(499));
		assertThat(this.rates.take(1L)).isFalse();
		this.now.addAndGet(TimeUnit.MILLISECONDS.toNanos(1));
		assertThat(this.rates.take(1L)).isTrue();
		assertThat(this.rates.take(1L)).isFalse();
	}

	@Test
	void aFloodOfClientsTakesBoundedMemoryAndIsForgotten() {
		for (long client = 0; client < 3L * NewConnections.MOST_CLIENTS; client++) {
			assertThat(this.rates.take(client)).isTrue();
		}
		assertThat(this.rates.clients()).isLessThanOrEqualTo(NewConnections.MOST_CLIENTS);
		this.now.addAndGet(TimeUnit.SECONDS.toNanos(3));
		assertThat(this.rates.clients()).isZero();
	}

	@Test
	void openConnectionsAreCountedUpToTheMostAndForgottenWithTheLast() {
		OpenConnections open = new OpenConnections(2);
		assertThat(open.open(1L)).isTrue();
		assertThat(open.open(1L)).isTrue();
		assertThat(open.open(1L)).isFalse();
		assertThat(open.open(1L)).isFalse();
		assertThat(open.open(2L)).isTrue();
		assertThat(open.clients()).isEqualTo(2);
		open.close(1L);
		assertThat(open.open(1L)).isTrue();
		open.close(1L);
		open.close(1L);
		open.close(2L);
		open.close(2L);
		assertThat(open.clients()).isZero();
	}

	@Test
	void aHundredThousandClientsThatComeAndGoLeaveNothing() {
		OpenConnections open = new OpenConnections(2);
		for (long client = 0; client < 100_000; client++) {
			assertThat(open.open(client)).isTrue();
			open.close(client);
		}
		assertThat(open.clients()).isZero();
	}

}
