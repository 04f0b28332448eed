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

package io.github.stickycluster.worker;

import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One daemon thread that does what operations on workers have to wait for.
 */
public final class Timers {

	private static final Logger logger = LoggerFactory.getLogger(Timers.class);

	private final ScheduledThreadPoolExecutor executor;

	/**
	 * Starts the thread.
	 * @param threadName its name
	 */
	public Timers(String threadName) {
		this.executor = new ScheduledThreadPoolExecutor(1, (task) -> {
			Thread thread = new Thread(task, threadName);
			thread.setDaemon(true);
			return thread;
		});
		this.executor.setRemoveOnCancelPolicy(true);
		this.executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
	}

	/**
	 * Runs a task once, or never if the thread has been stopped.
	 * @param delay when to run it, from now
	 * @param task what to run
	 */
	public void after(Duration delay, Runnable task) {
		try {
			this.executor.schedule(() -> run(task), delay.toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (RejectedExecutionException ex) {
			logger.debug("Too late for a task", ex);
		}
	}

	/**
	 * Runs a task again and again.
	 * @param period the time between two runs
	 * @param task what to run
	 * @return ends it
	 */
	public ScheduledFuture<?> every(Duration period, Runnable task) {
		return this.executor.scheduleWithFixedDelay(() -> run(task), period.toNanos(), period.toNanos(),
				TimeUnit.NANOSECONDS);
	}

	/**
	 * Ends the thread; what waits is never run.
	 */
	public void stop() {
		this.executor.shutdownNow();
	}

	private static void run(Runnable task) {
		try {
			task.run();
		}
		catch (Throwable ex) {
			logger.warn("A task of the workers' operations failed", ex);
		}
	}

}
