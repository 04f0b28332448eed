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
import java.util.Map;

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
 * @param role Role of this node: 'all' opens the public port and runs workers,
 * 'dispatcher' only opens the public port, 'workers' only runs workers.
 * @param nodeId Id of this JVM in the cluster: 1 to 64 letters, digits and the characters
 * '.', '_', '~', '-'. By default, it consists of the host name, the address and the port.
 * @param address Network address that the dispatcher binds to. All addresses by default.
 * @param port Public port of the dispatcher, 0 to 65535. 0 for a free port.
 * @param ioTransport Netty transport of sockets and event loops. By default epoll where
 * it is available, else nio.
 * @param workers The workers of this JVM.
 * @param routing The distribution of new sessions over the workers.
 * @param clientAddress The addresses of clients, directly or behind trusted proxies.
 * @param socketIo The Socket.IO servers of the workers.
 * @param ssl TLS on the public port.
 * @param limits Limits on what clients may use.
 * @param bus The message bus between the nodes.
 * @param cluster The membership of nodes.
 * @param listeners The execution of the application's listeners.
 * @param internal The workers' internal ports, to which other nodes relay requests.
 * @param web The application's web server behind the public port.
 * @param security The identity of clients, where the application uses Spring Security.
 * @param otherServers Whether the application may have a SocketIOServer bean of its own:
 * 'refuse' fails start-up, 'allow' is for a migration port by port.
 * @since 0.1.0
 */
