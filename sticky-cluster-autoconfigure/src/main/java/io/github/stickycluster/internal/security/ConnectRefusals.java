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

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

import io.github.stickycluster.internal.socketio.Refusal;
import org.jspecify.annotations.Nullable;

/**
 * What clients hear that may not connect: fixed texts, which say nothing of the reasons.
 */
final class ConnectRefusals {

	private static final String TOKEN_EXCEPTION = "org.springframework.security.oauth2.core.OAuth2AuthenticationException";

	private ConnectRefusals() {
	}

	static Refusal withoutCredentials() {
		return of("Unauthorized", 401, "missing_credentials");
	}

	/**
	 * Returns the refusal of credentials.
	 * @param failure why they are refused, or {@code null} if nobody has said
	 */
	static Refusal ofCredentials(@Nullable Throwable failure) {
		return of("Unauthorized", 401, isOfToken(failure) ? "invalid_token" : "invalid_credentials");
	}

	private static boolean isOfToken(@Nullable Throwable failure) {
		for (Class<?> type = (failure != null) ? failure.getClass() : null; type != null; type = type.getSuperclass()) {
			if (type.getName().equals(TOKEN_EXCEPTION)) {
				return true;
			}
		}
		return false;
	}

	static Refusal ofAnotherUser() {
		return of("Forbidden", 403, "other_user");
	}

	static Refusal denied() {
		return of("Forbidden", 403, "access_denied");
	}

	static Refusal unavailable() {
		return of("Service Unavailable", 503, "unavailable");
	}

	// A map is written alike by whatever JSON mapper the application has.
	private static Refusal of(String message, int status, String code) {
		Map<String, Object> data = new LinkedHashMap<>();
		data.put("status", status);
		data.put("code", code);
		return new Refusal(message, Collections.unmodifiableMap(data));
	}

}
