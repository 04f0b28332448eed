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

package io.github.stickycluster.internal.cluster.membership;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.github.stickycluster.internal.cluster.membership.PortProbe.Outcome;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Probes the ports of nodes, on threads that may block. Thread-safe.
 */
final class PortProbes implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(PortProbes.class);

	/** So that a few nodes out of reach do not hold up the proof of another's death. */
	private static final int THREADS = 4;

	private static final long IDLE_SECONDS = 10;

	private final PortProbe probe;

	private final ThreadPoolExecutor threads;

	PortProbes(PortProbe probe) {
		this.probe = probe;
		this.threads = new ThreadPoolExecutor(THREADS, THREADS, IDLE_SECONDS, TimeUnit.SECONDS,
				new LinkedBlockingQueue<>(), (task) -> {
					Thread thread = new Thread(task, "sticky-cluster-probe");
					thread.setDaemon(true);
					return thread;
				});
		this.threads.allowCoreThreadTimeOut(true);
	}

	/**
	 * Tries the ports of a node.
	 * @param ports at least one
	 * @param result takes {@link Outcome#REFUSED} if all refuse, else what came of the
	 * first that does not; not called after the close
	 */
	void probe(List<InetSocketAddress> ports, Consumer<Outcome> result) {
		try {
			this.threads.execute(() -> result.accept(outcome(ports)));
		}
		catch (RejectedExecutionException ex) {
			logger.trace("This node has just left the cluster");
		}
	}

	private Outcome outcome(List<InetSocketAddress> ports) {
		try {
			for (InetSocketAddress port : ports) {
				Outcome outcome = this.probe.probe(port);
				if (outcome != Outcome.REFUSED) {
					return outcome;
				}
			}
			return Outcome.REFUSED;
		}
		catch (RuntimeException | Error ex) {
			logger.debug("{} could not be tried", ports, ex);
			return Outcome.UNKNOWN;
		}
	}

	@Override
	public void close() {
		this.threads.shutdownNow();
	}

}
