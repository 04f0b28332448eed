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

import java.time.Duration;
import java.util.regex.Pattern;

import com.corundumstudio.socketio.Configuration;
import com.corundumstudio.socketio.Transport;
import io.github.stickycluster.dispatch.DispatcherSettings;
import io.github.stickycluster.worker.WorkerSettings;

import org.springframework.util.unit.DataSize;

/**
 * Turns checked properties into the settings of the parts.
 */
final class PropertiesMapper {

	private static final int MAX_WORKERS = 256;

	private static final int MAX_PORT = 65535;

	private static final int BACKLOG = 1024;

	private static final Duration MAX_DURATION = Duration.ofDays(1);

	private static final Pattern PATH = Pattern.compile("(/[A-Za-z0-9._~-]+)+/?");

	private PropertiesMapper() {
	}

	static DispatcherSettings dispatcherSettings(StickyClusterProperties properties) {
		PropertyChecks.inRange("port", properties.port(), 0, MAX_PORT);
		return new DispatcherSettings(properties.address(), properties.port(), BACKLOG);
	}

	static WorkerSettings workerSettings(StickyClusterProperties properties) {
		StickyClusterProperties.Workers workers = properties.workers();
		Integer configured = workers.count();
		int count = (configured != null) ? configured
				: Math.min(Runtime.getRuntime().availableProcessors(), MAX_WORKERS);
		PropertyChecks.inRange("workers.count", count, 1, MAX_WORKERS);
		PropertyChecks.inRange("workers.threads", workers.threads(), 1, 64);
		PropertyChecks.inRange("workers.base-port", workers.basePort(), 0, MAX_PORT - count + 1);
		return new WorkerSettings(NodeId.of(properties), count, workers.threads(), workers.basePort());
	}

	static Configuration configuration(StickyClusterProperties.SocketIo properties) {
		Configuration configuration = new Configuration();
		PropertyChecks.check(PATH.matcher(properties.path()).matches(), "socket-io.path", properties.path(),
				"Use a path such as '/socket.io'.");
		configuration.setContext(properties.path().replaceAll("/$", ""));
		configuration.setPingInterval(millis("socket-io.ping-interval", properties.pingInterval()));
		configuration.setPingTimeout(millis("socket-io.ping-timeout", properties.pingTimeout()));
		configuration.setUpgradeTimeout(millis("socket-io.upgrade-timeout", properties.upgradeTimeout()));
		int maxPayload = bytes("socket-io.max-payload", properties.maxPayload());
		configuration.setMaxFramePayloadLength(maxPayload);
		configuration.setMaxHttpContentLength(maxPayload);
		PropertyChecks.check(!properties.transports().isEmpty(), "socket-io.transports", "[]",
				"Name 'websocket', 'polling' or both.");
		configuration.setTransports(properties.transports().toArray(Transport[]::new));
		configuration.setEnableCors(!properties.allowedOrigins().isEmpty());
		if (!properties.allowedOrigins().isEmpty()) {
			configuration.setOrigin(properties.allowedOrigins().get(0));
		}
		return configuration;
	}

	private static int millis(String name, Duration value) {
		return Math.toIntExact(PropertyChecks.inRange(name, value, Duration.ofMillis(1), MAX_DURATION).toMillis());
	}

	private static int bytes(String name, DataSize value) {
		boolean valid = value.toBytes() >= 1 && value.toBytes() <= Integer.MAX_VALUE;
		PropertyChecks.check(valid, name, value, "Use a size from 1B to 2147483647B.");
		return Math.toIntExact(value.toBytes());
	}

}
