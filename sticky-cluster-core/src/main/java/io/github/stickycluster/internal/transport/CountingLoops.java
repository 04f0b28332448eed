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

import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

import io.github.stickycluster.internal.log.LimitedLog;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoEventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SingleThreadIoEventLoop;
import io.netty.util.concurrent.Ticker;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Event loops that publish their number of channels, which Netty's loops count but do not
 * publish, and that continue after an {@link Error}. An error that escapes from a task or
 * a channel, for example because there is no memory to log it, ends an event loop of
 * Netty for good. Its channels stay open and are not served any more.
 * <p>
 * Remove the handling of errors when Netty restarts or keeps such a loop, which
 * netty/netty#14632 asks for. To reproduce, log with an appender that throws an
 * {@code OutOfMemoryError}, and execute a task that throws.
 */
final class CountingLoops extends MultiThreadIoEventLoopGroup {

	private static final Logger logger = LoggerFactory.getLogger(CountingLoops.class);

	/**
	 * One whose input and output fail more often in a row cannot be helped, unless memory
	 * is what it lacks.
	 */
	private static final int MOST_FAILURES = 100;

	/** As Netty has it. */
	private static final long NO_DEADLINE = -1;

	private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(10);

	CountingLoops(int threads, ThreadFactory threadFactory, IoHandlerFactory handlers, Consumer<Throwable> failures,
			@Nullable ShiftedTicker ticker) {
		super(threads, threadFactory, handlers, failures, ticker);
	}

	/**
	 * Called by the constructor of the superclass, so what it needs comes as an argument.
	 */
	@Override
	@SuppressWarnings("unchecked")
	protected IoEventLoop newChild(Executor executor, IoHandlerFactory handlers, Object... arguments) {
		Consumer<Throwable> failures = (Consumer<Throwable>) arguments[0];
		ShiftedTicker ticker = (ShiftedTicker) arguments[1];
		return (ticker != null) ? new ShiftedLoop(this, executor, handlers, failures, ticker)
				: new CountingLoop(this, executor, handlers, failures);
	}

	private static class CountingLoop extends SingleThreadIoEventLoop {

		private final Consumer<Throwable> failures;

		private final LimitedLog limited = new LimitedLog(logger);

		private int failuresInARow;

		CountingLoop(IoEventLoopGroup parent, Executor executor, IoHandlerFactory handlers,
				Consumer<Throwable> failures) {
			super(parent, executor, handlers);
			this.failures = failures;
		}

		@Override
		protected int runIo() {
			try {
				int handled = super.runIo();
				this.failuresInARow = 0;
				return handled;
			}
			catch (OutOfMemoryError ex) {
				// That may last as long as others hoard.
				goOn(ex);
				return 1;
			}
			catch (Error ex) {
				this.failuresInARow++;
				if (this.failuresInARow > MOST_FAILURES) {
					throw ex;
				}
				goOn(ex);
				return 1;
			}
		}

		@Override
		protected boolean runAllTasks(long timeoutNanos) {
			try {
				return super.runAllTasks(timeoutNanos);
			}
			catch (Error ex) {
				goOn(ex);
				return true;
			}
		}

		private void goOn(Error error) {
			this.failures.accept(error);
			LockSupport.parkNanos(PAUSE);
			try {
				this.limited.warn("loop", () -> "An event loop continues after an unhandled error", error);
			}
			catch (Error again) {
				// There is no memory for the line either.
				this.failures.accept(again);
			}
		}

		@Override
		public int registeredChannels() {
			return getNumOfRegisteredChannels();
		}

	}

	/**
	 * A loop that keeps another time than the system's.
	 */
	private static final class ShiftedLoop extends CountingLoop implements ShiftedTicker.Loop {

		/** Null while the superclass is constructed, which asks for the time. */
		private final @Nullable ShiftedTicker ticker;

		ShiftedLoop(IoEventLoopGroup parent, Executor executor, IoHandlerFactory handlers, Consumer<Throwable> failures,
				ShiftedTicker ticker) {
			super(parent, executor, handlers, failures);
			this.ticker = ticker;
			ticker.add(this);
			terminationFuture().addListener((ended) -> ticker.remove(this));
		}

		@Override
		public Ticker ticker() {
			return (this.ticker != null) ? this.ticker : super.ticker();
		}

		/**
		 * What waits for input and output gives the system's time, from which the
		 * superclass subtracts that of the ticker's beginning.
		 */
		@Override
		protected long delayNanos(long currentTimeNanos) {
			return super.delayNanos(ticker().initialNanoTime() + ticker().nanoTime());
		}

		/**
		 * Epoll sets its timer again if this has changed, on kernels without
		 * {@code epoll_pwait2}, which are those before 5.11.
		 */
		@Override
		protected long deadlineNanos() {
			long deadline = super.deadlineNanos();
			return (deadline != NO_DEADLINE && this.ticker != null) ? deadline - this.ticker.ahead() : deadline;
		}

		@Override
		public boolean isOnThread() {
			return inEventLoop();
		}

		@Override
		public long nanosToNextTimer() {
			return delayNanos(0);
		}

	}

}
