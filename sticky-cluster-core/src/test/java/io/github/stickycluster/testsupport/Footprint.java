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

package io.github.stickycluster.testsupport;

import java.lang.management.ManagementFactory;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import io.netty.util.ResourceLeakDetector;

import static org.awaitility.Awaitility.await;

/**
 * The memory of this JVM that is in use.
 *
 * @param heap the heap after a collection, in bytes
 * @param direct the memory of Netty's direct buffers, in bytes
 */
public record Footprint(long heap, long direct) {

	/** The second takes what the first has only found to be lost. */
	private static final int COLLECTIONS = 2;

	private static final int CALM_BYTES = 500_000;

	/**
	 * Measures what something keeps.
	 * @param making makes it
	 * @return what the JVM keeps more than before
	 */
	public static Footprint of(Runnable making) {
		return withoutLeakDetection(() -> {
			Footprint before = calm();
			making.run();
			Footprint after = present();
			return new Footprint(after.heap - before.heap, after.direct - before.direct);
		});
	}

	/**
	 * Does something as it is done when it is measured, for what is taken the first time
	 * only.
	 * @param making makes it
	 */
	public static void warmUp(Runnable making) {
		withoutLeakDetection(() -> {
			making.run();
			return null;
		});
	}

	/** Paranoid detection keeps a stack trace of every buffer. */
	private static <T> T withoutLeakDetection(Supplier<T> action) {
		ResourceLeakDetector.Level level = ResourceLeakDetector.getLevel();
		ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.DISABLED);
		try {
			return action.get();
		}
		finally {
			ResourceLeakDetector.setLevel(level);
		}
	}

	// Servers of the tests before end in the background, and free what they had.
	private static Footprint calm() {
		AtomicReference<Footprint> last = new AtomicReference<>(new Footprint(0, 0));
		await().until(() -> {
			Footprint present = present();
			return Math.abs(present.total() - last.getAndSet(present).total()) < CALM_BYTES;
		});
		return last.get();
	}

	/**
	 * Measures now.
	 * @return the memory in use
	 */
	public static Footprint present() {
		for (int i = 0; i < COLLECTIONS; i++) {
			System.gc();
		}
		return new Footprint(ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed(),
				((ByteBufAllocatorMetricProvider) ByteBufAllocator.DEFAULT).metric().usedDirectMemory());
	}

	/**
	 * Adds both kinds up.
	 * @return bytes
	 */
	public long total() {
		return this.heap + this.direct;
	}

}
