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

import org.springframework.security.core.Authentication;
import org.springframework.util.ClassUtils;

/**
 * Estimates the heap that the authentications of clients keep.
 */
final class IdentityCosts {

	/** The authentication, its authorities, its principal and the timer of its expiry. */
	private static final int AUTHENTICATION = 1_700;

	/**
	 * Measured with tokens of 2.5 and 7 KB: the text, and what was read from it, take
	 * 1.75.
	 */
	private static final int PER_CHARACTER = 2;

	private static final boolean TOKENS = ClassUtils.isPresent("org.springframework.security.oauth2.core.OAuth2Token",
			IdentityCosts.class.getClassLoader());

	private IdentityCosts() {
	}

	/**
	 * Estimates the heap of an authentication.
	 * @return the bytes
	 */
	static int of(Authentication authentication) {
		int characters = TOKENS ? Tokens.characters(authentication) : 0;
		return AUTHENTICATION + PER_CHARACTER * (characters + authentication.getName().length())
				+ 100 * authentication.getAuthorities().size();
	}

	/**
	 * Loaded only where there are OAuth 2 tokens.
	 */
	private static final class Tokens {

		private static int characters(Authentication authentication) {
			return (authentication
				.getCredentials() instanceof org.springframework.security.oauth2.core.OAuth2Token token)
						? token.getTokenValue().length() : 0;
		}

	}

}
