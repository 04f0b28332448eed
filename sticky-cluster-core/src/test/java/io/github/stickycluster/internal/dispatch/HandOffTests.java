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

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.stickycluster.internal.worker.WorkerRegistry;
import io.github.stickycluster.testkit.TestDefaults;
import io.github.stickycluster.testkit.TestTransport;
import io.github.stickycluster.testkit.Wire;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link HandOff}.
 */
class HandOffTests {

	@Test
	void aConnectionThatCannotBeSetUpGivesItsPlaceBack() throws IOException {
		ConnectionLimits limits = new ConnectionLimits(
				new LimitSettings(1, 0, 0, 0, 8_192, Duration.ofSeconds(10), Duration.ofSeconds(60)),
				TestDefaults.CLIENT_KEY::of, (address) -> false);
		TlsSettings failing = new TlsSettings((allocator) -> {
			throw new IllegalStateException("No certificate");
		}, Duration.ofSeconds(10));
		Dispatcher dispatcher = new Dispatcher(
				new DispatcherSettings(InetAddress.getLoopbackAddress(), 0, 16, TestDefaults.CLIENT_ADDRESS),
				TestTransport.get(), new WorkerSelector(new WorkerRegistry(), TestDefaults.CLIENT_KEY, null),
				TestDefaults.ENGINE_IO, limits, failing);
		dispatcher.start();
		try {
			for (int i = 0; i < 3; i++) {
				assertThat(isClosedByServer(dispatcher.address())).isTrue();
			}
			assertThat(limits.refused().count(RefusalReason.MAX_CONNECTIONS)).isZero();
		}
		finally {
			dispatcher.stop();
		}
	}

	@Test
	void aConnectionForWhichThereIsNoMemoryIsClosed() throws IOException {
		AtomicInteger lacking = new AtomicInteger(1);
		ConnectionLimits limits = new ConnectionLimits(TestDefaults.LIMITS, (address) -> {
			if (lacking.getAndDecrement() > 0) {
				throw new OutOfMemoryError("for the connection");
			}
			return TestDefaults.CLIENT_KEY.of(address);
		}, (address) -> false);
		Dispatcher dispatcher = new Dispatcher(
				new DispatcherSettings(InetAddress.getLoopbackAddress(), 0, 16, TestDefaults.CLIENT_ADDRESS),
				TestTransport.get(), new WorkerSelector(new WorkerRegistry(), TestDefaults.CLIENT_KEY, null),
				TestDefaults.ENGINE_IO, limits, null);
		dispatcher.start();
		try {
			assertThat(isClosedByServer(dispatcher.address())).isTrue();
		}
		finally {
			dispatcher.stop();
		}
	}

	private static boolean isClosedByServer(InetSocketAddress address) {
		try (Wire wire = Wire.to(address.getPort())) {
			return wire.closesWithin(Duration.ofSeconds(10));
		}
	}

}
