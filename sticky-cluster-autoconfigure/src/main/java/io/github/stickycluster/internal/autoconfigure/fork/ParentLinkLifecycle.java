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

package io.github.stickycluster.internal.autoconfigure.fork;

import io.github.stickycluster.internal.autoconfigure.BusLifecycle;
import io.github.stickycluster.internal.fork.ParentLink;

import org.springframework.context.SmartLifecycle;

/**
 * Connects a child to its parent before anything speaks with it. The context closes the
 * connection when all else has stopped.
 */
class ParentLinkLifecycle implements SmartLifecycle {

	/**
	 * Before the bus, which may go through the parent.
	 */
	static final int PHASE = BusLifecycle.PHASE - 1;

	private final ParentLink parent;

	private volatile boolean running;

	ParentLinkLifecycle(ParentLink parent) {
		this.parent = parent;
	}

	@Override
	public void start() {
		this.parent.open();
		this.running = true;
	}

	@Override
	public void stop() {
		this.running = false;
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
