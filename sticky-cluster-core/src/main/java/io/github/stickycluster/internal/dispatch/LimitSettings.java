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

package io.github.stickycluster.internal.dispatch;

import java.time.Duration;

import io.github.stickycluster.internal.settings.SettingChecks;

/**
 * Limits on the clients of the public port.
 *
 * @param maxConnections the most open connections, 0 for no limit
 * @param maxConnectionsPerClient the most open connections of one client, 0 for no limit
 * @param newConnectionsPerClient the most new connections of one client in a second, 0
 * for no limit
 * @param newConnectionsBurst the most new connections of one client at once, 1 or more
 * @param requestHeadSize the bytes of the longest request line, and of all header fields
 * together
 * @param requestHeadTimeout how long the head of a request may take, the first one
 * counted from the connection's start or the TLS handshake's end
 * @param idleTimeout how long a connection may wait between a response and the next
 * request
 */
public record LimitSettings(int maxConnections, int maxConnectionsPerClient, int newConnectionsPerClient,
		int newConnectionsBurst, int requestHeadSize, Duration requestHeadTimeout, Duration idleTimeout) {

	/** The most connections that {@code limits.max-connections} can allow. */
	public static final int MOST_CONNECTIONS = 10_000_000;

	private static final int MOST_PER_SECOND = 1_000_000;

	private static final Duration SHORTEST = Duration.ofMillis(100);

	/**
	 * Checks every value.
	 * @throws io.github.stickycluster.internal.settings.InvalidSettingException if one is
	 * out of its range
	 */
	public LimitSettings {
		SettingChecks.inRange("limits.max-connections", maxConnections, 0, MOST_CONNECTIONS);
		SettingChecks.inRange("limits.max-connections-per-client", maxConnectionsPerClient, 0, MOST_CONNECTIONS);
		SettingChecks.inRange("limits.new-connections-per-client", newConnectionsPerClient, 0, MOST_PER_SECOND);
		SettingChecks.check(requestHeadSize >= 256 && requestHeadSize <= 1024 * 1024, "limits.request-head-size",
				requestHeadSize + "B", "Use a size from 256B to 1MB.");
		SettingChecks.inRange("limits.request-head-timeout", requestHeadTimeout, SHORTEST, Duration.ofHours(1));
		SettingChecks.inRange("limits.idle-timeout", idleTimeout, SHORTEST, Duration.ofDays(1));
	}

}
