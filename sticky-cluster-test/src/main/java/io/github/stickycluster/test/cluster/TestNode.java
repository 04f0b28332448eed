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

package io.github.stickycluster.test.cluster;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import io.github.stickycluster.test.SocketTestClient;
import io.github.stickycluster.test.SocketTestClientBuilder;
import io.github.stickycluster.test.network.NetworkFaults;
import io.github.stickycluster.test.network.TcpProxy;
import io.github.stickycluster.test.time.TestClock;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.context.ConfigurableApplicationContext;

/**
 * A node of a {@link TestCluster}. Its clients connect through a {@link TcpProxy}, which
 * simulates network faults.
 *
 * @since 0.1.0
 */
public final class TestNode {

	private final String id;

	private final ConfigurableApplicationContext context;

	private final MemoryEngine engine;

	private final TestClock clock;

	private final TcpProxy proxy;

	private CompletableFuture<Void> stopped = CompletableFuture.completedFuture(null);

	private boolean running = true;

	TestNode(String id, ConfigurableApplicationContext context, MemoryEngine engine, TestClock clock) {
		this.id = id;
		this.context = context;
		this.engine = engine;
		this.clock = clock;
		this.proxy = TcpProxy
			.to(context.getEnvironment().getRequiredProperty("local.sticky-cluster.port", Integer.class), clock);
	}

	/**
	 * Returns the node's id in the cluster.
	 * @return {@code node-1} for the first node
	 */
	public String id() {
		return this.id;
	}

	/**
	 * Returns the port that clients connect to.
	 * @return a port on 127.0.0.1
	 */
	public int port() {
		return this.proxy.port();
	}

	/**
	 * Returns a builder for clients of this node. The caller closes the clients.
	 * @return a builder
	 */
	public SocketTestClientBuilder client() {
		return SocketTestClient.bindToPort(port())
			.clock(this.clock)
			.mapper(this.context.getBeanProvider(JsonMapper.class).getIfAvailable(JsonMapper::shared));
	}

	/**
	 * Returns a bean of the node.
	 * @param <T> the type
	 * @param type the type
	 * @return the only bean of the type
	 */
	public <T> T bean(Class<T> type) {
		return this.context.getBean(type);
	}

	/**
	 * Returns the other members of the cluster as this node sees it.
	 * @return the ids of the other nodes
	 */
	public Set<String> others() {
		return NodeInternals.others(this.context);
	}

	/**
	 * Returns the network faults between the node and all its clients.
	 * @return the faults, none at first
	 */
	public NetworkFaults faults() {
		return this.proxy.faults();
	}

	/**
	 * Blocks the event loop of the node's first worker, as a blocking listener does.
	 * @param time the time; ends early if the worker is replaced
	 */
	public void blockWorker(Duration time) {
		NodeInternals.block(this.context, time);
	}

	/**
	 * Disconnects the node from the bus. The node still serves its own clients.
	 */
	public void isolate() {
		this.engine.setReachable(false);
	}

	/**
	 * Reconnects the node to the bus. The node receives the messages that were sent in
	 * the meantime.
	 */
	public void rejoin() {
		this.engine.setReachable(true);
	}

	/**
	 * Stops the node as a shutdown of the application does: the node closes its sessions
	 * in order and leaves the cluster.
	 */
	public void stop() {
		if (end()) {
			this.context.close();
			this.proxy.close();
		}
	}

	/**
	 * Ends the node as a kill of its process does: its connections are reset, its port is
	 * closed, and the other nodes receive no message that it leaves. Its application
	 * context closes in the background.
	 */
	public void kill() {
		if (end()) {
			this.engine.die();
			this.proxy.faults().cut();
			this.proxy.close();
			this.stopped = CompletableFuture.runAsync(this.context::close);
		}
	}

	private synchronized boolean end() {
		boolean ran = this.running;
		this.running = false;
		return ran;
	}

	synchronized boolean isRunning() {
		return this.running;
	}

	void close() {
		stop();
		this.stopped.join();
	}

	@Override
	public String toString() {
		return this.id;
	}

}
