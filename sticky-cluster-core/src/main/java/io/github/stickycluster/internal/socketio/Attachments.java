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

package io.github.stickycluster.internal.socketio;

import java.util.ArrayList;
import java.util.List;

import io.github.stickycluster.internal.engineio.EncodedPacket;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/**
 * The attachments of a packet being encoded, each with headroom for its transport;
 * whoever made it takes the {@link #buffers()} over or {@link #release() releases} them.
 */
final class Attachments implements BinarySink {

	private final ByteBufAllocator allocator;

	/** Made when needed: most packets have none. */
	private List<ByteBuf> buffers = List.of();

	Attachments(ByteBufAllocator allocator) {
		this.allocator = allocator;
	}

	@Override
	public int add(byte[] bytes, int offset, int length) {
		ByteBuf buffer = this.allocator.ioBuffer(EncodedPacket.ATTACHMENT_HEADROOM + length);
		buffer.setIndex(EncodedPacket.ATTACHMENT_HEADROOM, EncodedPacket.ATTACHMENT_HEADROOM);
		if (this.buffers.isEmpty()) {
			this.buffers = new ArrayList<>(2);
		}
		this.buffers.add(buffer.writeBytes(bytes, offset, length));
		return this.buffers.size() - 1;
	}

	int count() {
		return this.buffers.size();
	}

	List<ByteBuf> buffers() {
		return List.copyOf(this.buffers);
	}

	void release() {
		this.buffers.forEach(ByteBuf::release);
		this.buffers = List.of();
	}

}
