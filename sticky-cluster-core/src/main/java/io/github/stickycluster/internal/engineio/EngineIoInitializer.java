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

import io.github.stickycluster.internal.http.HttpExchangeHandler;
import io.github.stickycluster.internal.http.HttpPipeline;
import io.github.stickycluster.internal.http.OriginPolicy;
import io.github.stickycluster.internal.http.RequestClock;
import io.github.stickycluster.internal.http.RequestFields;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.codec.http.HttpDecoderConfig;

/**
 * Builds the pipeline of the connections that a server accepts on its internal port.
 */
@Sharable
public final class EngineIoInitializer extends ChannelInitializer<Channel> {

	private final EngineIoServer server;

	private final PortGuard guard;

	private final HttpDecoderConfig decoder;

	private final OriginPolicy origins;

	/**
	 * Creates the initializer of one port.
	 * @param server the server
	 * @param guard decides who may connect
	 * @param decoder the limits for the head of a request
	 */
	public EngineIoInitializer(EngineIoServer server, PortGuard guard, HttpDecoderConfig decoder) {
		this.server = server;
		this.guard = guard;
		this.decoder = RequestFields.limit(decoder, RequestFields.MOST_RELAYED);
		this.origins = server.settings().origins();
	}

	@Override
	protected void initChannel(Channel channel) {
		this.guard.guard(channel);
		HttpPipeline.add(channel.pipeline(), this.decoder, new HttpExchangeHandler(this.server::handle, this.guard,
				new RequestClock(this.server.settings().requestTimeout()), this.origins));
	}

}
