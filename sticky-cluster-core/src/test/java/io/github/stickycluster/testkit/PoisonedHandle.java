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

package io.github.stickycluster.testkit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.channels.SelectableChannel;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import io.netty.channel.IoEvent;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoRegistration;
import io.netty.channel.nio.NioIoHandle;
import io.netty.channel.nio.NioIoOps;

/**
 * Makes the input of an event loop of NIO fail: an error comes out of it that no channel
 * has handled.
 */
public final class PoisonedHandle implements NioIoHandle {

	private final Pipe pipe;

	private final Supplier<Error> error;

	private final AtomicInteger left;

	private PoisonedHandle(Supplier<Error> error, int times) throws IOException {
		this.error = error;
		this.pipe = Pipe.open();
		this.pipe.source().configureBlocking(false);
		this.left = new AtomicInteger(times);
	}

	/**
	 * Poisons a loop.
	 * @param loop the loop
	 * @param error what its input fails with
	 * @param times how often its input fails
	 */
	public static void poison(IoEventLoop loop, Supplier<Error> error, int times) throws IOException {
		PoisonedHandle handle = new PoisonedHandle(error, times);
		IoRegistration registration = loop.register(handle).syncUninterruptibly().getNow();
		loop.submit(() -> registration.submit(NioIoOps.READ)).syncUninterruptibly();
		handle.pipe.sink().write(ByteBuffer.allocate(1));
	}

	@Override
	public SelectableChannel selectableChannel() {
		return this.pipe.source();
	}

	@Override
	public void handle(IoRegistration registration, IoEvent event) {
		if (this.left.getAndDecrement() > 0) {
			throw this.error.get();
		}
		registration.cancel();
	}

	@Override
	public void close() throws IOException {
		this.pipe.source().close();
		this.pipe.sink().close();
	}

}
