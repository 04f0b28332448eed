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

package io.github.stickycluster.internal.transport;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

import io.github.stickycluster.testkit.PoisonedHandle;
import io.github.stickycluster.testkit.StarvedLog;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoEventLoop;
import io.netty.util.concurrent.DefaultThreadFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@Timeout(60)
class CountingLoopsTests {

	private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();

	private final EventLoopGroup group = IoTransport.NIO.newGroup(1, new DefaultThreadFactory("counting-loops-test"),
			this.failures::add);

	private final IoEventLoop loop = (IoEventLoop) this.group.next();

	@AfterEach
	void end() {
		this.group.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
	}

	@Test
	void goOnAfterAnErrorInTheirInput() throws Exception {
		PoisonedHandle.poison(this.loop, StackOverflowError::new, 3);
		await().until(() -> this.failures.size() == 3);
		assertThat(this.failures).allMatch(StackOverflowError.class::isInstance);
		assertThat(this.loop.submit(() -> "alive").get(10, TimeUnit.SECONDS)).isEqualTo("alive");
	}

	@Test
	void goOnAfterAnErrorOfATaskThatCannotEvenBeLogged() throws Exception {
		try (StarvedLog netty = new StarvedLog("io.netty.util.concurrent.AbstractEventExecutor", 1)) {
			this.loop.execute(() -> {
				throw new IllegalStateException("for the test");
			});
			await().until(() -> netty.failures() == 1);
			assertThat(this.loop.submit(() -> "alive").get(10, TimeUnit.SECONDS)).isEqualTo("alive");
			assertThat(this.failures).hasSize(1);
		}
	}

	@Test
	void goOnForAsLongAsMemoryIsLacking() throws Exception {
		PoisonedHandle.poison(this.loop, () -> new OutOfMemoryError("as far as anybody knows"), 150);
		await().until(() -> this.failures.size() == 150);
		assertThat(this.loop.submit(() -> "alive").get(10, TimeUnit.SECONDS)).isEqualTo("alive");
	}

	@Test
	void endWhenTheirInputFailsForGood() throws Exception {
		PoisonedHandle.poison(this.loop, StackOverflowError::new, Integer.MAX_VALUE);
		await().until(this.loop::isTerminated);
		assertThat(this.failures).hasSize(100);
	}

}
