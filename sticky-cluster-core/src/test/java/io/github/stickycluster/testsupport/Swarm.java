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

package io.github.stickycluster.testsupport;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;

import static org.awaitility.Awaitility.await;

/**
 * Hundreds of Socket.IO clients, each with a loopback address of its own, that connect
 * again by themselves and send messages of which each is acknowledged.
 */
public final class Swarm implements AutoCloseable {

	private final int port;

	private final EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());

	private final List<SwarmClient> clients = new ArrayList<>();

	private final Queue<String> acknowledged = new ConcurrentLinkedQueue<>();

	private final AtomicLong sent = new AtomicLong();

	private final AtomicInteger serverDisconnects = new AtomicInteger();

	private volatile boolean talking;

	private Swarm(int port) {
		this.port = port;
	}

	/**
	 * Connects clients and waits until all are connected.
	 */
	public static Swarm connect(int port, int clients) {
		Swarm swarm = new Swarm(port);
		for (int i = 0; i < clients; i++) {
			SwarmClient client = new SwarmClient(swarm, i, swarm.group.next());
			swarm.clients.add(client);
			client.connect();
		}
		swarm.awaitConnected(Duration.ofSeconds(20));
		return swarm;
	}

	int port() {
		return this.port;
	}

	void onAcknowledged(String text) {
		this.acknowledged.add(text);
	}

	void onServerDisconnect() {
		this.serverDisconnects.incrementAndGet();
	}

	/**
	 * Waits until every client is connected.
	 */
	public void awaitConnected(Duration time) {
		await().atMost(time).until(() -> connected() == this.clients.size());
	}

	public int connected() {
		return (int) this.clients.stream().filter(SwarmClient::isConnected).count();
	}

	/**
	 * Sends one message of each client every so often, until told to stop.
	 */
	public void talk(Duration pause) {
		this.talking = true;
		for (int i = 0; i < this.clients.size(); i++) {
			talk(i, 0, pause);
		}
	}

	private void talk(int client, int message, Duration pause) {
		if (this.talking) {
			this.sent.incrementAndGet();
			this.clients.get(client).send(client + "-" + message);
			this.group.next().schedule(() -> talk(client, message + 1, pause), pause.toMillis(), TimeUnit.MILLISECONDS);
		}
	}

	/**
	 * Sends nothing more and waits until everything is acknowledged.
	 */
	public void stopTalking(Duration time) {
		this.talking = false;
		await().atMost(time).until(() -> this.acknowledged.size() >= this.sent.get());
	}

	/**
	 * The messages that were acknowledged; one that was acknowledged twice, twice.
	 */
	public List<String> acknowledged() {
		return List.copyOf(this.acknowledged);
	}

	public long sent() {
		return this.sent.get();
	}

	/** How many clients came back how often, at least once. */
	public int reconnected() {
		return (int) this.clients.stream().filter((client) -> client.connects() > 1).count();
	}

	public long longestAbsenceMillis() {
		return this.clients.stream().mapToLong(SwarmClient::longestAbsenceMillis).max().orElse(0);
	}

	/** How often a client was told to leave in a way that it would not come back from. */
	public int serverDisconnects() {
		return this.serverDisconnects.get();
	}

	@Override
	public void close() {
		this.talking = false;
		this.clients.forEach(SwarmClient::close);
		this.group.shutdownGracefully(100, 2000, TimeUnit.MILLISECONDS).awaitUninterruptibly();
	}

}
