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

package io.github.stickycluster.internal.memory;

import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ServerMemoryTests {

	private final OutOfMemoryError failure = new OutOfMemoryError("Java heap space");

	private final ServerMemory memory = new ServerMemory(NodeMemory.ofThisJvm());

	@Test
	void recursInThreeDifferentSecondsWithinTen() {
		countAt(0, 2_000);
		assertThat(this.memory.recurs()).isFalse();
		countAt(10_000);
		assertThat(this.memory.recurs()).isTrue();
	}

	@Test
	void manyFailuresWithinASecondAreOne() {
		countAt(0, 10, 20, 500, 900, 999);
		assertThat(this.memory.recurs()).isFalse();
	}

	@Test
	void failuresFarApartDoNotRecur() {
		countAt(0, 5_000, 10_001, 60_000, 70_000, 120_000);
		assertThat(this.memory.recurs()).isFalse();
	}

	@Test
	void doesNotCountWhoAsksForTooMuchWithMemoryToSpare() {
		for (int i = 0; i < 3; i++) {
			assertThat(this.memory.notice(this.failure)).isTrue();
		}
		assertThat(this.memory.recurs()).isFalse();
		assertThat(this.memory.notice(new IllegalStateException("nothing to do with memory"))).isFalse();
	}

	private void countAt(long... millis) {
		for (long present : millis) {
			this.memory.count(TimeUnit.MILLISECONDS.toNanos(present));
		}
	}

}
