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

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.util.CharsetUtil;

/**
 * Checks UTF-8, as RFC 6455, section 8.1, asks of each text: eight bytes at a time as
 * long as they are ASCII, which most messages are throughout.
 */
public final class Utf8 {

	private static final long BEYOND_ASCII = 0x8080_8080_8080_8080L;

	private Utf8() {
	}

	/**
	 * Returns whether a text is UTF-8.
	 * @param text the text, whose indexes stay as they are
	 * @return whether it is
	 */
	public static boolean isValid(ByteBuf text) {
		int index = text.readerIndex();
		int end = text.writerIndex();
		while (end - index >= Long.BYTES && (text.getLong(index) & BEYOND_ASCII) == 0) {
			index += Long.BYTES;
		}
		return index == end || ByteBufUtil.isText(text, index, end - index, CharsetUtil.UTF_8);
	}

}
