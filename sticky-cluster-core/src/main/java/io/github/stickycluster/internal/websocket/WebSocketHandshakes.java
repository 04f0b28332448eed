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

import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
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
 * Checks requests to become a WebSocket (RFC 6455, section 4.2.1) and negotiates
 * permessage-deflate (RFC 7692) if it is on.
 */
public final class WebSocketHandshakes {

	private static final int KEY_LENGTH = 16;

	private static final int COMPRESSION_LEVEL = 6;

	/** Of Netty's decoder, in whose place {@link InflatingDecoder} stands. */
	private static final int NO_DECODER_LIMIT = 0;

	/** The bytes under which nothing is compressed, or -1 if nothing is at all. */
	private final int compressionThreshold;

	private final WebSocketDecoderConfig compressed;

	/**
	 * Creates the handshakes of one server.
	 * @param maxPayload the most bytes of a message
	 * @param compressionThreshold the bytes under which nothing is compressed, or -1 if
	 * nothing is at all
	 */
	public WebSocketHandshakes(int maxPayload, int compressionThreshold) {
		this.compressionThreshold = compressionThreshold;
		this.compressed = decoderConfig(maxPayload);
	}

	/**
	 * Whether a request asks to become a WebSocket, well or badly.
	 * @param request the request
	 * @return whether it names the protocol
	 */
	public static boolean isAskedFor(HttpRequest request) {
		return request.headers().contains(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET, true);
	}

	/**
	 * Checks a request.
	 * @param request the request
	 * @return the handshake, or {@code null} if the request breaks the rules
	 */
	public @Nullable WebSocketHandshake accept(HttpRequest request) {
		HttpHeaders headers = request.headers();
		String key = headers.get(HttpHeaderNames.SEC_WEBSOCKET_KEY);
		if (key == null || !isKey(key) || !isRight(request)) {
			return null;
		}
		Subprotocols subprotocols = Subprotocols.read(headers);
		if (subprotocols == null) {
			return null;
		}
		WebSocketServerExtension deflate = negotiate(headers);
		return new WebSocketHandshake(key, subprotocols.selected(), this.compressed, deflate);
	}

	private static boolean isRight(HttpRequest request) {
		HttpHeaders headers = request.headers();
		return HttpMethod.GET.equals(request.method()) && HttpVersion.HTTP_1_1.equals(request.protocolVersion())
				&& headers.containsValue(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE, true)
				&& "13".equals(headers.get(HttpHeaderNames.SEC_WEBSOCKET_VERSION));
	}

	private static boolean isKey(String key) {
		try {
			return Base64.getDecoder().decode(key.trim()).length == KEY_LENGTH;
		}
		catch (IllegalArgumentException ex) {
			return false;
		}
	}

	private static WebSocketDecoderConfig decoderConfig(int maxPayload) {
		return WebSocketDecoderConfig.newBuilder()
			.maxFramePayloadLength(maxPayload)
			.expectMaskedFrames(true)
			.allowMaskMismatch(false)
			.allowExtensions(true)
			// The handler closes, so that the session learns of it.
			.closeOnProtocolViolation(false)
			.withUTF8Validator(false)
			.build();
	}

	private @Nullable WebSocketServerExtension negotiate(HttpHeaders headers) {
		if (this.compressionThreshold < 0) {
			return null;
		}
		PerMessageDeflateServerExtensionHandshaker handshaker = new PerMessageDeflateServerExtensionHandshaker(
				COMPRESSION_LEVEL, false, PerMessageDeflateServerExtensionHandshaker.MAX_WINDOW_SIZE, true, true,
				PerMessageDeflateServerExtensionHandshaker.MAX_WINDOW_SIZE,
				PerMessageDeflateServerExtensionHandshaker.DEFAULT_MEM_LEVEL, threshold(this.compressionThreshold),
				NO_DECODER_LIMIT);
		for (String offers : headers.getAll(HttpHeaderNames.SEC_WEBSOCKET_EXTENSIONS)) {
			for (WebSocketExtensionData offer : WebSocketExtensionUtil.extractExtensions(offers)) {
				WebSocketServerExtension extension = handshaker.handshakeExtension(withoutTakeover(offer));
				if (extension != null) {
					return extension;
				}
			}
		}
		return null;
	}

	// A server may tell both though its client has not asked for them (RFC 7692, sections
	// 7.1.1.1 and 7.1.1.2). A session keeps no windows between its messages then, which
	// take 300 KB. Browsers do not ask.
	private static WebSocketExtensionData withoutTakeover(WebSocketExtensionData offer) {
		Map<String, @Nullable String> parameters = new LinkedHashMap<>(offer.parameters());
		parameters.put("server_no_context_takeover", null);
		parameters.put("client_no_context_takeover", null);
		return new WebSocketExtensionData(offer.name(), parameters);
	}

	private static WebSocketExtensionFilterProvider threshold(int bytes) {
		WebSocketExtensionFilter small = (WebSocketFrame frame) -> PlainFrames.contains(frame)
				|| (frame.isFinalFragment() && frame.content().readableBytes() < bytes);
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

}
