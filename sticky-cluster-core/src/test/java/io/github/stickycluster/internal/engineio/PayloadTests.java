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

package io.github.stickycluster.internal.engineio;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link PayloadReader} and {@link PayloadWriter}.
 */
class PayloadTests {

	private static final byte SEPARATOR = 0x1e;

	private static final int MOST = 1_000;

	private final Recorder recorder = new Recorder();

	private static ByteBuf utf8(String text) {
		return Unpooled.copiedBuffer(text, StandardCharsets.UTF_8);
	}

	private void readVersion4(ByteBuf payload, int maxPackets) throws PayloadException {
		readAll(PayloadReader.version4(payload, maxPackets));
	}

	private void readVersion3Text(ByteBuf payload, int maxPackets) throws PayloadException {
		readAll(PayloadReader.version3Text(payload, maxPackets));
	}

	private void readVersion3Binary(ByteBuf payload, int maxPackets) throws PayloadException {
		readAll(PayloadReader.version3Binary(payload, maxPackets));
	}

	private void readAll(PayloadReader reader) throws PayloadException {
		boolean more = true;
		while (more) {
			more = reader.read(this.recorder);
		}
	}

	@Test
	void readsAPayloadOfVersion4() throws PayloadException {
		readVersion4(utf8("4hello\u001e2\u001e4w\u00f6rld\u001ebAQIDBA=="), MOST);
		assertThat(this.recorder.packets).containsExactly("4hello", "2", "4w\u00f6rld", "binary 01020304");
	}

