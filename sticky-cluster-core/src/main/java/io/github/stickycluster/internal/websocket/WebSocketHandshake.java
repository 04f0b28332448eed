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

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameEncoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.extensions.WebSocketExtensionData;
import io.netty.handler.codec.http.websocketx.extensions.WebSocketServerExtension;
import org.jspecify.annotations.Nullable;

/**
 * An accepted request to become a WebSocket: its response (RFC 6455, section 4.2.2) and
 * the handlers that take over: what stood before HTTP, those of permessage-deflate if it
 * was negotiated, and the one that takes the frames.
 */
public final class WebSocketHandshake {

	/** Netty's WebSocket frame decoder, only with compression. */
	private static final String FRAME_DECODER = "sticky.frameDecoder";

	/** The WebSocket frame encoder, only with compression. */
	private static final String FRAME_ENCODER = "sticky.frameEncoder";

	/** The first half of permessage-deflate, if negotiated. */
	private static final String INFLATE = "sticky.inflate";

	/** The second half of permessage-deflate, if negotiated. */
	private static final String DEFLATE = "sticky.deflate";

	/** The WebSocket side of a session. */
	private static final String WEB_SOCKET = "sticky.webSocket";

	private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

	private final String key;

	private final @Nullable String subprotocol;

	private final WebSocketDecoderConfig decoding;

	private final @Nullable WebSocketServerExtension deflate;

	WebSocketHandshake(String key, @Nullable String subprotocol, WebSocketDecoderConfig decoding,
			@Nullable WebSocketServerExtension deflate) {
		this.key = key;
		this.subprotocol = subprotocol;
		this.decoding = decoding;
		this.deflate = deflate;
	}

	/**
	 * The response that accepts the request.
	 * @return a response with status 101
	 */
	public FullHttpResponse response() {
		FullHttpResponse response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1,
				HttpResponseStatus.SWITCHING_PROTOCOLS, Unpooled.EMPTY_BUFFER);
		response.headers()
			.set(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET)
			.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE)
			.set(HttpHeaderNames.SEC_WEBSOCKET_ACCEPT, accept(this.key));
		if (this.subprotocol != null) {
			response.headers().set(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL, this.subprotocol);
		}
		if (this.deflate != null) {
			response.headers().set(HttpHeaderNames.SEC_WEBSOCKET_EXTENSIONS, header(this.deflate.newReponseData()));
		}
		return response;
	}

	/**
	 * Whether messages are compressed: then the handlers exchange frames as objects, and
	 * bytes otherwise.
	 * @return whether permessage-deflate was agreed on
	 */
	public boolean isCompressed() {
		return this.deflate != null;
	}

	/**
	 * Adds the handlers.
	 * @param pipeline a pipeline that has left HTTP
	 * @param handler the last of them, which takes the frames
	 */
	public void install(ChannelPipeline pipeline, ChannelHandler handler) {
		if (this.deflate != null) {
			pipeline.addLast(FRAME_DECODER, new CompressedFrameDecoder(this.decoding));
			pipeline.addLast(FRAME_ENCODER, new WebSocket13FrameEncoder(false));
			pipeline.addLast(INFLATE, new InflatingDecoder(this.decoding.maxFramePayloadLength()));
			pipeline.addLast(DEFLATE, this.deflate.newExtensionEncoder());
		}
		pipeline.addLast(WEB_SOCKET, handler);
	}

	private static String accept(String key) {
		byte[] hash = sha1().digest((key.trim() + GUID).getBytes(StandardCharsets.US_ASCII));
		return Base64.getEncoder().encodeToString(hash);
	}

	private static MessageDigest sha1() {
		try {
			return MessageDigest.getInstance("SHA-1");
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every Java platform has SHA-1", ex);
		}
	}

	private static String header(WebSocketExtensionData data) {
		StringBuilder header = new StringBuilder(data.name());
		for (Map.Entry<String, String> parameter : data.parameters().entrySet()) {
			header.append("; ").append(parameter.getKey());
			if (parameter.getValue() != null) {
				header.append('=').append(parameter.getValue());
			}
		}
		return header.toString();
	}

}
