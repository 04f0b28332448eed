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

package io.github.stickycluster.conformance;

import java.io.ByteArrayOutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import io.github.stickycluster.testkit.Frame;
import io.github.stickycluster.testkit.HttpRequest;
import io.github.stickycluster.testkit.Kind;
import io.github.stickycluster.testkit.Link;
import io.github.stickycluster.testkit.Message;
import io.github.stickycluster.testkit.Payload;
import io.github.stickycluster.testkit.Polling;
import io.github.stickycluster.testkit.PollingFormat;
import io.github.stickycluster.testkit.RawWebSocket;
import io.github.stickycluster.testkit.TestServer;
import io.github.stickycluster.testkit.Wire;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Sends bytes that are nearly right, from a generator with a fixed seed: the server goes
 * on, keeps no session, logs no error and leaks no buffer.
 */
@Tag("once")
@Conformance
@Timeout(90)
class FuzzTests {

	private static final long SEED = 20_261_122;

	private static final List<String> PACKETS = List.of("0", "1", "2", "3", "2probe", "3probe", "5", "6", "40",
			"40{\"token\":\"x\"}", "40/custom,", "40/custom,{}", "41", "41/custom,", "42[\"message\",1]",
			"421[\"message-with-ack\",{\"a\":[null,true,\"€\"]}]", "42/custom,7[\"message\"]", "431[]", "44{}",
			"451-[\"message\",{\"_placeholder\":true,\"num\":0}]",
			"452-/custom,3[\"message\",{\"_placeholder\":true,\"num\":1},{\"_placeholder\":true,\"num\":0}]",
			"461-1[{\"_placeholder\":true,\"num\":0}]", "bAQIDBA==", "b4AQIDBA==");

	private final Random random = new Random(SEED);

	private TestServer server;

	@BeforeEach
	void start() {
		this.server = EchoServer.start(
				(settings) -> settings.connectTimeout(500).heartbeat(300, 300).upgradeTimeout(300).maxPayload(2_000));
	}

	@AfterEach
	void stop() {
		this.server.close();
	}

	@Test
	@Statement("ABU-010")
	void firstBytesOfAConnection() {
		for (int i = 0; i < 1_000; i++) {
			byte[] bytes = mutate(firstBytes());
			try (Wire wire = Wire.to(this.server.port())) {
				wire.send(bytes);
				finish(wire);
			}
			catch (UncheckedIOException ex) {
				// the server has closed the connection already
			}
		}
		assertStillServing();
	}

	@Test
	@Statement("ABU-010")
	void framesOfAWebSocket() {
		for (int i = 0; i < 500; i++) {
			String version = (i % 3 == 0) ? "3" : "4";
			try (RawWebSocket socket = RawWebSocket.open(this.server.port(),
					"/socket.io/?transport=websocket&EIO=" + version)) {
				socket.send("40");
				for (int n = 0; n < 5; n++) {
					socket.wire().send(chance(3) ? mutate(frame().masked()) : frame().masked());
				}
				finish(socket.wire());
			}
			catch (UncheckedIOException ex) {
				// the server has closed the connection already
			}
		}
		assertStillServing();
	}

	@Test
	@Statement("ABU-010")
	void bodiesOfPosts() {
		for (int i = 0; i < 500; i++) {
			try (Wire wire = Wire.to(this.server.port()); Polling polling = Polling.open(this.server.port())) {
				polling.post("40");
				String version = chance(5) ? polling.target().replace("EIO=4", "EIO=3") : polling.target();
				wire.send(HttpRequest.post(version, "text/plain", mutate(payload())));
				int status = wire.answer().status();
				assertThat(status).isIn(200, 400, 413);
			}
		}
		assertStillServing();
	}

