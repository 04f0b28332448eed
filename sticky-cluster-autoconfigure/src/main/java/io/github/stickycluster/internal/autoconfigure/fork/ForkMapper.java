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

import java.net.InetAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.github.stickycluster.autoconfigure.StickyClusterProperties;
import io.github.stickycluster.internal.autoconfigure.GracefulShutdownSettings;
import io.github.stickycluster.internal.autoconfigure.PropertyChecks;
import io.github.stickycluster.internal.fork.ChildCommand;
import io.github.stickycluster.internal.fork.ForkSettings;
import io.github.stickycluster.internal.worker.WorkerSettings;

import org.springframework.context.ApplicationContext;

/**
 * Turns the properties of forked workers into settings.
 */
final class ForkMapper {

	private static final String PREFIX = "sticky-cluster.";

	private static final String LOOPBACK = "127.0.0.1";

	private static final Duration EXIT_SLACK = Duration.ofSeconds(10);

	private ForkMapper() {
	}

	static ForkSettings settings(StickyClusterProperties properties, WorkerSettings workers, List<String> arguments,
			ApplicationContext context) {
		StickyClusterProperties.Workers.Fork fork = properties.workers().fork();
		PropertyChecks.check(properties.role() == StickyClusterProperties.Role.ALL, "role", properties.role(),
				"Forked workers get their connections from this process: use 'all', or set "
						+ "'sticky-cluster.workers.mode' to 'in-process'.");
		Duration phase = GracefulShutdownSettings.phase(context.getEnvironment());
		List<String> command = ChildCommand.ofThisJvm(fork.jvmArgs(), MainClass.of(context));
		return PropertyChecks.checked(() -> new ForkSettings(command, arguments,
				(number) -> childProperties(properties, workers, number), maxConnections(properties.limits()),
				host(properties.internal().address()), fork.startTimeout(), phase.plus(EXIT_SLACK)));
	}

	/**
	 * By default each child has as many as its own process can.
	 */
	private static int maxConnections(StickyClusterProperties.Limits limits) {
		Integer configured = limits.maxConnections();
		return (configured != null) ? configured : 0;
	}

	/**
	 * Where this process finds its children's ports.
	 */
	private static String host(InetAddress bound) {
		return bound.isAnyLocalAddress() ? LOOPBACK : bound.getHostAddress();
	}

	/**
	 * What a child has other than its parent.
	 */
	private static Map<String, String> childProperties(StickyClusterProperties properties, WorkerSettings workers,
			int number) {
		Map<String, String> different = new HashMap<>();
		different.put(PREFIX + "node-id", workers.workerId(number));
		different.put(PREFIX + "workers.count", "1");
		different.put(PREFIX + "workers.base-port", String.valueOf(workers.port(number)));
		String secret = properties.internal().secret();
		if (secret != null) {
			different.put(PREFIX + "internal.secret", secret);
		}
		return different;
	}

}
