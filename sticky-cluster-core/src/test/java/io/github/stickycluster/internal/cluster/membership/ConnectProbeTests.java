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

package io.github.stickycluster.internal.cluster.membership;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;

import io.github.stickycluster.internal.cluster.membership.PortProbe.Outcome;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ConnectProbe}, on real sockets.
 */
class ConnectProbeTests {

	private final ConnectProbe probe = new ConnectProbe();

	@Test
	void anOpenPortAcceptsAndIsToldNothing() throws IOException {
		try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			server.setSoTimeout(10_000);
			assertThat(this.probe.probe((InetSocketAddress) server.getLocalSocketAddress()))
				.isEqualTo(Outcome.ACCEPTED);
			try (Socket accepted = server.accept()) {
				accepted.setSoTimeout(10_000);
				assertThat(accepted.getInputStream().read()).isEqualTo(-1);
			}
			assertThat(this.probe.probe(InetSocketAddress.createUnresolved("localhost", server.getLocalPort())))
				.as("by a host name")
				.isEqualTo(Outcome.ACCEPTED);
		}
	}

	@Test
	void aPortThatNobodyListensAtRefuses() {
		// A low port: no connection leaves from it, as one might from a port just closed.
		assertThat(this.probe.probe(new InetSocketAddress("127.0.0.1", 2))).isEqualTo(Outcome.REFUSED);
	}

	@Test
	void aHostThatCannotBeFoundProvesNothing() {
		assertThat(this.probe.probe(InetSocketAddress.createUnresolved("no-such-host.invalid", 80)))
			.isEqualTo(Outcome.UNKNOWN);
	}

	@Test
	void aHostThatCannotBeReachedProvesNothing() throws IOException {
		// Whose backlog is full does not answer, as one behind a firewall that drops.
		try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
				Socket first = new Socket(server.getInetAddress(), server.getLocalPort());
				Socket second = new Socket(server.getInetAddress(), server.getLocalPort())) {
			assertThat(first.isConnected() && second.isConnected()).isTrue();
			long begun = System.nanoTime();
			assertThat(this.probe.probe((InetSocketAddress) server.getLocalSocketAddress())).isEqualTo(Outcome.UNKNOWN);
			assertThat(System.nanoTime() - begun).isGreaterThan((ConnectProbe.TIMEOUT_MILLIS - 100) * 1_000_000L);
		}
	}

}
