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

import io.github.stickycluster.test.engineio.ClientTransport;
import io.github.stickycluster.test.engineio.EngineIoPacket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The client with a server of this project.
 */
class OwnServerTests extends ClientContract {

	private static ContractServer server;

	@BeforeAll
	static void start() {
		server = ContractServer.start();
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	@Override
	int port() {
		return server.port();
	}

	@Test
	void seesThatItsConnectionIsRefused() {
		builder().path("/nowhere/").expectConnectError().hasStatus(404);
		builder().path("/nowhere/").transport(ClientTransport.POLLING).expectConnectError().hasStatus(404);
	}

	@Test
	void sendsSinglePackets() {
		try (SocketTestClient client = builder().connect()) {
			client.engineIo().send(EngineIoPacket.message("20[\"echo\",\"raw\"]"), EngineIoPacket.message("9"));
			assertThat(client.expectDisconnect()).isEqualTo(DisconnectReason.TRANSPORT_CLOSE);
			assertThat(client.received()).isEmpty();
		}
	}

}
