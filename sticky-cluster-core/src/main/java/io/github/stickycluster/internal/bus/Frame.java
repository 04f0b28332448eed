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

package io.github.stickycluster.internal.bus;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

/**
 * A message on the bus, with its sender, its number and its receiver.
 * <p>
 * As bytes: one for the version, 8 for the incarnation, 8 for the number, the sender's id
 * and the receiver's, each as a byte for its length and UTF-8, then the message.
 *
 * @param sender the id of the node that sent it
 * @param incarnation which start of the sender it was; differs after each
 * @param number counts the sender's frames, without a gap, from 1
 * @param target the id of the node that it is for; empty for all
 * @param message the message
 */
record Frame(String sender, long incarnation, long number, String target, byte[] message) {

	static final byte VERSION = 1;

	private static final int LONGEST_ID = 255;

	byte[] toBytes() {
		byte[] from = id(this.sender);
		byte[] to = id(this.target);
		return ByteBuffer.allocate(1 + 8 + 8 + 1 + from.length + 1 + to.length + this.message.length)
			.put(VERSION)
			.putLong(this.incarnation)
			.putLong(this.number)
			.put((byte) from.length)
			.put(from)
			.put((byte) to.length)
			.put(to)
			.put(this.message)
			.array();
	}

	/**
	 * Reads a frame.
	 * @return the frame, or null if it is of another version or malformed
	 */
	static @Nullable Frame of(byte[] bytes) {
		ByteBuffer buffer = ByteBuffer.wrap(bytes);
		try {
			if (buffer.get() != VERSION) {
				return null;
			}
			long incarnation = buffer.getLong();
			long number = buffer.getLong();
			return new Frame(readId(buffer), incarnation, number, readId(buffer), rest(buffer));
		}
		catch (BufferUnderflowException ex) {
			return null;
		}
	}

	private static byte[] id(String id) {
		byte[] bytes = id.getBytes(StandardCharsets.UTF_8);
		if (bytes.length > LONGEST_ID) {
			throw new IllegalArgumentException("The node id '" + id + "' has more than " + LONGEST_ID + " bytes");
		}
		return bytes;
	}

	private static String readId(ByteBuffer buffer) {
		byte[] bytes = new byte[Byte.toUnsignedInt(buffer.get())];
		buffer.get(bytes);
		return new String(bytes, StandardCharsets.UTF_8);
	}

	private static byte[] rest(ByteBuffer buffer) {
		byte[] bytes = new byte[buffer.remaining()];
		buffer.get(bytes);
		return bytes;
	}

}
