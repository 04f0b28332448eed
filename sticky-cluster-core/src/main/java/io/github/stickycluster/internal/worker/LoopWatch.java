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

import java.util.concurrent.RejectedExecutionException;

import io.netty.util.concurrent.EventExecutor;
import org.jspecify.annotations.Nullable;

/**
 * Measures the delay of one event loop by a task that is submitted again after each run.
 */
public final class LoopWatch {

	private static final long NONE = -1;

	private final EventExecutor loop;

	private final Runnable answer = this::answer;

	private final long origin = System.nanoTime();

	/** When the task that the loop has not come to yet was given to it. */
	private volatile long asked = NONE;

	private volatile long lastLag;

	private volatile @Nullable Thread thread;

	LoopWatch(EventExecutor loop) {
		this.loop = loop;
	}

	/**
	 * Asks the loop, unless a question is open; called by the watchdog.
	 * @return the lag in nanoseconds: of the last task, or the age of the open one if
	 * that is more
	 */
	public long ask() {
		long open = this.asked;
		long now = System.nanoTime() - this.origin;
		if (open != NONE) {
			return Math.max(this.lastLag, now - open);
		}
		this.asked = now;
		try {
			this.loop.execute(this.answer);
		}
		catch (RejectedExecutionException ex) {
			this.asked = NONE;
		}
		catch (Error ex) {
			// It was not asked: that is no silence of its.
			this.asked = NONE;
			throw ex;
		}
		return this.lastLag;
	}

	private void answer() {
		this.thread = Thread.currentThread();
		this.lastLag = System.nanoTime() - this.origin - this.asked;
		this.asked = NONE;
	}

	/** The lag of the open question alone, in nanoseconds. */
	public long silence() {
		long open = this.asked;
		return (open != NONE) ? System.nanoTime() - this.origin - open : 0;
	}

	public boolean hasEnded() {
		return this.loop.isShuttingDown();
	}

	/** The loop's thread, once it has answered for the first time. */
	public @Nullable Thread thread() {
		return this.thread;
	}

}
