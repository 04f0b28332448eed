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

package io.github.stickycluster.internal.budget;

import io.netty.buffer.ByteBuf;

/**
 * The memory that objects take, in bytes; measured on a 64-bit JVM with compressed
 * references. A test measures them again.
 */
public final class Costs {

	/** The objects of a pooled buffer, without its memory. */
	public static final int BUFFER = 100;

	/** The objects of a duplicate, which shares the memory of another buffer. */
	public static final int DUPLICATE = 40;

	/** The entry of a message in a channel's outbound buffer. */
	public static final int CHANNEL_ENTRY = 68;

	/** A place in an array queue, which doubles when it is full. */
	public static final int SLOT = 8;

	/**
	 * The heap of an idle connection in HTTP, with its channel, its socket and its
	 * client's limits.
	 */
	public static final int CONNECTION = 2_600;

	/** The objects of a decoded request, without its fields. */
	public static final int REQUEST = 200;

	/** The objects of a header field, without its characters. */
	public static final int FIELD = 140;

	/** A list or map of few entries. */
	private static final int CONTAINER = 72;

	private static final int ENTRY = 40;

	private static final int ELEMENT = 16;

	/** Half a string, of which both quotes count. */
	private static final int QUOTE = 24;

	/** The most that a byte of JSON can cost as an object. */
	private static final int MOST_PER_BYTE = CONTAINER + 1;

	private static final byte[] COSTS = costs();

	/** How much of a text is copied at a time. */
	private static final int PART = 4_096;

	private Costs() {
	}

	/** What a byte of JSON costs besides itself. */
	private static byte[] costs() {
		byte[] costs = new byte[256];
		costs['{'] = CONTAINER;
		costs['['] = CONTAINER;
		costs[':'] = ENTRY;
		costs[','] = ELEMENT;
		costs['"'] = QUOTE;
		return costs;
	}

	/**
	 * Estimates the heap that lists and maps take which are read from JSON, which is up
	 * to 30 times the bytes of the text. The estimate is 0.6 to 2.5 times what was
	 * measured, and 4 times for small integers.
	 * @param json the text; its indexes stay as they are
	 * @return bytes
	 */
	public static long parsed(ByteBuf json) {
		int left = json.readableBytes();
		int index = json.readerIndex();
		long cost = left;
		// Three to four times as fast as a ByteProcessor, and more before it is compiled.
		byte[] part = new byte[Math.min(left, PART)];
		while (left > 0) {
			int length = Math.min(left, part.length);
			json.getBytes(index, part, 0, length);
			for (int i = 0; i < length; i++) {
				cost += COSTS[part[i] & 0xFF];
			}
			index += length;
			left -= length;
		}
		return cost;
	}

	/**
	 * Returns whether what is read from JSON may take more heap than a limit. Short texts
	 * are not looked into.
	 * @param json the text; its indexes stay as they are
	 * @param limit bytes
	 * @return whether the estimate is above the limit
	 */
	public static boolean isParsedAbove(ByteBuf json, long limit) {
		return (long) json.readableBytes() * MOST_PER_BYTE > limit && parsed(json) > limit;
	}

	/**
	 * Returns the memory behind a buffer. The allocator hands memory out in size classes,
	 * so that a buffer may have more than its capacity.
	 * @param buffer the buffer, not a duplicate or slice
	 * @return the bytes, without the buffer's objects
	 */
	public static int room(ByteBuf buffer) {
		return buffer.writerIndex() + buffer.maxFastWritableBytes();
	}

}
