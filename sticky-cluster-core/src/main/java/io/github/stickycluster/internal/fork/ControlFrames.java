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

package io.github.stickycluster.internal.fork;

import java.nio.ByteOrder;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import io.netty.handler.codec.TooLongFrameException;
import org.jspecify.annotations.Nullable;

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

	/**
	 * Adds what turns the bytes of whoever connects into messages. The first one says who
	 * it is, and so is short: nothing larger is waited for.
	 */
	static void addGreetedDecoder(ChannelPipeline pipeline) {
		pipeline.addLast(new GreetedDecoder());
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

	private static final class GreetedDecoder extends LengthFieldBasedFrameDecoder {

		private static final int LONGEST_GREETING = 1024;

		private boolean greeted;

		private GreetedDecoder() {
			super(Integer.MAX_VALUE, 0, LENGTH, 0, LENGTH);
		}

		@Override
		protected @Nullable Object decode(ChannelHandlerContext context, ByteBuf in) throws Exception {
			Object message = super.decode(context, in);
			this.greeted |= message != null;
			return message;
		}

		@Override
		protected long getUnadjustedFrameLength(ByteBuf in, int offset, int length, ByteOrder order) {
			long claimed = super.getUnadjustedFrameLength(in, offset, length, order);
			if (!this.greeted && claimed > LONGEST_GREETING) {
				throw new TooLongFrameException(
						"The greeting has " + claimed + " bytes, but may have at most " + LONGEST_GREETING);
			}
			return claimed;
		}

	}

}
