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
import java.util.Set;

import io.github.stickycluster.autoconfigure.StickyClusterProperties;
import io.github.stickycluster.internal.balance.BoundedLoad;
import io.github.stickycluster.internal.budget.MemoryBudget;
import io.github.stickycluster.internal.dispatch.ClientAddressSettings;
import io.github.stickycluster.internal.dispatch.DispatcherSettings;
import io.github.stickycluster.internal.dispatch.LimitSettings;
import io.github.stickycluster.internal.engineio.EngineIoSettings;
import io.github.stickycluster.internal.engineio.SessionLimits;
import io.github.stickycluster.internal.net.ClientKey;
import io.github.stickycluster.internal.worker.EngineSettings;
import io.github.stickycluster.internal.worker.WorkerSettings;
import io.github.stickycluster.internal.worker.supervision.OperationSettings;
import io.github.stickycluster.socketio.Transport;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.util.unit.DataSize;

/**
 * Turns checked properties into the settings of the parts.
 */
public final class PropertiesMapper {

	private static final int MAX_NODES = 10_000;

	private static final int MAX_THREADS = 256;

	static final int MAX_PORT = 65535;

	private static final Duration RESTART_BACKOFF = Duration.ofSeconds(1);

	private static final int RESTART_ATTEMPTS = 6;

	private static final int BACKLOG = 1024;

	/** That of the JavaScript parser. */
	private static final int MAX_ATTACHMENTS = 10;

	private static final int MOST_NAMESPACES = 1_000_000;

	/** That of the JavaScript server. */
	private static final Duration UPGRADE_TIMEOUT = Duration.ofSeconds(10);

	/** That of the JavaScript server. */
	private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(45);

	private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(30);

	private static final int MAX_PAYLOAD_PACKETS = 20_000;

	/** That of the JavaScript server. */
	private static final int COMPRESSION_THRESHOLD = 1024;

	private static final int LEAST_MEGABYTES = 4;

	private static final int BURST_SECONDS = 10;

	static final Duration SHORTEST = Duration.ofMillis(100);

	private PropertiesMapper() {
	}

	static DispatcherSettings dispatcherSettings(StickyClusterProperties properties, int workers, boolean child) {
		int threads = Math.min(Runtime.getRuntime().availableProcessors(), MAX_THREADS);
		ClientAddressSettings clientAddress = ClientAddressMapper.settings(properties.clientAddress());
		return PropertyChecks.checked(() -> new DispatcherSettings(properties.address(), properties.port(), BACKLOG,
				clientAddress, (workers > 0) ? 0 : threads, !child, null));
	}

	public static @Nullable BoundedLoad boundedLoad(StickyClusterProperties.Routing properties) {
		Double factor = properties.loadFactor();
		if (factor == null) {
			return null;
		}
		return PropertyChecks.checked(() -> new BoundedLoad(factor));
	}

	static WorkerSettings workerSettings(StickyClusterProperties properties, boolean child) {
		StickyClusterProperties.Workers workers = properties.workers();
		Integer configured = workers.count();
		int count = (configured != null) ? configured
				: Math.min(Runtime.getRuntime().availableProcessors(), WorkerSettings.MOST);
		PropertyChecks.check(count != 0, "workers.count", count, "Use a number from 1 to " + WorkerSettings.MOST
				+ ", or set 'sticky-cluster.role' to 'dispatcher' for a node without workers.");
		PropertyChecks.inRange("cluster.expected-nodes", properties.cluster().expectedNodes(), 0, MAX_NODES);
		boolean none = properties.role() == StickyClusterProperties.Role.DISPATCHER;
		String nodeId = NodeId.of(properties);
		return PropertyChecks.checked(() -> new WorkerSettings(nodeId, none ? 0 : count, workers.threads(),
				workers.basePort(), workers.weight(), child));
	}

	static OperationSettings operationSettings(StickyClusterProperties.Workers workers) {
		return PropertyChecks.checked(() -> new OperationSettings(workers.blockedAfter(), workers.restartAfter(),
				workers.drainTimeout(), workers.disconnectWindow(), RESTART_BACKOFF, RESTART_ATTEMPTS));
	}

	static LimitSettings limitSettings(StickyClusterProperties.Limits limits) {
		Integer configured = limits.maxConnections();
		int maxConnections = (configured != null) ? configured : FileDescriptors.connections();
		int headSize = bytes("limits.request-head-size", limits.requestHeadSize());
		return PropertyChecks.checked(() -> new LimitSettings(maxConnections, limits.maxConnectionsPerClient(),
				limits.newConnectionsPerClient(), BURST_SECONDS * limits.newConnectionsPerClient(), headSize,
				limits.requestHeadTimeout(), limits.idleTimeout()));
	}

	static EngineSettings engineSettings(StickyClusterProperties properties, JsonMapper jsonMapper) {
		int eventsPerSecond = properties.limits().eventsPerSecond();
		int maxNamespaces = PropertyChecks.inRange("socket-io.max-namespaces", properties.socketIo().maxNamespaces(), 1,
				MOST_NAMESPACES);
		return new EngineSettings(engineIo(properties.socketIo(), eventsPerSecond), MAX_ATTACHMENTS, maxNamespaces,
				jsonMapper, MemoryBudget.ofThisJvm(memory(properties.limits().memory())),
				sessionLimits(properties.limits(), ClientAddressMapper.clientKey(properties.clientAddress())));
	}

	private static long memory(@Nullable DataSize memory) {
		PropertyChecks.check(memory == null || memory.toMegabytes() >= LEAST_MEGABYTES, "limits.memory",
				String.valueOf(memory), "Use a size of " + LEAST_MEGABYTES + "MB or more.");
		return (memory != null) ? memory.toBytes() : 0;
	}

	private static SessionLimits sessionLimits(StickyClusterProperties.Limits limits, ClientKey key) {
		return PropertyChecks
			.checked(() -> new SessionLimits(limits.maxSessions(), limits.maxConnectionsPerClient(), key::of));
	}

	private static EngineIoSettings engineIo(StickyClusterProperties.SocketIo properties, int eventsPerSecond) {
		int maxPayload = bytes("socket-io.max-payload", properties.maxPayload());
		int maxPendingBytes = bytes("socket-io.max-pending-bytes", properties.maxPendingBytes());
		return PropertyChecks.checked(() -> new EngineIoSettings(properties.path(), properties.pingInterval(),
				properties.pingTimeout(), UPGRADE_TIMEOUT, CONNECT_TIMEOUT, REQUEST_TIMEOUT, maxPayload,
				MAX_PAYLOAD_PACKETS, maxPendingBytes, Set.copyOf(properties.transports()), properties.allowedOrigins(),
				properties.allowedOriginPatterns(), properties.allowEio3(),
				properties.compression().contains(Transport.POLLING),
				properties.compression().contains(Transport.WEBSOCKET), COMPRESSION_THRESHOLD, eventsPerSecond));
	}

	/**
	 * A size that fits no int is out of every range.
	 */
	private static int bytes(String name, DataSize value) {
		boolean valid = value.toBytes() >= 0 && value.toBytes() <= Integer.MAX_VALUE;
		PropertyChecks.check(valid, name, value, "Use a size below 2GB.");
		return Math.toIntExact(value.toBytes());
	}

}
