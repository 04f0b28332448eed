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

package io.github.stickycluster.internal.log;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.event.Level;

/**
 * Logs what clients can cause at will. The first event of a cause is logged at once, with
 * its stack trace; how many followed is logged once a minute, until a minute passes
 * without any.
 * <p>
 * A line is written by another thread than the caller's: neither a burst of events nor an
 * appender that blocks holds an event loop up. Thread-safe.
 */
public final class LimitedLog {

	private static final int MINUTE_SECONDS = 60;

	/** Beyond it causes are counted as one, which bounds the memory and the lines. */
	private static final int MOST_CAUSES = 256;

	private static final int MOST_STACKS_A_MINUTE = 10;

	private static final Object OTHER_CAUSES = new Object();

	private final Logger logger;

	private final Clock clock;

	private final Map<Object, Cause> causes = new ConcurrentHashMap<>();

	private final AtomicInteger stacks = new AtomicInteger();

	private final AtomicBoolean reporting = new AtomicBoolean();

	/**
	 * Creates a log without causes.
	 * @param logger writes the lines
	 */
	public LimitedLog(Logger logger) {
		this(logger, (task, seconds) -> CompletableFuture.delayedExecutor(seconds, TimeUnit.SECONDS).execute(task));
	}

	/**
	 * Creates a log whose lines are written when a test wants them.
	 * @param logger writes the lines
	 * @param clock runs the tasks that write them
	 */
	public LimitedLog(Logger logger, Clock clock) {
		this.logger = logger;
		this.clock = clock;
	}

	/**
	 * Tells of an event.
	 * @param cause what caused it, as in {@link #warn(Object, Supplier)}
	 * @param text describes the event, as in {@link #warn(Object, Supplier)}
	 */
	public void info(Object cause, Supplier<?> text) {
		log(Level.INFO, cause, text, null);
	}

	/**
	 * Warns of an event.
	 * @param cause what caused it, with {@code equals} and {@code hashCode}; of few
	 * values, none of them a client's invention
	 * @param text describes the event; called for the first event of a cause and the
	 * first of each minute after it, and its value's {@code toString()} when the line is
	 * written
	 */
	public void warn(Object cause, Supplier<?> text) {
		log(Level.WARN, cause, text, null);
	}

	/**
	 * Warns of a failure. Failures of several classes are several causes.
	 * @param cause what failed, as in {@link #warn(Object, Supplier)}
	 * @param text describes the event, as in {@link #warn(Object, Supplier)}, without the
	 * failure
	 * @param failure the failure
	 */
	public void warn(Object cause, Supplier<?> text, Throwable failure) {
		log(Level.WARN, new Failing(cause, failure.getClass()), () -> text.get() + ": " + Printable.of(failure),
				failure);
	}

	/**
	 * Logs a failure as an error, as {@link #warn(Object, Supplier, Throwable)} does.
	 * @param cause what failed
	 * @param text describes the event, without the failure
	 * @param failure the failure
	 */
	public void error(Object cause, Supplier<?> text, Throwable failure) {
		log(Level.ERROR, new Failing(cause, failure.getClass()), () -> text.get() + ": " + Printable.of(failure),
				failure);
	}

	private void log(Level level, Object key, Supplier<?> text, @Nullable Throwable failure) {
		Cause known = this.causes.get(key);
		if (known != null) {
			known.count(text);
			return;
		}
		Cause fresh = new Cause(level);
		Cause present = this.causes.putIfAbsent((this.causes.size() < MOST_CAUSES) ? key : OTHER_CAUSES, fresh);
		if (present != null) {
			present.count(text);
			return;
		}
		begin(fresh, text.get(), failure);
	}

	private void begin(Cause cause, Object text, @Nullable Throwable failure) {
		boolean stack = failure != null && this.stacks.getAndIncrement() < MOST_STACKS_A_MINUTE;
		this.clock.after(() -> write(cause.level, text.toString(), stack ? failure : null), 0);
		reportLater();
	}

	private void write(Level level, String line, @Nullable Throwable failure) {
		this.logger.atLevel(level).setCause(failure).log(line);
	}

	private void reportLater() {
		if (this.reporting.compareAndSet(false, true)) {
			try {
				this.clock.after(this::report, MINUTE_SECONDS);
			}
			catch (Error ex) {
				// Else nothing would ever be reported again.
				this.reporting.set(false);
				throw ex;
			}
		}
	}

	private void report() {
		this.reporting.set(false);
		this.stacks.set(0);
		try {
			this.causes.forEach(this::report);
		}
		finally {
			if (!this.causes.isEmpty()) {
				reportLater();
			}
		}
	}

	private void report(Object key, Cause cause) {
		String line = cause.take();
		if (line != null) {
			write(cause.level, line, null);
		}
		else {
			this.causes.remove(key);
		}
	}

	/**
	 * Runs tasks later, on a thread that may wait.
	 */
	@FunctionalInterface
	public interface Clock {

		/**
		 * Runs a task.
		 * @param task the task
		 * @param seconds after how many seconds, 0 for now
		 */
		void after(Runnable task, long seconds);

	}

	private record Failing(Object cause, Class<?> failure) {
	}

	/**
	 * What is known of a cause since its last line.
	 */
	private static final class Cause {

		private final Level level;

		private final AtomicLong count = new AtomicLong();

		private volatile @Nullable Object example;

		Cause(Level level) {
			this.level = level;
		}

		void count(Supplier<?> text) {
			if (this.count.getAndIncrement() == 0) {
				this.example = text.get();
			}
		}

		@Nullable String take() {
			long times = this.count.getAndSet(0);
			Object example = this.example;
			if (times == 0 || example == null) {
				return null;
			}
			this.example = null;
			return example + " (" + times + ((times == 1) ? " time" : " times") + " in the last minute)";
		}

	}

}
