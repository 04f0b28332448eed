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
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.github.stickycluster.benchmarks.peer.RunningPeer;
import io.netty.buffer.ByteBuf;

/**
 * WebSocket clients that send a message, await it back, and send the next.
 */
final class EchoScenario implements Scenario {

	private final String row;

	private final int clients;

	private final Echo echo;

	EchoScenario(String row, int clients, Echo echo) {
		this.row = row;
		this.clients = clients;
		this.echo = echo;
	}

	@Override
	public Map<String, Sample> measure(Generator generator, RunningPeer peer, Duration duration)
			throws IOException, InterruptedException {
		Window window = new Window(generator, peer);
		List<Echoing> echoing = new ArrayList<>();
		CountDownLatch ended = new CountDownLatch(this.clients);
		try (Crowd crowd = new Crowd(generator, peer)) {
			crowd.growTo(this.clients, (number) -> {
				Echoing client = new Echoing(this.echo, window.tally(generator.loopOf(number)), ended);
				echoing.add(client);
				return client;
			});
			for (int i = 0; i < this.clients; i++) {
				WebSocketClient client = crowd.get(i);
				Echoing messages = echoing.get(i);
				client.execute(() -> messages.send(client));
			}
			Sample sample = window.run(duration, (timeout) -> {
				ended.await(timeout.toMillis(), TimeUnit.MILLISECONDS);
				return (int) ended.getCount();
			});
			return Map.of(this.row, sample.and(crowd.failures()));
		}
	}

	private static final class Echoing implements Crowd.Messages {

		private final Echo echo;

		private final Tally tally;

		private final CountDownLatch ended;

		private int answered;

		private long sent;

		Echoing(Echo echo, Tally tally, CountDownLatch ended) {
			this.echo = echo;
			this.tally = tally;
			this.ended = ended;
		}

		void send(WebSocketClient client) {
			this.answered = 0;
			this.sent = System.nanoTime();
			client.send(this.echo.frames());
		}

		@Override
		public void onMessage(WebSocketClient client, ByteBuf buffer, int start, int length) {
			if (!this.echo.answer().get(this.answered).matches(buffer, start, length)) {
				this.tally.failed(
						"a wrong answer: " + buffer.toString(start, Math.min(length, 80), StandardCharsets.ISO_8859_1));
			}
			if (++this.answered < this.echo.answer().size()) {
				return;
			}
			this.tally.done(this.sent);
			if (this.tally.isOver()) {
				this.ended.countDown();
			}
			else {
				send(client);
			}
		}

		@Override
		public void onFailure(String reason) {
			this.tally.failed(reason);
			this.ended.countDown();
		}

	}

}
