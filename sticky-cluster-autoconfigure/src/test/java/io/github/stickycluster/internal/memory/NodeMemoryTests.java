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

import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;

import com.sun.management.ThreadMXBean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class NodeMemoryTests {

	private final OutOfMemoryError ofHeap = new OutOfMemoryError("Java heap space");

	private final OutOfMemoryError ofDirect = new OutOfMemoryError(
			"Cannot reserve 4096 bytes of direct buffer memory (allocated: 67108000, limit: 67108864)");

	private boolean heapFull;

	private boolean directFull;

	private long visibleRoom = Long.MAX_VALUE;

	private final Reserve reserve = new Reserve(1024 * 1024, this::allocate);

	private final NodeMemory memory = new NodeMemory(this.reserve, () -> this.visibleRoom, () -> !this.directFull);

	@Test
	void takesTheReserveAtTheFirstLook() {
		assertThat(this.reserve.isHeld()).isFalse();
		this.memory.look(System.nanoTime());
		assertThat(this.reserve.isHeld()).isTrue();
		assertThat(this.memory.isOut()).isFalse();
	}

	@Test
	void releasesTheReserveAtTheFirstErrorAndTakesItAgainWhenThereIsRoom(CapturedOutput output) {
		this.memory.look(System.nanoTime());
		this.heapFull = true;
		assertThat(this.memory.notice(this.ofHeap)).isTrue();
		assertThat(this.reserve.isHeld()).isFalse();
		this.memory.look(System.nanoTime());
		assertThat(this.memory.isOut()).isTrue();
		assertThat(this.memory.outSince()).isNotNull();
		this.memory.look(inSeconds(2));
		assertThat(this.memory.isOut()).as("no room").isTrue();
		this.heapFull = false;
		this.memory.look(inSeconds(4));
		assertThat(this.memory.isOut()).isFalse();
		assertThat(this.memory.outSince()).isNull();
		assertThat(this.reserve.isHeld()).isTrue();
		assertThat(this.memory.timesOut()).isEqualTo(1);
		assertThat(output.toString().lines().filter((line) -> line.contains("Memory ran out (the heap is full)")))
			.hasSize(1);
		assertThat(output).contains("Memory is free again after ");
	}

	@Test
	void releasesTheReserveInPartsASecondApart() {
		this.memory.look(System.nanoTime());
		assertThat(this.reserve.held()).isEqualTo(4);
		long now = System.nanoTime();
		this.heapFull = true;
		this.reserve.release(now);
		this.reserve.release(now + 1);
		this.reserve.release(now + Reserve.APART - 1);
		assertThat(this.reserve.held()).isEqualTo(3);
		this.reserve.release(now + Reserve.APART);
		this.reserve.release(now + 2 * Reserve.APART);
		assertThat(this.reserve.held()).isEqualTo(1);
		assertThat(this.reserve.take()).isFalse();
		assertThat(this.reserve.held()).isEqualTo(1);
		this.heapFull = false;
		assertThat(this.reserve.take()).isTrue();
		assertThat(this.reserve.held()).isEqualTo(4);
	}

	@Test
	void isStillOutForASecondAfterTheLastError() {
		runOut();
		this.heapFull = false;
		this.memory.notice(this.ofHeap);
		this.memory.look(System.nanoTime());
		assertThat(this.memory.isOut()).isTrue();
		this.memory.look(inSeconds(1));
		assertThat(this.memory.isOut()).isFalse();
	}

	@Test
	void triesTheReserveWithoutVisibleRoomSinceOnlyAllocatingMakesGarbageGo() {
		runOut();
		this.heapFull = false;
		this.visibleRoom = 0;
		this.memory.look(inSeconds(4));
		assertThat(this.memory.isOut()).isTrue();
		this.memory.look(inSeconds(6));
		assertThat(this.memory.isOut()).isFalse();
	}

	@Test
	void askingForTooMuchAtOnceIsNoLackOfMemory(CapturedOutput output) {
		this.memory.look(System.nanoTime());
		assertThat(this.memory.notice(this.ofHeap)).isTrue();
		assertThat(this.memory.notice(this.ofDirect)).isTrue();
		assertThat(this.memory.isOut()).isFalse();
		this.memory.look(System.nanoTime());
		assertThat(this.memory.isOut()).isFalse();
		assertThat(this.reserve.isHeld()).isTrue();
		assertThat(this.memory.timesOut()).isZero();
		assertThat(output).doesNotContain("Memory ran out");
	}

	@Test
	void roomThatTheCollectorCannotUseIsNone() {
		this.memory.look(System.nanoTime());
		this.heapFull = true;
		this.visibleRoom = Long.MAX_VALUE;
		this.memory.notice(this.ofHeap);
		this.memory.look(System.nanoTime());
		assertThat(this.memory.isOut()).isTrue();
	}

	@Test
	void directMemoryRunsOutByItself(CapturedOutput output) {
		this.memory.look(System.nanoTime());
		this.directFull = true;
		this.memory.notice(this.ofHeap);
		this.memory.look(System.nanoTime());
		assertThat(this.memory.isOut()).isFalse();
		this.memory.notice(this.ofDirect);
		this.memory.look(System.nanoTime());
		assertThat(this.memory.isOut()).isTrue();
		this.directFull = false;
		this.memory.look(inSeconds(2));
		assertThat(this.memory.isOut()).isFalse();
		assertThat(output).contains("Memory ran out (direct memory is full)");
	}

	@Test
	void otherFailuresAreNone() {
		this.memory.look(System.nanoTime());
		this.heapFull = true;
		assertThat(this.memory.notice(new IllegalStateException(new StackOverflowError()))).isFalse();
		this.memory.look(System.nanoTime());
		assertThat(this.memory.isOut()).isFalse();
	}

	@Test
	void findsTheErrorBehindAnother() {
		assertThat(this.memory.notice(new IllegalStateException(new IllegalStateException(this.ofHeap)))).isTrue();
		assertThat(NodeMemory.isLack(null)).isFalse();
	}

	@Test
	void isBrokenAfterAMinuteWithoutRoom(CapturedOutput output) {
		runOut();
		this.memory.look(inSeconds(59));
		assertThat(this.memory.isBroken()).isFalse();
		this.memory.look(inSeconds(61));
		assertThat(this.memory.isBroken()).isTrue();
		assertThat(this.memory.isOut()).isTrue();
		this.memory.look(inSeconds(90));
		assertThat(output.toString().lines().filter((line) -> line.contains("this node cannot serve"))).hasSize(1);
	}

	@Test
	void isNotBrokenAnyMoreWhenThereIsRoom() {
		runOut();
		this.memory.look(inSeconds(61));
		assertThat(this.memory.isBroken()).isTrue();
		this.heapFull = false;
		this.memory.look(inSeconds(70));
		assertThat(this.memory.isBroken()).isFalse();
		assertThat(this.memory.isOut()).isFalse();
	}

	@Test
	void takingNoticeAllocatesNothing() {
		this.memory.look(System.nanoTime());
		Throwable failure = new IllegalStateException(this.ofHeap);
		ServerMemory server = new ServerMemory(this.memory);
		for (int i = 0; i < 10_000; i++) {
			server.notice(failure);
		}
		this.memory.look(System.nanoTime());
		assertThat(this.reserve.isHeld()).isTrue();
		long later = inSeconds(10);
		ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
		long id = Thread.currentThread().getId();
		threads.getThreadAllocatedBytes(id);
		long before = threads.getThreadAllocatedBytes(id);
		server.notice(failure);
		this.reserve.release(later);
		long allocated = threads.getThreadAllocatedBytes(id) - before;
		assertThat(this.reserve.isHeld()).isFalse();
		assertThat(allocated).isZero();
	}

	@Test
	void knowsTheRoomOfThisJvm() {
		NodeMemory here = NodeMemory.ofThisJvm();
		here.notice(this.ofHeap);
		here.notice(this.ofDirect);
		here.look(System.nanoTime());
		assertThat(here.isOut()).as("there is plenty of both").isFalse();
		here.close();
	}

	private void runOut() {
		this.memory.look(System.nanoTime());
		this.heapFull = true;
		this.memory.notice(this.ofHeap);
		this.memory.look(System.nanoTime());
		assertThat(this.memory.isOut()).isTrue();
	}

	private byte[] allocate(int size) {
		if (this.heapFull) {
			throw new OutOfMemoryError("Java heap space");
		}
		return new byte[size];
	}

	private static long inSeconds(int seconds) {
		return System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
	}

}
