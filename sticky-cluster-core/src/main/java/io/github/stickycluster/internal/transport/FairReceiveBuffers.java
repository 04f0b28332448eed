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

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import io.netty.channel.ChannelConfig;
import io.netty.channel.DefaultMaxMessagesRecvByteBufAllocator;
import io.netty.util.UncheckedBooleanSupplier;

/**
 * Sizes the buffers that connections are read into, by what arrives and by the time that
 * it takes.
 * <p>
 * An event loop serves its connections in turns. In one turn, a connection is read until
 * what arrived has taken 2 ms, or 16 times. If a buffer's bytes took longer, the next
 * buffer is so much smaller, down to 512 bytes. The rest waits in the client's socket. So
 * a client whose bytes are costly (events that fail, compressed bombs) delays the other
 * clients of its event loop by a slice of time, not by the megabyte that it has sent.
 * <p>
 * With io_uring, the kernel fills buffers of an event loop before anybody asks for them,
 * and turns have no bound.
 */
public final class FairReceiveBuffers extends DefaultMaxMessagesRecvByteBufAllocator {

	static final long SLICE_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

	/** Fewer bytes than these take no time worth a look at the clock. */
	static final int LEAST = 512;

	static final int FIRST = 2_048;

	static final int MOST = 65_536;

	/** As Netty has it for TCP. */
	private static final int READS_IN_A_TURN = 16;

	private final LongSupplier clock;

	/**
	 * Creates an allocator for any number of connections.
	 */
	public FairReceiveBuffers() {
		this(System::nanoTime);
	}

	FairReceiveBuffers(LongSupplier clock) {
		super(READS_IN_A_TURN);
		this.clock = clock;
	}

	@Override
	public ExtendedHandle newHandle() {
		return new Turn();
	}

	/**
	 * The present turn of one connection.
	 */
	private final class Turn extends MaxMessageHandle {

		private int size = FIRST;

		private boolean wasLarge;

		private boolean measuring;

		private long begun;

		private long taken;

		@Override
		public void reset(ChannelConfig config) {
			super.reset(config);
			this.taken = 0;
		}

		@Override
		public int guess() {
			return this.size;
		}

		@Override
		public void lastBytesRead(int bytes) {
			super.lastBytesRead(bytes);
			this.measuring = bytes >= LEAST;
			if (this.measuring) {
				this.begun = FairReceiveBuffers.this.clock.getAsLong();
			}
		}

		@Override
		public boolean continueReading(UncheckedBooleanSupplier maybeMoreData) {
			measure();
			return this.taken < SLICE_NANOS && super.continueReading(maybeMoreData);
		}

		@Override
		public void readComplete() {
			measure();
			if (totalBytesRead() > this.size / 4) {
				this.wasLarge = false;
			}
			else if (this.wasLarge) {
				this.size = Math.max(LEAST, this.size / 2);
				this.wasLarge = false;
			}
			else {
				this.wasLarge = true;
			}
		}

		private void measure() {
			if (this.measuring) {
				this.measuring = false;
				long time = FairReceiveBuffers.this.clock.getAsLong() - this.begun;
				this.taken += time;
				resize(time);
			}
		}

		private void resize(long time) {
			int read = lastBytesRead();
			if (time > SLICE_NANOS) {
				this.size = (int) Math.max(LEAST, read * SLICE_NANOS / time);
			}
			else if (read >= this.size && time < SLICE_NANOS / 4) {
				this.size = Math.min(MOST, this.size * 4);
			}
		}

	}

}
