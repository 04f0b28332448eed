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

import io.github.stickycluster.dispatch.ProxyProtocol;
import io.github.stickycluster.dispatch.RoutingScope;
import io.github.stickycluster.socketio.Transport;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Configuration properties of the sticky cluster.
 *
 * @param enabled Whether to start the cluster.
 * @param role What this node does: 'dispatcher' opens the public port and has no workers,
 * 'workers' leaves the public port to other nodes, and 'all' does both.
 * @param nodeId Id of this JVM in the cluster: 1 to 64 letters, digits and the characters
 * '.', '_', '~', '-'. By default made of the host name, the address and the port.
 * @param address Network address that the dispatcher binds to. All addresses by default.
 * @param port Public port of the dispatcher, 0 to 65535. 0 for a free one.
 * @param ioTransport Kind of sockets and event loops. By default epoll where it works,
 * else nio.
 * @param workers The workers of this JVM.
 * @param routing How new sessions are spread over the workers.
 * @param clientAddress Whom a request comes from.
 * @param socketIo The Socket.IO side of every worker.
 * @param ssl TLS on the public port.
 * @param limits What clients may take of the public port.
 * @param bus What carries messages between the nodes.
 * @param cluster How nodes know of each other.
 * @param listeners How the application's listeners are called.
 * @param internal The workers' own ports, which other nodes relay to.
 * @param web The application's own web server, behind the public port.
 */
