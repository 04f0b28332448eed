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

package io.github.stickycluster.internal.http;

import java.util.function.Consumer;
import java.util.function.IntConsumer;

import io.github.stickycluster.internal.budget.Costs;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;

/**
 * Collects the body of a request, up to a limit. Owns what it collected until it has
 * given it to the consumer.
 */
final class HttpBody {

	/** The memory from which on it is told that a body takes more. */
	private static final int LARGE = 65_536;

	private final ByteBufAllocator allocator;

	private final int maxBytes;

	private final IntConsumer growth;

	private final Consumer<@Nullable ByteBuf> consumer;

	private ByteBuf bytes = Unpooled.EMPTY_BUFFER;

	/** The memory that the body takes, as it was told last. */
	private int told;

	HttpBody(ByteBufAllocator allocator, int maxBytes, IntConsumer growth, Consumer<@Nullable ByteBuf> consumer) {
		this.allocator = allocator;
		this.maxBytes = maxBytes;
		this.growth = growth;
		this.consumer = consumer;
	}

	/**
	 * Adds a part.
	 * @param part the part, which stays the caller's
	 * @param last whether the body is complete with it
	 * @return whether the body is within its limit
	 */
	boolean append(ByteBuf part, boolean last) {
		if (part.readableBytes() > this.maxBytes - this.bytes.readableBytes()) {
			return false;
		}
		if (!part.isReadable()) {
			return true;
		}
		if (last && !this.bytes.isReadable()) {
			this.bytes = part.retainedSlice();
		}
		else {
			grow(part.readableBytes());
			this.bytes.writeBytes(part);
			tell(Costs.room(this.bytes));
		}
		return true;
	}

	private void tell(int room) {
		if (room >= LARGE && room > this.told) {
			this.told = room;
			this.growth.accept(room);
		}
	}

	/**
	 * Returns the memory that a small body takes; of a large one the consumer is told.
	 */
	int room() {
		return (this.told == 0 && this.bytes.isReadable()) ? Costs.room(this.bytes) : 0;
	}

	/** Gives the whole body to the consumer. */
	void finish() {
		ByteBuf whole = this.bytes;
		this.bytes = Unpooled.EMPTY_BUFFER;
		this.consumer.accept(whole);
	}

	/** Releases what was collected and tells the consumer that there is no body. */
	void drop() {
		this.bytes.release();
		this.bytes = Unpooled.EMPTY_BUFFER;
		this.consumer.accept(null);
	}

	private void grow(int more) {
		int needed = this.bytes.readableBytes() + more;
		if (this.bytes.maxCapacity() >= this.maxBytes) {
			return;
		}
		// Never the buffer that was read, which is larger than a body that trickles.
		ByteBuf larger = this.allocator.buffer(Math.min(needed * 2, this.maxBytes), this.maxBytes);
		larger.writeBytes(this.bytes);
		this.bytes.release();
		this.bytes = larger;
	}

}
