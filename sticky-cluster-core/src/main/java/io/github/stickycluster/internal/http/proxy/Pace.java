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

package io.github.stickycluster.internal.http.proxy;

import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import io.netty.channel.EventLoop;
import org.jspecify.annotations.Nullable;

/**
 * Watches the rate of one direction of a transfer while it is the client that the
 * transfer waits for.
 * <p>
 * A client has a credit of time: waiting spends it, and each byte earns as much as the
 * least rate gives it, up to the credit that the client began with. So a phone may be out
 * of reach for a while, but a fast beginning does not pay for an hour of trickling. Used
 * on one event loop.
 */
final class Pace {

	private static final double NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

	/** How exact the end of a patience is. */
	private static final int SHARES = 32;

	private final EventLoop loop;

	private final double nanosPerByte;

	private final long patience;

	/** So that who is close to the least rate does not cost an alarm for each byte. */
	private final long shortestAlarm;

	private final LongSupplier bytes;

	private final Runnable tooSlow;

	private long credit;

	private long settledAt;

	private long settledBytes;

	private boolean running;

	private @Nullable Future<?> alarm;

	/**
	 * Creates the watch of one direction, which does not run yet.
	 * @param loop the event loop
	 * @param bytesPerSecond the least rate, 1 or more
	 * @param patience the credit in nanoseconds
	 * @param bytes how many bytes the client has sent or read; asked while the watch runs
	 * @param tooSlow called once when the credit is spent
	 */
	Pace(EventLoop loop, long bytesPerSecond, long patience, LongSupplier bytes, Runnable tooSlow) {
		this.loop = loop;
		this.nanosPerByte = NANOS_PER_SECOND / bytesPerSecond;
		this.patience = patience;
		this.credit = patience;
		this.shortestAlarm = patience / SHARES;
		this.bytes = bytes;
		this.tooSlow = tooSlow;
	}

	/** The client is waited for. */
	void start() {
		if (this.running) {
			return;
		}
		this.running = true;
		this.settledAt = now();
		this.settledBytes = this.bytes.getAsLong();
		if (this.alarm == null) {
			setAlarm();
		}
	}

	/** Somebody else is waited for. */
	void stop() {
		if (this.running) {
			settle();
			this.running = false;
		}
	}

	/** The transfer has ended. */
	void end() {
		this.running = false;
		Future<?> alarm = this.alarm;
		if (alarm != null) {
			this.alarm = null;
			alarm.cancel(false);
		}
	}

	private void settle() {
		long now = now();
		long total = this.bytes.getAsLong();
		double earned = (double) Math.max(total - this.settledBytes, 0) * this.nanosPerByte;
		double left = (double) (this.credit - (now - this.settledAt)) + earned;
		this.credit = (left < (double) this.patience) ? (long) left : this.patience;
		this.settledAt = now;
		this.settledBytes = total;
	}

	/** An alarm that was set before a pause rings early, and is set again. */
	private void setAlarm() {
		this.alarm = this.loop.schedule(this::ring, Math.max(this.credit, this.shortestAlarm), TimeUnit.NANOSECONDS);
	}

	private void ring() {
		this.alarm = null;
		if (!this.running) {
			return;
		}
		settle();
		if (this.credit > 0) {
			setAlarm();
		}
		else {
			this.running = false;
			this.tooSlow.run();
		}
	}

	private long now() {
		return this.loop.ticker().nanoTime();
	}

}
