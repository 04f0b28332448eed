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

import io.github.stickycluster.worker.WorkerChange;
import io.github.stickycluster.worker.WorkerState;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationEvent;

/**
 * Published when a worker of this node has come to another state. Listeners are called on
 * the thread that changed it, while it goes on to change; they must be quick and must not
 * wait for a worker.
 */
public class WorkerStateChangedEvent extends ApplicationEvent {

	private final WorkerChange change;

	WorkerStateChangedEvent(Object source, WorkerChange change) {
		super(source);
		this.change = change;
	}

	/**
	 * Returns whose state has changed.
	 * @return the worker's id
	 */
	public String getWorkerId() {
		return this.change.workerId();
	}

	/**
	 * Returns the state before.
	 * @return the state, or null if the worker is new
	 */
	public @Nullable WorkerState getFrom() {
		return this.change.from();
	}

	/**
	 * Returns the state now.
	 * @return the state, or null if the worker is gone
	 */
	public @Nullable WorkerState getTo() {
		return this.change.to();
	}

	/**
	 * Returns why the state has changed.
	 * @return the reason, in words for people
	 */
	public String getReason() {
		return this.change.reason();
	}

}
