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

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameEncoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.extensions.WebSocketExtensionData;
import io.netty.handler.codec.http.websocketx.extensions.WebSocketExtensionFilter;
import io.netty.handler.codec.http.websocketx.extensions.WebSocketExtensionFilterProvider;
import io.netty.handler.codec.http.websocketx.extensions.WebSocketExtensionUtil;
import io.netty.handler.codec.http.websocketx.extensions.WebSocketServerExtension;
import io.netty.handler.codec.http.websocketx.extensions.compression.PerMessageDeflateServerExtensionHandshaker;
import org.jspecify.annotations.Nullable;

/**
 * The opening handshake of a WebSocket (RFC 6455, section 4.2), with permessage-deflate
 * (RFC 7692) if it is on.
 */
final class WebSocketHandshake {

	private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

	private static final int KEY_LENGTH = 16;

	private static final int COMPRESSION_LEVEL = 6;

	private final EngineIoSettings settings;

	private final String key;

	private final @Nullable WebSocketServerExtension deflate;

	private WebSocketHandshake(EngineIoSettings settings, String key, @Nullable WebSocketServerExtension deflate) {
		this.settings = settings;
		this.key = key;
		this.deflate = deflate;
	}

	/** Whether a request asks to become a WebSocket, well or badly. */
	static boolean isAskedFor(HttpRequest request) {
		return request.headers().contains(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET, true);
	}

	/**
	 * Checks a request.
	 * @param request the request
	 * @param settings tell of compression and sizes
	 * @return the handshake, or {@code null} if the request breaks the rules
	 */
	static @Nullable WebSocketHandshake of(HttpRequest request, EngineIoSettings settings) {
		HttpHeaders headers = request.headers();
		String key = headers.get(HttpHeaderNames.SEC_WEBSOCKET_KEY);
		boolean right = HttpMethod.GET.equals(request.method())
				&& HttpVersion.HTTP_1_1.equals(request.protocolVersion())
				&& headers.containsValue(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE, true)
				&& "13".equals(headers.get(HttpHeaderNames.SEC_WEBSOCKET_VERSION)) && key != null && isKey(key);
		return right ? new WebSocketHandshake(settings, key, negotiate(headers, settings)) : null;
	}

	/**
	 * The answer that accepts the request.
	 * @return a response with status 101
	 */
	FullHttpResponse response() {
		FullHttpResponse response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1,
				HttpResponseStatus.SWITCHING_PROTOCOLS, Unpooled.EMPTY_BUFFER);
		response.headers()
			.set(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET)
			.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE)
			.set(HttpHeaderNames.SEC_WEBSOCKET_ACCEPT, accept(this.key));
		if (this.deflate != null) {
			response.headers().set(HttpHeaderNames.SEC_WEBSOCKET_EXTENSIONS, header(this.deflate.newReponseData()));
		}
		return response;
	}

	/**
	 * Adds the handlers.
	 * @param pipeline a pipeline that has left HTTP
	 * @param base64 whether the client asked for base64
	 * @return the last of the handlers, to be bound to its session
	 */
	WebSocketHandler install(ChannelPipeline pipeline, boolean base64) {
		pipeline.addLast(EngineIoPipeline.FRAME_DECODER, new WebSocket13FrameDecoder(decoderConfig()));
		if (this.deflate != null) {
			pipeline.addLast(EngineIoPipeline.FRAME_ENCODER, new WebSocket13FrameEncoder(false));
			pipeline.addLast(EngineIoPipeline.INFLATE, this.deflate.newExtensionDecoder());
			pipeline.addLast(EngineIoPipeline.DEFLATE, this.deflate.newExtensionEncoder());
		}
		WebSocketHandler handler = new WebSocketHandler(this.settings.maxPayload(), this.deflate != null, base64);
		pipeline.addLast(EngineIoPipeline.WEB_SOCKET, handler);
		return handler;
	}

	private WebSocketDecoderConfig decoderConfig() {
		return WebSocketDecoderConfig.newBuilder()
			.maxFramePayloadLength(this.settings.maxPayload())
			.expectMaskedFrames(true)
			.allowMaskMismatch(false)
			.allowExtensions(this.deflate != null)
			// The handler closes, so that the session learns of it.
			.closeOnProtocolViolation(false)
			.withUTF8Validator(false)
			.build();
	}

	private static boolean isKey(String key) {
		try {
			return Base64.getDecoder().decode(key.trim()).length == KEY_LENGTH;
		}
		catch (IllegalArgumentException ex) {
			return false;
		}
	}

	static String accept(String key) {
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

	private static @Nullable WebSocketServerExtension negotiate(HttpHeaders headers, EngineIoSettings settings) {
		if (!settings.webSocketCompression()) {
			return null;
		}
		// Without context takeover a session keeps no window between its messages.
		PerMessageDeflateServerExtensionHandshaker handshaker = new PerMessageDeflateServerExtensionHandshaker(
				COMPRESSION_LEVEL, false, PerMessageDeflateServerExtensionHandshaker.MAX_WINDOW_SIZE, true, true,
				PerMessageDeflateServerExtensionHandshaker.MAX_WINDOW_SIZE,
				PerMessageDeflateServerExtensionHandshaker.DEFAULT_MEM_LEVEL,
				threshold(settings.compressionThreshold()), settings.maxPayload());
		for (String offers : headers.getAll(HttpHeaderNames.SEC_WEBSOCKET_EXTENSIONS)) {
			for (WebSocketExtensionData offer : WebSocketExtensionUtil.extractExtensions(offers)) {
				WebSocketServerExtension extension = handshaker.handshakeExtension(offer);
				if (extension != null) {
					return extension;
				}
			}
		}
		return null;
	}

	private static WebSocketExtensionFilterProvider threshold(int bytes) {
		WebSocketExtensionFilter small = (WebSocketFrame frame) -> frame.isFinalFragment()
				&& frame.content().readableBytes() < bytes;
		return new WebSocketExtensionFilterProvider() {

			@Override
			public WebSocketExtensionFilter encoderFilter() {
				return small;
			}

			@Override
			public WebSocketExtensionFilter decoderFilter() {
				return WebSocketExtensionFilter.NEVER_SKIP;
			}

		};
	}

	private static String header(WebSocketExtensionData data) {
		StringBuilder header = new StringBuilder(data.name());
		List<java.util.Map.Entry<String, String>> parameters = List.copyOf(data.parameters().entrySet());
		for (java.util.Map.Entry<String, String> parameter : parameters) {
			header.append("; ").append(parameter.getKey());
			if (parameter.getValue() != null) {
				header.append('=').append(parameter.getValue());
			}
		}
		return header.toString();
	}

}
