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

package io.github.stickycluster.demo.cluster;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;

import io.github.stickycluster.actuate.StickyClusterEndpoint;
import io.github.stickycluster.actuate.StickyClusterEndpoint.ClusterDescriptor;
import io.github.stickycluster.actuate.StickyClusterEndpoint.WorkerDescriptor;
import io.github.stickycluster.autoconfigure.ClusterRole;
import io.github.stickycluster.autoconfigure.ConditionalOnClusterRole;
import io.github.stickycluster.autoconfigure.WorkerStateChangedEvent;
import io.github.stickycluster.cluster.SocketCluster;

import org.springframework.context.event.EventListener;
import org.springframework.core.task.TaskRejectedException;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Tells the Cluster pages of all nodes, each second and after each change, how this
 * node's workers are.
 */
@Component
@ConditionalOnClusterRole(ClusterRole.PARENT)
class ClusterReporter {

	private static final int KEPT = 40;

	private final SocketCluster cluster;

	private final StickyClusterEndpoint endpoint;

	private final TaskScheduler scheduler;

	private final Deque<Change> changes = new ArrayDeque<>();

	private final Set<String> blocked = new HashSet<>();

	private long number;

	ClusterReporter(SocketCluster cluster, StickyClusterEndpoint endpoint, TaskScheduler scheduler) {
		this.cluster = cluster;
		this.endpoint = endpoint;
		this.scheduler = scheduler;
	}

	/** Reports on another thread: whoever changes a state must not wait for it. */
	@EventListener
	void changed(WorkerStateChangedEvent event) {
		note((number) -> Change.of(number, event));
		try {
			this.scheduler.schedule(this::report, Instant.now());
		}
		catch (TaskRejectedException ex) {
			// The application is stopping: nobody is left to be told.
		}
	}

	@Scheduled(fixedRate = 1, timeUnit = TimeUnit.SECONDS)
	synchronized void report() {
		ClusterDescriptor present = this.endpoint.cluster();
		present.workers().stream().filter((worker) -> worker.node().equals(present.node())).forEach(this::noteBlocked);
		this.cluster.of(ClusterListeners.NAMESPACE).emit("picture", Picture.of(present, changes()));
	}

	private void noteBlocked(WorkerDescriptor worker) {
		boolean changed = worker.blocked() ? this.blocked.add(worker.id()) : this.blocked.remove(worker.id());
		if (changed) {
			note((number) -> Change.ofBlocked(number, worker));
		}
	}

	private void note(LongFunction<Change> change) {
		synchronized (this.changes) {
			this.changes.add(change.apply(++this.number));
			while (this.changes.size() > KEPT) {
				this.changes.remove();
			}
		}
	}

	private List<Change> changes() {
		synchronized (this.changes) {
			return List.copyOf(this.changes);
		}
	}

}
