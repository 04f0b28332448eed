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

import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

import io.github.stickycluster.internal.transport.IoTransport;
import io.github.stickycluster.internal.worker.WorkerRegistry;
import io.github.stickycluster.testkit.PoisonedHandle;
import io.github.stickycluster.testkit.TestDefaults;
import io.github.stickycluster.testkit.Wire;
import io.github.stickycluster.testsupport.ChildProcess;
import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoEventLoop;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A dispatcher whose event loops end unasked.
 */
@Timeout(60)
class DispatcherRepairTests {

	private Dispatcher dispatcher;

	@AfterEach
	void stop() {
		this.dispatcher.stop();
	}

	@Test
	void acceptsAgainOnTheSamePortWhenItsLoopHasDied() throws Exception {
		start(IoTransport.NIO, 0);
		InetSocketAddress address = address();
		Channel before = Objects.requireNonNull(this.dispatcher.listening());
		PoisonedHandle.poison((IoEventLoop) before.eventLoop(), StackOverflowError::new, Integer.MAX_VALUE);
		await().until(() -> before.eventLoop().isTerminated());
		assertThat(before.isOpen()).as("nobody closes the port of a dead loop").isTrue();
		this.dispatcher.look(System.nanoTime());
		assertThat(address()).isEqualTo(address);
		assertThat(status(address)).isEqualTo(503);
		assertThat(before.isOpen()).isFalse();
	}

	@Test
	void acceptsAgainOnTheSamePortWhenItsLoopHasEnded() throws Exception {
		start(IoTransport.preferred(), 0);
		InetSocketAddress address = address();
		end(Objects.requireNonNull(this.dispatcher.listening()).eventLoop().parent());
		this.dispatcher.look(System.nanoTime());
		assertThat(address()).isEqualTo(address);
		assertThat(status(address)).isEqualTo(503);
	}

	@Test
	void servesAgainWhenTheLoopsOfANodeWithoutWorkersHaveEnded() throws Exception {
		start(IoTransport.preferred(), 1);
		InetSocketAddress address = address();
		end(Objects.requireNonNull(this.dispatcher.serving()));
		this.dispatcher.look(System.nanoTime());
		assertThat(status(address)).isEqualTo(503);
	}

	@Test
	void isBrokenWhenTheRepairFailsForAMinute() throws Exception {
		start(IoTransport.preferred(), 0);
		InetSocketAddress address = address();
		Channel before = Objects.requireNonNull(this.dispatcher.listening());
		// A loop that ends at once may leave its channels open, and the port taken.
		before.close().syncUninterruptibly();
		end(before.eventLoop().parent());
		long now = System.nanoTime();
		try (ServerSocket taken = new ServerSocket()) {
			// Somebody else has the port now.
			taken.setReuseAddress(true);
			await().ignoreException(BindException.class).until(() -> {
				taken.bind(address);
				return taken.isBound();
			});
			this.dispatcher.look(now);
			assertThat(this.dispatcher.address()).isNull();
			this.dispatcher.look(now + TimeUnit.SECONDS.toNanos(59));
			assertThat(this.dispatcher.isBroken()).isFalse();
			this.dispatcher.look(now + TimeUnit.SECONDS.toNanos(61));
			assertThat(this.dispatcher.isBroken()).isTrue();
		}
		this.dispatcher.look(now + TimeUnit.SECONDS.toNanos(63));
		this.dispatcher.look(now + TimeUnit.SECONDS.toNanos(64));
		assertThat(this.dispatcher.isBroken()).isFalse();
		assertThat(status(address)).isEqualTo(503);
	}

	@Test
	void looksAtNothingUnlessItRuns() {
		start(IoTransport.preferred(), 0);
		this.dispatcher.stop();
		this.dispatcher.look(System.nanoTime());
		assertThat(this.dispatcher.address()).isNull();
	}

	private void start(IoTransport transport, int threads) {
		this.dispatcher = new Dispatcher(
				// None that the kernel may give to a connection while nobody listens
				// there
				new DispatcherSettings(InetAddress.getLoopbackAddress(), ChildProcess.freePort(), 16,
						TestDefaults.CLIENT_ADDRESS, threads, true, null),
				transport, new WorkerSelector(new WorkerRegistry(), TestDefaults.CLIENT_KEY, null),
				TestDefaults.ENGINE_IO,
				new ConnectionLimits(TestDefaults.LIMITS, TestDefaults.CLIENT_KEY::of, (address) -> false), null);
		this.dispatcher.start();
	}

	private InetSocketAddress address() {
		return Objects.requireNonNull(this.dispatcher.address());
	}

	private static void end(EventLoopGroup loops) {
		loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
	}

	private static int status(InetSocketAddress address) {
		try (Wire wire = Wire.to(address.getPort())) {
			return wire.get("/socket.io/?EIO=4&transport=polling").status();
		}
	}

}
