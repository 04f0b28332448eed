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

package io.github.stickycluster.internal.worker;

import java.time.Duration;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A scheduler with one daemon thread. No failure of a task, not even an
 * {@link OutOfMemoryError}, ends the thread or a periodic task: a
 * {@code ScheduledExecutorService} drops a periodic task that throws, and loses its
 * thread if there is no memory for the next one. Thread-safe.
 */
public final class Timers {

	private static final Logger logger = LoggerFactory.getLogger(Timers.class);

	private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);

	private static final long PAUSE_MILLIS = 10;

	/**
	 * Also the lock. A periodic task stays in it while it runs, so adding it needs no
	 * room.
	 */
	private final PriorityQueue<Task> tasks = new PriorityQueue<>();

	private final String threadName;

	private final Consumer<Throwable> failures;

	private final Thread thread;

	private long added;

	private boolean stopped;

	private long lastWarning = System.nanoTime() - MINUTE;

	/**
	 * Starts the thread.
	 * @param threadName its name
	 * @param failures told of each failure of a task first, on the thread; must not
	 * allocate
	 */
	public Timers(String threadName, Consumer<Throwable> failures) {
		this.threadName = threadName;
		this.failures = failures;
		this.thread = new Thread(this::run, threadName);
		this.thread.setDaemon(true);
		this.thread.start();
	}

	/**
	 * Runs a task once, or never if the thread has been stopped.
	 * @param delay when to run it, from now
	 * @param task what to run
	 */
	public void after(Duration delay, Runnable task) {
		add(new Task(task, Task.ONCE), delay);
	}

	/**
	 * Runs a task again and again, until the thread is stopped.
	 * @param period the time from the end of one run to the begin of the next
	 * @param task what to run
	 */
	public void every(Duration period, Runnable task) {
		add(new Task(task, period.toNanos()), period);
	}

	private void add(Task task, Duration delay) {
		synchronized (this.tasks) {
			if (this.stopped) {
				logger.debug("{} has been stopped: too late for a task", this.threadName);
				return;
			}
			task.due = System.nanoTime() + delay.toNanos();
			task.number = this.added++;
			this.tasks.add(task);
			this.tasks.notifyAll();
		}
	}

	/**
	 * Ends the thread; what waits is never run.
	 */
	public void stop() {
		synchronized (this.tasks) {
			this.stopped = true;
			this.tasks.clear();
			this.tasks.notifyAll();
		}
		this.thread.interrupt();
	}

	private void run() {
		boolean running = true;
		while (running) {
			try {
				Task task = next();
				running = task != null;
				if (task != null) {
					run(task);
				}
			}
			catch (Throwable ex) {
				failed(ex);
				pause();
			}
		}
	}

	private void run(Task task) {
		try {
			task.action.run();
		}
		catch (Throwable ex) {
			failed(ex);
		}
		finally {
			schedule(task, System.nanoTime() + task.period);
		}
	}

	/**
	 * Waits for the next task that is due.
	 * @return the task, or null when the thread has been stopped
	 */
	private @Nullable Task next() {
		synchronized (this.tasks) {
			while (!this.stopped) {
				Task first = this.tasks.peek();
				long nanos = (first != null) ? first.due - System.nanoTime() : Task.NEVER;
				if (first != null && nanos <= 0) {
					this.tasks.poll();
					schedule(first, System.nanoTime() + Task.NEVER);
					return first;
				}
				await(nanos);
			}
			return null;
		}
	}

	private void await(long nanos) {
		try {
			// Rounded up, so as not to go round for nothing.
			this.tasks.wait(TimeUnit.NANOSECONDS.toMillis(nanos) + 1);
		}
		catch (InterruptedException ex) {
			// An interrupt that was meant for a task, or the stop.
		}
	}

	private void schedule(Task task, long due) {
		synchronized (this.tasks) {
			if (task.period != Task.ONCE && !this.stopped) {
				this.tasks.remove(task);
				task.due = due;
				this.tasks.add(task);
			}
		}
	}

	private void failed(Throwable ex) {
		try {
			this.failures.accept(ex);
			long now = System.nanoTime();
			if (now - this.lastWarning >= MINUTE) {
				this.lastWarning = now;
				logger.warn("A task of thread {} failed; further failures are logged at DEBUG for a minute",
						this.threadName, ex);
			}
			else {
				logger.debug("A task of thread {} failed", this.threadName, ex);
			}
		}
		catch (Throwable again) {
			// For want of memory. Whatever it is, this thread goes on.
		}
	}

	private static void pause() {
		try {
			Thread.sleep(PAUSE_MILLIS);
		}
		catch (Throwable ex) {
			// So that it does not even pause.
		}
	}

	/**
	 * A task. Guarded by the lock, but for what is final.
	 */
	private static final class Task implements Comparable<Task> {

		private static final long ONCE = 0;

		/** Long enough, and no overflow when compared. */
		private static final long NEVER = TimeUnit.DAYS.toNanos(365);

		private final Runnable action;

		private final long period;

		private long due;

		private long number;

		private Task(Runnable action, long period) {
			this.action = action;
			this.period = period;
		}

		@Override
		public int compareTo(Task other) {
			long difference = this.due - other.due;
			return Long.signum((difference != 0) ? difference : this.number - other.number);
		}

	}

}
