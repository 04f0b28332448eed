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

package io.github.stickycluster.test;

import java.time.Duration;

import io.github.stickycluster.test.network.NetworkFaults;

/**
 * Network faults between a client and the server. Each method takes effect at once.
 *
 * @since 0.1.0
 */
public final class ClientFaults {

	private final NetworkFaults network;

	private final NamespaceSocket socket;

	ClientFaults(NetworkFaults network, NamespaceSocket socket) {
		this.network = network;
		this.socket = socket;
	}

	/**
	 * Resets the client's connections: client and server lose the session at once.
	 * @see SocketTestClient#reconnect()
	 */
	public void cut() {
		this.network.cut();
	}

	/**
	 * Discards everything that client and server send, while the connections stay open.
	 * Client and server close the session when heartbeats are missing, after
	 * {@code sticky-cluster.socket-io.ping-interval} and {@code ping-timeout}.
	 */
	public void goSilent() {
		this.network.goSilent();
	}

	/**
	 * Delays everything that client and server send.
	 * @param delay the delay of each direction; zero for none
	 */
	public void delay(Duration delay) {
		this.network.delay(delay);
	}

	/**
	 * Stops reading from the client's connections, so that packets for the client
	 * accumulate on the server.
	 */
	public void stopReading() {
		this.network.stopReading();
	}

	/**
	 * Resumes reading from the client's connections.
	 */
	public void resumeReading() {
		this.network.resumeReading();
	}

	/**
	 * Sets whether the server's acks are lost on their way to the client: the server has
	 * handled the event, and the client does not get the ack.
	 * @param lose {@code true} to lose acks; {@code false}, the initial value, to deliver
	 * them
	 */
	public void loseAcks(boolean lose) {
		this.socket.loseAcks(lose);
	}

}
