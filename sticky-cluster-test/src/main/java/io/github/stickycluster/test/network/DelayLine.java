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

package io.github.stickycluster.test.network;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;

import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.EventExecutor;

/**
 * Lets messages pass after a time, in their order. Used on one thread.
 */
final class DelayLine {

	private final Deque<Delayed> waiting = new ArrayDeque<>();

	private long lastDue;

	/**
	 * Lets a message pass, at once if it need not wait.
	 * @param message what is released if it never passes
	 */
	void add(EventExecutor thread, Duration delay, Object message, Runnable action) {
		if (delay.isZero() && this.waiting.isEmpty()) {
			action.run();
			return;
		}
		long now = System.nanoTime();
		long due = now + delay.toNanos();
		this.lastDue = (this.waiting.isEmpty() || due > this.lastDue) ? due : this.lastDue;
		this.waiting.add(new Delayed(message, action));
		thread.schedule(this::next, this.lastDue - now, TimeUnit.NANOSECONDS);
	}

	/**
	 * Keeps a message until all pass.
	 */
	void hold(Object message, Runnable action) {
		this.waiting.add(new Delayed(message, action));
	}

	private void next() {
		Delayed first = this.waiting.poll();
		if (first != null) {
			first.action().run();
		}
	}

	/**
	 * Lets all pass.
	 */
	void finish() {
		while (!this.waiting.isEmpty()) {
			next();
		}
	}

	void clear() {
		this.waiting.forEach((delayed) -> ReferenceCountUtil.release(delayed.message()));
		this.waiting.clear();
	}

	private record Delayed(Object message, Runnable action) {

	}

}
