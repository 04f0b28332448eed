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
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

import io.github.stickycluster.internal.http.OriginPolicy;
import io.github.stickycluster.internal.net.WebOrigin;
import io.github.stickycluster.internal.settings.InvalidSettingException;
import io.github.stickycluster.internal.settings.SettingChecks;
import io.github.stickycluster.socketio.Transport;

/**
 * Settings of an {@link EngineIoServer}; immutable and checked. The defaults are those of
 * the JavaScript server.
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
		Set<Transport> transports, List<String> allowedOrigins, boolean engineIo3, boolean httpCompression,
		boolean webSocketCompression, int compressionThreshold, int eventsPerSecond) {

	private static final Duration SHORTEST = Duration.ofMillis(10);

	/** The settings of the JavaScript server, and our limits. */
	public static final EngineIoSettings DEFAULTS = builder().build();

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
	}

	/**
	 * Starts from the defaults.
	 * @return a builder
	 */
	public static Builder builder() {
		return new Builder();
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

	/**
	 * Collects settings; each starts at its default.
	 */
	public static final class Builder {

		private String path = "/socket.io";

		private Duration pingInterval = Duration.ofSeconds(25);

		private Duration pingTimeout = Duration.ofSeconds(20);

		private Duration upgradeTimeout = Duration.ofSeconds(10);

		private Duration connectTimeout = Duration.ofSeconds(45);

		private Duration requestTimeout = Duration.ofSeconds(30);

		private int maxPayload = 1_000_000;

		private int maxPayloadPackets = 20_000;

		private int maxPendingBytes = 16 * 1024 * 1024;

		private Set<Transport> transports = EnumSet.allOf(Transport.class);

		private List<String> allowedOrigins = List.of();

		private boolean engineIo3 = true;

		private boolean httpCompression;

		private boolean webSocketCompression;

		private int compressionThreshold = 1024;

		private int eventsPerSecond;

		private Builder() {
		}

		/**
		 * Sets the path; default {@code /socket.io}.
		 * @param path the path
		 * @return this builder
		 */
		public Builder path(String path) {
			this.path = path;
			return this;
		}

		/**
		 * Sets the ping interval; default 25 seconds.
		 * @param pingInterval the interval
		 * @return this builder
		 */
		public Builder pingInterval(Duration pingInterval) {
			this.pingInterval = pingInterval;
			return this;
		}

		/**
		 * Sets the ping timeout; default 20 seconds.
		 * @param pingTimeout the timeout
		 * @return this builder
		 */
		public Builder pingTimeout(Duration pingTimeout) {
			this.pingTimeout = pingTimeout;
			return this;
		}

		/**
		 * Sets the upgrade timeout; default 10 seconds.
		 * @param upgradeTimeout the timeout
		 * @return this builder
		 */
		public Builder upgradeTimeout(Duration upgradeTimeout) {
			this.upgradeTimeout = upgradeTimeout;
			return this;
		}

		/**
		 * Sets the connect timeout; default 45 seconds.
		 * @param connectTimeout the timeout
		 * @return this builder
		 */
		public Builder connectTimeout(Duration connectTimeout) {
			this.connectTimeout = connectTimeout;
			return this;
		}

		/**
		 * Sets the request timeout; default 30 seconds.
		 * @param requestTimeout the timeout
		 * @return this builder
		 */
		public Builder requestTimeout(Duration requestTimeout) {
			this.requestTimeout = requestTimeout;
			return this;
		}

		/**
		 * Sets the largest payload in bytes; default 1,000,000.
		 * @param maxPayload the bytes
		 * @return this builder
		 */
		public Builder maxPayload(int maxPayload) {
			this.maxPayload = maxPayload;
			return this;
		}

		/**
		 * Sets the most packets in one polling payload; default 20,000.
		 * @param maxPayloadPackets the packets
		 * @return this builder
		 */
		public Builder maxPayloadPackets(int maxPayloadPackets) {
			this.maxPayloadPackets = maxPayloadPackets;
			return this;
		}

		/**
		 * Sets the most bytes waiting for one client; default 16 MiB.
		 * @param maxPendingBytes the bytes
		 * @return this builder
		 */
		public Builder maxPendingBytes(int maxPendingBytes) {
			this.maxPendingBytes = maxPendingBytes;
			return this;
		}

		/**
		 * Sets the transports; default polling and WebSocket.
		 * @param transports the transports
		 * @return this builder
		 */
		public Builder transports(Set<Transport> transports) {
			this.transports = transports;
			return this;
		}

		/**
		 * Sets the allowed origins; default none but the server's own.
		 * @param allowedOrigins the origins
		 * @return this builder
		 */
		public Builder allowedOrigins(List<String> allowedOrigins) {
			this.allowedOrigins = allowedOrigins;
			return this;
		}

		/**
		 * Sets whether Engine.IO 3 is served; default true.
		 * @param engineIo3 whether it is
		 * @return this builder
		 */
		public Builder engineIo3(boolean engineIo3) {
			this.engineIo3 = engineIo3;
			return this;
		}

		/**
		 * Sets whether polling responses are compressed; default false.
		 * @param httpCompression whether they are
		 * @return this builder
		 */
		public Builder httpCompression(boolean httpCompression) {
			this.httpCompression = httpCompression;
			return this;
		}

		/**
		 * Sets whether permessage-deflate is negotiated; default false.
		 * @param webSocketCompression whether it is
		 * @return this builder
		 */
		public Builder webSocketCompression(boolean webSocketCompression) {
			this.webSocketCompression = webSocketCompression;
			return this;
		}

		/**
		 * Sets the bytes under which nothing is compressed; default 1,024.
		 * @param compressionThreshold the bytes
		 * @return this builder
		 */
		public Builder compressionThreshold(int compressionThreshold) {
			this.compressionThreshold = compressionThreshold;
			return this;
		}

		/**
		 * Sets the most messages of a client in a second; default 0 for no limit.
		 * @param eventsPerSecond the messages
		 * @return this builder
		 */
		public Builder eventsPerSecond(int eventsPerSecond) {
			this.eventsPerSecond = eventsPerSecond;
			return this;
		}

		/**
		 * Creates the settings.
		 * @return the settings
		 * @throws InvalidSettingException if a value is out of its range
		 */
		public EngineIoSettings build() {
			return new EngineIoSettings(this.path, this.pingInterval, this.pingTimeout, this.upgradeTimeout,
					this.connectTimeout, this.requestTimeout, this.maxPayload, this.maxPayloadPackets,
					this.maxPendingBytes, this.transports, this.allowedOrigins, this.engineIo3, this.httpCompression,
					this.webSocketCompression, this.compressionThreshold, this.eventsPerSecond);
		}

	}

}
