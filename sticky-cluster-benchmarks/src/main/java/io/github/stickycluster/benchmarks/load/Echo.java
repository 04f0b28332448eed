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

package io.github.stickycluster.benchmarks.load;

import java.nio.charset.StandardCharsets;
import java.util.List;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;

/**
 * A message and the answer that is right.
 *
 * @param frames what is sent
 * @param answer the messages of the answer
 */
record Echo(ByteBuf frames, List<Answer> answer) {

	private static final String FORTY_EIGHT = "The quick brown fox jumps over the lazy dog. And";

	private static final int BINARY_LENGTH = 1_024;

	/** A string of 48 bytes. */
	static Echo text() {
		return text("42[\"echo\",\"" + FORTY_EIGHT + "\"]");
	}

	/** An object of 100 bytes. */
	static Echo object() {
		return text("42[\"object\",{\"amount\":1234.5,\"city\":\"Lisbon\",\"id\":9007199254,"
				+ "\"name\":\"Ada Lovelace\",\"tags\":[\"blue\",\"round\"]}]");
	}

	/** An attachment of 1 KB. */
	static Echo binary() {
		byte[] bytes = new byte[BINARY_LENGTH];
		for (int i = 0; i < bytes.length; i++) {
			bytes[i] = (byte) i;
		}
		ByteBuf head = Frames.text("451-[\"binary\",{\"_placeholder\":true,\"num\":0}]");
		return new Echo(Frames.both(head, Frames.binary(bytes)),
				List.of(Answer.start("451-[\"binary\",{"), Answer.whole(bytes)));
	}

	private static Echo text(String message) {
		return new Echo(Frames.text(message), List.of(Answer.whole(message)));
	}

	/**
	 * A message that is right.
	 *
	 * @param expected its bytes, or some of them
	 * @param more how many may follow
	 */
	record Answer(ByteBuf expected, int more) {

		static Answer whole(String message) {
			return new Answer(buffer(message.getBytes(StandardCharsets.US_ASCII)), 0);
		}

		/** The properties of a placeholder have no order. */
		static Answer start(String message) {
			return new Answer(buffer(message.getBytes(StandardCharsets.US_ASCII)), Integer.MAX_VALUE);
		}

		static Answer whole(byte[] message) {
			return new Answer(buffer(message), 0);
		}

		boolean matches(ByteBuf buffer, int start, int length) {
			int known = this.expected.readableBytes();
			return length >= known && length - known <= this.more
					&& ByteBufUtil.equals(this.expected, 0, buffer, start, known);
		}

		private static ByteBuf buffer(byte[] bytes) {
			return Unpooled.unreleasableBuffer(Unpooled.wrappedBuffer(bytes));
		}

	}

}
