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

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/**
 * Writes the JavaScript call of the page's callback in a JSONP response.
 */
final class JavaScriptText {

	private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

	private JavaScriptText() {
	}

	/**
	 * Wraps a payload.
	 * @param allocator makes the buffer
	 * @param index the callback's index as the client sent it; only its digits are used
	 * @param payload valid UTF-8; stays the caller's
	 * @return the script, which the caller owns
	 */
	static ByteBuf call(ByteBufAllocator allocator, String index, ByteBuf payload) {
		ByteBuf script = allocator.buffer(payload.readableBytes() + 32);
		ascii(script, "___eio[" + index.replaceAll("[^0-9]", "") + "](\"");
		for (int i = payload.readerIndex(); i < payload.writerIndex(); i++) {
			escape(script, payload.getByte(i), payload, i);
		}
		ascii(script, "\");");
		return script;
	}

	private static void escape(ByteBuf script, byte character, ByteBuf payload, int position) {
		if (character == '"' || character == '\\') {
			script.writeByte('\\').writeByte(character);
		}
		else if (character >= 0 && character < ' ') {
			ascii(script, "\\u00");
			script.writeByte(HEX[character >> 4]).writeByte(HEX[character & 0xF]);
		}
		else if (isLineSeparator(payload, position)) {
			// U+2028 and U+2029 may stand in JSON but end a line of old JavaScript.
			ascii(script, (payload.getByte(position + 2) == (byte) 0xA8) ? "\\u2028" : "\\u2029");
		}
		else if (!isLineSeparator(payload, position - 1) && !isLineSeparator(payload, position - 2)) {
			script.writeByte(character);
		}
	}

	private static boolean isLineSeparator(ByteBuf payload, int position) {
		return position >= payload.readerIndex() && position + 2 < payload.writerIndex()
				&& payload.getByte(position) == (byte) 0xE2 && payload.getByte(position + 1) == (byte) 0x80
				&& (payload.getByte(position + 2) & 0xFE) == 0xA8;
	}

	private static void ascii(ByteBuf script, String text) {
		script.writeCharSequence(text, StandardCharsets.US_ASCII);
	}

}
