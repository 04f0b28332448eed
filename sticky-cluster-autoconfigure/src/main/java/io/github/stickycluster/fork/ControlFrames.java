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

package io.github.stickycluster.fork;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;

/**
 * Messages on control sockets: four bytes for the length, one for the
 * {@link ControlType}, then the body.
 */
final class ControlFrames {

	private static final int LENGTH = 4;

	private ControlFrames() {
	}

	/**
	 * Adds what turns bytes into messages: buffers that begin with the type.
	 */
	static void addDecoder(ChannelPipeline pipeline) {
		pipeline.addLast(new LengthFieldBasedFrameDecoder(Integer.MAX_VALUE, 0, LENGTH, 0, LENGTH));
	}

	static ByteBuf of(ByteBufAllocator allocator, ControlType type, byte... body) {
		return allocator.buffer(LENGTH + 1 + body.length)
			.writeInt(1 + body.length)
			.writeByte(type.code())
			.writeBytes(body);
	}

	static ByteBuf of(ByteBufAllocator allocator, ControlType type, int number) {
		return allocator.buffer(LENGTH + 1 + 4).writeInt(1 + 4).writeByte(type.code()).writeInt(number);
	}

	static byte[] rest(ByteBuf message) {
		byte[] bytes = new byte[message.readableBytes()];
		message.readBytes(bytes);
		return bytes;
	}

}
