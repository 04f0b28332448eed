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

import java.io.IOException;
import java.util.Objects;

import io.github.stickycluster.internal.budget.Costs;
import io.github.stickycluster.internal.http.EventLoops;
import io.github.stickycluster.internal.websocket.CompressedFrameDecoder;
import io.github.stickycluster.internal.websocket.FrameReader;
import io.github.stickycluster.internal.websocket.FrameSink;
import io.github.stickycluster.internal.websocket.Opcode;
import io.github.stickycluster.internal.websocket.Utf8;
import io.github.stickycluster.socketio.Transport;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.CodecException;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The WebSocket transport of a session: joins fragments, checks text and sizes, and
 * responds to pings and close frames. Used on the session's event loop.
 */
final class WebSocketHandler extends ChannelInboundHandlerAdapter implements FrameSink, SessionTransport {

	private static final Logger logger = LoggerFactory.getLogger(WebSocketHandler.class);

	/** How long the other side may take to answer a close frame. */
	private static final int CLOSE_SECONDS = 2;

	/**
	 * What a channel takes before packets wait here, where those that others wait for too
	 * cost little.
	 */
	private static final WriteBufferWaterMark IN_CHANNEL = new WriteBufferWaterMark(16_384, 32_768);

	/** Waits behind the last packet, in the place of a close frame. */
	private static final Object LEAVE = new Object();

	private static final byte[] NOTHING = {};

	private final int maxPayload;

	private final FrameWriter writer;

	/** Without compression; with it, the pipeline has Netty's decoder. */
	private final @Nullable FrameReader reader;

	/** With compression, what takes the frames apart. */
	private @Nullable CompressedFrameDecoder decoder;

	private @Nullable WebSocketOwner owner;

	private @Nullable ChannelHandlerContext context;

	private @Nullable ByteBuf fragments;

	/** What the channel does not take yet. */
	private @Nullable PendingPackets waiting;

	/** What the channel holds of a packet that others wait for too. */
	private int inFlight;

	private boolean fragmentsAreText;

	private boolean closing;

	/** Whether pongs wait for the end of what is being read, to go out together. */
	private boolean ponged;

	/**
	 * Creates a handler for one channel.
	 * @param maxPayload the bytes of the largest message
	 * @param compressed whether the pipeline compresses frames, and so wants frames
	 * @param writer writes the frames
	 */
	WebSocketHandler(int maxPayload, boolean compressed, FrameWriter writer) {
		this.maxPayload = maxPayload;
		this.writer = writer;
		this.reader = compressed ? null : new FrameReader(maxPayload);
	}

	/** Tells whose messages these are from now on; called before any arrives. */
	void bind(WebSocketOwner owner) {
		this.owner = owner;
	}

	Channel channel() {
		return context().channel();
	}

	@Override
	public Transport kind() {
		return Transport.WEBSOCKET;
	}

	@Override
	public boolean isWritable() {
		return this.waiting == null && channel().isWritable();
	}

	@Override
	public long pendingBytes() {
		PendingPackets waiting = this.waiting;
		ChannelOutboundBuffer buffer = channel().unsafe().outboundBuffer();
		return ((waiting != null) ? waiting.bytes() : 0) + ((buffer != null) ? buffer.totalPendingWriteBytes() : 0);
	}

	@Override
	public void flush() {
		context().flush();
	}

	@Override
	public void send(Object packet) {
		PendingPackets waiting = this.waiting;
		if (waiting == null && takesMore()) {
			writePending(packet);
			return;
		}
		if (waiting == null) {
			waiting = owner().newBacklog();
			this.waiting = waiting;
		}
		waiting.add(packet);
	}

	/**
	 * Sends what has waited for the client's polls, as far as the channel takes it.
	 * @param waiting the packets, taken over
	 */
	void adopt(PendingPackets waiting) {
		if (!waiting.isEmpty()) {
			this.waiting = waiting;
			writeWaiting();
		}
		flush();
	}

	// Much written in one turn is no sign of a slow client.
	private boolean takesMore() {
		Channel channel = channel();
		if (channel.isWritable()) {
			return true;
		}
		flush();
		return channel.isWritable();
	}

