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

package io.github.stickycluster.internal.memory;

import java.util.concurrent.TimeUnit;

/**
 * Counts the failures of one server for lack of memory. A session that runs out of memory
 * is closed. If that happens repeatedly, the server has to be replaced, since the state
 * of its sessions is unknown.
 * <p>
 * Belongs to one server, not to the worker, so that failures of a replaced server do not
 * count for the new one. Thread-safe, and allocates nothing.
 */
public final class ServerMemory {

	/** Failures that come closer together are signs of the same lack. */
	private static final long APART = TimeUnit.SECONDS.toNanos(1);

	private static final long WITHIN = TimeUnit.SECONDS.toNanos(10);

	private final NodeMemory node;

	private long first;

	private long second;

	private long third;

	private int counted;

	/**
	 * Creates the memory of a server that has not been started yet.
	 * @param node the memory of its node
	 */
	public ServerMemory(NodeMemory node) {
		this.node = node;
	}

	/**
	 * Returns the memory of the server's node.
	 * @return the node's memory
	 */
	public NodeMemory node() {
		return this.node;
	}

	/**
	 * Takes notice of a failure in the work of a session or an event loop, before
	 * anything else is done about it.
	 * @param failure the failure
	 * @return whether it comes of too little memory, so that the session has to end
	 */
	public boolean notice(Throwable failure) {
		boolean lack = this.node.notice(failure);
		// Whoever asks for too much at once, with memory to spare, harms nobody else.
		if (lack && this.node.isOut()) {
			count(System.nanoTime());
		}
		return lack;
	}

	synchronized void count(long now) {
		if (this.counted == 0 || now - this.third >= APART) {
			this.first = this.second;
			this.second = this.third;
			this.third = now;
			this.counted++;
		}
	}

	/**
	 * Returns whether the server has to be replaced.
	 * @return whether memory ran out in three different seconds within ten
	 */
	public synchronized boolean recurs() {
		return this.counted > 2 && this.third - this.first <= WITHIN;
	}

}
