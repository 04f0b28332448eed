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

package io.github.stickycluster.benchmarks.load;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;

import io.github.stickycluster.benchmarks.peer.RunningPeer;
import io.netty.buffer.ByteBuf;

/**
 * Connected WebSocket clients.
 */
final class Crowd implements AutoCloseable {

	private static final int AT_ONCE = 128;

	private static final int TIMEOUT_SECONDS = 30;

	private final List<WebSocketClient> clients = new ArrayList<>();

	private final List<String> failures = Collections.synchronizedList(new ArrayList<>());

	private final Generator generator;

	private final RunningPeer peer;

	Crowd(Generator generator, RunningPeer peer) {
		this.generator = generator;
		this.peer = peer;
	}

	int size() {
		return this.clients.size();
	}

	WebSocketClient get(int index) {
		return this.clients.get(index);
	}

	List<String> failures() {
		return List.copyOf(this.failures);
	}

	/**
	 * Connects clients and waits for all of them.
	 * @param size how many there shall be
	 * @param messages takes the messages of the client of a number
	 */
	void growTo(int size, IntFunction<Messages> messages) throws IOException, InterruptedException {
		CountDownLatch ready = new CountDownLatch(size - this.clients.size());
		Semaphore places = new Semaphore(AT_ONCE);
		while (this.clients.size() < size) {
			places.acquire();
			int number = this.clients.size();
			Messages client = messages.apply(number);
			this.clients.add(WebSocketClient.connect(this.generator, this.peer, number, new Member(client, () -> {
				ready.countDown();
				places.release();
			})));
		}
		if (!ready.await(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
			throw new IOException(ready.getCount() + " of " + size + " clients were not connected: " + this.failures);
		}
		if (!this.failures.isEmpty()) {
			throw new IOException("Clients could not connect: " + this.failures.subList(0, 1));
		}
	}

	@Override
	public void close() {
		this.clients.forEach(WebSocketClient::close);
	}

	/**
	 * What a client does with a message, on its event loop.
	 */
	interface Messages {

		Messages NONE = (client, buffer, start, length) -> {
		};

		void onMessage(WebSocketClient client, ByteBuf buffer, int start, int length);

		/** The client was closed by the server. */
		default void onFailure(String reason) {
		}

	}

	private final class Member implements WebSocketClient.Listener {

		private final Messages messages;

		private final Runnable connected;

		private boolean ready;

		Member(Messages messages, Runnable connected) {
			this.messages = messages;
			this.connected = connected;
		}

		@Override
		public void onReady(WebSocketClient client) {
			this.ready = true;
			this.connected.run();
		}

		@Override
		public void onMessage(WebSocketClient client, ByteBuf buffer, int start, int length) {
			this.messages.onMessage(client, buffer, start, length);
		}

		@Override
		public void onFailure(WebSocketClient client, String reason) {
			Crowd.this.failures.add(reason);
			if (this.ready) {
				this.messages.onFailure(reason);
			}
			else {
				this.connected.run();
			}
		}

	}

}
