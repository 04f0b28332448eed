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
import java.net.SocketAddress;

import io.netty.channel.Channel;
import io.netty.util.AttributeKey;

/**
 * The peer of a connection: the address in its PROXY header, or else the TCP peer.
 */
final class ProxiedPeer {

	static final AttributeKey<InetSocketAddress> KEY = AttributeKey.valueOf(ProxiedPeer.class, "address");

	private static final InetSocketAddress GONE = new InetSocketAddress(0);

	private ProxiedPeer() {
	}

	static InetSocketAddress of(Channel channel) {
		// Asking for an attribute would make it, on each connection.
		InetSocketAddress named = channel.hasAttr(KEY) ? channel.attr(KEY).get() : null;
		if (named != null) {
			return named;
		}
		SocketAddress peer = channel.remoteAddress();
		return (peer instanceof InetSocketAddress address) ? address : GONE;
	}

	static void set(Channel channel, InetSocketAddress address) {
		channel.attr(KEY).set(address);
	}

}
