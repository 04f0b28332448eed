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

package io.github.stickycluster.proxy;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;

import io.github.stickycluster.autoconfigure.LocalStickyClusterPort;
import io.github.stickycluster.internal.dispatch.Dispatcher;
import io.github.stickycluster.internal.dispatch.WorkerSelector;
import io.github.stickycluster.test.SocketTestClient;
import io.github.stickycluster.testkit.HttpRequest;
import io.github.stickycluster.testkit.RoamingClient;
import io.github.stickycluster.testkit.Wire;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Who the client is, seen from a running cluster that trusts the proxies at 127.0.0.1 and
 * in 10.0.0.0/8.
 */
@SpringBootTest(classes = WhoAmIApplication.class, webEnvironment = SpringBootTest.WebEnvironment.NONE,
		properties = { "sticky-cluster.port=0", "sticky-cluster.address=127.0.0.1", "sticky-cluster.workers.count=4",
				"sticky-cluster.node-id=node", "sticky-cluster.client-address.trusted-proxies=127.0.0.1,10.0.0.0/8",
				"sticky-cluster.client-address.proxy-protocol=optional",
				"logging.level.io.github.stickycluster.internal.engineio.EngineIoServer=debug" })
@ExtendWith(OutputCaptureExtension.class)
class ClientAddressTests {

	private static final byte[] PROXY_V1 = "PROXY TCP4 203.0.113.7 192.0.2.9 56324 443\r\n"
		.getBytes(StandardCharsets.US_ASCII);

	private static final byte[] PROXY_V2_LOCAL = HexFormat.of().parseHex("0d0a0d0a000d0a515549540a20000000");

	private static final String HANDSHAKE = "/socket.io/?EIO=4&transport=polling";

	@LocalStickyClusterPort
	private int port;

	@Autowired
	private WorkerSelector selector;

	@Autowired
	private Dispatcher dispatcher;

	@Test
	void aForgedHeaderFromAnUntrustedPeerChangesNothing() throws Exception {
		for (int i = 0; i < 8; i++) {
			RoamingClient client = new RoamingClient("X-Forwarded-For: 203.0.113." + i);
			assertThat(whoAmI(client, "127.5.0.1")).isEqualTo(WhoAmIApplication.answer(this.selector, "127.5.0.1"));
		}
	}

	@Test
	void aTrustedProxysHeaderIsReadUpToTheFirstUntrustedHop(CapturedOutput output) throws Exception {
		for (String address : List.of("203.0.113.1", "203.0.113.2", "2001:db8::1", "2001:db8:0:1::1")) {
			RoamingClient client = new RoamingClient("X-Forwarded-For: 6.6.6.6, " + address,
					"X-Forwarded-For: 10.0.0.7");
			assertThat(whoAmI(client, "127.0.0.1")).isEqualTo(WhoAmIApplication.answer(this.selector, address));
			assertThat(output).containsPattern("Session .* of /\\[?" + InetAddress.getByName(address).getHostAddress());
		}
	}

	@Test
	void aMalformedHeaderFallsBackToTheNearestGoodAddressAndIsCounted() throws Exception {
		long before = this.dispatcher.invalidAddresses().headers();
		RoamingClient client = new RoamingClient("X-Forwarded-For: 203.0.113.1, garbage, 10.0.0.7");
		assertThat(whoAmI(client, "127.0.0.1")).isEqualTo(WhoAmIApplication.answer(this.selector, "10.0.0.7"));
		assertThat(this.dispatcher.invalidAddresses().headers()).isEqualTo(before + 5);
	}

	@Test
	void aWebSocketHasItsAddressFromTheHeaderToo() throws Exception {
		try (SocketTestClient client = SocketTestClient.bindToPort(this.port)
			.header("X-Forwarded-For", "203.0.113.9")
			.timeout(Duration.ofSeconds(20))
			.connect()) {
			client.emitWithAck("whoami")
				.expect()
				.hasArguments(WhoAmIApplication.arguments(this.selector, "203.0.113.9"));
		}
	}

	@Test
	void aSessionGoesOnWhenEveryRequestComesFromAnotherAddress() throws Exception {
		RoamingClient client = new RoamingClient();
		client.open(from("127.6.0.1"));
		client.post(from("127.6.0.2"), "40");
		assertThat(client.poll(from("127.6.0.3"))).startsWith("40");
		String expected = WhoAmIApplication.answer(this.selector, "127.6.0.1");
		for (int i = 4; i < 40; i += 2) {
			client.post(from("127.6.0." + i), "420[\"whoami\"]");
			assertThat(client.poll(from("127.6.0." + (i + 1)))).isEqualTo(expected);
		}
	}

	@Test
	void aTrustedProxyTellsTheAddressByTheProxyProtocol() {
		for (byte[] header : List.of(PROXY_V1, PROXY_V2_LOCAL, new byte[0])) {
			try (Wire wire = Wire.to(this.port)) {
				assertThat(wire.send(header).get(HANDSHAKE).status()).isEqualTo(200);
			}
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "127.5.0.1", "127.5.0.2" })
	void aProxyHeaderFromAnUntrustedPeerClosesTheConnection(String source) {
		long before = this.dispatcher.invalidAddresses().proxyProtocol();
		try (Wire wire = from(source)) {
			assertThat(wire.send(PROXY_V1).send(HttpRequest.get(HANDSHAKE)).rest()).isEmpty();
		}
		assertThat(this.dispatcher.invalidAddresses().proxyProtocol()).isEqualTo(before + 1);
	}

	private Wire from(String source) {
		return Wire.from(source, this.port);
	}

	private String whoAmI(RoamingClient client, String source) {
		client.open(from(source));
		client.post(from(source), "40");
		assertThat(client.poll(from(source))).startsWith("40");
		client.post(from(source), "420[\"whoami\"]");
		return client.poll(from(source));
	}

}
