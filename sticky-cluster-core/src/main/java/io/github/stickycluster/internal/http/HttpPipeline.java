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

package io.github.stickycluster.internal.http;

import io.github.stickycluster.internal.budget.ConnectionCharge;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpDecoderConfig;
import org.jspecify.annotations.Nullable;

/**
 * The handlers of HTTP, from {@value #CODEC} to {@value #EXCHANGE}, with the
 * {@link RequestClock} between them. Before them stand TLS and what else the owner put
 * first, which stays when the connection leaves HTTP.
 */
public final class HttpPipeline {

	/** The HTTP codec: the first of the handlers that leave at an upgrade. */
	public static final String CODEC = "sticky.http";

	/** The {@link HttpExchangeHandler}: the last handler of the HTTP pipeline. */
	public static final String EXCHANGE = "sticky.exchange";

	private HttpPipeline() {
	}

	/**
	 * Adds the HTTP handlers to the end of a pipeline.
	 * @param pipeline the pipeline of an accepted channel
	 * @param decoder the limits for a request's head
	 * @param exchange the handler for this channel
	 */
	public static void add(ChannelPipeline pipeline, HttpDecoderConfig decoder, HttpExchangeHandler exchange) {
		add(pipeline, decoder, exchange, null);
	}

	/**
	 * Adds the HTTP handlers to the end of a pipeline.
	 * @param pipeline the pipeline of an accepted channel
	 * @param decoder the limits for a request's head
	 * @param exchange the handler for this channel
	 * @param charge charged with what the handlers keep, or {@code null} for nothing
	 */
	public static void add(ChannelPipeline pipeline, HttpDecoderConfig decoder, HttpExchangeHandler exchange,
			@Nullable ConnectionCharge charge) {
		pipeline.channel().config().setMessageSizeEstimator(TrueSizes.INSTANCE);
		HttpCodec codec = new HttpCodec(decoder);
		if (charge != null) {
			exchange.chargeTo(charge, codec.decoder());
		}
		pipeline.addLast(CODEC, codec);
		exchange.clock().addTo(pipeline);
		pipeline.addLast(EXCHANGE, exchange);
	}

}
