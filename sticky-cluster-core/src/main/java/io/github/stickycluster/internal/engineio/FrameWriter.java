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

package io.github.stickycluster.internal.engineio;

import java.util.List;
import java.util.stream.IntStream;

import io.github.stickycluster.internal.websocket.Opcode;
import io.github.stickycluster.internal.websocket.PlainFrames;
import io.github.stickycluster.internal.websocket.WebSocketFrames;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;

/**
 * Writes packets as WebSocket frames, one for each text and each attachment. If the
 * pipeline compresses frames, writes frame objects instead of bytes. Immutable and
 * shared.
 */
final class FrameWriter {

	private static final List<FrameWriter> ALL = IntStream.range(0, 8)
		.mapToObj((kind) -> new FrameWriter((kind & 1) != 0, (kind & 2) != 0, (kind & 4) != 0))
		.toList();

	private final boolean compressed;

	private final boolean base64;

	private final boolean version3;

	private FrameWriter(boolean compressed, boolean base64, boolean version3) {
		this.compressed = compressed;
		this.base64 = base64;
		this.version3 = version3;
	}

	/**
	 * Returns the writer for a WebSocket.
	 * @param compressed whether the pipeline compresses frames
	 * @param base64 whether the client asked for base64 instead of binary frames
	 * @param version3 whether the session speaks Engine.IO 3
	 */
	static FrameWriter of(boolean compressed, boolean base64, boolean version3) {
		return ALL.get((compressed ? 1 : 0) + (base64 ? 2 : 0) + (version3 ? 4 : 0));
	}

	/**
	 * Writes a message, not flushing it.
	 * @param context where to
	 * @param packet the message, which stays the caller's
	 */
	void write(ChannelHandlerContext context, EncodedPacket packet) {
		ByteBuf text = packet.text();
		write(context, this.compressed ? textFrame(text.retainedDuplicate(), packet.isCompressible())
				: inHeadroom(WebSocketFrames.TEXT, text, packet));
		for (ByteBuf attachment : packet.attachments()) {
			writeBinary(context, attachment, packet);
		}
	}

	// The only receiver takes the buffer itself, which saves a duplicate.
	private static ByteBuf inHeadroom(int first, ByteBuf payload, EncodedPacket packet) {
		return packet.isShared() ? WebSocketFrames.inHeadroom(first, payload)
				: WebSocketFrames.becoming(first, payload.retain());
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
	 * @param opcode {@link Opcode#PING}, {@link Opcode#PONG} or {@link Opcode#CLOSE}
	 * @param payload its payload
	 */
	void control(ChannelHandlerContext context, int opcode, byte[] payload) {
		if (!this.compressed) {
			write(context, WebSocketFrames.copy(context.alloc(), WebSocketFrames.FINAL | opcode, payload));
			return;
		}
		ByteBuf content = context.alloc().buffer(payload.length).writeBytes(payload);
		write(context, switch (opcode) {
			case Opcode.CLOSE -> new CloseWebSocketFrame(true, 0, content);
			case Opcode.PING -> new PingWebSocketFrame(content);
			default -> new PongWebSocketFrame(content);
		});
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

	private void writeBinary(ChannelHandlerContext context, ByteBuf data, EncodedPacket packet) {
		boolean compress = packet.isCompressible();
		if (this.base64) {
			write(context, frame(context, base64Packet(data)));
		}
		else if (this.version3) {
			ByteBuf frame = version3Binary(context.alloc(), data);
			write(context, this.compressed ? binaryFrame(payload(frame), compress) : frame);
		}
		else {
			write(context, this.compressed ? binaryFrame(data.retainedDuplicate(), compress)
					: inHeadroom(WebSocketFrames.BINARY, data, packet));
		}
	}

	// In Engine.IO 3 a binary packet has its type in front.
	private static ByteBuf version3Binary(ByteBufAllocator allocator, ByteBuf data) {
		ByteBuf frame = WebSocketFrames.head(allocator, WebSocketFrames.BINARY, data.readableBytes() + 1);
		frame.writeByte(PacketType.MESSAGE - '0');
		return frame.writeBytes(data, data.readerIndex(), data.readableBytes());
	}

	private static ByteBuf payload(ByteBuf frame) {
		int secondByte = frame.getByte(frame.readerIndex() + 1);
		int head = (secondByte < 126) ? 2 : (secondByte == 126) ? 4 : 10;
		return frame.skipBytes(head);
	}

	private byte[] base64Packet(ByteBuf data) {
		byte[] base64 = PayloadWriter.base64(data);
		int head = this.version3 ? 2 : 1;
		byte[] packet = new byte[head + base64.length];
		packet[0] = PacketType.BASE64;
		packet[head - 1] = this.version3 ? PacketType.MESSAGE : PacketType.BASE64;
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
