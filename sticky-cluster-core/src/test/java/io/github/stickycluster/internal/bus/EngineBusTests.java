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

package io.github.stickycluster.internal.bus;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link EngineBus} on an engine that fails.
 */
@Timeout(30)
class EngineBusTests {

	@Test
	void whatAnErrorOfTheEnginesHasHeldUpIsSentWhenItWorksAgain() {
		ErringEngine engine = new ErringEngine();
		try (EngineBus bus = new EngineBus(engine, new EngineBusSettings(true, 10_000))) {
			bus.start("a", (node, message) -> {
			});
			bus.publish(new byte[] { 7 });
			bus.publish(new byte[] { 8 });
			await().until(() -> engine.frames.size() == 2);
			assertThat(engine.frames).map((frame) -> frame[frame.length - 1]).containsExactly((byte) 7, (byte) 8);
			assertThat(bus.isConnected()).isTrue();
		}
	}

	/**
	 * Has no memory left the first two times.
	 */
	private static final class ErringEngine implements Engine {

		private final AtomicInteger attempts = new AtomicInteger();

		private final List<byte[]> frames = new CopyOnWriteArrayList<>();

		@Override
		public String name() {
			if (this.attempts.get() == 1) {
				throw new OutOfMemoryError("for the log");
			}
			return "The erring engine";
		}

		@Override
		public void open(Consumer<byte[]> reader) {
		}

		@Override
		public void append(List<byte[]> appended) {
			if (this.attempts.incrementAndGet() <= 2) {
				throw new OutOfMemoryError("of this kind");
			}
			this.frames.addAll(appended);
		}

		@Override
		public boolean isReading() {
			return true;
		}

		@Override
		public void close() {
		}

	}

}
