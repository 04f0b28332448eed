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

package io.github.stickycluster.internal.budget;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of the accounts of event loops.
 */
class LoopBudgetTests {

	private static final int MEGABYTE = 1024 * 1024;

	private final MemoryBudget budget = new MemoryBudget(100L * MEGABYTE, 100L * MEGABYTE);

	@Test
	void loopsHaveEqualShares() {
		LoopBudget first = this.budget.open(1);
		assertThat(KeptMemory.of(List.of(first)).heapLimit()).isEqualTo(100L * MEGABYTE);
		LoopBudget second = this.budget.open(1);
		first.add(20L * MEGABYTE, 0);
		second.add(0, 25L * MEGABYTE);
		assertThat(first.level()).isEqualTo(0.4);
		assertThat(second.level()).isEqualTo(0.5);
		assertThat(second.lacksDirect()).isTrue();
		assertThat(this.budget.heldHeap()).isEqualTo(20L * MEGABYTE);
		second.close();
		assertThat(first.level()).isEqualTo(0.2);
		assertThat(this.budget.heldDirect()).isZero();
	}

	@Test
	void doesNotGetTightByMoreLoops() {
		LoopBudget first = this.budget.open(1);
		first.add(60L * MEGABYTE, 30L * MEGABYTE);
		LoopBudget second = this.budget.open(1);
		LoopBudget third = this.budget.open(1);
		assertThat(first.isTight()).isFalse();
		assertThat(KeptMemory.of(List.of(first, second, third)).level()).isLessThan(0.7);
		first.add(5L * MEGABYTE, 0);
		assertThat(first.isTight()).isTrue();
		third.add(25L * MEGABYTE, 0);
		assertThat(third.isTight()).isTrue();
	}

	@Test
	void neverMayKeepMoreThanBefore() {
		LoopBudget first = this.budget.open(1);
		first.add(90L * MEGABYTE, 0);
		assertThat(first.level()).isEqualTo(0.9);
		this.budget.open(1);
		assertThat(first.level()).isEqualTo(0.9);
	}

	@Test
	void hasTheSmallerShareOnceItKeepsLittle() {
		LoopBudget first = this.budget.open(1);
		first.add(60L * MEGABYTE, 0);
		this.budget.open(1);
		first.add(-30L * MEGABYTE, 0);
		assertThat(first.level()).isEqualTo(0.6);
		first.add(10L * MEGABYTE, 0);
		assertThat(first.isTight()).isTrue();
	}

	@Test
	void aPacketMayTakeAnEighthOfItsWorkersShare() {
		LoopBudget one = this.budget.open(2);
		LoopBudget two = this.budget.open(2);
		assertThat(one.packetLimit()).isEqualTo(100L * MEGABYTE / 8);
		this.budget.open(2);
		this.budget.open(2);
		assertThat(two.packetLimit()).isEqualTo(50L * MEGABYTE / 8);
	}

	@Test
	void largeCallsWaitWhereOthersTakeAQuarterOfTheShare() {
		LoopBudget loop = this.budget.open(1);
		assertThat(loop.begin(20L * MEGABYTE)).isTrue();
		assertThat(loop.begin(20L * MEGABYTE)).isTrue();
		assertThat(loop.begin(MEGABYTE)).isFalse();
		assertThat(loop.begin(1_000)).isTrue();
		loop.addElsewhere(MEGABYTE);
		assertThat(loop.heap()).isEqualTo(41L * MEGABYTE + 1_000);
		loop.end(20L * MEGABYTE);
		assertThat(loop.begin(MEGABYTE)).isTrue();
	}

}
