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

package io.github.stickycluster.internal.cluster;

import io.github.stickycluster.cluster.BroadcastOperator;
import io.github.stickycluster.internal.engineio.EngineIoSettings;
import io.github.stickycluster.testkit.EngineIoSettingsBuilder;
import io.github.stickycluster.testkit.RawWebSocket;
import io.github.stickycluster.testkit.Wire;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Frames stay uncompressed where the sender says so, on a WebSocket that compresses.
 */
class CompressTests {

	private static final int TEXT = 0x81;

	private static final int BINARY = 0x82;

	private static final int COMPRESSED = 0x40;

	@Test
	void compressionIsTheSendersChoice() throws Exception {
		EngineIoSettings engine = EngineIoSettingsBuilder.create()
			.webSocketCompression(true)
			.compressionThreshold(1_000)
			.build();
		try (TestNode node = TestNode.start("node", ClusterAdapter.local(), engine, ClusterSemantics::listeners);
				Wire wire = Wire.to(node.workers().get(0).port())) {
			wire.exchange(RawWebSocket.handshake("/socket.io/?EIO=4&transport=websocket")
				.header("Sec-WebSocket-Extensions", "permessage-deflate"));
			RawWebSocket socket = RawWebSocket.on(wire);
			assertThat(socket.text()).startsWith("0{");
			assertThat(socket.send("40").text()).startsWith("40{");
			BroadcastOperator plain = node.cluster().compress(false);
			plain.emit("event", "x".repeat(1_000), new byte[1_100]);
			assertThat(wire.readByte()).isEqualTo(TEXT);
			wire.read(skipLength(wire));
			assertThat(wire.readByte()).isEqualTo(BINARY);
			assertThat(skipLength(wire)).isEqualTo(1_100);
			wire.read(1_100);
			node.cluster().emit("event", "x".repeat(1_000), new byte[1_100]);
			assertThat(wire.readByte()).isEqualTo(TEXT | COMPRESSED);
			wire.read(skipLength(wire));
			assertThat(wire.readByte()).isEqualTo(BINARY | COMPRESSED);
		}
	}

	private static int skipLength(Wire wire) throws Exception {
		int length = wire.readByte();
		return (length == 126) ? (wire.readByte() << 8 | wire.readByte()) : length;
	}

}
