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

package io.github.stickycluster.internal.socketio;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import io.github.stickycluster.testsupport.Footprint;
import io.netty.channel.EventLoop;
import io.netty.channel.embedded.EmbeddedChannel;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that callbacks which wait for clients count as much as they take, measured.
 */
class PendingAcksTests {

	private static final int COUNT = 50_000;

	private final EmbeddedChannel channel = new EmbeddedChannel();

	private final AtomicLong kept = new AtomicLong();

	private final PendingAcks acks = new PendingAcks(this.kept::addAndGet);

	@Test
	void callbacksThatWaitCountAsMuchAsTheyTake() {
		// What classes take once.
		Footprint.of(() -> add(1_000));
		long before = this.kept.get();
		Footprint taken = Footprint.of(() -> add(COUNT));
		long counted = this.kept.get() - before;
		assertThat((double) counted / taken.heap()).as("%s counted, %s taken", counted, taken).isBetween(0.7, 1.5);
	}

	@Test
	void whatIsTakenOrClosedIsPaidBack() {
		add(3);
		assertThat(this.kept).hasValue(3 * PendingAcks.COST);
		assertThat(this.acks.take(1)).isNotNull();
		assertThat(this.acks.take(1)).isNull();
		assertThat(this.kept).hasValue(2 * PendingAcks.COST);
		assertThat(this.acks.close()).hasSize(2);
		assertThat(this.kept).hasValue(0);
	}

	private void add(int count) {
		EventLoop loop = this.channel.eventLoop();
		for (int i = 0; i < count; i++) {
			long id = this.acks.add(new TestReceiver(String.class));
			this.acks.setTimer(id, loop.schedule(() -> this.acks.take(id), 60, TimeUnit.SECONDS));
		}
	}

}
