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

package io.github.stickycluster.test.engineio;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketClientHandshaker;
import io.netty.handler.codec.http.websocketx.WebSocketClientHandshakerFactory;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import io.netty.handler.codec.http.websocketx.WebSocketVersion;
import io.netty.handler.codec.http.websocketx.extensions.WebSocketClientExtensionHandler;
import io.netty.handler.codec.http.websocketx.extensions.WebSocketClientExtensionHandshaker;
import io.netty.handler.codec.http.websocketx.extensions.compression.PerMessageDeflateClientExtensionHandshaker;
import io.netty.handler.codec.http.websocketx.extensions.compression.PerMessageDeflateServerExtensionHandshaker;
import org.jspecify.annotations.Nullable;

/**
 * A WebSocket: one packet in each frame.
 */
final class WebSocketTransport implements Transport {

	private static final int LARGEST_MESSAGE = 256 * 1024 * 1024;

	private static final int DEFLATE_LEVEL = 6;

	private static final long CLOSE_TIMEOUT_MILLIS = 1_000;

	private final Network network;

	private final Supplier<@Nullable Handshake> session;

	private final Listener listener;

	private @Nullable Channel channel;

	private volatile boolean compressed;

	private boolean ended;

	WebSocketTransport(Network network, Supplier<@Nullable Handshake> session, Listener listener) {
		this.network = network;
		this.session = session;
		this.listener = listener;
	}

	@Override
	public String name() {
		return "websocket";
	}

	@Override
	public boolean isCompressed() {
		return this.compressed;
	}

	@Override
	public void open() {
		WebSocketClientHandshaker handshaker = newHandshaker();
		List<ChannelHandler> handlers = new ArrayList<>(
				List.of(new HttpClientCodec(), new HttpObjectAggregator(LARGEST_MESSAGE)));
		if (this.network.target().compression()) {
			handlers.add(new WebSocketClientExtensionHandler(newDeflate()));
		}
		handlers.add(new Opening(handshaker));
		this.network.connect(handlers.toArray(ChannelHandler[]::new)).addListener((ChannelFuture connected) -> {
			this.channel = connected.channel();
			if (!connected.isSuccess()) {
				end(SessionEnd.of(SessionEnd.Cause.TRANSPORT_ERROR, connected.cause().toString()));
			}
			else if (this.ended) {
				this.channel.close();
			}
			else {
				handshaker.handshake(this.channel);
			}
		});
	}

	/**
	 * Creates the offer of browsers. Unlike Netty's own handler, it lets the server ask
	 * the client to begin each message anew.
	 */
	private static WebSocketClientExtensionHandshaker newDeflate() {
		return new PerMessageDeflateClientExtensionHandshaker(DEFLATE_LEVEL, false,
				PerMessageDeflateServerExtensionHandshaker.MAX_WINDOW_SIZE, true, false, LARGEST_MESSAGE);
	}

	private WebSocketClientHandshaker newHandshaker() {
		Handshake handshake = this.session.get();
		HttpHeaders headers = new DefaultHttpHeaders();
		this.network.target().headers().forEach(headers::set);
		return WebSocketClientHandshakerFactory.newHandshaker(
				this.network.target().webSocketUri((handshake != null) ? handshake.sid() : null), WebSocketVersion.V13,
				null, this.network.target().compression(), headers, LARGEST_MESSAGE, true, false, CLOSE_TIMEOUT_MILLIS,
				false, false);
	}

	@Override
	public void send(List<EngineIoPacket> packets) {
		Channel present = this.channel;
		if (present != null) {
			packets.forEach((packet) -> present.write(frame(packet)));
			present.flush();
		}
	}

	private WebSocketFrame frame(EngineIoPacket packet) {
		if (!packet.isBinary()) {
			return new TextWebSocketFrame(packet.encode());
		}
		boolean typed = this.network.target().version() == EngineIoVersion.V3;
		return new BinaryWebSocketFrame(Unpooled.wrappedBuffer(typed ? TypedBytes.write(packet) : packet.bytes()));
	}

