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
 * Simulated faults of a set of connections: those of a client, or those through a
 * {@link TcpProxy}. Thread-safe.
 *
 * @since 0.1.0
 */
public final class NetworkFaults {

	private final Set<FaultyConnection> connections = ConcurrentHashMap.newKeySet();

	private volatile boolean silent;

	private volatile boolean reading = true;

	private volatile Duration delay = Duration.ZERO;

	/**
	 * Resets all open connections. Both sides notice at once; new connections work.
	 */
	public void cut() {
		this.connections.forEach(FaultyConnection::reset);
	}

	/**
	 * Discards everything that either side sends, and keeps the connections open, as when
	 * a phone leaves its network. A side notices only by a timeout of its own.
	 */
	public void goSilent() {
		this.silent = true;
	}

	/**
	 * Delays everything that either side sends, and keeps its order.
	 * @param delay the delay of each direction; zero for none
	 */
	public void delay(Duration delay) {
		this.delay = delay;
	}

	/**
	 * Stops reading from the connections, so that the other side cannot send any more
	 * once the buffers are full.
	 */
	public void stopReading() {
		this.reading = false;
	}

	/**
	 * Resumes reading, beginning with the data that has arrived in the meantime.
	 */
	public void resumeReading() {
		this.reading = true;
		this.connections.forEach(FaultyConnection::resume);
	}

	/**
	 * Returns a handler that applies the faults to a new connection.
	 * @return a new handler, to be added as the first of the connection's pipeline
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
