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

package io.github.stickycluster.memory;

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

	private final OutOfMemoryError heapFull = new OutOfMemoryError("Java heap space");

	private final OutOfMemoryError directFull = new OutOfMemoryError(
			"Cannot reserve 4096 bytes of direct buffer" + " memory (allocated: 67108000, limit: 67108864)");

	private boolean full;

	private final Reserve reserve = new Reserve(1024 * 1024, this::allocate);

	private long heapRoom = Long.MAX_VALUE;

	private long directRoom = Long.MAX_VALUE;

	private final NodeMemory memory = new NodeMemory(this.reserve, () -> this.heapRoom, () -> this.directRoom);

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
		this.heapRoom = this.reserve.needed() - 1;
		assertThat(this.memory.notice(this.heapFull)).isTrue();
		assertThat(this.memory.isOut()).isTrue();
		assertThat(this.memory.outSince()).isNotNull();
		assertThat(this.reserve.isHeld()).isFalse();
		this.memory.look(inSeconds(4));
		assertThat(this.memory.isOut()).as("no room").isTrue();
		this.heapRoom++;
		this.memory.look(inSeconds(4));
		assertThat(this.memory.isOut()).isFalse();
		assertThat(this.memory.outSince()).isNull();
		assertThat(this.reserve.isHeld()).isTrue();
		assertThat(this.memory.timesOut()).isEqualTo(1);
		assertThat(output.toString().lines().filter((line) -> line.contains("Memory ran out (the heap is full)")))
			.hasSize(1);
		assertThat(output).contains("There is memory again, after 4.");
	}

	@Test
	void isStillOutForASecondAfterTheLastError() {
		this.heapRoom = 0;
		this.memory.notice(this.heapFull);
		this.heapRoom = Long.MAX_VALUE;
		this.memory.look(System.nanoTime());
		assertThat(this.memory.isOut()).isTrue();
		this.memory.look(inSeconds(1));
		assertThat(this.memory.isOut()).isFalse();
	}

	@Test
	void triesTheReserveWithoutVisibleRoomSinceOnlyAllocatingMakesGarbageGo() {
		this.heapRoom = 0;
		this.memory.notice(this.heapFull);
		this.memory.look(inSeconds(4));
		assertThat(this.memory.isOut()).isTrue();
		this.memory.look(inSeconds(6));
		assertThat(this.memory.isOut()).isFalse();
	}

	@Test
	void askingForTooMuchAtOnceIsNoLackOfMemory() {
		this.memory.look(System.nanoTime());
		assertThat(this.memory.notice(this.heapFull)).isTrue();
		assertThat(this.memory.notice(this.directFull)).isTrue();
		assertThat(this.memory.isOut()).isFalse();
		assertThat(this.reserve.isHeld()).isTrue();
	}

	@Test
	void directMemoryRunsOutByItself(CapturedOutput output) {
		this.heapRoom = 0;
		this.memory.notice(this.directFull);
		assertThat(this.memory.isOut()).isFalse();
		this.heapRoom = Long.MAX_VALUE;
		this.directRoom = 1024;
		this.memory.notice(this.heapFull);
		assertThat(this.memory.isOut()).isFalse();
		this.memory.notice(this.directFull);
		assertThat(this.memory.isOut()).isTrue();
		this.memory.look(inSeconds(1));
		assertThat(this.memory.isOut()).as("no error any more, though Netty keeps its chunks").isFalse();
		assertThat(output).contains("Memory ran out (direct memory is full)");
	}

	@Test
	void otherFailuresAreNone() {
		this.heapRoom = 0;
		assertThat(this.memory.notice(new IllegalStateException(new StackOverflowError()))).isFalse();
		assertThat(this.memory.isOut()).isFalse();
	}

	@Test
	void findsTheErrorBehindAnother() {
		this.heapRoom = 0;
		assertThat(this.memory.notice(new IllegalStateException(new IllegalStateException(this.heapFull)))).isTrue();
		assertThat(this.memory.isOut()).isTrue();
		assertThat(NodeMemory.isLack(null)).isFalse();
	}

	@Test
	void isBrokenAfterAMinuteWithoutRoom(CapturedOutput output) {
		runOutAndStay();
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
		runOutAndStay();
		this.memory.look(inSeconds(61));
		assertThat(this.memory.isBroken()).isTrue();
		this.full = false;
		this.memory.look(inSeconds(67));
		assertThat(this.memory.isBroken()).isFalse();
		assertThat(this.memory.isOut()).isFalse();
	}

	@Test
	void takingNoticeAllocatesNothing() {
		this.memory.look(System.nanoTime());
		this.heapRoom = 0;
		Throwable failure = new IllegalStateException(this.heapFull);
		ServerMemory server = new ServerMemory(this.memory);
		for (int i = 0; i < 10_000; i++) {
			server.notice(failure);
		}
		this.heapRoom = Long.MAX_VALUE;
		this.memory.look(inSeconds(2));
		this.heapRoom = 0;
		ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
		long id = Thread.currentThread().getId();
		threads.getThreadAllocatedBytes(id);
		long before = threads.getThreadAllocatedBytes(id);
		server.notice(failure);
		long allocated = threads.getThreadAllocatedBytes(id) - before;
		assertThat(this.memory.isOut()).isTrue();
		assertThat(allocated).isZero();
	}

	@Test
	void knowsTheRoomOfThisJvm() {
		NodeMemory here = NodeMemory.ofThisJvm();
		here.notice(this.heapFull);
		here.notice(this.directFull);
		assertThat(here.isOut()).as("there is plenty of both").isFalse();
	}

	private void runOutAndStay() {
		this.full = true;
		this.heapRoom = 0;
		this.memory.notice(this.heapFull);
	}

	private byte[] allocate(int size) {
		if (this.full) {
			throw new OutOfMemoryError("Java heap space");
		}
		return new byte[size];
	}

	private static long inSeconds(int seconds) {
		return System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
	}

}
