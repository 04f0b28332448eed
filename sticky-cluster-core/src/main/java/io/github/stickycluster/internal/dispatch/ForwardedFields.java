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

import java.net.InetAddress;

import io.github.stickycluster.internal.net.ForwardedRequest;
import io.github.stickycluster.internal.net.ForwardingHeader;
import io.github.stickycluster.internal.net.RequestedHost;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import org.jspecify.annotations.Nullable;

/**
 * The scheme, host, port and path prefix of the original request, as a trusted proxy has
 * sent them; empty for other peers. The header {@code Forwarded} is read only if it is
 * the configured header for the client's address, since other proxies may pass on one
 * that a client wrote.
 *
 * @param proto the value of {@code X-Forwarded-Proto}, or {@code null}
 * @param host the value of {@code X-Forwarded-Host}, or {@code null}
 * @param port the value of {@code X-Forwarded-Port}, or {@code null}
 * @param prefix the value of {@code X-Forwarded-Prefix}, or {@code null}
 */
record ForwardedFields(@Nullable String proto, @Nullable String host, @Nullable String port, @Nullable String prefix) {

	static final String PROTO = "X-Forwarded-Proto";

	static final String HOST = "X-Forwarded-Host";

	static final String PORT = "X-Forwarded-Port";

	static final String PREFIX = "X-Forwarded-Prefix";

	private static final ForwardedFields NONE = new ForwardedFields(null, null, null, null);

	/**
	 * Reads the fields of a request.
	 */
	static ForwardedFields of(HttpHeaders headers, InetAddress peer, ClientAddressSettings settings) {
		if (!settings.proxies().contains(peer)) {
			return NONE;
		}
		ForwardedRequest standard = ForwardingHeader.named(settings.header())
			.request(headers.getAll(settings.header()), peer, settings.proxies());
		String proto = (standard.proto() != null) ? standard.proto() : headers.get(PROTO);
		if (standard.host() != null) {
			return new ForwardedFields(proto, standard.host(), null, headers.get(PREFIX));
		}
		return new ForwardedFields(proto, headers.get(HOST), headers.get(PORT), headers.get(PREFIX));
	}

	/**
	 * The host that the client asked for.
	 * @param headers the headers that these fields are of
	 * @param tls whether the public port speaks TLS
	 */
	RequestedHost requestedHost(HttpHeaders headers, boolean tls) {
		boolean secure = isSecure(tls);
		return (this.host != null) ? RequestedHost.of(first(this.host), this.port, secure)
				: RequestedHost.of(headers.get(HttpHeaderNames.HOST), null, secure);
	}

	/**
	 * Whether the client has sent the request by TLS.
	 * @param tls whether the public port speaks TLS
	 */
	boolean isSecure(boolean tls) {
		return (this.proto != null) ? isSecure(first(this.proto)) : tls;
	}

	private static boolean isSecure(String proto) {
		return proto.equalsIgnoreCase("https") || proto.equalsIgnoreCase("wss");
	}

	/**
	 * Of several proxies the first has talked to the client.
	 */
	private static String first(String list) {
		int comma = list.indexOf(',');
		return ((comma >= 0) ? list.substring(0, comma) : list).strip();
	}

}