	@Override
	public CompletableFuture<Void> close() {
		CompletableFuture<Void> closed = new CompletableFuture<>();
		this.ended = true;
		Channel present = this.channel;
		if (present != null && present.isActive()) {
			present.closeFuture().addListener((future) -> closed.complete(null));
			present.writeAndFlush(new CloseWebSocketFrame()).addListener((written) -> present.close());
		}
		else {
			closed.complete(null);
		}
		return closed;
	}

	private void end(SessionEnd end) {
		if (!this.ended) {
			this.ended = true;
			if (this.channel != null) {
				this.channel.close();
			}
			this.listener.onEnd(end);
		}
	}

	private void failed(Throwable cause) {
		end(SessionEnd.of(SessionEnd.Cause.TRANSPORT_ERROR, cause.toString()));
	}

	/**
	 * Waits for the response to the upgrade request, and steps aside.
	 */
	private final class Opening extends SimpleChannelInboundHandler<FullHttpResponse> {

		private final WebSocketClientHandshaker handshaker;

		Opening(WebSocketClientHandshaker handshaker) {
			this.handshaker = handshaker;
		}

		@Override
		protected void channelRead0(ChannelHandlerContext context, FullHttpResponse response) {
			if (response.status().code() != HttpResponseStatus.SWITCHING_PROTOCOLS.code()) {
				end(SessionEnd
					.refused(new HttpReply(response.status().code(), ByteBufUtil.getBytes(response.content()))));
				return;
			}
			WebSocketTransport.this.compressed = response.headers()
				.get(HttpHeaderNames.SEC_WEBSOCKET_EXTENSIONS, "")
				.startsWith("permessage-deflate");
			context.pipeline().addLast(new WebSocketFrameAggregator(LARGEST_MESSAGE), new Frames());
			this.handshaker.finishHandshake(context.channel(), response);
			context.pipeline().remove(this);
			WebSocketTransport.this.listener.onReady();
		}

		@Override
		public void channelInactive(ChannelHandlerContext context) {
			end(SessionEnd.of(SessionEnd.Cause.TRANSPORT_ERROR, "The connection was closed in the handshake"));
		}

		@Override
		public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
			failed(cause);
		}

	}

	private final class Frames extends SimpleChannelInboundHandler<WebSocketFrame> {

		@Override
		protected void channelRead0(ChannelHandlerContext context, WebSocketFrame frame) {
			if (frame instanceof TextWebSocketFrame text) {
				received(() -> EngineIoPacket.parse(text.text()));
			}
			else if (frame instanceof BinaryWebSocketFrame) {
				byte[] bytes = ByteBufUtil.getBytes(frame.content());
				boolean typed = WebSocketTransport.this.network.target().version() == EngineIoVersion.V3;
				received(() -> typed ? TypedBytes.read(bytes) : EngineIoPacket.binary(bytes));
			}
			else if (frame instanceof PingWebSocketFrame) {
				context.writeAndFlush(new PongWebSocketFrame(frame.content().retain()));
			}
			else if (frame instanceof CloseWebSocketFrame close) {
				end(SessionEnd.of(SessionEnd.Cause.TRANSPORT_CLOSE, "Close frame " + close.statusCode()
						+ (close.reasonText().isEmpty() ? "" : " " + close.reasonText())));
			}
		}

		private void received(Supplier<EngineIoPacket> packet) {
			try {
				WebSocketTransport.this.listener.onPacket(packet.get());
			}
			catch (RuntimeException ex) {
				end(SessionEnd.of(SessionEnd.Cause.PARSE_ERROR, String.valueOf(ex.getMessage())));
			}
		}

		@Override
		public void channelInactive(ChannelHandlerContext context) {
			end(SessionEnd.of(SessionEnd.Cause.TRANSPORT_CLOSE, "The connection was closed"));
		}

		@Override
		public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
			failed(cause);
		}

	}

}
