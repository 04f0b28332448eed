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

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Random;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Utf8}: it says of each text what the JDK's decoder does.
 */
class Utf8Tests {

	private static final String[] PARTS = { "a", "\u0000", "eight by", "é", "€", "\uD83D\uDE00", "\u007F" };

	private static final byte[][] BROKEN = { { (byte) 0x80 }, { (byte) 0xc0, (byte) 0x80 }, { (byte) 0xff },
			{ (byte) 0xed, (byte) 0xa0, (byte) 0x80 }, { (byte) 0xe2, (byte) 0x82 }, { (byte) 0xf5 } };

	@Test
	void agreesWithTheJdkOnTextsOfAllLengthsWholeOrBroken() {
		Random random = new Random(7);
		int valid = 0;
		for (int i = 0; i < 20_000; i++) {
			ByteBuf text = Unpooled.buffer().writeZero(random.nextInt(3));
			int start = text.writerIndex();
			for (int parts = random.nextInt(8); parts > 0; parts--) {
				text.writeCharSequence(PARTS[random.nextInt(PARTS.length)], StandardCharsets.UTF_8);
				if (random.nextInt(12) == 0) {
					text.writeBytes(BROKEN[random.nextInt(BROKEN.length)]);
				}
			}
			text.readerIndex(start);
			boolean expected = decodes(text.nioBuffer());
			assertThat(Utf8.isValid(text)).as(() -> "of " + text.toString(StandardCharsets.ISO_8859_1))
				.isEqualTo(expected);
			assertThat(text.readerIndex()).isEqualTo(start);
			valid += expected ? 1 : 0;
		}
		assertThat(valid).isBetween(5_000, 19_000);
	}

	private static boolean decodes(ByteBuffer bytes) {
		try {
			StandardCharsets.UTF_8.newDecoder().decode(bytes);
			return true;
		}
		catch (CharacterCodingException ex) {
			return false;
		}
	}

}
