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

package io.github.stickycluster.test.network;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.netty.channel.ChannelHandler;

/**
 * What goes wrong on some connections: those of a client, or those through a
 * {@link TcpProxy}. Thread-safe.
 */
public final class NetworkFaults {

	private final Set<FaultyConnection> connections = ConcurrentHashMap.newKeySet();

	private volatile boolean silent;

	private volatile boolean reading = true;

	private volatile Duration delay = Duration.ZERO;

	/**
	 * Resets all connections: both sides notice at once. New ones work.
	 */
	public void cut() {
		this.connections.forEach(FaultyConnection::reset);
	}

	/**
	 * Lets nothing through any more, in both directions, and keeps the connections open:
	 * neither side notices, unless it waits for the other. So it is when a phone leaves
	 * its network.
	 */
	public void goSilent() {
		this.silent = true;
	}

	/**
	 * Delays all that is sent, in both directions, in its order.
	 * @param delay how long; zero for not at all
	 */
	public void delay(Duration delay) {
		this.delay = delay;
	}

	/**
	 * Reads nothing more, so that the other side cannot send any longer when the
	 * connections' buffers are full.
	 */
	public void stopReading() {
		this.reading = false;
	}

	/**
	 * Reads again, and first what has come meanwhile.
	 */
	public void resumeReading() {
		this.reading = true;
		this.connections.forEach(FaultyConnection::resume);
	}

	/**
	 * Returns the handler that makes a new connection fail.
	 * @return a handler of its own for each connection, the first of its pipeline
	 */
	public ChannelHandler newHandler() {
		return new FaultyConnection(this);
	}

	void add(FaultyConnection connection) {
		this.connections.add(connection);
	}

	void remove(FaultyConnection connection) {
		this.connections.remove(connection);
	}

	boolean isSilent() {
		return this.silent;
	}

	boolean isReading() {
		return this.reading;
	}

	Duration delay() {
		return this.delay;
	}

}
