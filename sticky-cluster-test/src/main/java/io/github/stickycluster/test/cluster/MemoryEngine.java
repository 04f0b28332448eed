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

package io.github.stickycluster.test.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

import io.github.stickycluster.internal.bus.Engine;
import org.jspecify.annotations.Nullable;

/**
 * A node's way to the {@link MemoryLog}, which can fail.
 */
final class MemoryEngine implements Engine {

	private final MemoryLog log;

	private final List<byte[]> missed = new ArrayList<>();

	private @Nullable Reading reading;

	private State state = State.REACHABLE;

	MemoryEngine(MemoryLog log) {
		this.log = log;
	}

	@Override
	public String name() {
		return "The in-memory bus";
	}

	@Override
	public void open(Consumer<byte[]> reader) {
		synchronized (this) {
			requireReachable();
			this.reading = new Reading(reader, Executors.newSingleThreadExecutor((task) -> {
				Thread thread = new Thread(task, "memory-engine");
				thread.setDaemon(true);
				return thread;
			}));
		}
		this.log.add(this);
	}

	@Override
	public void append(List<byte[]> frames) {
		synchronized (this) {
			requireReachable();
			if (this.state == State.DEAD) {
				return;
			}
		}
		this.log.append(frames);
	}

	private void requireReachable() {
		if (this.state == State.UNREACHABLE) {
			throw new IllegalStateException("The in-memory bus is unreachable");
		}
	}

	/**
	 * Called with what any node has appended.
	 */
	synchronized void receive(List<byte[]> frames) {
		if (this.state == State.UNREACHABLE) {
			this.missed.addAll(frames);
		}
		else if (this.state == State.REACHABLE && this.reading != null) {
			this.reading.deliver(frames);
		}
	}

	@Override
	public synchronized boolean isReading() {
		return this.state == State.REACHABLE && this.reading != null;
	}

	/**
	 * Loses the way to the log, or finds it again and reads what was appended meanwhile.
	 */
	synchronized void setReachable(boolean reachable) {
		if (this.state != State.DEAD) {
			this.state = reachable ? State.REACHABLE : State.UNREACHABLE;
			if (reachable) {
				List<byte[]> frames = List.copyOf(this.missed);
				this.missed.clear();
				receive(frames);
			}
		}
	}

	/**
	 * Takes no part any more, as if the node's process had ended: not even a good-bye is
	 * heard.
	 */
	synchronized void die() {
		this.state = State.DEAD;
	}

	@Override
	public void close() {
		this.log.remove(this);
		synchronized (this) {
			if (this.reading != null) {
				this.reading.thread().shutdown();
				this.reading = null;
			}
		}
	}

	private enum State {

		REACHABLE, UNREACHABLE, DEAD

	}

	private record Reading(Consumer<byte[]> reader, ExecutorService thread) {

		void deliver(List<byte[]> frames) {
			try {
				frames.forEach((frame) -> this.thread.execute(() -> this.reader.accept(frame)));
			}
			catch (RejectedExecutionException ex) {
				// Closed meanwhile.
			}
		}

	}

}
