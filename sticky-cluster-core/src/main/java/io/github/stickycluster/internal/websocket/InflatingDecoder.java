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

import java.util.List;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.CompositeByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.CodecException;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.extensions.WebSocketExtension;
import io.netty.handler.codec.http.websocketx.extensions.WebSocketExtensionDecoder;
import org.jspecify.annotations.Nullable;

/**
 * Inflates the messages of permessage-deflate (RFC 7692) of a client that keeps no window
 * between them.
 * <p>
 * Netty's decoder inflates into one array of the heap, which it doubles: 4 MB of arrays
 * for a message of 1 MB, and in a small heap a collection for each. This one inflates
 * into parts outside the heap.
 */
final class InflatingDecoder extends WebSocketExtensionDecoder {

	/** The largest part of a message, in bytes. */
	private static final int PART = 65_536;

	/** The smallest one: most messages are short. */
	private static final int FIRST_PART = 1_024;

	/** What a sender leaves out at the end of a message (RFC 7692, section 7.2.2). */
	private static final byte[] TAIL = { 0, 0, (byte) 0xff, (byte) 0xff };

	private final int maxLength;

	/** Of the message that has begun, or {@code null} between messages. */
	private @Nullable Inflater inflater;

	/** What has been inflated of the message. */
	private int length;

	/**
	 * Creates a decoder.
	 * @param maxLength the most bytes that a message may become
	 */
	InflatingDecoder(int maxLength) {
		this.maxLength = maxLength;
	}

	@Override
	public boolean acceptInboundMessage(Object message) {
		return message instanceof WebSocketFrame frame
				&& (isFirst(frame) || (frame instanceof ContinuationWebSocketFrame && this.inflater != null));
	}

	private static boolean isFirst(WebSocketFrame frame) {
		return (frame instanceof TextWebSocketFrame || frame instanceof BinaryWebSocketFrame)
				&& (frame.rsv() & WebSocketExtension.RSV1) != 0;
	}

	@Override
	protected void decode(ChannelHandlerContext context, WebSocketFrame frame, List<Object> out) {
		Inflater present = this.inflater;
		if (present == null) {
			present = new Inflater(true);
			this.inflater = present;
			this.length = 0;
		}
		CompositeByteBuf inflated = context.alloc().compositeDirectBuffer(Integer.MAX_VALUE);
		boolean complete = false;
		try {
			present.setInput(frame.content().nioBuffer());
			inflate(context, present, inflated);
			if (frame.isFinalFragment()) {
				present.setInput(TAIL);
				inflate(context, present, inflated);
				end();
			}
			complete = true;
		}
		catch (DataFormatException ex) {
			throw new CodecException("The message is not compressed as agreed", ex);
		}
		finally {
			if (!complete) {
				inflated.release();
				end();
			}
		}
		out.add(withContent(frame, inflated));
	}

	private void inflate(ChannelHandlerContext context, Inflater inflater, CompositeByteBuf inflated)
			throws DataFormatException {
		int size = FIRST_PART;
		boolean more = true;
		while (more && !inflater.finished()) {
			// One byte more than is allowed shows that there is more.
			ByteBuf part = context.alloc().directBuffer(Math.min(size, this.maxLength - this.length + 1));
			more = inflate(inflater, part);
			this.length += part.readableBytes();
			inflated.addComponent(true, part);
			if (this.length > this.maxLength) {
				throw new CorruptedWebSocketFrameException(WebSocketCloseStatus.MESSAGE_TOO_BIG,
						"The message is longer than " + this.maxLength + " bytes");
			}
			size = Math.min(2 * size, PART);
		}
	}

	/** Returns whether the part is full, so that there may be more. */
	private static boolean inflate(Inflater inflater, ByteBuf part) throws DataFormatException {
		try {
			part.writerIndex(inflater.inflate(part.nioBuffer(0, part.capacity())));
			return !part.isWritable();
		}
		catch (DataFormatException ex) {
			part.release();
			throw ex;
		}
	}

	private static WebSocketFrame withContent(WebSocketFrame frame, ByteBuf content) {
		boolean last = frame.isFinalFragment();
		int rsv = frame.rsv() & ~WebSocketExtension.RSV1;
		if (frame instanceof TextWebSocketFrame) {
			return new TextWebSocketFrame(last, rsv, content);
		}
		return (frame instanceof BinaryWebSocketFrame) ? new BinaryWebSocketFrame(last, rsv, content)
				: new ContinuationWebSocketFrame(last, rsv, content);
	}

	private void end() {
		if (this.inflater != null) {
			this.inflater.end();
			this.inflater = null;
		}
	}

	@Override
	public void handlerRemoved(ChannelHandlerContext context) {
		end();
	}

	@Override
	public void channelInactive(ChannelHandlerContext context) {
		end();
		context.fireChannelInactive();
	}

}
