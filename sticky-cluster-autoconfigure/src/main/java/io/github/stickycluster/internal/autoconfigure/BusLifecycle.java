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

import io.github.stickycluster.internal.bus.ClusterBus;
import io.github.stickycluster.internal.bus.LocalBus;
import io.github.stickycluster.internal.cluster.membership.ClusterMessages;
import io.github.stickycluster.internal.cluster.membership.HeartbeatMembership;

import org.springframework.context.SmartLifecycle;

/**
 * Joins the cluster before the workers start and leaves it after they have stopped.
 */
public class BusLifecycle implements SmartLifecycle {

	/**
	 * Around the workers.
	 */
	public static final int PHASE = WorkersLifecycle.PHASE - 1024;

	private final String nodeId;

	private final ClusterBus bus;

	private final ClusterMessages messages;

	private final HeartbeatMembership membership;

	private volatile boolean running;

	BusLifecycle(String nodeId, ClusterBus bus, ClusterMessages messages, HeartbeatMembership membership) {
		this.nodeId = nodeId;
		this.bus = bus;
		this.messages = messages;
		this.membership = membership;
	}

	@Override
	public void start() {
		this.bus.start(this.nodeId, this.messages);
		if (!(this.bus instanceof LocalBus)) {
			join();
		}
		this.running = true;
	}

	private void join() {
		try {
			this.membership.join();
		}
		catch (RuntimeException ex) {
			this.bus.close();
			throw ex;
		}
	}

	@Override
	public void stop() {
		this.running = false;
		this.membership.leave();
		this.bus.close();
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
