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

package io.github.stickycluster.benchmarks.peer;

import java.nio.file.Path;
import java.util.List;

import io.github.stickycluster.internal.transport.IoTransport;

/**
 * All peers, in the order of the table.
 */
public final class Peers {

	/** Our cluster, which the others are compared with. */
	public static final String CLUSTER = "cluster";

	/** Stock netty-socketio. */
	public static final String STOCK = "stock";

	/** Stock netty-socketio with its option for epoll. */
	public static final String STOCK_EPOLL = "stock-epoll";

	/** Two stock servers behind HAProxy. */
	public static final String HAPROXY = "haproxy";

	/** Node's Socket.IO cluster. */
	public static final String NODE = "node";

	/** Netty's WebSocket codec alone. */
	public static final String BARE = "bare";

	/** Our cluster on io_uring. */
	public static final String CLUSTER_IO_URING = "cluster-io_uring";

	/** Netty's WebSocket codec alone, on io_uring. */
	public static final String BARE_IO_URING = "bare-io_uring";

	/** Our cluster with its workers forked. */
	public static final String CLUSTER_FORKED = "cluster-forked";

	/** Our cluster with its workers forked and connections relayed to them. */
	public static final String CLUSTER_RELAYED = "cluster-relayed";

	/** Our cluster with Spring Security, its clients authenticated. */
	public static final String CLUSTER_SECURITY = "cluster-security";

	/** Our cluster with TLS by BoringSSL. */
	public static final String CLUSTER_TLS = "cluster-tls";

	/** Our cluster on io_uring with TLS by BoringSSL. */
	public static final String CLUSTER_TLS_IO_URING = "cluster-tls-io_uring";

	/** Our cluster with TLS by the JDK. */
	public static final String CLUSTER_TLS_JDK = "cluster-tls-jdk";

	/** HAProxy with TLS in front of two stock servers. */
	public static final String HAPROXY_TLS = "haproxy-tls";

	private Peers() {
	}

	/**
	 * Our cluster as a build of another commit has it.
	 * @param name the peer's name
	 * @param jar the benchmarks' jar of that build, with its libraries beside it
	 */
	public static Peer build(String name, Path jar) {
		return new BuildPeer(name, jar);
	}

	public static List<Peer> all() {
		String forked = "--sticky-cluster.workers.mode=forked";
		String ioUring = "--sticky-cluster.io-transport=io-uring";
		return List.of(new ClusterPeer(CLUSTER, ""), new StockPeer(STOCK, false), new StockPeer(STOCK_EPOLL, true),
				new HaproxyPeer(HAPROXY, false), new NodePeer(), new BarePeer(BARE, IoTransport.preferred()),
				new ClusterPeer(CLUSTER_IO_URING, ", with io_uring", ioUring),
				new BarePeer(BARE_IO_URING, IoTransport.IO_URING),
				new ClusterPeer(CLUSTER_FORKED, ", its workers forked", forked),
				new ClusterPeer(CLUSTER_RELAYED, ", its workers forked, connections relayed to them", forked,
						"--sticky-cluster.io-transport=nio"),
				new ClusterPeer(CLUSTER_SECURITY, ", its clients authenticated by Spring Security",
						"--benchmark.security=true"),
				ClusterPeer.withTls(CLUSTER_TLS, ", with TLS by BoringSSL", "openssl"),
				ClusterPeer.withTls(CLUSTER_TLS_IO_URING, ", with TLS by BoringSSL and io_uring", "openssl", ioUring),
				ClusterPeer.withTls(CLUSTER_TLS_JDK, ", with TLS by the JDK", "jdk"),
				new HaproxyPeer(HAPROXY_TLS, true));
	}

}
