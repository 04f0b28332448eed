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

package io.github.stickycluster.internal.net;

import org.jspecify.annotations.Nullable;

/**
 * The host that a client asked for, as far as it is known behind proxies.
 */
public final class RequestedHost {

	private final @Nullable Authority authority;

	private final int port;

	private final boolean secure;

	private RequestedHost(@Nullable Authority authority, int port, boolean secure) {
		this.authority = authority;
		this.port = port;
		this.secure = secure;
	}

	/**
	 * Takes what is known of a request.
	 * @param host the host, with a port if the client named one, or {@code null} if it is
	 * not known
	 * @param port the port that a proxy tells beside it, or {@code null}
	 * @param secure whether the client is known to use TLS; {@code false} means only that
	 * nobody says so
	 * @return the host
	 */
	public static RequestedHost of(@Nullable String host, @Nullable String port, boolean secure) {
		Authority authority = (host != null) ? Authority.parse(host.strip()) : null;
		int told = (port != null) ? Digits.parse(port.strip(), 0, port.strip().length(), 65_535) : -1;
		return new RequestedHost(authority, told, secure);
	}

	/**
	 * Tells whether a page of an origin asks its own server.
	 * @param origin what the browser sent
	 * @return whether host and port are the same, and the scheme too where it is known;
	 * never for origins of other schemes than HTTP's and WebSocket's
	 */
	public boolean isOf(String origin) {
		WebOrigin parsed = WebOrigin.parse(origin);
		Authority asked = this.authority;
		if (parsed == null || asked == null || !parsed.isWeb() || !parsed.host().equals(asked.host())) {
			return false;
		}
		if (this.secure && !parsed.isSecure()) {
			return false;
		}
		if (asked.port() >= 0) {
			return asked.port() == parsed.port();
		}
		// Clients leave the port out where it is the scheme's own, whatever port of its
		// own a proxy tells.
		return parsed.hasStandardPort() || parsed.port() == this.port;
	}

}
