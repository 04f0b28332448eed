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

package io.github.stickycluster.internal.websocket;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link FrameReader}.
 */
class FrameReaderTests {

	private static final int MAX = 70_000;

	private final FrameReader reader = new FrameReader(MAX);

	private final List<String> seen = new ArrayList<>();

	private final FrameSink sink = new Recording();

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 7, 8, 9, 125, 126, 127, 65_535, 65_536, MAX })
	void readsPayloadsOfAnyLength(int length) {
		String text = "x".repeat(length);
		read(frame(0x81, text));
		assertThat(this.seen).containsExactly("1 last " + text);
	}

	@Test
	void readsFramesHoweverTheyAreSplit() {
		byte[] bytes = ByteBufUtil.getBytes(Unpooled.wrappedBuffer(frame(0x01, "first"), frame(0x89, "ping"),
				frame(0x80, "second part"), frame(0x82, "y".repeat(300)), frame(0x88, "\u0003\u00e8bye")));
		read(Unpooled.copiedBuffer(bytes));
		List<String> whole = List.copyOf(this.seen);
		assertThat(whole).containsExactly("1 first", "ping ping", "0 last second part", "2 last " + "y".repeat(300),
				"close 1000");
		for (int i = 1; i < bytes.length; i++) {
			this.seen.clear();
			read(Unpooled.copiedBuffer(bytes, 0, i));
			read(Unpooled.copiedBuffer(bytes, i, bytes.length - i));
			assertThat(this.seen).as("split at %d", i).isEqualTo(whole);
		}
		this.seen.clear();
		for (byte single : bytes) {
			read(Unpooled.copiedBuffer(new byte[] { single }));
		}
		assertThat(this.seen).isEqualTo(whole);
	}

	@Test
	void pongsAndEmptyCloseFrames() {
		read(Unpooled.wrappedBuffer(frame(0x8a, "late"), frame(0x88, "")));
		assertThat(this.seen).containsExactly("close 1005");
	}

	@ParameterizedTest
	@CsvSource({ "reserved bit, C1 80 00000000", "unknown data opcode, 83 80 00000000",
			"unknown control opcode, 8B 80 00000000", "no mask, 81 01 61", "fragmented ping, 09 80 00000000",
			"long ping, 89 FE 0080", "continuation of nothing, 80 80 00000000", "needless 16 bits, 81 FE 007D 00000000",
			"needless 64 bits, 81 FF 000000000000FFFF 00000000", "negative length, 81 FF FFFFFFFFFFFFFFFF 00000000",
			"close of one byte, 88 81 00000000 03", "close with a reserved status, 88 82 00000000 03ED",
			"close with no text, 88 84 00000000 03E8 FFFF" })
	void violationsAreRefusedAndNothingIsReadAfterThem(String what, String hex) {
		assertThatExceptionOfType(CorruptedWebSocketFrameException.class).as(what)
			.isThrownBy(() -> read(Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump(hex.replace(" ", "")))))
			.satisfies((ex) -> assertThat(ex.closeStatus()).isEqualTo(WebSocketCloseStatus.PROTOCOL_ERROR));
		read(frame(0x81, "more"));
		assertThat(this.seen).isEmpty();
	}

	@Test
	void dataBetweenFragmentsIsRefused() {
		assertThatExceptionOfType(CorruptedWebSocketFrameException.class)
			.isThrownBy(() -> read(Unpooled.wrappedBuffer(frame(0x01, "first"), frame(0x81, "other"))));
	}

	@Test
	void tooLargeFrameIsRefusedBeforeItHasArrived() {
		assertThatExceptionOfType(CorruptedWebSocketFrameException.class)
			.isThrownBy(() -> read(Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump("81ff000000000001117100000000"))))
			.satisfies((ex) -> assertThat(ex.closeStatus()).isEqualTo(WebSocketCloseStatus.MESSAGE_TOO_BIG));
	}

	@Test
	void stopsAmidFramesAndDropsTheRest() {
		this.reader.read(Unpooled.copiedBuffer(new byte[] { (byte) 0x81 }), ByteBufAllocator.DEFAULT, this.sink);
		this.reader.stop();
		read(frame(0x81, "more"));
		assertThat(this.seen).isEmpty();
	}

	private void read(ByteBuf bytes) {
		try {
			this.reader.read(bytes, ByteBufAllocator.DEFAULT, this.sink);
		}
		finally {
			bytes.release();
		}
	}

	private static ByteBuf frame(int first, String payload) {
		byte[] mask = { 0x11, (byte) 0xf2, 0x33, 0x44 };
		byte[] bytes = payload.getBytes(StandardCharsets.ISO_8859_1);
		ByteBuf frame = Unpooled.buffer().writeByte(first);
		if (bytes.length < 126) {
			frame.writeByte(0x80 | bytes.length);
		}
		else if (bytes.length < 65_536) {
			frame.writeByte(0x80 | 126).writeShort(bytes.length);
		}
		else {
			frame.writeByte(0x80 | 127).writeLong(bytes.length);
		}
		frame.writeBytes(mask);
		for (int i = 0; i < bytes.length; i++) {
			frame.writeByte(bytes[i] ^ mask[i & 3]);
		}
		return frame;
	}

	private final class Recording implements FrameSink {

		@Override
		public void data(int opcode, boolean last, ByteBuf payload) {
			add(opcode + (last ? " last " : " "), payload);
		}

		@Override
		public void ping(ByteBuf payload) {
			add("ping ", payload);
		}

		@Override
		public void close(int status) {
			FrameReaderTests.this.seen.add("close " + status);
		}

		private void add(String what, ByteBuf payload) {
			FrameReaderTests.this.seen.add(what + payload.toString(StandardCharsets.ISO_8859_1));
		}

	}

}
