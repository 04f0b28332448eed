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

import java.util.concurrent.atomic.AtomicLong;

import io.netty.channel.ChannelConfig;
import io.netty.channel.DefaultChannelConfig;
import io.netty.channel.RecvByteBufAllocator.ExtendedHandle;
import io.netty.channel.embedded.EmbeddedChannel;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link FairReceiveBuffers}.
 */
class FairReceiveBuffersTests {

	private final AtomicLong clock = new AtomicLong();

	private final ChannelConfig config = new DefaultChannelConfig(new EmbeddedChannel());

	private final ExtendedHandle handle = new FairReceiveBuffers(this.clock::get).newHandle();

	@Test
	void cheapBytesFillTheLargestBuffersSixteenTimesInATurn() {
		assertThat(turn(Integer.MAX_VALUE, 0.001)).isEqualTo(2_048 + 8_192 + 32_768 + 13 * 65_536);
		assertThat(turn(Integer.MAX_VALUE, 0.001)).isEqualTo(16 * 65_536);
	}

	@Test
	void costlyBytesEndTheTurnAndAreReadInSmallerBuffers() {
		// 50 us for an event of 32 bytes.
		double microsecondsOfAByte = 50.0 / 32;
		assertThat(turn(Integer.MAX_VALUE, microsecondsOfAByte)).isEqualTo(2_048);
		assertThat(turn(Integer.MAX_VALUE, microsecondsOfAByte)).as("2 ms").isEqualTo(1_280);
		assertThat(turn(Integer.MAX_VALUE, 100)).isEqualTo(1_280);
		assertThat(turn(Integer.MAX_VALUE, 100)).as("the least").isEqualTo(512);
	}

	@Test
	void theTurnEndsWithItsSliceOfTimeInBuffersOfAnySize() {
		turn(Integer.MAX_VALUE, 0.001);
		// 0.65 ms for each full buffer.
		assertThat(turn(Integer.MAX_VALUE, 0.01)).isEqualTo(4 * 65_536);
	}

	@Test
	void buffersGrowAgainWhenBytesAreCheapAgain() {
		turn(Integer.MAX_VALUE, 100);
		turn(Integer.MAX_VALUE, 100);
		assertThat(turn(Integer.MAX_VALUE, 0.001)).isGreaterThan(10 * 65_536);
	}

	@Test
	void smallMessagesGetSmallBuffers() {
		turn(Integer.MAX_VALUE, 0.001);
		for (int i = 0; i < 100; i++) {
			assertThat(turn(40, 1)).isEqualTo(40);
		}
		assertThat(this.handle.guess()).isEqualTo(512);
	}

	@Test
	void aReadThatIsInterruptedIsMeasuredToo() {
		this.handle.reset(this.config);
		read(2_048, 100);
		// Reading was switched off, so that nobody asked whether to continue.
		this.handle.readComplete();
		assertThat(this.handle.guess()).isEqualTo(512);
	}

	/**
	 * Reads as Netty's channels do.
	 * @param arrived the bytes that have arrived
	 * @param microseconds that each byte takes
	 * @return the bytes that were read
	 */
	private long turn(int arrived, double microseconds) {
		long total = 0;
		this.handle.reset(this.config);
		int bytes;
		do {
			bytes = read((int) Math.min(this.handle.guess(), arrived - total), microseconds);
			total += bytes;
		}
		while (this.handle.continueReading());
		this.handle.readComplete();
		return total;
	}

	private int read(int bytes, double microseconds) {
		this.handle.attemptedBytesRead(this.handle.guess());
		this.handle.lastBytesRead(bytes);
		this.handle.incMessagesRead(1);
		this.clock.addAndGet((long) (bytes * microseconds * 1_000));
		return bytes;
	}

}
