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

package io.github.stickycluster.internal.autoconfigure;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

import org.jspecify.annotations.Nullable;

import org.springframework.context.SmartLifecycle;

/**
 * Ends a JVM whose shutdown has begun and does not finish, if memory ran out before: a
 * thread for which the shutdown waits may have ended then.
 * <p>
 * It begins nothing: without a shutdown of the JVM, as on SIGTERM, nothing happens, in
 * particular when only the context is closed. Its thread is there from the start and
 * allocates nothing, since there may be no memory when it has to act.
 */
class ShutdownDeadline implements SmartLifecycle {

	/** As long as a platform should wait beyond the shutdown's phase. */
	static final Duration SLACK = Duration.ofSeconds(10);

	private static final int FAILURE = 1;

	private final Duration limit;

	private final BooleanSupplier ranOut;

	private final Runnable halt;

	private @Nullable Watch watch;

	/**
	 * Creates a deadline.
	 * @param limit how long the shutdown may take
	 * @param ranOut whether memory has run out since the start; must not allocate
	 */
	ShutdownDeadline(Duration limit, BooleanSupplier ranOut) {
		this(limit, ranOut, new Halt(limit));
	}

	ShutdownDeadline(Duration limit, BooleanSupplier ranOut, Runnable halt) {
		this.limit = limit;
		this.ranOut = ranOut;
		this.halt = halt;
	}

	@Override
	public synchronized void start() {
		Watch started = new Watch(this.limit.toNanos(), this.ranOut, this.halt);
		Runtime.getRuntime().addShutdownHook(started.hook);
		started.thread.start();
		this.watch = started;
	}

	/**
	 * Ends the watch, unless the JVM is shutting down: then it is needed.
	 */
	@Override
	public synchronized void stop() {
		Watch present = this.watch;
		this.watch = null;
		if (present == null) {
			return;
		}
		try {
			Runtime.getRuntime().removeShutdownHook(present.hook);
			present.cancel();
		}
		catch (IllegalStateException ex) {
			// The JVM is shutting down.
		}
	}

	@Override
	public synchronized boolean isRunning() {
		return this.watch != null;
	}

	@Override
	public int getPhase() {
		return NodeGuard.PHASE;
	}

	/**
	 * Waits for the shutdown of the JVM and then for its time to be over.
	 */
	static final class Watch {

		private final Thread thread = new Thread(this::run, "sticky-cluster-shutdown");

		private final Thread hook = new Thread(this::begin, "sticky-cluster-shutdown-begins");

		private final long limitNanos;

		private final BooleanSupplier ranOut;

		private final Runnable halt;

		private boolean begun;

		private boolean cancelled;

		private long since;

		Watch(long limitNanos, BooleanSupplier ranOut, Runnable halt) {
			this.limitNanos = limitNanos;
			this.ranOut = ranOut;
			this.halt = halt;
			this.thread.setDaemon(true);
		}

		/**
		 * The shutdown of the JVM begins.
		 */
		synchronized void begin() {
			this.begun = true;
			this.since = System.nanoTime();
			notifyAll();
		}

		synchronized void cancel() {
			this.cancelled = true;
			notifyAll();
		}

		void run() {
			if (awaitEnd() && this.ranOut.getAsBoolean()) {
				this.halt.run();
			}
		}

		/**
		 * Waits until the time is over.
		 * @return whether it is, or else nobody waits any more
		 */
		private synchronized boolean awaitEnd() {
			while (!this.cancelled) {
				long left = this.begun ? this.limitNanos - (System.nanoTime() - this.since) : Long.MAX_VALUE;
				if (left <= 0) {
					return true;
				}
				try {
					wait(TimeUnit.NANOSECONDS.toMillis(left) + 1);
				}
				catch (InterruptedException ex) {
					// Nobody has a reason to interrupt this thread.
				}
			}
			return false;
		}

	}

	/**
	 * Ends the JVM, and says so without the log.
	 */
	private static final class Halt implements Runnable {

		private final byte[] message;

		private final FileOutputStream out = new FileOutputStream(FileDescriptor.err);

		private Halt(Duration limit) {
			this.message = ("Halting this JVM: its memory ran out, and its shutdown has not ended within "
					+ limit.toMillis() / 1000.0 + " s" + System.lineSeparator())
				.getBytes(StandardCharsets.US_ASCII);
		}

		@Override
		public void run() {
			try {
				this.out.write(this.message);
			}
			catch (IOException | OutOfMemoryError ex) {
				// It ends without a word.
			}
			Runtime.getRuntime().halt(FAILURE);
		}

	}

}