@ConfigurationProperties("sticky-cluster")
public record StickyClusterProperties(@DefaultValue("true") boolean enabled, @DefaultValue("all") Role role,
		@Nullable String nodeId, @Nullable InetAddress address, @DefaultValue("9092") int port,
		@DefaultValue("auto") IoTransportType ioTransport, @DefaultValue Workers workers, @DefaultValue Routing routing,
		@DefaultValue ClientAddress clientAddress, @DefaultValue SocketIo socketIo, @DefaultValue Ssl ssl,
		@DefaultValue Limits limits, @DefaultValue Bus bus, @DefaultValue Cluster cluster,
		@DefaultValue Listeners listeners, @DefaultValue Internal internal, @DefaultValue Web web,
		@DefaultValue Security security, @DefaultValue("refuse") OtherServers otherServers) {

	/**
	 * Whether the application may have Socket.IO servers of its own.
	 */
	public enum OtherServers {

		/**
		 * Another server fails start-up.
		 */
		REFUSE,

		/**
		 * Other servers are allowed.
		 */
		ALLOW

	}

	/**
	 * The roles of a node.
	 */
	public enum Role {

		/**
		 * Opens the public port and runs workers.
		 */
		ALL,

		/**
		 * Opens the public port, and relays all requests to the workers of other nodes.
		 */
		DISPATCHER,

		/**
		 * Runs workers, which clients reach through other nodes.
		 */
		WORKERS

	}

	/**
	 * The Netty transports of sockets and event loops.
	 */
	public enum IoTransportType {

		/**
		 * Epoll where it is available, else NIO.
		 */
		AUTO,

		/**
		 * Linux io_uring; start-up fails where it is not available.
		 */
		IO_URING,

		/**
		 * Linux epoll; start-up fails where it is not available.
		 */
		EPOLL,

		/**
		 * The selectors of the JDK.
		 */
		NIO

	}

	/**
	 * The workers of this JVM.
	 *
	 * @param count Number of workers, 1 to 256. By default, one for each available
	 * processor. Ignored with the role 'dispatcher'.
	 * @param threads Number of event loop threads of each worker, 1 to 64.
	 * @param basePort Internal port of the first worker. Each further worker uses the
	 * next port. 0 for free ports.
	 * @param weight Share of new sessions for each worker of this node, 0.01 to 100,
	 * relative to the workers of other nodes.
	 * @param blockedAfter Time without a response of an event loop, 100ms to 1h, after
	 * which its worker counts as blocked: a warning shows the stack trace, and new
	 * sessions are routed to other workers.
	 * @param restartAfter Time without a response of an event loop after which its worker
	 * is replaced, above blocked-after and up to 1d. 0 for never.
	 * @param drainTimeout Maximum time that the sessions of a draining worker stay open
	 * before their clients are disconnected, up to 1d.
	 * @param disconnectWindow Time over which the disconnects of a stopping worker's
	 * clients are spread, up to 1h, so that the clients do not all reconnect at once.
	 * @param mode Whether the workers run in this JVM or each in a forked JVM of its own.
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
		 * @param jvmArgs JVM options of forked workers, separated by spaces, in addition
		 * to the options of this JVM.
		 * @param startTimeout Maximum time for the start of a forked worker, 1s to 1h.
		 */
		public record Fork(@DefaultValue("") String jvmArgs, @DefaultValue("60s") Duration startTimeout) {

		}

		/**
		 * The processes in which workers run.
		 */
		public enum Mode {

			/**
			 * All workers run in the application's JVM.
			 */
			IN_PROCESS,

			/**
			 * Each worker runs in a forked JVM of its own, behind one dispatcher.
			 */
			FORKED

		}

	}

	/**
	 * The distribution of new sessions over the workers.
	 *
	 * @param loadFactor Maximum number of a worker's sessions as a multiple of its share,
	 * 1 to 100. Above it, new sessions are routed to the next worker of their address.
	 * Recommended where many clients share an address: 1.25. No maximum by default.
	 * @param scope Workers for new sessions: 'node' for those of this node as long as one
	 * of them is up, 'cluster' for those of all nodes.
	 */
	public record Routing(@Nullable Double loadFactor, @DefaultValue("node") RoutingScope scope) {

	}

	/**
	 * The addresses of clients, directly or behind trusted proxies.
	 *
	 * @param trustedProxies Addresses and ranges, such as '10.0.0.0/8', of the reverse
	 * proxies and load balancers that may set the client's address. None by default.
	 * @param header Header in which trusted proxies send the client's address:
	 * 'X-Forwarded-For', 'Forwarded', or a header with a single address, such as
	 * 'CF-Connecting-IP'.
	 * @param proxyProtocol Whether trusted proxies send the client's address by the PROXY
	 * protocol, version 1 or 2.
	 * @param ipv6PrefixLength Number of leading bits of an IPv6 address that select the
	 * worker, 1 to 128.
	 */
	public record ClientAddress(@DefaultValue List<String> trustedProxies,
			@DefaultValue("X-Forwarded-For") String header, @DefaultValue("off") ProxyProtocol proxyProtocol,
			@DefaultValue("64") int ipv6PrefixLength) {

	}

	/**
	 * The Socket.IO servers of the workers.
	 *
	 * @param path Path of Socket.IO requests.
	 * @param pingInterval Time between two pings of a session, 10ms to 1d.
	 * @param pingTimeout Time without a response to a ping after which the session is
	 * closed, 10ms to 1d.
	 * @param maxPayload Maximum size of a message or of the body of a polling request,
	 * 128B to 1000000000B.
	 * @param maxPendingBytes Maximum memory of the packets that wait for one slow client,
	 * 1KB to 2000000000B. A small packet takes about 400 bytes. Above it, the client is
	 * disconnected.
	 * @param transports Transports that clients may use.
	 * @param allowedOrigins Origins whose pages may connect, such as
	 * 'https://example.org' or 'app://.'. '*' allows all, without credentials. 'null'
	 * allows all sandboxed frames and local files. Only pages of the same origin by
	 * default.
	 * @param allowedOriginPatterns Patterns of origins whose pages may connect, such as
	 * 'https://*.example.org' or 'https://*.example.org:[8080,8443]', as in Spring's CORS
	 * configuration. All of them with credentials. None by default.
	 * @param allowEio3 Whether clients of Socket.IO 2 (Engine.IO 3) may connect.
	 * @param compression Transports on which messages of 1KB or more are compressed for
	 * clients that accept it. None by default.
	 * @param serveClient Whether the public port serves the scripts of the browser
	 * client, such as '/socket.io/socket.io.min.js'. Needs the WebJar
	 * 'org.webjars.npm:socket.io-client'.
	 * @param maxNamespaces Maximum number of namespaces that a worker makes for the
	 * clients of patterns such as '/tenant-{id}', 1 to 1000000.
	 */
	public record SocketIo(@DefaultValue("/socket.io") String path, @DefaultValue("25s") Duration pingInterval,
			@DefaultValue("20s") Duration pingTimeout, @DefaultValue("1000000B") DataSize maxPayload,
			@DefaultValue("16MB") DataSize maxPendingBytes,
			@DefaultValue("websocket,polling") List<Transport> transports, @DefaultValue List<String> allowedOrigins,
			@DefaultValue List<String> allowedOriginPatterns, @DefaultValue("true") boolean allowEio3,
			@DefaultValue List<Transport> compression, @DefaultValue("false") boolean serveClient,
			@DefaultValue("10000") int maxNamespaces) {

	}

	/**
	 * TLS on the public port.
	 *
	 * @param bundle Name of the SSL bundle under 'spring.ssl.bundle' with the certificate
	 * of the public port. No TLS by default.
	 * @param clientAuth Whether clients need a certificate that the bundle's truststore
	 * trusts.
	 * @param provider TLS implementation of the public port and between nodes: 'jdk',
	 * 'openssl' by netty-tcnative, or 'auto' for OpenSSL if it is on the classpath and
	 * can use the SSL bundle, else the JDK.
	 */
	public record Ssl(@Nullable String bundle, @DefaultValue("none") ClientAuth clientAuth,
			@DefaultValue("auto") Provider provider) {

		/**
		 * The TLS implementations.
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
			 * OpenSSL, or the library that netty-tcnative contains instead, such as
			 * BoringSSL.
			 */
			OPENSSL

		}

		/**
		 * Whether clients need a certificate.
		 */
		public enum ClientAuth {

			/**
			 * The server does not request a client certificate.
			 */
			NONE,

			/**
			 * The server requests a client certificate. Clients without one are accepted;
			 * an untrusted one is refused.
			 */
			WANT,

			/**
			 * The server refuses clients without a trusted certificate.
			 */
			NEED

		}

	}

	/**
	 * Limits on what clients may use.
	 *
	 * @param maxConnections Maximum number of open connections of this process, and of
	 * each forked worker's process, up to 10000000. 0 for no limit. By default, three
	 * quarters of the file descriptors that are free when the process starts.
	 * @param maxConnectionsPerClient Maximum number of open connections of one client,
	 * and of its sessions in this JVM, up to 10000000. Behind a trusted proxy, maximum
	 * number of the client's WebSockets and sessions. 0 for no limit.
	 * @param newConnectionsPerClient Maximum number of new connections of one client per
	 * second, plus further sessions on its open connections, up to 1000000. A burst may
	 * use ten seconds' worth at once. Behind a trusted proxy, maximum number of the
	 * client's new sessions per second. 0 for no limit.
	 * @param requestHeadSize Maximum size of the request line, and of all header fields
	 * of a request together, 256B to 1MB.
	 * @param requestHeadTimeout Maximum time for a request's head to arrive, and for a
	 * TLS handshake, 100ms to 1h.
	 * @param idleTimeout Maximum time that a connection stays open between a response and
	 * the next request, 100ms to 1d.
	 * @param eventsPerSecond Maximum number of events of one client per second, 1 to
	 * 1000000. The server reads more slowly from a client that sends more. 0 for no
	 * limit.
	 * @param maxSessions Maximum number of sessions in this JVM, up to 10000000. 0 for no
	 * limit other than memory.
	 * @param memory Maximum heap, and maximum direct memory, that this JVM uses for its
	 * clients: at least 4MB each, at most 40 percent of each, which is the default. Above
	 * it, the sessions that use most are closed.
	 */
	public record Limits(@Nullable Integer maxConnections, @DefaultValue("10000") int maxConnectionsPerClient,
			@DefaultValue("1000") int newConnectionsPerClient, @DefaultValue("8KB") DataSize requestHeadSize,
			@DefaultValue("10s") Duration requestHeadTimeout, @DefaultValue("60s") Duration idleTimeout,
			@DefaultValue("0") int eventsPerSecond, @DefaultValue("0") int maxSessions, @Nullable DataSize memory) {

	}

	/**
	 * The execution of the application's listeners.
	 *
	 * @param executor Threads that run listeners: 'event-loop', 'virtual-threads' (Java
	 * 21 or later) or the name of a TaskExecutor bean. Listeners must not block on the
	 * event loop.
	 * @param contract Contract of the ack: 'spring' sends the returned value or an error,
	 * 'stock' does as netty-socketio, 'by-annotation' is the first for the annotations of
	 * this library and the second for those of netty-socketio.
	 * @param errorEvent Event that carries the error of an event without an ack. None by
	 * default.
	 */
	public record Listeners(@DefaultValue("event-loop") String executor,
			@DefaultValue("by-annotation") Contract contract, @Nullable String errorEvent) {

		/**
		 * How an event is acknowledged.
		 */
		public enum Contract {

			/**
			 * The annotations of this library as {@link #SPRING}, those of netty-socketio
			 * as {@link #STOCK}.
			 */
			BY_ANNOTATION,

			/**
			 * By the returned value, or by an error.
			 */
			SPRING,

			/**
			 * As netty-socketio does: without arguments, unless the listener sends an
			 * ack.
			 */
			STOCK

		}

	}

	/**
	 * The workers' internal ports, to which other nodes relay requests.
	 *
	 * @param address Address that the workers bind to. An address other than loopback
	 * needs a secret or an SSL bundle.
	 * @param advertisedAddress Address or host name at which other nodes reach this
	 * node's workers. By default, the address that the workers bind to.
	 * @param secret Secret of at least 16 characters by which nodes prove to each other
	 * that they belong to the cluster. The same on all nodes. None by default.
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
		 * @param bundle Name of the SSL bundle under 'spring.ssl.bundle' with this node's
		 * certificate, and a truststore that trusts only the certificates of the
		 * cluster's nodes. No TLS by default.
		 */
		public record Tls(@Nullable String bundle) {

		}

	}

	/**
	 * The message bus between the nodes.
	 *
	 * @param type Technology of the bus: 'local' for a single node, 'redis' or
	 * 'hazelcast'.
	 * @param required Whether start-up fails if Redis or Hazelcast is unreachable. If
	 * 'false', the node starts alone and joins the cluster later.
	 * @param name Name of the bus, the same on all nodes of the application: the name of
	 * the Hazelcast topic, or the prefix of all Redis keys. Applications that share a
	 * Redis or Hazelcast need different names. 1 to 200 characters without spaces and
	 * braces.
	 * @param redis The bus on Redis, which uses the connection of 'spring.data.redis'.
	 */
	public record Bus(@DefaultValue("local") Type type, @DefaultValue("true") boolean required,
			@DefaultValue("sticky-cluster") String name, @DefaultValue Redis redis) {

		/**
		 * The bus on Redis.
		 *
		 * @param maxLength Number of messages that the stream keeps for nodes that have
		 * lost their connection, 100 to 100000000.
		 */
		public record Redis(@DefaultValue("10000") int maxLength) {

		}

		/**
		 * The technologies of the bus.
		 */
		public enum Type {

			/**
			 * No bus: the cluster has one node.
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
	 * The application's web server behind the public port.
	 *
	 * @param forward Whether the dispatcher forwards requests outside the Socket.IO path
	 * to the web server, so that pages and Socket.IO share one port.
	 * @param server Host and port of another web server for those requests, such as
	 * '127.0.0.1:8081'. By default, the application's own.
	 * @param responseTimeout Maximum time for the web server to begin its response, 100ms
	 * to 1d.
	 * @param minRate Minimum number of bytes per second at which a client must send a
	 * request's body, and read a response, on average, up to 1GB. Applies to clients that
	 * have been silent for 30s; WebSockets and event streams are exempt. 0 for no
	 * minimum.
	 * @param maxRequestsPerClient Maximum number of one client's requests that the web
	 * server handles at the same time, up to 10000000. Further requests wait for up to
	 * 10s. WebSockets and event streams do not count. 0 for no limit.
	 * @param maxRequests Maximum number of requests that the web server handles at the
	 * same time, up to 10000000. It should be below the web server's number of threads.
	 * One client has at most half of them, or as many as other clients leave. 0 for no
	 * limit.
	 */
	public record Web(@DefaultValue("false") boolean forward, @Nullable String server,
			@DefaultValue("60s") Duration responseTimeout, @DefaultValue("240B") DataSize minRate,
			@DefaultValue("100") int maxRequestsPerClient, @DefaultValue("128") int maxRequests) {

	}

	/**
	 * The identity of clients, where the application uses Spring Security.
	 *
	 * @param required Whether clients must authenticate to connect to a namespace, by
	 * name or by pattern such as '/tenant-{id}'. A name counts before a pattern, and a
	 * longer pattern before a shorter one. In all other namespaces they must.
	 * @param tokenParameter Query parameter in which clients may send a bearer token,
	 * such as 'access_token'. URLs appear in the logs of proxies, so prefer 'auth' or a
	 * header. None by default.
	 * @param sessionLogin Whether the cookies of a user who is logged in to the
	 * application's pages authenticate the user's clients. Needs 'web.forward'.
	 * @param certificateLogin Whether the certificate of a client says which user it is.
	 * Needs 'ssl.client-auth'.
	 * @param refreshNotice Time before a token expires at which its client gets the event
	 * 'auth:expiring', up to 1h. 0 sends none.
	 * @param expiryGrace Time after a token has expired at which the session of a client
	 * that has not sent another token is closed, up to 1h. With a negative duration,
	 * sessions outlive their tokens.
	 * @param offlineGrace Time after which a user without any client is offline, 0s to
	 * 1h. A client that connects again within this time causes no event.
	 */
	public record Security(@DefaultValue Map<String, Boolean> required, @Nullable String tokenParameter,
			@DefaultValue("false") boolean sessionLogin, @DefaultValue("false") boolean certificateLogin,
			@DefaultValue("30s") Duration refreshNotice, @DefaultValue("25s") Duration expiryGrace,
			@DefaultValue("5s") Duration offlineGrace) {

	}

	/**
	 * The membership of nodes.
	 *
	 * @param nodeTimeout Time without a heartbeat after which a node is removed from the
	 * cluster, 5s to 10m. Each node sends four heartbeats within this time.
	 * @param expectedNodes Expected number of nodes, including this node and the process
	 * of each forked worker, up to 10000. With fewer nodes, the health is degraded. 0 for
	 * any number.
	 */
	public record Cluster(@DefaultValue("8s") Duration nodeTimeout, @DefaultValue("0") int expectedNodes) {

	}

}
