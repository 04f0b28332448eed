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

package io.github.stickycluster.testkit;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

import io.github.stickycluster.internal.engineio.EngineIoSettings;
import io.github.stickycluster.internal.settings.InvalidSettingException;
import io.github.stickycluster.socketio.Transport;

/**
 * Collects Engine.IO settings; each starts as applications have it by default.
 */
public final class EngineIoSettingsBuilder {

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

	private List<String> allowedOriginPatterns = List.of();

	private boolean engineIo3 = true;

	private boolean httpCompression;

	private boolean webSocketCompression;

	private int compressionThreshold = 1024;

	private int eventsPerSecond;

	private EngineIoSettingsBuilder() {
	}

	public static EngineIoSettingsBuilder create() {
		return new EngineIoSettingsBuilder();
	}

	/**
	 * Sets the path; default {@code /socket.io}.
	 * @param path the path
	 * @return this builder
	 */
	public EngineIoSettingsBuilder path(String path) {
		this.path = path;
		return this;
	}

	/**
	 * Sets the ping interval; default 25 seconds.
	 * @param pingInterval the interval
	 * @return this builder
	 */
	public EngineIoSettingsBuilder pingInterval(Duration pingInterval) {
		this.pingInterval = pingInterval;
		return this;
	}

	/**
	 * Sets the ping timeout; default 20 seconds.
	 * @param pingTimeout the timeout
	 * @return this builder
	 */
	public EngineIoSettingsBuilder pingTimeout(Duration pingTimeout) {
		this.pingTimeout = pingTimeout;
		return this;
	}

	/**
	 * Sets the upgrade timeout; default 10 seconds.
	 * @param upgradeTimeout the timeout
	 * @return this builder
	 */
	public EngineIoSettingsBuilder upgradeTimeout(Duration upgradeTimeout) {
		this.upgradeTimeout = upgradeTimeout;
		return this;
	}

	/**
	 * Sets the connect timeout; default 45 seconds.
	 * @param connectTimeout the timeout
	 * @return this builder
	 */
	public EngineIoSettingsBuilder connectTimeout(Duration connectTimeout) {
		this.connectTimeout = connectTimeout;
		return this;
	}

	/**
	 * Sets the request timeout; default 30 seconds.
	 * @param requestTimeout the timeout
	 * @return this builder
	 */
	public EngineIoSettingsBuilder requestTimeout(Duration requestTimeout) {
		this.requestTimeout = requestTimeout;
		return this;
	}

	/**
	 * Sets the largest payload in bytes; default 1,000,000.
	 * @param maxPayload the bytes
	 * @return this builder
	 */
	public EngineIoSettingsBuilder maxPayload(int maxPayload) {
		this.maxPayload = maxPayload;
		return this;
	}

	/**
	 * Sets the most packets in one polling payload; default 20,000.
	 * @param maxPayloadPackets the packets
	 * @return this builder
	 */
	public EngineIoSettingsBuilder maxPayloadPackets(int maxPayloadPackets) {
		this.maxPayloadPackets = maxPayloadPackets;
		return this;
	}

	/**
	 * Sets the most bytes waiting for one client; default 16 MiB.
	 * @param maxPendingBytes the bytes
	 * @return this builder
	 */
	public EngineIoSettingsBuilder maxPendingBytes(int maxPendingBytes) {
		this.maxPendingBytes = maxPendingBytes;
		return this;
	}

	/**
	 * Sets the transports; default polling and WebSocket.
	 * @param transports the transports
	 * @return this builder
	 */
	public EngineIoSettingsBuilder transports(Set<Transport> transports) {
		this.transports = transports;
		return this;
	}

	/**
	 * Sets the allowed origins; default none but the server's own.
	 * @param allowedOrigins the origins
	 * @return this builder
	 */
	public EngineIoSettingsBuilder allowedOrigins(List<String> allowedOrigins) {
		this.allowedOrigins = allowedOrigins;
		return this;
	}

	/**
	 * Sets the patterns of allowed origins; default none.
	 * @param patterns the patterns
	 * @return this builder
	 */
	public EngineIoSettingsBuilder allowedOriginPatterns(List<String> patterns) {
		this.allowedOriginPatterns = patterns;
		return this;
	}

	/**
	 * Sets whether Engine.IO 3 is served; default true.
	 * @param engineIo3 whether it is
	 * @return this builder
	 */
	public EngineIoSettingsBuilder engineIo3(boolean engineIo3) {
		this.engineIo3 = engineIo3;
		return this;
	}

	/**
	 * Sets whether polling responses are compressed; default false.
	 * @param httpCompression whether they are
	 * @return this builder
	 */
	public EngineIoSettingsBuilder httpCompression(boolean httpCompression) {
		this.httpCompression = httpCompression;
		return this;
	}

	/**
	 * Sets whether permessage-deflate is negotiated; default false.
	 * @param webSocketCompression whether it is
	 * @return this builder
	 */
	public EngineIoSettingsBuilder webSocketCompression(boolean webSocketCompression) {
		this.webSocketCompression = webSocketCompression;
		return this;
	}

	/**
	 * Sets the bytes under which nothing is compressed; default 1,024.
	 * @param compressionThreshold the bytes
	 * @return this builder
	 */
	public EngineIoSettingsBuilder compressionThreshold(int compressionThreshold) {
		this.compressionThreshold = compressionThreshold;
		return this;
	}

	/**
	 * Sets the most messages of a client in a second; default 0 for no limit.
	 * @param eventsPerSecond the messages
	 * @return this builder
	 */
	public EngineIoSettingsBuilder eventsPerSecond(int eventsPerSecond) {
		this.eventsPerSecond = eventsPerSecond;
		return this;
	}

	/**
	 * Makes the settings.
	 * @return the settings
	 * @throws InvalidSettingException if a value is out of its range
	 */
	public EngineIoSettings build() {
		return new EngineIoSettings(this.path, this.pingInterval, this.pingTimeout, this.upgradeTimeout,
				this.connectTimeout, this.requestTimeout, this.maxPayload, this.maxPayloadPackets, this.maxPendingBytes,
				this.transports, this.allowedOrigins, this.allowedOriginPatterns, this.engineIo3, this.httpCompression,
				this.webSocketCompression, this.compressionThreshold, this.eventsPerSecond);
	}

}
