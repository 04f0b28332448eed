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

import io.github.stickycluster.internal.worker.supervision.NodeWorkers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.context.ApplicationContext;
import org.springframework.context.SmartLifecycle;

/**
 * Closes the sessions before the servers stop: readiness is refused, new sessions get the
 * status 503, and open sessions are closed between two requests and messages, so that
 * their clients reconnect to other nodes.
 */
class GracefulShutdownLifecycle implements SmartLifecycle {

	/**
	 * The phase of Boot's own graceful shutdown, before the servers stop.
	 */
	static final int PHASE = SmartLifecycle.DEFAULT_PHASE - 1024;

	private static final Logger logger = LoggerFactory.getLogger(GracefulShutdownLifecycle.class);

	private final NodeWorkers workers;

	private final ApplicationContext context;

	private final GracefulShutdownSettings settings;

	private volatile boolean running;

	GracefulShutdownLifecycle(NodeWorkers workers, ApplicationContext context, GracefulShutdownSettings settings) {
		this.workers = workers;
		this.context = context;
		this.settings = settings;
	}

	@Override
	public void start() {
		this.running = true;
	}

	@Override
	public void stop() {
		throw new UnsupportedOperationException("Stop must not be invoked directly");
	}

	@Override
	public void stop(Runnable callback) {
		this.running = false;
		refuseTraffic();
		if (!this.settings.graceful()) {
			callback.run();
			return;
		}
		Duration window = this.settings.window();
		int sessions = this.workers.sessions();
		if (sessions > 0) {
			logger.info("Closing {} sessions over {} ms, so that their clients reconnect to other nodes", sessions,
					window.toMillis());
		}
		this.workers.shutDownGracefully(window, this.settings.longest()).whenComplete((gone, failure) -> {
			int left = this.workers.sessions();
			if (left > 0) {
				logger.warn(
						"{} sessions could not be closed in the shutdown, because a listener blocks their event loop; "
								+ "their connections end with the process",
						left);
			}
			callback.run();
		});
	}

	// Boot does so for applications with a web server only.
	private void refuseTraffic() {
		ReadinessState state = this.context.getBeanProvider(ApplicationAvailability.class)
			.stream()
			.map(ApplicationAvailability::getReadinessState)
			.findFirst()
			.orElse(ReadinessState.ACCEPTING_TRAFFIC);
		if (state != ReadinessState.REFUSING_TRAFFIC) {
			AvailabilityChangeEvent.publish(this.context, ReadinessState.REFUSING_TRAFFIC);
		}
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
