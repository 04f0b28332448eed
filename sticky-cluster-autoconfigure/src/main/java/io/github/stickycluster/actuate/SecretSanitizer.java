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

package io.github.stickycluster.actuate;

import java.util.Locale;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.SanitizableData;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;

/**
 * Hides the value of {@code sticky-cluster.internal.secret} in the Actuator's endpoints,
 * even where they show all values. Hides the property in each of its spellings, and every
 * other value that contains the secret, such as a command line or
 * {@code SPRING_APPLICATION_JSON}.
 */
final class SecretSanitizer implements SanitizingFunction {

	private static final String NAME = "stickyclusterinternalsecret";

	private final Supplier<@Nullable String> secret;

	/**
	 * Creates the function.
	 * @param secret supplies the secret, or {@code null} if none is set
	 */
	SecretSanitizer(Supplier<@Nullable String> secret) {
		this.secret = secret;
	}

	@Override
	public SanitizableData apply(SanitizableData data) {
		Object value = data.getValue();
		boolean hidden = value != null && (isName(data.getKey()) || holdsSecret(value.toString()));
		return hidden ? data.withSanitizedValue() : data;
	}

	private static boolean isName(String key) {
		StringBuilder letters = new StringBuilder(key.length());
		key.chars().filter(Character::isLetterOrDigit).forEach(letters::appendCodePoint);
		return letters.toString().toLowerCase(Locale.ROOT).equals(NAME);
	}

	private boolean holdsSecret(String value) {
		String known = this.secret.get();
		return known != null && !known.isEmpty() && value.contains(known);
	}

}