	private void writeWaiting() {
		while (this.waiting != null && takesMore()) {
			// A flush may have led here again.
			PendingPackets waiting = this.waiting;
			if (waiting != null) {
				Object packet = waiting.take();
				this.waiting = waiting.isEmpty() ? null : waiting;
				writePending(packet);
			}
		}
	}

	private void writePending(Object packet) {
		if (packet instanceof EncodedPacket message) {
			this.writer.write(context(), message);
			if (message.isShared() && !channel().isWritable()) {
				this.inFlight = message.directCost();
			}
			message.release();
		}
		else if (packet instanceof byte[] text) {
			write(text);
		}
		else if (packet instanceof WebSocketCloseStatus status) {
			writeClose(status.code());
		}
		else {
			context().writeAndFlush(Unpooled.EMPTY_BUFFER).addListener((written) -> endOutput());
		}
	}

	/**
	 * Writes a packet of text, not flushing it.
	 * @param packet the packet with its type
	 */
	void write(byte[] packet) {
		this.writer.write(context(), packet);
	}

	@Override
	public boolean close(CloseReason reason) {
		switch (reason) {
			// A client that does not read would keep what is pending.
			case SLOW_CLIENT, MEMORY, OUT_OF_MEMORY -> abort();
			case SERVER_SHUTTING_DOWN, IDENTITY_EXPIRED -> leave();
			case PARSE_ERROR, PARSED_SIZE, TRANSPORT_CLOSE, TRANSPORT_ERROR, PING_TIMEOUT, CONNECT_TIMEOUT ->
				end(reason);
			default -> close(WebSocketCloseStatus.NORMAL_CLOSURE);
		}
		return true;
	}

	// What a client does not read is not kept for it when it goes.
	private void end(CloseReason reason) {
		if (pendingBytes() > Relief.LEAST) {
			abort();
		}
		else {
			close(status(reason));
		}
	}

	private static WebSocketCloseStatus status(CloseReason reason) {
		return switch (reason) {
			case PARSE_ERROR -> WebSocketCloseStatus.PROTOCOL_ERROR;
			case PARSED_SIZE -> WebSocketCloseStatus.MESSAGE_TOO_BIG;
			default -> WebSocketCloseStatus.NORMAL_CLOSURE;
		};
	}

	/**
	 * Begins the closing handshake (RFC 6455, section 7.1.2); the channel is closed when
	 * the client has answered, or soon.
	 * @param status the status that tells why
	 */
	void close(WebSocketCloseStatus status) {
		if (!beginClosing()) {
			return;
		}
		// The client's response may be behind what was not read.
		read(true);
		send(status);
		EventLoops.closeLater(context(), CLOSE_SECONDS);
	}

	/**
	 * Ends the connection after the pending packets, without a close frame. Data that the
	 * client still sends is read until the client closes its side as well, since a reset
	 * would lose packets that it has not read.
	 * <p>
	 * The client shall come back after either. Send a close frame when
	 * engine.io-client-java responds to one: 2.1 does not override OkHttp's
	 * {@code onClosing}, so it notices the end only by a missing heartbeat. The
	 * JavaScript client treats both ends alike.
	 */
	private void leave() {
		if (!beginClosing()) {
			return;
		}
		read(true);
		send(LEAVE);
		EventLoops.closeLater(context(), CLOSE_SECONDS);
	}

	// A client that is gone is told nothing: each write would fail, with an exception.
	private boolean beginClosing() {
		if (this.closing) {
			return false;
		}
		this.closing = true;
		dropFragments();
		return channel().isActive();
	}

	private void endOutput() {
		if (channel() instanceof DuplexChannel duplex && duplex.isActive()) {
			duplex.shutdownOutput();
		}
		else {
			context().close();
		}
	}

	// A closed one is always read.
	@Override
	public void read(boolean on) {
		channel().config().setAutoRead(on || this.closing);
	}

	// The JDK's selectors do not report the close of a client while reading is paused. A
	// write to a closed connection fails at the second time.
	@Override
	public void probe() {
		if (isWritable()) {
			this.writer.control(context(), Opcode.PING, NOTHING);
			flush();
		}
	}