@ConfigurationProperties("sticky-cluster")
public record StickyClusterProperties(@DefaultValue("true") boolean enabled, @DefaultValue("all") Role role,
		@Nullable String nodeId, @Nullable InetAddress address, @DefaultValue("9092") int port,
		@DefaultValue("auto") IoTransportType ioTransport, @DefaultValue Workers workers, @DefaultValue Routing routing,
		@DefaultValue ClientAddress clientAddress, @DefaultValue SocketIo socketIo, @DefaultValue Ssl ssl,
		@DefaultValue Limits limits, @DefaultValue Bus bus, @DefaultValue Cluster cluster,
		@DefaultValue Listeners listeners, @DefaultValue Internal internal, @DefaultValue Web web) {

	/**
	 * What a node does.
	 */
	public enum Role {

		/**
		 * Opens the public port and has workers.
		 */
		ALL,

		/**
		 * Opens the public port and passes all requests to the workers of other nodes.
		 */
		DISPATCHER,

		/**
		 * Has workers, which clients reach through other nodes.
		 */
		WORKERS

	}

	/**
	 * Kinds of sockets and event loops.
	 */
	public enum IoTransportType {

		/**
		 * Epoll where it works, else NIO.
		 */
		AUTO,

		/**
		 * Linux io_uring, or no start.
		 */
		IO_URING,

		/**
		 * Linux epoll, or no start.
		 */
		EPOLL,

		/**
		 * The JDK's selectors.
		 */
		NIO

	}

	/**
	 * The workers of this JVM.
	 *
	 * @param count Number of workers, 1 to 256. By default one for each available
	 * processor. The role 'dispatcher' has none.
	 * @param threads Event loop threads of each worker, 1 to 64.
	 * @param basePort Internal port of the first worker, the others counting up from it.
	 * 0 for free ports.
	 * @param weight Share of new sessions that each worker of this node takes, 0.01 to
	 * 100, compared with the workers of other nodes.
	 * @param blockedAfter Time that an event loop may not answer, 100ms to 1h, before a
	 * warning names what blocks it and new sessions go to other workers.
	 * @param restartAfter Time that an event loop may not answer before its worker is
	 * replaced, above blocked-after and up to 1d. 0 for never.
	 * @param drainTimeout Time that the sessions of a draining worker may go on before
	 * their clients are disconnected, up to 1d.
	 * @param disconnectWindow Time over which the disconnects of a worker's clients are
	 * spread, up to 1h, so that they do not all come back at once.
	 * @param mode Whether the workers share this JVM or each is forked as a JVM of its
	 * own.
	 * @param fork The JVMs of forked workers.
	 */
	public record Workers(@Nullable Integer count, @DefaultValue("1") int threads, @DefaultValue("0") int basePort,
			@DefaultValue("1") double weight, @DefaultValue("2s") Duration blockedAfter,
			@DefaultValue("30s") Duration restartAfter, @DefaultValue("30s") Duration drainTimeout,
			@DefaultValue("5s") Duration disconnectWindow, @DefaultValue("in-process") Mode mode,
			@DefaultValue Fork fork) {

		/**
		 * The JVMs of forked workers.
		 *
		 * @param jvmArgs JVM options of forked workers, separated by spaces, beside those
		 * that this JVM has.
		 * @param startTimeout Time that a forked worker may take to start, 1s to 1h.
		 */
		public record Fork(@DefaultValue("") String jvmArgs, @DefaultValue("60s") Duration startTimeout) {

		}

		/**
		 * Where workers live.
		 */
		public enum Mode {

			/**
			 * All in the application's JVM.
			 */
			IN_PROCESS,

			/**
			 * Each in a JVM of its own, under one dispatcher.
			 */
			FORKED

		}

	}

	/**
	 * How new sessions are spread over the workers.
	 *
	 * @param loadFactor How far above its share a worker may be filled, 1 to 100, before
	 * new sessions go to the next worker of their address. 1.25 is recommended where many
	 * clients share an address. Off by default.
	 * @param scope Whether new sessions go to the workers of this node, as long as one of
	 * them is up, or are spread over those of all nodes.
	 */
	public record Routing(@Nullable Double loadFactor, @DefaultValue("node") RoutingScope scope) {

	}

	/**
	 * Whom a request comes from.
	 *
	 * @param trustedProxies Addresses and ranges, such as '10.0.0.0/8', of the reverse
	 * proxies and load balancers whose word about the client's address is taken. None by
	 * default.
	 * @param header Header in which trusted proxies tell the client's address:
	 * 'X-Forwarded-For', 'Forwarded' or one that holds a single address, such as
	 * 'CF-Connecting-IP'.
	 * @param proxyProtocol Whether trusted proxies tell the client's address by the PROXY
	 * protocol, version 1 or 2.
	 * @param ipv6PrefixLength Leading bits of an IPv6 address that select the worker, 1
	 * to 128.
	 */
	public record ClientAddress(@DefaultValue List<String> trustedProxies,
			@DefaultValue("X-Forwarded-For") String header, @DefaultValue("off") ProxyProtocol proxyProtocol,
			@DefaultValue("64") int ipv6PrefixLength) {

	}

	/**
	 * The Socket.IO side of every worker.
	 *
	 * @param path Path that clients connect to.
	 * @param pingInterval Time between two heartbeats, 10ms to 1d.
	 * @param pingTimeout Time without an answer to a heartbeat after which a client is
	 * gone, 10ms to 1d.
	 * @param maxPayload Largest message or polling body that a client may send, 128B to
	 * 1000000000B.
	 * @param maxPendingBytes Most memory that packets take while they wait for one client
	 * to read them, 1KB to 2000000000B. A small packet takes about 400 bytes. A client
	 * that falls further behind is disconnected.
	 * @param transports Transports that clients may use.
	 * @param allowedOrigins Origins, such as 'https://example.org' or 'app://.', whose
	 * pages may connect. '*' for all, then without credentials. 'null' allows sandboxed
	 * frames and local files, whoever wrote them. Only pages of the same origin by
	 * default.
	 * @param allowEio3 Whether clients of Socket.IO 2 (Engine.IO 3) may connect.
	 * @param compression Transports on which messages of 1KB or more are compressed for
	 * clients that accept it. None by default.
	 */
	public record SocketIo(@DefaultValue("/socket.io") String path, @DefaultValue("25s") Duration pingInterval,
			@DefaultValue("20s") Duration pingTimeout, @DefaultValue("1000000B") DataSize maxPayload,
			@DefaultValue("16MB") DataSize maxPendingBytes,
			@DefaultValue("websocket,polling") List<Transport> transports, @DefaultValue List<String> allowedOrigins,
			@DefaultValue("true") boolean allowEio3, @DefaultValue List<Transport> compression) {

	}

	/**
	 * TLS on the public port.
	 *
	 * @param bundle Name of the SSL bundle, of those under 'spring.ssl.bundle', with the
	 * certificate of the public port. No TLS by default.
	 * @param clientAuth Whether clients need a certificate that the bundle's truststore
	 * trusts.
	 * @param provider Who does TLS, on the public port and between nodes: 'jdk',
	 * 'openssl' by netty-tcnative, or 'auto' for OpenSSL if it is on the classpath and
	 * can use the SSL bundle.
	 */
	public record Ssl(@Nullable String bundle, @DefaultValue("none") ClientAuth clientAuth,
			@DefaultValue("auto") Provider provider) {

		/**
		 * Who does TLS.
		 */
		public enum Provider {

			/**
			 * OpenSSL if netty-tcnative is on the classpath, can be loaded and can use
			 * the SSL bundle; else the JDK.
			 */
			AUTO,

			/**
			 * The JDK.
			 */
			JDK,

			/**
			 * OpenSSL, or what netty-tcnative brings in its place, such as BoringSSL.
			 */
			OPENSSL

		}

		/**
		 * Whether clients need a certificate.
		 */
		public enum ClientAuth {

			/**
			 * Clients are not asked for a certificate.
			 */
			NONE,

			/**
			 * Clients are asked for a certificate, which must be trusted if they have
			 * one.
			 */
			WANT,

			/**
			 * Clients without a trusted certificate are refused.
			 */
			NEED

		}

	}

	/**
	 * What clients may take of the public port.
	 *
	 * @param maxConnections Most open connections, up to 10000000. 0 for no limit. By
	 * default three quarters of the file descriptors that the process has left when it
	 * starts; of each forked worker's process, of its own.
	 * @param maxConnectionsPerClient Most open connections of one client, and most of its
	 * sessions in this JVM, up to 10000000. Behind a trusted proxy, its most WebSockets
	 * and sessions. 0 for no limit.
	 * @param newConnectionsPerClient New connections that one client may make each
	 * second, and new sessions on those it has, up to 1000000; those of ten seconds may
	 * come at once. Behind a trusted proxy, its new sessions. 0 for no limit.
	 * @param requestHeadSize Longest request line, and largest header fields of a request
	 * together, 256B to 1MB.
	 * @param requestHeadTimeout Time that the head of a request may take to arrive, and a
	 * TLS handshake before it, 100ms to 1h.
	 * @param idleTimeout Time that a connection is kept open between an answer and the
	 * next request, 100ms to 1d.
	 * @param eventsPerSecond Events that a client may send each second, 1 to 1000000. One
	 * that sends more is read from more slowly. 0 for no limit.
	 * @param maxSessions Most sessions of this JVM, up to 10000000. 0 for no limit but
	 * memory.
	 * @param memory Most heap, and as much direct memory, that clients may make this JVM
	 * keep, 4MB or more and up to 40 percent of each, which is the default. Over it the
	 * sessions that keep most are closed.
	 */
	public record Limits(@Nullable Integer maxConnections, @DefaultValue("10000") int maxConnectionsPerClient,
			@DefaultValue("1000") int newConnectionsPerClient, @DefaultValue("8KB") DataSize requestHeadSize,
			@DefaultValue("10s") Duration requestHeadTimeout, @DefaultValue("60s") Duration idleTimeout,
			@DefaultValue("0") int eventsPerSecond, @DefaultValue("0") int maxSessions, @Nullable DataSize memory) {

	}

	/**
	 * How the application's listeners are called.
	 *
	 * @param executor Where listeners run: 'event-loop', 'virtual-threads' (Java 21 or
	 * later) or the name of a TaskExecutor bean. Only off the event loop may they block.
	 */
	public record Listeners(@DefaultValue("event-loop") String executor) {

	}

	/**
	 * The workers' own ports, which other nodes relay to.
	 *
	 * @param address Address that the workers bind to. Other than loopback only with a
	 * secret or an SSL bundle.
	 * @param advertisedAddress Address or host name at which other nodes reach this one's
	 * workers. By default the address that they bind to.
	 * @param secret Secret of 16 or more characters by which nodes prove to each other
	 * that they belong to the cluster; the same on all of them. None by default.
	 * @param ssl TLS between the nodes.
	 */
	public record Internal(@DefaultValue("127.0.0.1") InetAddress address, @Nullable String advertisedAddress,
			@Nullable String secret, @DefaultValue Tls ssl) {

		@Override
		public String toString() {
			return "Internal[address=" + this.address + ", advertisedAddress=" + this.advertisedAddress + "]";
		}

		/**
		 * TLS between the nodes.
		 *
		 * @param bundle Name of the SSL bundle, of those under 'spring.ssl.bundle', with
		 * this node's certificate and a truststore that trusts those of the cluster's
		 * nodes and of nobody else. No TLS by default.
		 */
		public record Tls(@Nullable String bundle) {

		}

	}

	/**
	 * What carries messages between the nodes.
	 *
	 * @param type Engine of the bus: 'local' for a single node, 'redis' or 'hazelcast'.
	 * @param required Whether start-up fails without the engine. If not, the node starts
	 * alone and joins the cluster when the engine can be reached.
	 * @param name What the application's nodes call their bus: the topic of Hazelcast,
	 * and what the names of all keys in Redis start with. Applications that share an
	 * engine need different ones. 1 to 200 characters without spaces and braces.
	 * @param redis The bus on Redis, which is reached by 'spring.data.redis'.
	 */
	public record Bus(@DefaultValue("local") Type type, @DefaultValue("true") boolean required,
			@DefaultValue("sticky-cluster") String name, @DefaultValue Redis redis) {

		/**
		 * The bus on Redis.
		 *
		 * @param maxLength Messages that the stream keeps for nodes that lost their
		 * connection, 100 to 100000000.
		 */
		public record Redis(@DefaultValue("10000") int maxLength) {

		}

		/**
		 * Engines of the bus.
		 */
		public enum Type {

			/**
			 * None: the cluster has one node.
			 */
			LOCAL,

			/**
			 * Redis Streams.
			 */
			REDIS,

			/**
			 * A reliable topic of Hazelcast.
			 */
			HAZELCAST

		}

	}

	/**
	 * The application's own web server, behind the public port.
	 *
	 * @param forward Whether requests outside the Socket.IO path go on to the web server,
	 * so that pages and Socket.IO share one port.
	 * @param server Host and port of another web server that gets those requests, such as
	 * '127.0.0.1:8081'. By default the application's own.
	 * @param responseTimeout Time that the web server may take to begin its answer, 100ms
	 * to 1d.
	 * @param minRate Bytes of a request's body that a client must send each second on
	 * average, and of a response that it must read, up to 1GB, once it has been silent
	 * for 30s. 0 for any. WebSockets and event streams may be as slow as they like.
	 * @param maxRequestsPerClient Most requests of one client that the web server gets at
	 * once, up to 10000000. One more waits up to 10s for its turn. WebSockets and event
	 * streams do not count. 0 for no limit.
	 */
	public record Web(@DefaultValue("false") boolean forward, @Nullable String server,
			@DefaultValue("60s") Duration responseTimeout, @DefaultValue("240B") DataSize minRate,
			@DefaultValue("100") int maxRequestsPerClient) {

	}

	/**
	 * How nodes know of each other.
	 *
	 * @param nodeTimeout Time without a heartbeat after which a node is gone, 5s to 10m.
	 * Nodes send one in each quarter of it.
	 * @param expectedNodes Nodes that the cluster should have, this one and each forked
	 * worker's process included, up to 10000. With fewer, the health is degraded. 0 for
	 * any number.
	 */
	public record Cluster(@DefaultValue("8s") Duration nodeTimeout, @DefaultValue("0") int expectedNodes) {

	}

}
