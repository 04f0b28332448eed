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
 * Connected WebSocket clients. One that cannot connect, or gets no answer, tries again,
 * and counts as an error.
 */
final class Crowd implements AutoCloseable {

	private static final int AT_ONCE = 128;

	private static final int EXAMPLES = 3;

	private static final int ATTEMPTS = 3;

	private static final int TIMEOUT_SECONDS = 5;

	private final List<Member> members = new ArrayList<>();

	private final List<String> failures = Collections.synchronizedList(new ArrayList<>());

	private final Semaphore places = new Semaphore(AT_ONCE);

	private final Generator generator;

	private final RunningPeer peer;

	Crowd(Generator generator, RunningPeer peer) {
		this.generator = generator;
		this.peer = peer;
	}

	WebSocketClient get(int index) {
		return this.members.get(index).client;
	}

	/**
	 * Why clients could not connect at once.
	 */
	List<String> failures() {
		return List.copyOf(this.failures);
	}

	/**
	 * Connects clients and waits for all of them.
	 * @param size how many there shall be
	 * @param messages takes the messages of the client of a number
	 */
	void growTo(int size, IntFunction<Messages> messages) throws IOException, InterruptedException {
		CountDownLatch missing = new CountDownLatch(size - this.members.size());
		while (this.members.size() < size) {
			awaitPlace();
			int number = this.members.size();
			Member member = new Member(number, messages.apply(number), missing);
			this.members.add(member);
			member.connect();
		}
		for (int i = 0; i < ATTEMPTS && !missing.await(TIMEOUT_SECONDS, TimeUnit.SECONDS); i++) {
			retry();
		}
		if (missing.getCount() > 0 || this.members.stream().anyMatch((member) -> !member.ready)) {
			throw new IOException("Not all of " + size + " clients could connect: "
					+ this.failures.stream().limit(EXAMPLES).toList());
		}
	}

	private void awaitPlace() throws InterruptedException {
		while (!this.places.tryAcquire(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
			retry();
		}
	}

	private void retry() {
		for (Member member : this.members) {
			if (!member.ready) {
				member.client.execute(member::retry);
			}
		}
	}

	@Override
	public void close() {
		this.members.forEach((member) -> member.client.close());
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

		private final int number;

		private final Messages messages;

		private final CountDownLatch missing;

		private volatile WebSocketClient client;

		private volatile boolean ready;

		private int attempts;

		Member(int number, Messages messages, CountDownLatch missing) {
			this.number = number;
			this.messages = messages;
			this.missing = missing;
			this.client = new WebSocketClient(Crowd.this.peer, this);
		}

		void connect() {
			this.attempts++;
			this.client.connect(Crowd.this.generator, this.number);
		}

		void retry() {
			if (!this.ready) {
				this.client.close();
				tryAgain("not connected in " + TIMEOUT_SECONDS + " s");
			}
		}

		private void tryAgain(String reason) {
			Crowd.this.failures.add(reason);
			if (this.attempts < ATTEMPTS) {
				this.client = new WebSocketClient(Crowd.this.peer, this);
				connect();
			}
			else {
				settled();
			}
		}

		private void settled() {
			this.missing.countDown();
			Crowd.this.places.release();
		}

		@Override
		public void onReady(WebSocketClient client) {
			this.ready = true;
			settled();
		}

		@Override
		public void onMessage(WebSocketClient client, ByteBuf buffer, int start, int length) {
			this.messages.onMessage(client, buffer, start, length);
		}

		@Override
		public void onFailure(WebSocketClient client, String reason) {
			if (this.ready) {
				this.messages.onFailure(reason);
			}
			else {
				tryAgain(reason);
			}
		}

	}

}
