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

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;

import io.github.stickycluster.security.SocketAuthenticationConverter;
import io.github.stickycluster.socketio.Handshake;
import org.jspecify.annotations.Nullable;

import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;

/**
 * Reads a user's name and password from the header {@code Authorization}, as HTTP Basic
 * has them.
 */
final class BasicCredentials implements SocketAuthenticationConverter {

	private static final String SCHEME = "basic ";

	@Override
	public @Nullable Authentication convert(Handshake handshake) {
		String header = handshake.header("Authorization");
		if (header == null || !header.toLowerCase(Locale.ROOT).startsWith(SCHEME)) {
			return null;
		}
		String text = decode(header.substring(SCHEME.length()).trim());
		int colon = text.indexOf(':');
		if (colon < 0) {
			throw malformed();
		}
		return UsernamePasswordAuthenticationToken.unauthenticated(text.substring(0, colon), text.substring(colon + 1));
	}

	private static String decode(String encoded) {
		try {
			return new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
		}
		catch (IllegalArgumentException ex) {
			throw malformed();
		}
	}

	private static BadCredentialsException malformed() {
		return new BadCredentialsException("The credentials of HTTP Basic are malformed");
	}

}
