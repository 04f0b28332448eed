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

package io.github.stickycluster.engineio;

import io.github.stickycluster.socketio.EncodedPacket;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;

/**
 * Writes packets as WebSocket frames, one for each text and one for each attachment;
 * where the pipeline compresses frames, as the objects that it wants. Immutable and
 * shared.
 */
final class FrameWriter {

	private static final FrameWriter PLAIN = new FrameWriter(false, false);

	private static final FrameWriter PLAIN_BASE64 = new FrameWriter(false, true);

	private static final FrameWriter COMPRESSED = new FrameWriter(true, false);

	private static final FrameWriter COMPRESSED_BASE64 = new FrameWriter(true, true);

	private final boolean compressed;

	private final boolean base64;

	private FrameWriter(boolean compressed, boolean base64) {
		this.compressed = compressed;
		this.base64 = base64;
	}

	/**
	 * Returns the writer for a WebSocket.
	 * @param compressed whether the pipeline compresses frames
	 * @param base64 whether the client asked for base64 instead of binary frames
	 */
	static FrameWriter of(boolean compressed, boolean base64) {
		if (compressed) {
			return base64 ? COMPRESSED_BASE64 : COMPRESSED;
		}
		return base64 ? PLAIN_BASE64 : PLAIN;
	}

	/**
	 * Writes a message, not flushing it.
	 * @param context where to
	 * @param packet the message, which stays the caller's
	 * @param version3 whether the session speaks Engine.IO 3
	 */
	void write(ChannelHandlerContext context, EncodedPacket packet, boolean version3) {
		ByteBuf text = packet.text();
		write(context, this.compressed ? textFrame(text.retainedDuplicate(), packet.isCompressible())
				: WebSocketFrames.inHeadroom(WebSocketFrames.TEXT, text));
		for (ByteBuf attachment : packet.attachments()) {
			writeBinary(context, attachment, version3, packet.isCompressible());
		}
	}

	/**
	 * Writes a packet of text, not flushing it.
	 * @param context where to
	 * @param packet the packet with its type
	 */
	void write(ChannelHandlerContext context, byte[] packet) {
		write(context, frame(context, packet));
	}

	/**
	 * Writes a control frame, not flushing it.
	 * @param context where to
	 * @param opcode {@link Opcode#PONG} or {@link Opcode#CLOSE}
	 * @param payload its payload
	 */
	void control(ChannelHandlerContext context, int opcode, byte[] payload) {
		if (!this.compressed) {
			write(context, WebSocketFrames.copy(context.alloc(), WebSocketFrames.FINAL | opcode, payload));
			return;
		}
		ByteBuf content = context.alloc().buffer(payload.length).writeBytes(payload);
		write(context,
				(opcode == Opcode.CLOSE) ? new CloseWebSocketFrame(true, 0, content) : new PongWebSocketFrame(content));
	}

	private static void write(ChannelHandlerContext context, Object frame) {
		context.write(frame, context.voidPromise());
	}

	private static TextWebSocketFrame textFrame(ByteBuf text, boolean compress) {
		return compress ? new TextWebSocketFrame(text) : new PlainFrames.Text(text);
	}

	private static BinaryWebSocketFrame binaryFrame(ByteBuf data, boolean compress) {
		return compress ? new BinaryWebSocketFrame(data) : new PlainFrames.Binary(data);
	}

	private void writeBinary(ChannelHandlerContext context, ByteBuf data, boolean version3, boolean compress) {
		if (this.base64) {
			write(context, frame(context, base64Packet(data, version3)));
		}
		else if (version3) {
			ByteBuf frame = WebSocketFrames.version3Binary(context.alloc(), data);
			write(context, this.compressed ? binaryFrame(payload(frame), compress) : frame);
		}
		else {
			write(context, this.compressed ? binaryFrame(data.retainedDuplicate(), compress)
					: WebSocketFrames.inHeadroom(WebSocketFrames.BINARY, data));
		}
	}

	private static ByteBuf payload(ByteBuf frame) {
		int secondByte = frame.getByte(frame.readerIndex() + 1);
		int head = (secondByte < 126) ? 2 : (secondByte == 126) ? 4 : 10;
		return frame.skipBytes(head);
	}

	private static byte[] base64Packet(ByteBuf data, boolean version3) {
		byte[] base64 = PayloadWriter.base64(data);
		int head = version3 ? 2 : 1;
		byte[] packet = new byte[head + base64.length];
		packet[0] = PacketType.BASE64;
		packet[head - 1] = version3 ? PacketType.MESSAGE : PacketType.BASE64;
		System.arraycopy(base64, 0, packet, head, base64.length);
		return packet;
	}

	private Object frame(ChannelHandlerContext context, byte[] text) {
		ByteBuf frame = WebSocketFrames.copy(context.alloc(), WebSocketFrames.TEXT, text);
		if (!this.compressed) {
			return frame;
		}
		frame.release();
		return new TextWebSocketFrame(context.alloc().buffer(text.length).writeBytes(text));
	}

}
