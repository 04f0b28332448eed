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

package io.github.stickycluster.autoconfigure;

import io.github.stickycluster.worker.WorkerState;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationEvent;

/**
 * Event that is published when the state of a worker of this node has changed. Listeners
 * run on the thread that changed the state: they must not block, and must not wait for a
 * worker. The worker's state may have changed again by then.
 *
 * @since 0.1.0
 */
public class WorkerStateChangedEvent extends ApplicationEvent {

	private final String workerId;

	private final @Nullable WorkerState from;

	private final @Nullable WorkerState to;

	private final String reason;

	/**
	 * Creates the event.
	 * @param source the publisher of the event
	 * @param workerId the worker's id
	 * @param from the previous state, or {@code null} if the worker is new
	 * @param to the new state, or {@code null} if the worker was removed
	 * @param reason the reason of the change, as a phrase for operators
	 */
	public WorkerStateChangedEvent(Object source, String workerId, @Nullable WorkerState from, @Nullable WorkerState to,
			String reason) {
		super(source);
		this.workerId = workerId;
		this.from = from;
		this.to = to;
		this.reason = reason;
	}

	/**
	 * Returns the worker whose state has changed.
	 * @return the worker's id
	 */
	public String getWorkerId() {
		return this.workerId;
	}

	/**
	 * Returns the previous state.
	 * @return the state, or {@code null} if the worker is new
	 */
	public @Nullable WorkerState getFrom() {
		return this.from;
	}

	/**
	 * Returns the new state.
	 * @return the state, or {@code null} if the worker was removed
	 */
	public @Nullable WorkerState getTo() {
		return this.to;
	}

	/**
	 * Returns the reason of the change.
	 * @return the reason, as a phrase for operators
	 */
	public String getReason() {
		return this.reason;
	}

}
