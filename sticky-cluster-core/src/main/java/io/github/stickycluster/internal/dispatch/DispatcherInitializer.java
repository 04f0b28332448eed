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

package io.github.stickycluster.internal.dispatch;

import java.time.Duration;
import java.util.function.ToLongFunction;

import io.github.stickycluster.dispatch.ProxyProtocol;
import io.github.stickycluster.internal.budget.ConnectionCharge;
import io.github.stickycluster.internal.engineio.EngineIoSettings;
import io.github.stickycluster.internal.http.ClientAddressResolver;
import io.github.stickycluster.internal.http.HttpExchangeHandler;
import io.github.stickycluster.internal.http.HttpPipeline;
import io.github.stickycluster.internal.http.HttpRouter;
import io.github.stickycluster.internal.http.OriginPolicy;
import io.github.stickycluster.internal.http.RequestClock;
import io.github.stickycluster.internal.http.RequestFields;
import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpDecoderConfig;
import org.jspecify.annotations.Nullable;

/**
 * Builds the pipeline of a connection on the public port.
 *
 * <pre>
 *   accept ─▶ {@link ConnectionLimits} ─▶ {@link HandOff}: the worker's event loop
 *     │
 *     ▼
 *   {@value #PROXY_PROTOCOL}     takes the PROXY header off, if there may be one, and leaves
 *     ▼
 *   {@value #TLS}       with {@link TlsSettings}, from {@link TlsBeginning} on
 *     ▼
 *   {@value HttpPipeline#CODEC}      decodes HTTP, once
 *     ▼
 *   {@link RequestClock}     for requests that take too long
 *     ▼
 *   {@value HttpPipeline#EXCHANGE}  one request at a time
 *     ▼
 *   {@link PublicRequests}: the client address of each request, and whose page it is of
 *     ▼
 *   {@link ClientScripts}: the scripts of the browser client, if they shall be served
 *     ▼
 *   {@link WebForward}: what is not Socket.IO's goes to the application's web server, if it shall
 *     ▼
 *   {@link ClientLimits}     for clients of a trusted proxy
 *     ▼
 *   {@link RequestRouter}: the worker of each request
 *     ├─ another node's: {@link Relay}
 *     ├─ polling: its {@link io.github.stickycluster.internal.engineio.EngineIoServer} answers
 *     └─ WebSocket: the pipeline becomes the session's, on the session's event loop
 * </pre>
 */
final class DispatcherInitializer {

	/** The {@link ProxyProtocolHandler}, before everything else. */
	static final String PROXY_PROTOCOL = "sticky.proxy";

	/** TLS: stays when a channel leaves HTTP. */
	static final String TLS = "sticky.tls";

	private final HttpDecoderConfig decoder;

	private final HttpRouter router;

	private final Duration requestTimeout;

	private final OriginPolicy origins;

	private final ClientAddressSettings clientAddress;

	private final InvalidAddresses invalidAddresses;

	private final ClientAddressResolver addresses;

	private final ConnectionLimits limits;

	/** One for all connections: tells for whom a connection counts. */
	private final ToLongFunction<Channel> clients;

	private final @Nullable TlsSettings tls;

	DispatcherInitializer(HttpRouter router, EngineIoSettings settings, ClientAddressSettings clientAddress,
			InvalidAddresses invalidAddresses, ConnectionLimits limits, @Nullable TlsSettings tls) {
		this.router = router;
		this.requestTimeout = settings.requestTimeout();
		this.origins = settings.origins();
		this.clientAddress = clientAddress;
		this.invalidAddresses = invalidAddresses;
		this.addresses = new PublicRequests(clientAddress, invalidAddresses, tls != null);
		this.limits = limits;
		this.tls = tls;
		this.clients = (channel) -> {
			Long client = limits.keyOf(ProxiedPeer.of(channel).getAddress());
			return (client != null) ? client : ConnectionCharge.NO_CLIENT;
		};
		int headSize = limits.settings().requestHeadSize();
		this.decoder = RequestFields.limit(
				new HttpDecoderConfig().setMaxInitialLineLength(headSize).setMaxHeaderSize(headSize),
				RequestFields.MOST);
	}

	/**
	 * Adds the handlers to an accepted channel that is not registered yet.
	 */
	void initialize(Channel channel) {
		ChannelPipeline pipeline = channel.pipeline();
		ConnectionCharge charge = new ConnectionCharge(channel, this.limits.budget(), this.clients);
		if (this.clientAddress.proxyProtocol() != ProxyProtocol.OFF) {
			pipeline.addLast(PROXY_PROTOCOL, proxyProtocolHandler(channel));
		}
		if (this.tls != null) {
			pipeline.addLast(TLS, new TlsBeginning(this.tls, charge));
		}
		RequestClock clock = new RequestClock(this.limits.settings().requestHeadTimeout(),
				this.limits.settings().idleTimeout(), this.requestTimeout, this.tls != null, this.limits.refused());
		HttpPipeline.add(pipeline, this.decoder,
				new HttpExchangeHandler(this.router, this.addresses, clock, this.origins), charge);
	}

	private ProxyProtocolHandler proxyProtocolHandler(Channel channel) {
		boolean trusted = this.clientAddress.proxies().contains(ProxiedPeer.of(channel).getAddress());
		boolean required = this.clientAddress.proxyProtocol() == ProxyProtocol.REQUIRED;
		return new ProxyProtocolHandler(trusted, required, this.invalidAddresses);
	}

}
