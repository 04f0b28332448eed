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

package io.github.stickycluster.benchmarks.load;

import java.nio.charset.StandardCharsets;
import java.util.List;

import io.github.stickycluster.benchmarks.peer.RunningPeer;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.ssl.SslHandler;
import org.jspecify.annotations.Nullable;

/**
 * A Socket.IO client on a WebSocket that costs as little as can be, so that what is
 * measured is the server.
 */
final class WebSocketClient extends ByteToMessageDecoder {

	private static final byte[] SWITCHING = "HTTP/1.1 101 ".getBytes(StandardCharsets.US_ASCII);

	private static final ByteBuf HEAD_END = Unpooled
		.unreleasableBuffer(Unpooled.copiedBuffer("\r\n\r\n", StandardCharsets.US_ASCII));

	private static final ByteBuf CONNECT = Frames.text("40");

	private static final ByteBuf PONG = Frames.text("3");

	private final RunningPeer peer;

	private final Listener listener;

	private State state = State.HEAD;

	private boolean closing;

	private @Nullable ChannelHandlerContext context;

	WebSocketClient(RunningPeer peer, Listener listener) {
		this.peer = peer;
		this.listener = listener;
	}

	/**
	 * Connects; the listener is told how it goes, on the client's event loop.
	 */
	void connect(Generator generator, int number) {
		generator.connect(this.peer, number, this).addListener((ChannelFuture connected) -> {
			if (!connected.isSuccess()) {
				fail("cannot connect: " + connected.cause());
			}
		});
	}

	/**
	 * Sends a frame; on the client's event loop.
	 */
	void send(ByteBuf frame) {
		ChannelHandlerContext context = this.context;
		if (context != null) {
			context.writeAndFlush(frame.duplicate(), context.voidPromise());
		}
	}

	void execute(Runnable task) {
		ChannelHandlerContext context = this.context;
		if (context != null) {
			context.executor().execute(task);
		}
	}

	/**
	 * Closes the connection; what comes then is no failure. On any thread.
	 */
	void close() {
		execute(() -> {
			this.closing = true;
			ChannelHandlerContext context = this.context;
			if (context != null) {
				context.close();
			}
		});
	}

	@Override
	public void handlerAdded(ChannelHandlerContext context) {
		this.context = context;
	}

	@Override
	public void channelActive(ChannelHandlerContext context) {
		SslHandler tls = context.pipeline().get(SslHandler.class);
		if (tls == null) {
			send(Requests.webSocket());
		}
		else {
			tls.handshakeFuture().addListener((shaken) -> send(Requests.webSocket()));
		}
		context.fireChannelActive();
	}

	@Override
	protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
		if (this.state != State.HEAD || readHead(in)) {
			while (readFrame(in)) {
				// One frame after the other.
			}
		}
	}

	private boolean readHead(ByteBuf in) {
		int end = ByteBufUtil.indexOf(HEAD_END, in);
		if (end < 0) {
			return false;
		}
		for (int i = 0; i < SWITCHING.length; i++) {
			if (in.getByte(in.readerIndex() + i) != SWITCHING[i]) {
				fail("refused: " + in.toString(StandardCharsets.US_ASCII));
				in.skipBytes(in.readableBytes());
				return false;
			}
		}
		in.readerIndex(end + HEAD_END.readableBytes());
		if (this.peer.socketIo()) {
			this.state = State.OPEN;
		}
		else {
			ready();
		}
		return true;
	}

	private boolean readFrame(ByteBuf in) {
		int start = in.readerIndex();
		int readable = in.readableBytes();
		if (readable < 2) {
			return false;
		}
		int head = 2;
		int length = in.getByte(start + 1);
		if (length == 126) {
			if (readable < 4) {
				return false;
			}
			head = 4;
			length = in.getUnsignedShort(start + 2);
		}
		if (readable < head + length) {
			return false;
		}
		in.skipBytes(head + length);
		onFrame(in.getByte(start) & 0xff, in, start + head, length);
		return true;
	}

	private void onFrame(int first, ByteBuf in, int start, int length) {
		if (first != 0x81 && first != 0x82) {
			fail("a frame that begins with " + Integer.toHexString(first));
			return;
		}
		switch (this.state) {
			case OPEN -> {
				this.state = State.CONNECT;
				send(CONNECT);
			}
			// Stock connects everybody to the default namespace, and says so twice.
			case CONNECT -> {
				if (length > 2 && in.getByte(start) == '4' && in.getByte(start + 1) == '0') {
					ready();
				}
			}
			default -> onMessage(first == 0x82, in, start, length);
		}
	}

	private void onMessage(boolean binary, ByteBuf in, int start, int length) {
		if (!binary && length == 1 && in.getByte(start) == '2') {
			send(PONG);
		}
		else {
			this.listener.onMessage(this, in, start, length);
		}
	}

	private void ready() {
		this.state = State.READY;
		this.listener.onReady(this);
	}

	@Override
	public void channelInactive(ChannelHandlerContext context) throws Exception {
		super.channelInactive(context);
		if (this.closing) {
			this.listener.onClosed(this);
		}
		else {
			fail("closed by the server");
		}
	}

	@Override
	public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
		fail(cause.toString());
	}

	private void fail(String reason) {
		if (!this.closing) {
			this.closing = true;
			this.listener.onFailure(this, reason);
			if (this.context != null) {
				this.context.close();
			}
		}
	}

	private enum State {

		HEAD, OPEN, CONNECT, READY

	}

	/**
	 * What becomes of a client, on its event loop.
	 */
	interface Listener {

		/** It is connected to the default namespace. */
		void onReady(WebSocketClient client);

		/** A message lies in a buffer, and is gone after the call. */
		default void onMessage(WebSocketClient client, ByteBuf buffer, int start, int length) {
		}

		/** It was closed from here. */
		default void onClosed(WebSocketClient client) {
		}

		/** It could not connect, or was closed by the server. */
		void onFailure(WebSocketClient client, String reason);

	}

}
