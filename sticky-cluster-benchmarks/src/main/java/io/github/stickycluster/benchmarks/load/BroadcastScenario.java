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
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;

import io.github.stickycluster.benchmarks.peer.RunningPeer;
import io.netty.buffer.ByteBuf;

/**
 * Broadcasts to a room of WebSocket clients. A client asks the server for one; when all
 * have it, the client asks for the next. An operation is one delivery.
 */
final class BroadcastScenario implements Scenario {

	private static final String TEXT = "The quick brown fox jumps over the lazy dog, and the room has heard of it.";

	private static final ByteBuf JOIN = Frames.text("42[\"join\",\"crowd\"]");

	private static final ByteBuf ASK = Frames.text("42[\"broadcast\",\"" + TEXT + "\"]");

	private static final Echo.Answer JOINED = Echo.Answer.whole("42[\"joined\",\"crowd\"]");

	private static final Echo.Answer NEWS = Echo.Answer.whole("42[\"news\",\"" + TEXT + "\"]");

	private final String row;

	private final int members;

	private final int inFlight;

	BroadcastScenario(String row, int members, int inFlight) {
		this.row = row;
		this.members = members;
		this.inFlight = inFlight;
	}

	@Override
	public Map<String, Sample> measure(Generator generator, RunningPeer peer, Duration duration)
			throws IOException, InterruptedException {
		Window window = new Window(generator, peer);
		CountDownLatch joined = new CountDownLatch(this.members);
		try (Crowd crowd = new Crowd(generator, peer)) {
			Room room = new Room(crowd);
			crowd.growTo(this.members, (number) -> new Member(window.tally(generator.loopOf(number)), room, joined));
			for (int i = 0; i < this.members; i++) {
				WebSocketClient client = crowd.get(i);
				client.execute(() -> client.send(JOIN));
			}
			if (!joined.await(30, TimeUnit.SECONDS)) {
				throw new IOException("Clients could not join the room");
			}
			for (int i = 0; i < this.inFlight; i++) {
				room.ask();
			}
			Sample sample = window.run(duration, room::finish);
			return Map.of(this.row, sample.and(crowd.failures()));
		}
	}

	/** Tells when all members have a broadcast. */
	private final class Room {

		private final Crowd crowd;

		private final AtomicIntegerArray missing = new AtomicIntegerArray(BroadcastScenario.this.inFlight);

		private final AtomicInteger unfinished = new AtomicInteger(BroadcastScenario.this.inFlight);

		private final CountDownLatch ended = new CountDownLatch(BroadcastScenario.this.inFlight);

		Room(Crowd crowd) {
			this.crowd = crowd;
			for (int i = 0; i < this.missing.length(); i++) {
				this.missing.set(i, BroadcastScenario.this.members);
			}
		}

		// One client only, since the order of two clients' broadcasts is open.
		void ask() {
			WebSocketClient client = this.crowd.get(0);
			client.execute(() -> client.send(ASK));
		}

		void received(int number, Tally tally) {
			int slot = number % BroadcastScenario.this.inFlight;
			if (this.missing.decrementAndGet(slot) == 0) {
				this.missing.set(slot, BroadcastScenario.this.members);
				if (tally.isOver()) {
					this.unfinished.decrementAndGet();
					this.ended.countDown();
				}
				else {
					ask();
				}
			}
		}

		int finish(Duration timeout) throws InterruptedException {
			this.ended.await(timeout.toMillis(), TimeUnit.MILLISECONDS);
			return this.unfinished.get();
		}

	}

	private static final class Member implements Crowd.Messages {

		private final Tally tally;

		private final Room room;

		private final CountDownLatch joined;

		private int received;

		Member(Tally tally, Room room, CountDownLatch joined) {
			this.tally = tally;
			this.room = room;
			this.joined = joined;
		}

		@Override
		public void onMessage(WebSocketClient client, ByteBuf buffer, int start, int length) {
			if (NEWS.matches(buffer, start, length)) {
				this.tally.done();
				this.room.received(this.received++, this.tally);
			}
			else if (JOINED.matches(buffer, start, length)) {
				this.joined.countDown();
			}
			else {
				this.tally.failed("a wrong message");
			}
		}

		@Override
		public void onFailure(String reason) {
			this.tally.failed(reason);
		}

	}

}
