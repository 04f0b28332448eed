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

import java.net.InetSocketAddress;
import java.net.SocketAddress;

import io.github.stickycluster.internal.net.RequestedHost;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import org.jspecify.annotations.Nullable;

/**
 * Determines the client's address of a request, and whether a page of the same origin has
 * sent it.
 */
@FunctionalInterface
public interface ClientAddressResolver {

	/** Takes the connection's own peer, trusting no header. */
	ClientAddressResolver PEER = (channel, request) -> {
		SocketAddress peer = channel.remoteAddress();
		return (peer instanceof InetSocketAddress address) ? address : new InetSocketAddress(0);
	};

	/**
	 * Resolves an address; called on the channel's event loop, once for each request.
	 * @param channel the connection
	 * @param request the request's head
	 * @return the real client's address
	 */
	InetSocketAddress resolve(Channel channel, HttpRequest request);

	/**
	 * Tells whether a request is of a page of the server's own origin; called on the
	 * channel's event loop, once for each request with an {@code Origin}. By default the
	 * origin must have the host and port of {@code Host}: whether a proxy has ended TLS
	 * is not known.
	 * @param channel the connection
	 * @param request the request's head
	 * @return whether it is
	 */
	default boolean isSameOrigin(Channel channel, HttpRequest request) {
		String origin = request.headers().get(HttpHeaderNames.ORIGIN);
		return origin != null
				&& RequestedHost.of(request.headers().get(HttpHeaderNames.HOST), null, false).isOf(origin);
	}

	/**
	 * Tells whether the client has sent a request by TLS, to the server or to the first
	 * trusted proxy; called on the channel's event loop, at most once for each request.
	 * By default it has not.
	 * @param channel the connection
	 * @param request the request's head
	 * @return whether it has
	 */
	default boolean isSecure(Channel channel, HttpRequest request) {
		return false;
	}

	/**
	 * Returns the certificate by which the client has proved who it is; called on the
	 * channel's event loop, at most once for each request. By default there is none.
	 * @param channel the connection
	 * @param request the request's head
	 * @return the certificate in its binary form, or {@code null} if there is none
	 */
	default byte @Nullable [] clientCertificate(Channel channel, HttpRequest request) {
		return null;
	}

}