	@Override
	public void abort() {
		this.closing = true;
		dropWaiting();
		stopReading();
		// Past TLS, whose farewell would wait for what the client does not read.
		channel().unsafe().close(channel().voidPromise());
	}

	@Override
	public void end() {
		// The channel ends by itself.
	}

	@Override
	public void handlerAdded(ChannelHandlerContext context) {
		this.context = context;
		this.decoder = context.pipeline().get(CompressedFrameDecoder.class);
		context.channel().config().setWriteBufferWaterMark(IN_CHANNEL);
	}

	@Override
	public void channelRead(ChannelHandlerContext context, Object message) {
		try {
			if (message instanceof WebSocketFrame frame) {
				onFrame(frame);
			}
			else if (message instanceof ByteBuf bytes && this.reader != null) {
				this.reader.read(bytes, context.alloc(), this);
			}
		}
		catch (CorruptedWebSocketFrameException ex) {
			exceptionCaught(context, ex);
		}
		finally {
			ReferenceCountUtil.release(message);
		}
		owner().onWebSocketRead(kept());
	}

	private int kept() {
		int kept = (this.reader != null) ? this.reader.kept() : 0;
		if (this.decoder != null) {
			kept = this.decoder.kept();
		}
		return (this.fragments != null) ? kept + Costs.room(this.fragments) : kept;
	}

	@Override
	public void tell(Charge charge) {
		charge.addDirect(kept());
		PendingPackets waiting = this.waiting;
		if (waiting != null) {
			charge.addHeap(waiting.ownHeap());
			charge.addDirect(waiting.ownDirect());
			charge.addShared(waiting.bytes() - waiting.ownHeap() - waiting.ownDirect());
		}
		ChannelOutboundBuffer buffer = channel().unsafe().outboundBuffer();
		if (buffer != null) {
			long all = buffer.totalPendingWriteBytes();
			long objects = Math.min(all, (long) buffer.size() * (Costs.BUFFER + Costs.CHANNEL_ENTRY));
			charge.addHeap(objects);
			long shared = Math.min(all - objects, this.inFlight);
			charge.addDirect(all - objects - shared);
			charge.addShared(shared);
		}
		charge.pending(pendingBytes());
	}

	@Override
	public void channelReadComplete(ChannelHandlerContext context) {
		if (this.decoder != null) {
			// A part of a frame has not come here.
			owner().onWebSocketRead(kept());
		}
		if (this.ponged) {
			this.ponged = false;
			flush();
		}
		context.fireChannelReadComplete();
	}

	@Override
	public void channelWritabilityChanged(ChannelHandlerContext context) {
		if (this.waiting != null && context.channel().isWritable()) {
			writeWaiting();
			flush();
		}
		if (context.channel().isWritable()) {
			this.inFlight = 0;
			owner().onWebSocketRead(0);
		}
		context.fireChannelWritabilityChanged();
	}

	@Override
	public void channelInactive(ChannelHandlerContext context) {
		stopReading();
		dropWaiting();
		owner().onWebSocketInactive();
		context.fireChannelInactive();
	}

	@Override
	public void handlerRemoved(ChannelHandlerContext context) {
		stopReading();
		dropWaiting();
	}

	private void stopReading() {
		if (this.reader != null) {
			this.reader.stop();
		}
		dropFragments();
	}

