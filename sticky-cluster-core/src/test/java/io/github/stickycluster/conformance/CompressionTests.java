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

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;

import io.github.stickycluster.testkit.Frame;
import io.github.stickycluster.testkit.HttpAnswer;
import io.github.stickycluster.testkit.HttpRequest;
import io.github.stickycluster.testkit.Polling;
import io.github.stickycluster.testkit.RawWebSocket;
import io.github.stickycluster.testkit.TestServer;
import io.github.stickycluster.testkit.Wire;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of compression, which is off unless configured.
 */
@Conformance
class CompressionTests {

	private static final String LONG = "x".repeat(5_000);

	private static final String WEBSOCKET = "/socket.io/?EIO=4&transport=websocket";

	private static final int COMPRESSED = 0x40;

	private static TestServer plain;

	private static TestServer compressing;

	@BeforeAll
	static void start() {
		plain = EchoServer.start();
		compressing = EchoServer.start((settings) -> settings.maxPayload(50_000)
			.engine((engine) -> engine.httpCompression(true).webSocketCompression(true).compressionThreshold(1_000)));
	}

	@AfterAll
	static void stop() {
		plain.close();
		compressing.close();
	}

	@Test
	@Statement("CMP-001")
	void longPollsAreCompressedForThoseWhoAccept() throws IOException {
		HttpAnswer answer = poll(compressing, LONG, "gzip, deflate");
		assertThat(answer.header("Content-Encoding")).isEqualTo("gzip");
		assertThat(answer.header("Vary")).containsIgnoringCase("Accept-Encoding");
		assertThat(answer.body()).hasSizeLessThan(500);
		String text = new String(new GZIPInputStream(new ByteArrayInputStream(answer.body())).readAllBytes(),
				StandardCharsets.UTF_8);
		assertThat(text).isEqualTo("42[\"message-back\",\"" + LONG + "\"]");
	}

	@Test
	@Statement("CMP-001")
	void shortOrUnaskedPollsAreNotCompressed() {
		assertThat(poll(compressing, "short", "gzip").hasHeader("Content-Encoding")).isFalse();
		assertThat(poll(compressing, LONG, "br").hasHeader("Content-Encoding")).isFalse();
		assertThat(poll(compressing, LONG, "gzip;q=0").hasHeader("Content-Encoding")).isFalse();
		assertThat(poll(plain, LONG, "gzip").hasHeader("Content-Encoding")).isFalse();
	}

	@Test
	@Statement("CMP-002")
	void extensionIsNotNegotiatedByDefault() {
		try (Wire wire = Wire.to(plain.port())) {
			HttpAnswer answer = wire.exchange(deflating());
			assertThat(answer.status()).isEqualTo(101);
			assertThat(answer.hasHeader("Sec-WebSocket-Extensions")).isFalse();
		}
	}

	@Test
	@Statement("CMP-003")
	void longMessagesAreCompressedBothWays() throws Exception {
		try (Wire wire = Wire.to(compressing.port())) {
			RawWebSocket socket = connected(wire);
			wire.send(compressed("42[\"message\",\"" + LONG + "\"]"));
			int head = wire.readByte();
			assertThat(head & COMPRESSED).isEqualTo(COMPRESSED);
			byte[] payload = payload(wire);
			assertThat(payload).hasSizeLessThan(500);
			assertThat(inflate(payload)).isEqualTo("42[\"message-back\",\"" + LONG + "\"]");
			socket.send("42[\"message\",\"short\"]");
			assertThat(wire.readByte() & COMPRESSED).isZero();
			assertThat(new String(payload(wire), StandardCharsets.UTF_8)).isEqualTo("42[\"message-back\",\"short\"]");
		}
	}

	@Test
	@Statement("CMP-004")
	void messageThatInflatesBeyondTheMaximumIsRefused() {
		try (Wire wire = Wire.to(compressing.port())) {
			RawWebSocket socket = connected(wire);
			wire.send(compressed("42[\"message\",\"" + "x".repeat(60_000_000) + "\"]"));
			assertThat(socket.closeStatus()).isEqualTo(1009);
		}
	}

	@Test
	@Statement("CMP-004")
	void brokenCompressionClosesTheConnection() {
		try (Wire wire = Wire.to(compressing.port())) {
			RawWebSocket socket = connected(wire);
			byte[] frame = new Frame(true, Frame.TEXT, new byte[] { -1, -2, -3, -4, -5 }).masked();
			frame[0] |= COMPRESSED;
			wire.send(frame);
			assertThat(socket.closeStatus()).isIn(1002, 1006, 1007);
		}
	}

	private static HttpAnswer poll(TestServer server, String text, String encodings) {
		try (Polling polling = PollingTests.connected(server); Wire wire = Wire.to(server.port())) {
			assertThat(polling.post("42[\"message\",\"" + text + "\"]").status()).isEqualTo(200);
			return wire.exchange(HttpRequest.get(polling.target()).header("Accept-Encoding", encodings));
		}
	}

	private static HttpRequest deflating() {
		return RawWebSocket.handshake(WEBSOCKET).header("Sec-WebSocket-Extensions", "permessage-deflate");
	}

	private static RawWebSocket connected(Wire wire) {
		HttpAnswer answer = wire.exchange(deflating());
		assertThat(answer.header("Sec-WebSocket-Extensions")).startsWith("permessage-deflate");
		RawWebSocket socket = RawWebSocket.on(wire);
		assertThat(socket.text()).startsWith("0{");
		assertThat(socket.send("40").text()).startsWith("40{");
		return socket;
	}

	private static byte[] compressed(String text) {
		Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
		deflater.setInput(text.getBytes(StandardCharsets.UTF_8));
		byte[] buffer = new byte[1_000_000];
		int length = deflater.deflate(buffer, 0, buffer.length, Deflater.SYNC_FLUSH);
		deflater.end();
		// RFC 7692, 7.2.1: without the last four bytes of the flush
		byte[] frame = new Frame(true, Frame.TEXT, Arrays.copyOf(buffer, length - 4)).masked();
		frame[0] |= COMPRESSED;
		return frame;
	}

	private static byte[] payload(Wire wire) throws IOException {
		int length = wire.readByte();
		if (length == 126) {
			length = wire.readByte() << 8 | wire.readByte();
		}
		return wire.read(length);
	}

	private static String inflate(byte[] payload) throws DataFormatException {
		Inflater inflater = new Inflater(true);
		byte[] whole = Arrays.copyOf(payload, payload.length + 4);
		whole[payload.length + 2] = -1;
		whole[payload.length + 3] = -1;
		inflater.setInput(whole);
		byte[] text = new byte[20_000];
		int length = inflater.inflate(text);
		inflater.end();
		return new String(text, 0, length, StandardCharsets.UTF_8);
	}

}
