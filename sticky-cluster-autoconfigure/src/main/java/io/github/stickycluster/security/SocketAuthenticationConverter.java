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

package io.github.stickycluster.security;

import java.time.Instant;

import io.github.stickycluster.socketio.Handshake;
import org.jspecify.annotations.Nullable;

import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;

/**
 * Reads the credentials that a client sends when it connects to a namespace. Beans of
 * this type are asked in their order, before those for bearer tokens, HTTP Basic and
 * client certificates. The first credentials that are found are given to the
 * application's {@code AuthenticationManager}.
 * <p>
 * Called on a thread for authentication, which it may block. Converters are thread-safe.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface SocketAuthenticationConverter {

	/**
	 * Reads the credentials of one kind.
	 * @param handshake the client's handshake, with what it sent as {@code auth}
	 * @return an authentication request, or {@code null} if there are no credentials of
	 * this kind
	 * @throws AuthenticationException if the credentials are malformed, for which the
	 * client is refused
	 */
	@Nullable Authentication convert(Handshake handshake);

	/**
	 * Tells when a client that this converter has found the credentials of must renew
	 * them. Called on the same thread, after the {@code AuthenticationManager} has
	 * accepted them.
	 * @param authentication what the manager has made of them
	 * @return when they expire; by default {@code null}, which is when the OAuth 2 token
	 * among the authentication's credentials expires, or never if there is none
	 */
	default @Nullable Instant expiresAt(Authentication authentication) {
		return null;
	}

}
