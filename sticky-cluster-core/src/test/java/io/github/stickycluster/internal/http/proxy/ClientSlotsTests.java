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

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ClientSlots}.
 */
class ClientSlotsTests {

	private final ClientSlots slots = new ClientSlots(2, 0);

	private final List<String> turns = new ArrayList<>();

	private ClientSlots.Waiter waiter(String name) {
		return () -> this.turns.add(name);
	}

	@Test
	void slotsAreGivenInTheOrderOfComing() {
		assertThat(this.slots.take(1L, waiter("a"))).isTrue();
		assertThat(this.slots.take(1L, waiter("b"))).isTrue();
		assertThat(this.slots.take(1L, waiter("c"))).isFalse();
		assertThat(this.slots.take(1L, waiter("d"))).isFalse();
		assertThat(this.slots.take(2L, waiter("other"))).isTrue();
		this.slots.give(1L);
		this.slots.give(1L);
		assertThat(this.turns).containsExactly("c", "d");
	}

	@Test
	void oneClientLeavesHalfOfTheSlotsToOthers() {
		ClientSlots few = new ClientSlots(0, 8);
		for (int i = 0; i < 4; i++) {
			assertThat(few.take(1L, waiter("a"))).isTrue();
		}
		assertThat(few.take(1L, waiter("one more"))).isFalse();
		assertThat(few.take(2L, waiter("b"))).isTrue();
		assertThat(few.take(2L, waiter("b"))).isTrue();
		assertThat(few.take(2L, waiter("another"))).isFalse();
		assertThat(few.take(3L, waiter("c"))).isTrue();
	}

	@Test
	void aSlotGoesToWhoHasTheFewest() {
		ClientSlots few = new ClientSlots(0, 3);
		few.take(1L, waiter("a"));
		few.take(2L, waiter("b"));
		few.take(3L, waiter("c"));
		assertThat(few.take(1L, waiter("a again"))).isFalse();
		assertThat(few.take(4L, waiter("d"))).isFalse();
		assertThat(few.take(5L, waiter("e"))).isFalse();
		few.give(2L);
		assertThat(this.turns).containsExactly("d");
		few.give(1L);
		assertThat(this.turns).containsExactly("d", "a again");
		few.give(3L);
		few.give(4L);
		assertThat(this.turns).containsExactly("d", "a again", "e");
		few.give(1L);
		few.give(5L);
		assertThat(few.clients()).isZero();
	}

	@Test
	void whoWaitsAloneIsForgottenWhenItLeaves() {
		ClientSlots one = new ClientSlots(0, 1);
		ClientSlots.Waiter waiter = waiter("b");
		assertThat(one.take(1L, waiter("a"))).isTrue();
		assertThat(one.take(2L, waiter)).isFalse();
		assertThat(one.leave(2L, waiter)).isTrue();
		one.give(1L);
		assertThat(one.clients()).isZero();
		assertThat(this.turns).isEmpty();
	}

	@Test
	void whoLeavesGetsNoTurn() {
		ClientSlots.Waiter leaving = waiter("c");
		this.slots.take(1L, waiter("a"));
		this.slots.take(1L, waiter("b"));
		this.slots.take(1L, leaving);
		this.slots.take(1L, waiter("d"));
		assertThat(this.slots.leave(1L, leaving)).isTrue();
		assertThat(this.slots.leave(1L, leaving)).isFalse();
		this.slots.give(1L);
		assertThat(this.turns).containsExactly("d");
	}

	@Test
	void nothingIsKeptOfAClientWithoutRequests() {
		this.slots.take(1L, waiter("a"));
		this.slots.take(2L, waiter("b"));
		this.slots.give(1L);
		assertThat(this.slots.clients()).isEqualTo(1);
		this.slots.give(2L);
		assertThat(this.slots.clients()).isZero();
	}

	@Test
	void noMoreThanTheMostAreUnderWayWhicheverThreadsAsk() throws InterruptedException {
		AtomicInteger busy = new AtomicInteger();
		AtomicInteger most = new AtomicInteger();
		CountDownLatch left = new CountDownLatch(4_000);
		ExecutorService threads = Executors.newFixedThreadPool(4);
		for (int i = 0; i < 4_000; i++) {
			Runnable work = () -> {
				most.accumulateAndGet(busy.incrementAndGet(), Math::max);
				busy.decrementAndGet();
				this.slots.give(1L);
				left.countDown();
			};
			threads.execute(() -> {
				if (this.slots.take(1L, () -> threads.execute(work))) {
					work.run();
				}
			});
		}
		assertThat(left.await(20, TimeUnit.SECONDS)).isTrue();
		threads.shutdown();
		assertThat(most.get()).isLessThanOrEqualTo(2);
		assertThat(this.slots.clients()).isZero();
	}

}
