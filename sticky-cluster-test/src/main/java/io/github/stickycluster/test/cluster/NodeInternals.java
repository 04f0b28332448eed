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

import java.time.Duration;
import java.util.Set;

import io.github.stickycluster.internal.bus.Engine;
import io.github.stickycluster.internal.cluster.membership.Membership;
import io.github.stickycluster.internal.cluster.membership.MembershipSettings;
import io.github.stickycluster.internal.worker.InternalPorts;
import io.github.stickycluster.internal.worker.LocalWorker;
import io.github.stickycluster.internal.worker.WorkerRegistry;
import io.github.stickycluster.internal.worker.WorkerSettings;

import org.springframework.context.ApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/**
 * What the kit needs to know of a node's inside: all of it stands here.
 */
final class NodeInternals {

	/** Ten times as often as in earnest, so that no test waits long for its nodes. */
	private static final Duration HEARTBEAT = Duration.ofMillis(200);

	private static final Duration NODE_TIMEOUT = Duration.ofSeconds(5);

	private NodeInternals() {
	}

	/**
	 * Lets a node's messages go over an engine.
	 */
	static void useEngine(GenericApplicationContext context, MemoryEngine engine) {
		context.registerBean("stickyClusterMemoryEngine", Engine.class, () -> engine,
				(definition) -> definition.setDestroyMethodName(""));
		context.registerBean("stickyClusterTestMembership", MembershipSettings.class,
				() -> new MembershipSettings(context.getBean(WorkerSettings.class).nodeId(),
						context.getBean(InternalPorts.class).advertised(), HEARTBEAT, NODE_TIMEOUT, HEARTBEAT),
				(definition) -> definition.setPrimary(true));
	}

	/**
	 * Returns the ids of the other nodes that a node knows.
	 */
	static Set<String> others(ApplicationContext context) {
		return context.getBean(Membership.class).nodes();
	}

	/**
	 * Keeps the event loop of a node's first worker busy.
	 */
	static void block(ApplicationContext context, Duration time) {
		LocalWorker worker = context.getBean(WorkerRegistry.class).localWorkers().get(0);
		worker.execute(() -> sleep(time));
	}

	// A worker that is replaced is interrupted, as one is whose listener blocks.
	private static void sleep(Duration time) {
		try {
			Thread.sleep(time.toMillis());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
