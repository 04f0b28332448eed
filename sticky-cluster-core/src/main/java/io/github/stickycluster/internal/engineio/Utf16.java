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

import io.netty.buffer.ByteBuf;

/**
 * Counts UTF-8 text in UTF-16 units, in which Engine.IO 3 gives the lengths of packets
 * because JavaScript does.
 */
final class Utf16 {

	private Utf16() {
	}

	/**
	 * The units of a text.
	 * @param text valid UTF-8
	 * @return how many UTF-16 units it has
	 */
	static int units(ByteBuf text) {
		int units = 0;
		for (int i = text.readerIndex(); i < text.writerIndex(); i++) {
			units += units(text.getByte(i));
		}
		return units;
	}

	/**
	 * The bytes that some units take.
	 * @param text valid UTF-8
	 * @param units how many UTF-16 units from the reader index on
	 * @return how many bytes they take
	 * @throws PayloadException if the text is shorter, or a character would be cut in two
	 */
	static int bytes(ByteBuf text, int units) throws PayloadException {
		int left = units;
		int i = text.readerIndex();
		while (i < text.writerIndex() && (left > 0 || isContinuation(text.getByte(i)))) {
			left -= units(text.getByte(i));
			i++;
		}
		if (left != 0) {
			throw new PayloadException(
					"A packet of " + units + " UTF-16 units exceeds the payload or ends within a character");
		}
		return i - text.readerIndex();
	}

	private static int units(byte utf8) {
		if (isContinuation(utf8)) {
			return 0;
		}
		// A character of four bytes is a surrogate pair.
		return ((utf8 & 0xF8) == 0xF0) ? 2 : 1;
	}

	private static boolean isContinuation(byte utf8) {
		return (utf8 & 0xC0) == 0x80;
	}

}
