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

package io.github.stickycluster.internal.security;

import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.github.stickycluster.security.SocketAuthenticationConverter;
import io.github.stickycluster.socketio.Handshake;
import org.jspecify.annotations.Nullable;

import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.server.resource.InvalidBearerTokenException;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthenticationToken;

/**
 * Reads bearer tokens: in {@code auth.token}, in the header {@code Authorization}, and in
 * a parameter of the query if the application says so. Needs the module of the resource
 * server.
 */
final class BearerTokens {

	private static final String SCHEME = "bearer ";

	private static final String FURTHER_CHARACTERS = "-._~+/";

	private BearerTokens() {
	}

	/**
	 * Returns the converters, in their order.
	 * @param parameter the name of the parameter, or {@code null} for none
	 */
	static List<SocketAuthenticationConverter> converters(@Nullable String parameter) {
		SocketAuthenticationConverter payload = (handshake) -> request(payload(handshake));
		SocketAuthenticationConverter header = (handshake) -> request(header(handshake));
		if (parameter == null) {
			return List.of(payload, header);
		}
		return List.of(payload, header, (handshake) -> request(handshake.parameter(parameter)));
	}

	private static @Nullable String payload(Handshake handshake) {
		Object token = (handshake.auth() instanceof Map<?, ?> auth) ? auth.get("token") : null;
		if (token != null && !(token instanceof String)) {
			throw malformed();
		}
		return (String) token;
	}

	private static @Nullable String header(Handshake handshake) {
		String header = handshake.header("Authorization");
		boolean bearer = header != null && header.toLowerCase(Locale.ROOT).startsWith(SCHEME);
		return (header != null && bearer) ? header.substring(SCHEME.length()).trim() : null;
	}

	private static @Nullable Authentication request(@Nullable String token) {
		if (token == null) {
			return null;
		}
		if (!isToken(token)) {
			throw malformed();
		}
		return new BearerTokenAuthenticationToken(token);
	}

	/** The characters of RFC 6750, without which none could be sent in a header. */
	private static boolean isToken(String token) {
		int end = token.length();
		while (end > 0 && token.charAt(end - 1) == '=') {
			end--;
		}
		return end > 0 && token.chars().limit(end).allMatch(BearerTokens::isOfToken);
	}

	private static boolean isOfToken(int character) {
		return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z')
				|| (character >= '0' && character <= '9') || FURTHER_CHARACTERS.indexOf(character) >= 0;
	}

	private static InvalidBearerTokenException malformed() {
		return new InvalidBearerTokenException("The bearer token is malformed");
	}

}