	@Test
	@Statement("ABU-010")
	void bodiesOfVersion3Posts() {
		for (int i = 0; i < 500; i++) {
			try (Wire wire = Wire.to(this.server.port());
					Polling polling = Polling.open(this.server.port(), "EIO=3&transport=polling", PollingFormat.V3)) {
				String type = chance(2) ? "application/octet-stream" : "text/plain";
				wire.send(HttpRequest.post(polling.target(), type, mutate(payload3())));
				assertThat(wire.answer().status()).isIn(200, 400, 413);
			}
		}
		assertStillServing();
	}

	private byte[] firstBytes() {
		String target = "/socket.io/?EIO=" + (3 + this.random.nextInt(2)) + "&transport="
				+ (chance(2) ? "polling" : "websocket");
		return switch (this.random.nextInt(5)) {
			case 0 -> bytes(this.random.nextInt(200));
			case 1 -> HttpRequest.get(target).bytes();
			case 2 -> HttpRequest.post(target, "4" + pick()).bytes();
			case 3 -> concat(RawWebSocket.handshake(target).bytes(), frame().masked());
			default -> concat(HttpRequest.get(target).bytes(), HttpRequest.get(target).bytes());
		};
	}

	private byte[] payload() {
		return (pick() + "\u001e" + pick() + "\u001e" + pick()).getBytes(StandardCharsets.UTF_8);
	}

	private byte[] payload3() {
		String packet = pick();
		return chance(2) ? (packet.length() + ":" + packet).getBytes(StandardCharsets.UTF_8)
				: Payload.encode3Binary(Message.of(packet));
	}

	private Frame frame() {
		if (chance(4)) {
			return Frame.binary(bytes(this.random.nextInt(20)));
		}
		int opcode = (chance(5)) ? this.random.nextInt(16) : Frame.TEXT;
		byte[] packet = pick().getBytes(StandardCharsets.UTF_8);
		return new Frame(!chance(8), opcode, chance(2) ? mutate(packet) : packet);
	}

	private byte[] mutate(byte[] bytes) {
		byte[] result = bytes.clone();
		for (int i = this.random.nextInt(4); i > 0 && result.length > 0; i--) {
			result = mutate(result, this.random.nextInt(result.length));
		}
		return result;
	}

	private byte[] mutate(byte[] bytes, int at) {
		return switch (this.random.nextInt(3)) {
			case 0 -> Arrays.copyOf(bytes, at);
			case 1 -> concat(bytes, Arrays.copyOfRange(bytes, at, bytes.length));
			default -> {
				bytes[at] = (byte) (chance(2) ? this.random.nextInt(256) : bytes[at] ^ (1 << this.random.nextInt(8)));
				yield bytes;
			}
		};
	}

	private void finish(Wire wire) {
		switch (this.random.nextInt(3)) {
			case 0 -> wire.reset();
			case 1 -> wire.endOutput();
			default -> wire.silentFor(Duration.ofMillis(1));
		}
	}

	private String pick() {
		return PACKETS.get(this.random.nextInt(PACKETS.size()));
	}

	private boolean chance(int oneIn) {
		return this.random.nextInt(oneIn) == 0;
	}

	private byte[] bytes(int length) {
		byte[] bytes = new byte[length];
		this.random.nextBytes(bytes);
		return bytes;
	}

	private static byte[] concat(byte[] first, byte[] second) {
		ByteArrayOutputStream both = new ByteArrayOutputStream();
		both.writeBytes(first);
		both.writeBytes(second);
		return both.toByteArray();
	}

	private void assertStillServing() {
		for (Kind kind : new Kind[] { Kind.WEBSOCKET, Kind.POLLING, Kind.POLLING_3 }) {
			try (Link link = kind.connect(this.server.port())) {
				assertThat(link.send("42[\"message\",1]").text()).isEqualTo("42[\"message-back\",1]");
				link.leave();
			}
		}
		Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> this.server.engine().sessionCount() == 0);
		Awaitility.await().until(() -> this.server.server().getAllClients().isEmpty());
	}

}
