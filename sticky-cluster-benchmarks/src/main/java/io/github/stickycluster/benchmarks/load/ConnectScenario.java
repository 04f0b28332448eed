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

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.stickycluster.benchmarks.peer.RunningPeer;

/**
 * Clients that connect by WebSocket, are connected to the default namespace, and close.
 */
final class ConnectScenario implements Scenario {

	private static final int MANY_ERRORS = 1_000;

	private final String row;

	private final int atOnce;

	/** Clients before it may be there already. */
	private final int firstNumber;

	private final AtomicInteger next = new AtomicInteger();

	ConnectScenario(String row, int atOnce, int firstNumber) {
		this.row = row;
		this.atOnce = atOnce;
		this.firstNumber = firstNumber;
	}

	@Override
	public Map<String, Sample> measure(Generator generator, RunningPeer peer, Duration duration)
			throws InterruptedException {
		Window window = new Window(generator, peer);
		CountDownLatch ended = new CountDownLatch(this.atOnce);
		for (int i = 0; i < this.atOnce; i++) {
			int loop = generator.loopOf(i);
			new Connecting(generator, peer, loop, window.tally(loop), ended).connect();
		}
		Sample sample = window.run(duration, (timeout) -> {
			ended.await(timeout.toMillis(), TimeUnit.MILLISECONDS);
			return (int) ended.getCount();
		});
		return Map.of(this.row, sample);
	}

	/** One after the other, on one event loop. */
	private final class Connecting implements WebSocketClient.Listener {

		private final Generator generator;

		private final RunningPeer peer;

		private final int loop;

		private final Tally tally;

		private final CountDownLatch ended;

		private long started;

		Connecting(Generator generator, RunningPeer peer, int loop, Tally tally, CountDownLatch ended) {
			this.generator = generator;
			this.peer = peer;
			this.loop = loop;
			this.tally = tally;
			this.ended = ended;
		}

		void connect() {
			if (this.tally.isOver() || this.tally.errors() > MANY_ERRORS) {
				this.ended.countDown();
				return;
			}
			this.started = System.nanoTime();
			int round = ConnectScenario.this.next.getAndIncrement() & 0xffff;
			int number = (ConnectScenario.this.firstNumber + round) * this.generator.loops() + this.loop;
			new WebSocketClient(this.peer, this).connect(this.generator, number);
		}

		@Override
		public void onReady(WebSocketClient client) {
			this.tally.done(this.started);
			client.close();
		}

		@Override
		public void onClosed(WebSocketClient client) {
			connect();
		}

		@Override
		public void onFailure(WebSocketClient client, String reason) {
			this.tally.failed(reason);
			connect();
		}

	}

}
