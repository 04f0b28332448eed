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

package io.github.stickycluster.internal.engineio;

import java.time.Duration;
import java.util.List;
import java.util.Set;

import io.github.stickycluster.internal.http.OriginPolicy;
import io.github.stickycluster.internal.net.OriginPattern;
import io.github.stickycluster.internal.net.WebOrigin;
import io.github.stickycluster.internal.settings.InvalidSettingException;
import io.github.stickycluster.internal.settings.SettingChecks;
import io.github.stickycluster.socketio.Transport;

/**
 * Settings of an {@link EngineIoServer}; immutable and checked.
 *
 * @param path the path requests are served on, without a trailing slash; requests with
 * and without one are served
 * @param pingInterval the time between a heartbeat's pong and the next ping; from 10 ms
 * to 1 day
 * @param pingTimeout how long a response may take before the session is closed; from 10
 * ms to 1 day
 * @param upgradeTimeout how long an upgrade to WebSocket may take; from 10 ms to 1 hour
 * @param connectTimeout how long a session may be in no namespace; from 10 ms to 1 hour
 * @param requestTimeout how long the body of a request may take to arrive; from 100 ms to
 * 1 hour
 * @param maxPayload the bytes of the largest request body, WebSocket message and polling
 * answer; from 128 to 1,000,000,000
 * @param maxPayloadPackets the most packets in one request body and polling response;
 * from 1 to 1,000,000
 * @param maxPendingBytes the most memory, in bytes, of packets that wait for one client
 * to read them; over it the client is closed; from 1,024 to 2,000,000,000
 * @param transports the transports offered; at least one
 * @param allowedOrigins the origins whose pages may connect besides the server's own,
 * such as {@code https://example.com}, or {@code *} for all, then without credentials
 * @param allowedOriginPatterns the patterns of further such origins, such as
 * {@code https://*.example.com}, by the rules of Spring's {@code CorsConfiguration}
 * @param engineIo3 whether clients of Socket.IO 1 and 2 are served
 * @param httpCompression whether polling responses are compressed for clients that accept
 * it
 * @param webSocketCompression whether permessage-deflate (RFC 7692) is negotiated
 * @param compressionThreshold the bytes under which nothing is compressed; from 0 to
 * 1,000,000,000
 * @param eventsPerSecond the most messages that a client may send in a second, in the
 * mean; from 1 to 1,000,000, or 0 for no limit
 */
public record EngineIoSettings(String path, Duration pingInterval, Duration pingTimeout, Duration upgradeTimeout,
		Duration connectTimeout, Duration requestTimeout, int maxPayload, int maxPayloadPackets, int maxPendingBytes,
		Set<Transport> transports, List<String> allowedOrigins, List<String> allowedOriginPatterns, boolean engineIo3,
		boolean httpCompression, boolean webSocketCompression, int compressionThreshold, int eventsPerSecond) {

	private static final Duration SHORTEST = Duration.ofMillis(10);

	/**
	 * Checks every value.
	 * @throws InvalidSettingException if one is out of its range; the message names it,
	 * its value and the range
	 */
	public EngineIoSettings {
		path = checkPath(path);
		SettingChecks.inRange("socket-io.ping-interval", pingInterval, SHORTEST, Duration.ofDays(1));
		SettingChecks.inRange("socket-io.ping-timeout", pingTimeout, SHORTEST, Duration.ofDays(1));
		SettingChecks.inRange("upgrade-timeout", upgradeTimeout, SHORTEST, Duration.ofHours(1));
		SettingChecks.inRange("connect-timeout", connectTimeout, SHORTEST, Duration.ofHours(1));
		SettingChecks.inRange("request-timeout", requestTimeout, Duration.ofMillis(100), Duration.ofHours(1));
		SettingChecks.inRange("socket-io.max-payload", maxPayload, 128, 1_000_000_000);
		SettingChecks.inRange("max-payload-packets", maxPayloadPackets, 1, 1_000_000);
		SettingChecks.inRange("socket-io.max-pending-bytes", maxPendingBytes, 1024, 2_000_000_000);
		SettingChecks.inRange("compression-threshold", compressionThreshold, 0, 1_000_000_000);
		SettingChecks.inRange("limits.events-per-second", eventsPerSecond, 0, 1_000_000);
		SettingChecks.check(!transports.isEmpty(), "socket-io.transports", "", "Name 'websocket', 'polling' or both.");
		transports = Set.copyOf(transports);
		allowedOrigins = List.copyOf(allowedOrigins);
		allowedOrigins.forEach(EngineIoSettings::checkOrigin);
		allowedOriginPatterns = List.copyOf(allowedOriginPatterns);
		allowedOriginPatterns.forEach(EngineIoSettings::checkPattern);
	}

	/**
	 * Returns which pages may connect.
	 * @return the policy
	 */
	public OriginPolicy origins() {
		return new OriginPolicy(this.allowedOrigins, this.allowedOriginPatterns);
	}

	private static String checkPath(String path) {
		String trimmed = (path.length() > 1 && path.endsWith("/")) ? path.substring(0, path.length() - 1) : path;
		SettingChecks.check(trimmed.matches("(/[A-Za-z0-9._~-]+)+"), "socket-io.path", path,
				"Use a path such as '/socket.io', of letters, digits and any of / . _ ~ -");
		return trimmed;
	}

	private static void checkOrigin(String origin) {
		SettingChecks.check(origin.equals(OriginPolicy.ANY) || WebOrigin.parse(origin) != null,
				"socket-io.allowed-origins", origin,
				"Use a scheme, a host and optionally a port, such as 'https://example.com', the origin of an "
						+ "application such as 'app://.', or '*' for all.");
	}

	private static void checkPattern(String pattern) {
		SettingChecks.check(OriginPattern.parse(pattern) != null, "socket-io.allowed-origin-patterns", pattern,
				"Use a pattern such as 'https://*.example.org', with a list of ports such as "
						+ "'https://*.example.org:[8080,8443]' or ':[*]'. Write a pattern with a comma as an element of a YAML list.");
	}

}
