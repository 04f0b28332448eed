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

package io.github.stickycluster.internal.autoconfigure;

import io.github.stickycluster.internal.worker.supervision.NodeWorkers;

import org.springframework.context.SmartLifecycle;

/**
 * Starts the workers before the dispatcher and stops them after it.
 */
class WorkersLifecycle implements SmartLifecycle {

	/**
	 * Before the web server and the dispatcher start, after they have stopped.
	 */
	static final int PHASE = SmartLifecycle.DEFAULT_PHASE - 3072;

	private final NodeWorkers workers;

	private volatile boolean running;

	WorkersLifecycle(NodeWorkers workers) {
		this.workers = workers;
	}

	@Override
	public void start() {
		this.workers.start();
		this.running = true;
	}

	@Override
	public void stop() {
		this.running = false;
		this.workers.stop();
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public int getPhase() {
		return PHASE;
	}

}
