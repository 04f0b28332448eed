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
import java.util.List;

import io.github.stickycluster.internal.http.ClientAddressResolver;
import io.github.stickycluster.internal.net.ClientAddress;
import io.github.stickycluster.internal.net.ForwardingHeader;
import io.github.stickycluster.internal.net.TrustedProxies;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Determines the client's address: from a header if a trusted proxy has sent it, else
 * from the connection.
 */
final class ProxiedClientAddresses implements ClientAddressResolver {

	private static final Logger logger = LoggerFactory.getLogger(ProxiedClientAddresses.class);

	private final TrustedProxies proxies;

	private final String name;

	private final ForwardingHeader header;

	private final InvalidAddresses invalid;

	private ProxiedClientAddresses(ClientAddressSettings settings, InvalidAddresses invalid) {
		this.proxies = settings.proxies();
		this.name = settings.header();
		this.header = ForwardingHeader.named(settings.header());
		this.invalid = invalid;
	}

	/**
	 * Creates the resolver, one that reads no header where nobody is trusted.
	 */
	static ClientAddressResolver of(ClientAddressSettings settings, InvalidAddresses invalid) {
		return (settings.proxies().isEmpty()) ? ClientAddressResolver.PEER
				: new ProxiedClientAddresses(settings, invalid);
	}

	@Override
	public InetSocketAddress resolve(Channel channel, HttpRequest request) {
		InetSocketAddress peer = ProxiedPeer.of(channel);
		if (!this.proxies.contains(peer.getAddress())) {
			return peer;
		}
		List<String> lines = request.headers().getAll(this.name);
		ClientAddress found = this.header.find(lines, peer.getAddress(), this.proxies);
		if (found.malformed()) {
			this.invalid.countHeader();
			logger.debug("Malformed {} from {}, taking {} for the client: {}", this.name, peer, found.address(), lines);
		}
		return found.address().equals(peer.getAddress()) ? peer : new InetSocketAddress(found.address(), 0);
	}

}
