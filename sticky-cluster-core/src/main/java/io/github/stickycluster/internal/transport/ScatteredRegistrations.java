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

import java.util.concurrent.ThreadLocalRandom;

import io.netty.channel.IoEvent;
import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.IoRegistration;
import io.netty.channel.uring.IoUringIoHandle;
import io.netty.util.concurrent.ThreadAwareExecutor;

/**
 * Leaves out some of the numbers that Netty's handler for io_uring gives to channels, at
 * random. Netty 4.2 looks each completion's channel up in a map by that number, whose low
 * bits are the slot, and goes on slot by slot from one that is taken. Connections that
 * came in a row, as after a restart, take as many slots in a row; when the numbers have
 * come round, each completion of a newer connection passes them all.
 */
final class ScatteredRegistrations implements IoHandler {

	/** Numbers left out before each that is used: fewer than this. */
	private static final int GAP = 8;

	private static final IoUringIoHandle NOBODY = new Nobody();

	private final IoHandler handler;

	private ScatteredRegistrations(IoHandler handler) {
		this.handler = handler;
	}

	/**
	 * Scatters what is registered with a factory's handlers.
	 * @param factory makes handlers for io_uring
	 * @return a factory of handlers that do as the others' do
	 */
	static IoHandlerFactory of(IoHandlerFactory factory) {
		return new IoHandlerFactory() {

			@Override
			public IoHandler newHandler(ThreadAwareExecutor executor) {
				return new ScatteredRegistrations(factory.newHandler(executor));
			}

			@Override
			public boolean isChangingThreadSupported() {
				return factory.isChangingThreadSupported();
			}

		};
	}

	@Override
	public IoRegistration register(IoHandle handle) throws Exception {
		for (int gap = ThreadLocalRandom.current().nextInt(GAP); gap > 0; gap--) {
			this.handler.register(NOBODY).cancel();
		}
		return this.handler.register(handle);
	}

	@Override
	public void initialize() {
		this.handler.initialize();
	}

	@Override
	public int run(IoHandlerContext context) {
		return this.handler.run(context);
	}

	@Override
	public void prepareToDestroy() {
		this.handler.prepareToDestroy();
	}

	@Override
	public void destroy() {
		this.handler.destroy();
	}

	@Override
	public void wakeup() {
		this.handler.wakeup();
	}

	@Override
	public boolean isCompatible(Class<? extends IoHandle> handleType) {
		return this.handler.isCompatible(handleType);
	}

	/**
	 * Takes a number and gives it back.
	 */
	private static final class Nobody implements IoUringIoHandle {

		@Override
		public void handle(IoRegistration registration, IoEvent event) {
			// Nothing is submitted for it.
		}

		@Override
		public void close() {
			// Holds nothing.
		}

	}

}
