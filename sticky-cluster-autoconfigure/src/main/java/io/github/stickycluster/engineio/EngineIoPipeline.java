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

import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpDecoderConfig;

/**
 * The names of the handlers, and their order.
 *
 * <pre>
 * HTTP                                     WebSocket
 *
 * (TLS and what else the owner put first)  (the same)
 * {@value #HTTP_CODEC}                         {@value #FRAME_DECODER}…   if compression
 * (the owner's HTTP handlers)              {@value #DEFLATE}…        is negotiated
 * {@value #EXCHANGE}                       {@value #WEB_SOCKET}
 * </pre>
 *
 * On the switch to WebSocket, everything from {@value #HTTP_CODEC} on leaves, and what
 * stands before it stays.
 */
public final class EngineIoPipeline {

	/** The HTTP codec: the first of the handlers that leave at an upgrade. */
	public static final String HTTP_CODEC = "sticky.http";

	/** The {@link HttpExchangeHandler}: the last handler of the HTTP pipeline. */
	public static final String EXCHANGE = "sticky.exchange";

	/** Netty's WebSocket frame decoder, only with compression. */
	public static final String FRAME_DECODER = "sticky.frameDecoder";

	/** The WebSocket frame encoder, only with compression. */
	public static final String FRAME_ENCODER = "sticky.frameEncoder";

	/** The first half of permessage-deflate, if negotiated. */
	public static final String INFLATE = "sticky.inflate";

	/** The second half of permessage-deflate, if negotiated. */
	public static final String DEFLATE = "sticky.deflate";

	/** The WebSocket side of a session. */
	public static final String WEB_SOCKET = "sticky.webSocket";

	private EngineIoPipeline() {
	}

	/**
	 * Adds the HTTP handlers to the end of a pipeline; what shall see each request before
	 * it is routed may then be added after {@value #HTTP_CODEC}.
	 * @param pipeline the pipeline of an accepted channel
	 * @param decoder the limits for a request's head
	 * @param exchange the handler for this channel
	 */
	public static void addHttp(ChannelPipeline pipeline, HttpDecoderConfig decoder, HttpExchangeHandler exchange) {
		pipeline.channel().config().setMessageSizeEstimator(TrueSizes.INSTANCE);
		pipeline.addLast(HTTP_CODEC, new HttpCodec(decoder));
		pipeline.addLast(EXCHANGE, exchange);
	}

}
