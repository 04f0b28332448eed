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

import java.util.Locale;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * An origin (RFC 6454), so that two that are written differently are equal if they are
 * the same: {@code wss://EXAMPLE.org} is {@code https://example.org:443}.
 *
 * @param scheme the scheme in lower case; {@code http} for {@code ws} and {@code https}
 * for {@code wss}, which some clients send
 * @param host the host, canonical; of a scheme of its own, such as {@code app}, all that
 * follows it
 * @param port the port, the scheme's own if the text has none; -1 for other schemes
 */
public record WebOrigin(String scheme, String host, int port) {

	/** The origin of sandboxed frames, local files and redirected requests. */
	public static final String OPAQUE = "null";

	private static final Pattern SCHEME = Pattern.compile("[a-z][a-z0-9+.-]*");

	private static final String SEPARATOR = "://";

	private static final int HTTP_PORT = 80;

	private static final int HTTPS_PORT = 443;

	/**
	 * Parses an origin.
	 * @param text such as {@code https://example.org}, {@code app://.} or
	 * {@value #OPAQUE}
	 * @return the origin, or {@code null} if the text is none
	 */
	public static @Nullable WebOrigin parse(String text) {
		if (text.equalsIgnoreCase(OPAQUE)) {
			return new WebOrigin(OPAQUE, "", -1);
		}
		int separator = text.indexOf(SEPARATOR);
		if (separator < 0) {
			return null;
		}
		String scheme = text.substring(0, separator).toLowerCase(Locale.ROOT);
		String rest = text.substring(separator + SEPARATOR.length());
		return switch (scheme) {
			case "http", "ws" -> web("http", rest, HTTP_PORT);
			case "https", "wss" -> web("https", rest, HTTPS_PORT);
			default -> other(scheme, rest);
		};
	}

	private static @Nullable WebOrigin web(String scheme, String rest, int standardPort) {
		Authority authority = Authority.parse(rest);
		if (authority == null) {
			return null;
		}
		return new WebOrigin(scheme, authority.host(), (authority.port() >= 0) ? authority.port() : standardPort);
	}

	private static @Nullable WebOrigin other(String scheme, String rest) {
		boolean valid = SCHEME.matcher(scheme).matches() && (Authority.isName(rest) || Authority.parse(rest) != null);
		return valid ? new WebOrigin(scheme, rest.toLowerCase(Locale.ROOT), -1) : null;
	}

	boolean isSecure() {
		return this.scheme.equals("https");
	}

	boolean isWeb() {
		return this.port >= 0;
	}

	boolean hasStandardPort() {
		return this.port == (isSecure() ? HTTPS_PORT : HTTP_PORT);
	}

}
