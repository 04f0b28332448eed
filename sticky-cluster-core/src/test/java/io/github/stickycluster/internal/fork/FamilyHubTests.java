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

package io.github.stickycluster.internal.fork;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;

import io.github.stickycluster.internal.bus.BusStatistics;
import io.github.stickycluster.internal.bus.EngineBus;
import io.github.stickycluster.internal.bus.EngineBusSettings;
import io.github.stickycluster.internal.memory.NodeMemory;
import io.github.stickycluster.testkit.TestTransport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link FamilyHub} whose event loop has much to do.
 */
@Timeout(30)
class FamilyHubTests {

	private static final int BUFFER = 1_000_000;

	private final FamilyHub hub = new FamilyHub(TestTransport.get(), BUFFER, NodeMemory.ofThisJvm());

	@Test
	void whatTheLoopHasNotTakenWaitsInTheBoundedBufferOfTheBus() throws Exception {
		CountDownLatch busy = new CountDownLatch(1);
		try (EngineBus bus = new EngineBus(this.hub.engine(), new EngineBusSettings(true, BUFFER))) {
			bus.start("family", (node, message) -> {
			});
			this.hub.group().next().execute(() -> awaitQuietly(busy));
			BusStatistics statistics = bus.statistics();
			for (int i = 0; i < 20; i++) {
				bus.publish(new byte[BUFFER / 5]);
			}
			await().during(Duration.ofMillis(300)).until(() -> statistics.sent() == 0);
			assertThat(statistics.dropped()).isPositive();
			busy.countDown();
			await().until(() -> statistics.sent() + statistics.dropped() == 20);
		}
		finally {
			busy.countDown();
		}
	}

	@Test
	void withoutAControlSocketThereIsNobodyToTell() {
		try (EngineBus bus = new EngineBus(this.hub.engine(), new EngineBusSettings(true, BUFFER))) {
			bus.start("family", (node, message) -> {
			});
			this.hub.close();
			bus.publish(new byte[1]);
			await().until(() -> bus.statistics().sent() == 1);
		}
	}

	private static void awaitQuietly(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
