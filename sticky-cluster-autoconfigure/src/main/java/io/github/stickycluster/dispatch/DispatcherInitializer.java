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

package io.github.stickycluster.dispatch;

import io.github.stickycluster.engineio.ClientAddressResolver;
import io.github.stickycluster.engineio.EngineIoPipeline;
import io.github.stickycluster.engineio.EngineIoSettings;
import io.github.stickycluster.engineio.HttpExchangeHandler;
import io.github.stickycluster.engineio.HttpRouter;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpDecoderConfig;

/**
 * Draws the pipeline of a connection on the public port.
 *
 * <pre>
 *   accept ─▶ {@link HandOff}: the worker's event loop
 *     │
 *     ▼
 *   {@value #PROXY_PROTOCOL}     takes the PROXY header off, if there may be one, and leaves
 *     ▼
 *   {@value EngineIoPipeline#HTTP_CODEC}      decodes HTTP, once
 *     ▼
 *   {@value EngineIoPipeline#EXCHANGE}  one request at a time
 *     ▼
 *   {@link ProxiedClientAddresses}: the client address of each request
 *     ▼
 *   {@link RequestRouter}: the worker of each request
 *     ├─ polling: its {@link io.github.stickycluster.engineio.EngineIoServer} answers
 *     └─ WebSocket: the pipeline becomes the session's, on the session's event loop
 * </pre>
 */
final class DispatcherInitializer {

	/** The {@link ProxyProtocolHandler}, before everything else. */
	static final String PROXY_PROTOCOL = "sticky.proxy";

	private final HttpDecoderConfig decoder = new HttpDecoderConfig();

	private final HttpRouter router;

	private final EngineIoSettings settings;

	private final ClientAddressSettings clientAddress;

	private final InvalidAddresses invalidAddresses;

	private final ClientAddressResolver addresses;

	DispatcherInitializer(HttpRouter router, EngineIoSettings settings, ClientAddressSettings clientAddress,
			InvalidAddresses invalidAddresses) {
		this.router = router;
		this.settings = settings;
		this.clientAddress = clientAddress;
		this.invalidAddresses = invalidAddresses;
		this.addresses = ProxiedClientAddresses.of(clientAddress, invalidAddresses);
	}

	/**
	 * Adds the handlers to an accepted channel that is not registered yet.
	 */
	void initialize(Channel channel) {
		if (this.clientAddress.proxyProtocol() != ProxyProtocol.OFF) {
			channel.pipeline().addLast(PROXY_PROTOCOL, proxyProtocolHandler(channel));
		}
		EngineIoPipeline.addHttp(channel.pipeline(), this.decoder,
				new HttpExchangeHandler(this.router, this.addresses, this.settings));
	}

	private ProxyProtocolHandler proxyProtocolHandler(Channel channel) {
		boolean trusted = this.clientAddress.proxies().contains(ProxiedPeer.of(channel).getAddress());
		boolean required = this.clientAddress.proxyProtocol() == ProxyProtocol.REQUIRED;
		return new ProxyProtocolHandler(trusted, required, this.invalidAddresses);
	}

}
