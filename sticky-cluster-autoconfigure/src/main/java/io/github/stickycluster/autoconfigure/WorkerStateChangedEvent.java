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
 * Published when a worker of this node has come to another state. Listeners are called on
 * the thread that changed it, while it goes on to change; they must be quick and must not
 * wait for a worker.
 */
public class WorkerStateChangedEvent extends ApplicationEvent {

	private final String workerId;

	private final @Nullable WorkerState from;

	private final @Nullable WorkerState to;

	private final String reason;

	/**
	 * Creates the event.
	 * @param source who has noticed
	 * @param workerId whose state has changed
	 * @param from the state before, or null if the worker is new
	 * @param to the state now, or null if the worker is gone
	 * @param reason why, in words for people
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
	 * Returns whose state has changed.
	 * @return the worker's id
	 */
	public String getWorkerId() {
		return this.workerId;
	}

	/**
	 * Returns the state before.
	 * @return the state, or null if the worker is new
	 */
	public @Nullable WorkerState getFrom() {
		return this.from;
	}

	/**
	 * Returns the state now.
	 * @return the state, or null if the worker is gone
	 */
	public @Nullable WorkerState getTo() {
		return this.to;
	}

	/**
	 * Returns why the state has changed.
	 * @return the reason, in words for people
	 */
	public String getReason() {
		return this.reason;
	}

}
