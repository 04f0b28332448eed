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

import java.time.Duration;

import io.github.stickycluster.internal.dispatch.Dispatcher;
import io.github.stickycluster.internal.memory.NodeMemory;
import io.github.stickycluster.internal.worker.Timers;
import io.github.stickycluster.internal.worker.supervision.NodeWorkers;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.LivenessState;
import org.springframework.context.ApplicationContext;
import org.springframework.context.SmartLifecycle;

/**
 * Monitors the node as a whole, on a thread of its own that no failure ends, from before
 * the start of all other parts until all have stopped. A node that cannot serve and does
 * not recover gets the liveness {@link LivenessState#BROKEN}, so that the platform
 * restarts it.
 */
public class NodeGuard implements SmartLifecycle {

	/** Before the bus starts, after it has stopped. */
	static final int PHASE = BusLifecycle.PHASE - 1024;

	private static final Duration PERIOD = Duration.ofMillis(100);

	private final NodeMemory memory;

	private final ObjectProvider<Dispatcher> dispatchers;

	private final ObjectProvider<NodeWorkers> supervisors;

	private final ApplicationContext context;

	/** Looked up once, since that allocates. */
	private volatile @Nullable Dispatcher dispatcher;

	private volatile @Nullable NodeWorkers workers;

	private volatile @Nullable Timers thread;

	/** Whether this has published that the node is broken; used on the thread. */
	private boolean published;

	NodeGuard(NodeMemory memory, ObjectProvider<Dispatcher> dispatchers, ObjectProvider<NodeWorkers> supervisors,
			ApplicationContext context) {
		this.memory = memory;
		this.dispatchers = dispatchers;
		this.supervisors = supervisors;
		this.context = context;
	}

	@Override
	public void start() {
		this.dispatcher = this.dispatchers.getIfAvailable();
		this.workers = this.supervisors.getIfAvailable();
		Timers started = new Timers("sticky-cluster-guard", this.memory::notice);
		started.after(Duration.ZERO, this::lookAtMemory);
		started.every(PERIOD, this::lookAtMemory);
		// Each on its own, so that one goes on while another fails.
		started.every(PERIOD, this::lookAtDispatcher);
		started.every(PERIOD, this::publish);
		this.thread = started;
	}

	private void lookAtMemory() {
		this.memory.look(System.nanoTime());
	}

	private void lookAtDispatcher() {
		Dispatcher present = this.dispatcher;
		if (present != null) {
			present.look(System.nanoTime());
		}
	}

	/**
	 * Others may have published a state of their own: it is not touched unless this node
	 * breaks or recovers.
	 */
	private void publish() {
		boolean broken = brokenBecause() != null;
		if (broken != this.published) {
			AvailabilityChangeEvent.publish(this.context, broken ? LivenessState.BROKEN : LivenessState.CORRECT);
			this.published = broken;
		}
	}

	/**
	 * Returns the reason why the node cannot serve.
	 * @return the reason, or null if it can
	 */
	public @Nullable String brokenBecause() {
		if (this.memory.isBroken()) {
			return "memory has been exhausted for more than a minute";
		}
		Dispatcher present = this.dispatcher;
		if (present != null && present.isBroken()) {
			return "connections could not be accepted or served for more than a minute";
		}
		NodeWorkers own = this.workers;
		return (own != null && own.isBroken()) ? "the workers fail repeatedly for lack of memory" : null;
	}

	@Override
	public void stop() {
		Timers present = this.thread;
		this.thread = null;
		if (present != null) {
			present.stop();
		}
		this.memory.close();
	}

	@Override
	public boolean isRunning() {
		return this.thread != null;
	}

	@Override
	public int getPhase() {
		return PHASE;
	}

}
