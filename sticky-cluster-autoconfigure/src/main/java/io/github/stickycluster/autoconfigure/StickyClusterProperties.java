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

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;

import com.corundumstudio.socketio.Transport;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Configuration properties of the sticky cluster.
 *
 * @param enabled whether to start the cluster
 * @param nodeId id of this JVM in the cluster, of letters, digits, '.', '_', '~' and '-';
 * by default made of the host name, the address and the port
 * @param address network address that the dispatcher binds to; all addresses by default
 * @param port public port of the dispatcher; 0 for a free one
 * @param workers the workers of this JVM
 * @param socketIo the Socket.IO side of every worker
 */
@ConfigurationProperties("sticky-cluster")
public record StickyClusterProperties(@DefaultValue("true") boolean enabled, @Nullable String nodeId,
		@Nullable InetAddress address, @DefaultValue("9092") int port, @DefaultValue Workers workers,
		@DefaultValue SocketIo socketIo) {

	/**
	 * The workers of this JVM.
	 *
	 * @param count number of workers, 1 to 256; by default one for each available
	 * processor
	 * @param threads event loop threads of each worker, 1 to 64
	 * @param basePort internal port of the first worker on loopback, the others counting
	 * up from it; 0 for free ports
	 */
	public record Workers(@Nullable Integer count, @DefaultValue("1") int threads, @DefaultValue("0") int basePort) {

	}

	/**
	 * The Socket.IO side of every worker.
	 *
	 * @param path path that clients connect to
	 * @param pingInterval time between two heartbeats
	 * @param pingTimeout time without an answer to a heartbeat after which a client is
	 * gone
	 * @param upgradeTimeout time that an upgrade to WebSocket may take
	 * @param maxPayload largest message or polling body that a client may send
	 * @param transports transports that clients may use
	 * @param allowedOrigins origins, such as 'https://example.org', whose pages may
	 * connect; '*' for all, then without credentials; only pages of the same origin by
	 * default
	 */
	public record SocketIo(@DefaultValue("/socket.io") String path, @DefaultValue("25s") Duration pingInterval,
			@DefaultValue("20s") Duration pingTimeout, @DefaultValue("10s") Duration upgradeTimeout,
			@DefaultValue("1000000B") DataSize maxPayload,
			@DefaultValue("websocket,polling") List<Transport> transports, @DefaultValue List<String> allowedOrigins) {

	}

}
