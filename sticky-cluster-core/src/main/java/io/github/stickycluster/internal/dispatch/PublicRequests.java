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

import java.net.InetSocketAddress;
import java.security.cert.CertificateEncodingException;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

import io.github.stickycluster.internal.http.ClientAddressResolver;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.ssl.SslHandler;
import org.jspecify.annotations.Nullable;

/**
 * Determines the client's address of each request on the public port, and whether a page
 * of the same origin has sent it, from trusted proxies and from the port itself.
 */
final class PublicRequests implements ClientAddressResolver {

	private final ClientAddressSettings settings;

	private final ClientAddressResolver addresses;

	private final boolean tls;

	PublicRequests(ClientAddressSettings settings, InvalidAddresses invalid, boolean tls) {
		this.settings = settings;
		this.addresses = ProxiedClientAddresses.of(settings, invalid);
		this.tls = tls;
	}

	@Override
	public InetSocketAddress resolve(Channel channel, HttpRequest request) {
		return this.addresses.resolve(channel, request);
	}

	@Override
	public boolean isSameOrigin(Channel channel, HttpRequest request) {
		HttpHeaders headers = request.headers();
		String origin = headers.get(HttpHeaderNames.ORIGIN);
		return origin != null && ForwardedFields.of(headers, ProxiedPeer.of(channel).getAddress(), this.settings)
			.requestedHost(headers, this.tls)
			.isOf(origin);
	}

	@Override
	public boolean isSecure(Channel channel, HttpRequest request) {
		return ForwardedFields.of(request.headers(), ProxiedPeer.of(channel).getAddress(), this.settings)
			.isSecure(this.tls);
	}

	/**
	 * The certificate of a trusted proxy is not that of the client.
	 */
	@Override
	public byte @Nullable [] clientCertificate(Channel channel, HttpRequest request) {
		SslHandler handler = this.tls ? channel.pipeline().get(SslHandler.class) : null;
		if (handler == null || this.settings.proxies().contains(ProxiedPeer.of(channel).getAddress())) {
			return null;
		}
		SSLEngine engine = handler.engine();
		return (engine.getNeedClientAuth() || engine.getWantClientAuth()) ? certificate(engine.getSession()) : null;
	}

	private static byte @Nullable [] certificate(SSLSession session) {
		try {
			return session.getPeerCertificates()[0].getEncoded();
		}
		catch (SSLPeerUnverifiedException | CertificateEncodingException ex) {
			return null;
		}
	}

}
