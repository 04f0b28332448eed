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
 * Skips a random number of registration ids of Netty's handler for io_uring before each
 * id that a channel gets. Netty 4.2 looks up the channel of each completion by this id in
 * a map with linear probing, whose slot is the id's low bits. Connections that were
 * opened in a row, for example after a restart, occupy as many slots in a row. When newer
 * ids reach these slots again, each of their lookups passes all of the slots.
 * <p>
 * Remove when {@code IoUringIoHandler} no longer keeps its registrations in an
 * {@code IntObjectMap}, as it does in 4.2.17. To reproduce, open 10,000 connections in a
 * row, open and close others until a new id has the slot of the first, and profile an
 * echo over the new connection.
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
