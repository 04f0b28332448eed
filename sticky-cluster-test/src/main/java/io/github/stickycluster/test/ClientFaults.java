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
 * What goes wrong between a client and the server, from now on.
 */
public final class ClientFaults {

	private final NetworkFaults network;

	private final NamespaceSocket socket;

	ClientFaults(NetworkFaults network, NamespaceSocket socket) {
		this.network = network;
		this.socket = socket;
	}

	/**
	 * Resets the client's connections: it loses its session at once, and so does the
	 * server.
	 * @see SocketTestClient#reconnect()
	 */
	public void cut() {
		this.network.cut();
	}

	/**
	 * Lets nothing through any more, in both directions, while the connections stay open:
	 * client and server notice when heartbeats are missing, after
	 * {@code sticky-cluster.socket-io.ping-interval} and {@code ping-timeout}.
	 */
	public void goSilent() {
		this.network.goSilent();
	}

	/**
	 * Delays what is sent in both directions.
	 * @param delay how long, each way; zero for not at all
	 */
	public void delay(Duration delay) {
		this.network.delay(delay);
	}

	/**
	 * Lets the client read nothing more, so that what is for it piles up at the server.
	 */
	public void stopReading() {
		this.network.stopReading();
	}

	/**
	 * Lets the client read again.
	 */
	public void resumeReading() {
		this.network.resumeReading();
	}

	/**
	 * Loses the server's acks on their way to the client, or no more: the server has done
	 * what it was asked for, and the client does not know.
	 * @param lose whether acks are lost
	 */
	public void loseAcks(boolean lose) {
		this.socket.loseAcks(lose);
	}

}
