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

import java.time.Duration;
import java.time.Instant;

import io.github.stickycluster.internal.socketio.IdentityExpiry;
import org.jspecify.annotations.Nullable;

import org.springframework.security.core.Authentication;
import org.springframework.util.ClassUtils;

/**
 * The application's decision what is done about clients whose credentials expire.
 *
 * @param notice the time before the expiry at which a client is told, zero for never
 * @param grace the time after the expiry at which a session is closed, negative for never
 */
public record TokenLife(Duration notice, Duration grace) {

	private static final boolean TOKENS = ClassUtils
		.isPresent("org.springframework.security.oauth2.core.AbstractOAuth2Token", TokenLife.class.getClassLoader());

	/**
	 * Returns what is done about a client.
	 * @param expiresAt when its credentials expire, or {@code null} if they do not
	 * @param now the present moment. Credentials may have expired already, since clocks
	 * differ
	 */
	@Nullable IdentityExpiry of(@Nullable Instant expiresAt, Instant now) {
		if (expiresAt == null || (this.notice.isZero() && this.grace.isNegative())) {
			return null;
		}
		Instant noticeAt = this.notice.isZero() ? null : expiresAt.minus(this.notice);
		Instant closeAt = this.grace.isNegative() ? null : (expiresAt.isAfter(now) ? expiresAt : now).plus(this.grace);
		return new IdentityExpiry(expiresAt, noticeAt, closeAt);
	}

	/**
	 * Returns when the token of an authentication expires.
	 * @return the moment, or {@code null} if the authentication has no token that expires
	 */
	static @Nullable Instant expiresAt(Authentication authentication) {
		return TOKENS ? Tokens.expiresAt(authentication) : null;
	}

	/**
	 * Loaded only where there are OAuth 2 tokens.
	 */
	private static final class Tokens {

		private static @Nullable Instant expiresAt(Authentication authentication) {
			return (authentication
				.getCredentials() instanceof org.springframework.security.oauth2.core.AbstractOAuth2Token token)
						? token.getExpiresAt() : null;
		}

	}

}
