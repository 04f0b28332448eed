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

package io.github.stickycluster.budget;

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

	private Costs() {
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