	@Test
	void stopsWhereTheSinkSaysSo() throws PayloadException {
		this.recorder.limit = 2;
		readVersion4(utf8("41\u001e42\u001eabc"), MOST);
		assertThat(this.recorder.packets).containsExactly("41", "42");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "abc", "7", "4a\u001e", "\u001e4a", "4a\u001e\u001e4b", "b!", "9", "b\u00e9" })
	void refusesPayloadsOfVersion4(String payload) {
		assertThatExceptionOfType(PayloadException.class).isThrownBy(() -> readVersion4(utf8(payload), MOST));
	}

	@Test
	void base64NeedsNoPadding() throws PayloadException {
		readVersion4(utf8("bAQIDBA"), MOST);
		assertThat(this.recorder.packets).containsExactly("binary 01020304");
	}

	@Test
	void base64MayHaveLineBreaks() throws PayloadException {
		readVersion4(utf8("bAQ\r\nID\nBA==\n\u001e2"), MOST);
		readVersion3Text(utf8("11:b4AQIDBA==\n1:2"), MOST);
		assertThat(this.recorder.packets).containsExactly("binary 01020304", "2", "binary 01020304", "2");
	}

	@Test
	void refusesWhatIsNoUtf8() {
		ByteBuf payload = Unpooled.wrappedBuffer(new byte[] { '4', (byte) 0xC3, '(' });
		assertThatExceptionOfType(PayloadException.class).isThrownBy(() -> readVersion4(payload, MOST));
	}

	@Test
	void refusesTooManyPackets() throws PayloadException {
		readVersion4(utf8("4a\u001e4b"), 2);
		assertThatExceptionOfType(PayloadException.class).isThrownBy(() -> readVersion4(utf8("4a\u001e4b\u001e4c"), 2))
			.withMessage("The payload has more than 2 packets");
		assertThatExceptionOfType(PayloadException.class).isThrownBy(() -> readVersion3Text(utf8("2:4a2:4b2:4c"), 2));
		assertThatExceptionOfType(PayloadException.class).isThrownBy(() -> readVersion3Binary(utf8("\0\1\u00ff"), 2));
	}

	@Test
	void readsATextPayloadOfVersion3CountingUtf16() throws PayloadException {
		readVersion3Text(utf8("6:4hello2:4\u20ac3:4\ud83d\ude0010:b4AQIDBA==1:2"), MOST);
		assertThat(this.recorder.packets).containsExactly("4hello", "4\u20ac", "4\ud83d\ude00", "binary 01020304", "2");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "4hello", ":", "5:4hi", "x:4", "-1:4", "2:4\ud83d\ude00", "99999999999:4", "3:4ab2",
			"4294967298:4a", "2147483648:4", "2:b3", "1:9", "2:4a:", "00000000002:4a" })
	void refusesTextPayloadsOfVersion3(String payload) {
		assertThatExceptionOfType(PayloadException.class).isThrownBy(() -> readVersion3Text(utf8(payload), MOST));
	}

	@Test
	void readsABinaryPayloadOfVersion3() throws PayloadException {
		ByteBuf payload = Unpooled.buffer();
		payload.writeBytes(new byte[] { 0, 4, (byte) 255 }).writeBytes(utf8("4\u20ac"));
		payload.writeBytes(new byte[] { 1, 1, 1, (byte) 255, 4, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 });
		readVersion3Binary(payload, MOST);
		assertThat(this.recorder.packets).containsExactly("4\u20ac", "binary 0102030405060708090a");
	}

	@Test
	void refusesBinaryPayloadsOfVersion3() {
		byte end = (byte) 255;
		byte[][] payloads = { { 2, 1, end, 4 }, { 1, end, 4 }, { 1, 2, end, 4 }, { 1, 1, end, 3 }, { 1, 0, end },
				{ 1, 10, end }, { 0, 1, end, 'x' }, { 0, 0, end }, { 1, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, end }, { 1 },
				{ 0, 1 }, { 0, 1, end, (byte) 0xC3 } };
		for (byte[] payload : payloads) {
			assertThatExceptionOfType(PayloadException.class).as(ByteBufUtil.hexDump(payload))
				.isThrownBy(() -> readVersion3Binary(Unpooled.wrappedBuffer(payload), MOST));
		}
	}

	@Test
	void whatIsWrittenIsRead() throws PayloadException {
		ByteBuf data = Unpooled.wrappedBuffer(new byte[] { 0, 1, (byte) 255, SEPARATOR });
		List<String> packets = List.of("4\ud83d\ude00\u20acx", "binary 0001ff1e", "2");
		PayloadWriter version4 = PayloadWriter.version4(ByteBufAllocator.DEFAULT);
		readVersion4(written(version4, data), MOST);
		assertThat(this.recorder.packets).isEqualTo(packets);
		this.recorder.packets.clear();
		PayloadWriter text = PayloadWriter.version3Text(ByteBufAllocator.DEFAULT);
		readVersion3Text(written(text, data), MOST);
		assertThat(this.recorder.packets).isEqualTo(packets);
		this.recorder.packets.clear();
		PayloadWriter binary = PayloadWriter.version3Binary(ByteBufAllocator.DEFAULT);
		readVersion3Binary(written(binary, data), MOST);
		assertThat(this.recorder.packets).isEqualTo(packets);
		version4.payload().release();
		text.payload().release();
		binary.payload().release();
	}

	private static ByteBuf written(PayloadWriter writer, ByteBuf data) {
		writer.text(utf8("4\ud83d\ude00\u20acx"));
		writer.binary(data);
		writer.text("2".getBytes(StandardCharsets.US_ASCII));
		return writer.payload();
	}

	@Test
	void writesTheFormsOfTheSpecifications() {
		PayloadWriter version4 = PayloadWriter.version4(ByteBufAllocator.DEFAULT);
		PayloadWriter version3 = PayloadWriter.version3Text(ByteBufAllocator.DEFAULT);
		ByteBuf data = Unpooled.wrappedBuffer(new byte[] { 1, 2, 3, 4 });
		for (PayloadWriter writer : List.of(version4, version3)) {
			writer.text(utf8("4\u20ac"));
			writer.binary(data);
		}
		assertThat(version4.payload().toString(StandardCharsets.UTF_8)).isEqualTo("4\u20ac\u001ebAQIDBA==");
		assertThat(version3.payload().toString(StandardCharsets.UTF_8)).isEqualTo("2:4\u20ac10:b4AQIDBA==");
		version4.payload().release();
		version3.payload().release();
	}

	@Test
	void noBytesMakeTheReaderFailOtherwise() {
		Random random = new Random(11);
		String alphabet = "0123456b:\u001e\u00e9\0\1\ud83d\ude00=A";
		for (int round = 0; round < 100_000; round++) {
			ByteBuf payload = random(random, alphabet);
			try {
				switch (round % 3) {
					case 0 -> readVersion4(payload, MOST);
					case 1 -> readVersion3Text(payload, MOST);
					default -> readVersion3Binary(payload, MOST);
				}
			}
			catch (PayloadException ex) {
				assertThat(ex.getMessage()).isNotEmpty();
			}
			this.recorder.packets.clear();
		}
	}

	private static ByteBuf random(Random random, String alphabet) {
		byte[] bytes = new byte[random.nextInt(24)];
		if (random.nextBoolean()) {
			random.nextBytes(bytes);
			for (int i = 0; i < bytes.length; i++) {
				if (random.nextBoolean()) {
					bytes[i] = (byte) (random.nextBoolean() ? 255 : random.nextInt(10));
				}
			}
			return Unpooled.wrappedBuffer(bytes);
		}
		StringBuilder text = new StringBuilder();
		for (int i = 0; i < bytes.length; i++) {
			text.append(alphabet.charAt(random.nextInt(alphabet.length())));
		}
		return utf8(text.toString());
	}

	private static final class Recorder implements PacketSink {

		private final List<String> packets = new ArrayList<>();

		private int limit = Integer.MAX_VALUE;

		@Override
		public boolean text(byte type, ByteBuf data) {
			this.packets.add((char) type + data.toString(StandardCharsets.UTF_8));
			return this.packets.size() < this.limit;
		}

		@Override
		public boolean binary(ByteBuf data) {
			this.packets.add("binary " + ByteBufUtil.hexDump(data));
			return this.packets.size() < this.limit;
		}

	}

}