	@Override
	public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
		try {
			onException(context, cause);
		}
		catch (Error ex) {
			// For want of memory, not even the close can be said. What was being read is
			// lost,
			// so the client must notice that.
			owner().notice(ex);
			context.channel().unsafe().closeForcibly();
		}
	}

	private void onException(ChannelHandlerContext context, Throwable cause) {
		if (cause instanceof CorruptedWebSocketFrameException ex) {
			logger.debug("Protocol violation on {}: {}", context.channel(), cause.getMessage());
			fail(ex.closeStatus());
		}
		else if (cause instanceof CodecException) {
			logger.debug("Undecodable frame on {}: {}", context.channel(), cause.getMessage());
			fail(WebSocketCloseStatus.PROTOCOL_ERROR);
		}
		else if (cause instanceof IOException) {
			context.close();
		}
		else {
			owner().notice(cause);
			logger.debug("Closing {}", context.channel(), cause);
			fail(WebSocketCloseStatus.INTERNAL_SERVER_ERROR);
		}
	}

	private void onFrame(WebSocketFrame frame) {
		if (frame instanceof TextWebSocketFrame) {
			data(Opcode.TEXT, frame.isFinalFragment(), frame.content());
		}
		else if (frame instanceof BinaryWebSocketFrame) {
			data(Opcode.BINARY, frame.isFinalFragment(), frame.content());
		}
		else if (frame instanceof ContinuationWebSocketFrame) {
			data(Opcode.CONTINUATION, frame.isFinalFragment(), frame.content());
		}
		else if (frame instanceof PingWebSocketFrame) {
			ping(frame.content());
		}
		else if (frame instanceof CloseWebSocketFrame close) {
			close(close.statusCode());
		}
	}

	@Override
	public void data(int opcode, boolean last, ByteBuf payload) {
		if (this.closing) {
			return;
		}
		if (opcode == Opcode.CONTINUATION) {
			onContinuation(last, payload);
		}
		else if (payload.readableBytes() > this.maxPayload) {
			fail(WebSocketCloseStatus.MESSAGE_TOO_BIG);
		}
		else if (last) {
			onMessage(payload, opcode == Opcode.TEXT);
		}
		else {
			this.fragmentsAreText = (opcode == Opcode.TEXT);
			this.fragments = context().alloc().buffer(payload.readableBytes() * 2).writeBytes(payload);
		}
	}

	private void onContinuation(boolean last, ByteBuf payload) {
		ByteBuf fragments = this.fragments;
		if (fragments == null) {
			fail(WebSocketCloseStatus.PROTOCOL_ERROR);
		}
		else if (payload.readableBytes() > this.maxPayload - fragments.readableBytes()) {
			fail(WebSocketCloseStatus.MESSAGE_TOO_BIG);
		}
		else {
			fragments.writeBytes(payload);
			if (last) {
				this.fragments = null;
				try {
					onMessage(fragments, this.fragmentsAreText);
				}
				finally {
					fragments.release();
				}
			}
		}
	}

	@Override
	public void ping(ByteBuf payload) {
		if (!this.closing) {
			this.writer.control(context(), Opcode.PONG, ByteBufUtil.getBytes(payload));
			this.ponged = true;
			if (!isWritable()) {
				flush();
			}
			owner().onWebSocketAnswered();
		}
	}

	@Override
	public void close(int status) {
		if (!this.closing) {
			this.closing = true;
			boolean given = status > 0 && status != WebSocketCloseStatus.EMPTY.code();
			writeClose(given ? status : WebSocketCloseStatus.NORMAL_CLOSURE.code());
			owner().onWebSocketInactive();
		}
		context().close();
	}

	private void onMessage(ByteBuf message, boolean text) {
		if (!text) {
			owner().onWebSocketBinary(message);
		}
		else if (Utf8.isValid(message)) {
			owner().onWebSocketText(message);
		}
		else {
			fail(WebSocketCloseStatus.INVALID_PAYLOAD_DATA);
		}
	}

	private void fail(WebSocketCloseStatus status) {
		close(status);
		owner().onWebSocketFailure();
	}

	private void writeClose(int status) {
		this.writer.control(context(), Opcode.CLOSE, new byte[] { (byte) (status >> 8), (byte) status });
		flush();
	}

	private void dropWaiting() {
		PendingPackets waiting = this.waiting;
		if (waiting != null) {
			this.waiting = null;
			waiting.release();
		}
	}

	private void dropFragments() {
		ByteBuf fragments = this.fragments;
		if (fragments != null) {
			this.fragments = null;
			fragments.release();
		}
	}

	private ChannelHandlerContext context() {
		return Objects.requireNonNull(this.context, "Not in a pipeline");
	}

	private WebSocketOwner owner() {
		return Objects.requireNonNull(this.owner, "Not bound to a session");
	}

}
