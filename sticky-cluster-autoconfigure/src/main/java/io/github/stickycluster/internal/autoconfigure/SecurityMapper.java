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

package io.github.stickycluster.internal.autoconfigure;

import java.time.Duration;
import java.util.Map;

import io.github.stickycluster.autoconfigure.StickyClusterProperties;
import io.github.stickycluster.internal.security.NamePattern;
import io.github.stickycluster.internal.security.RequiredNamespaces;
import io.github.stickycluster.internal.security.TokenLife;
import org.jspecify.annotations.Nullable;

/**
 * Checks the properties of the identity of clients.
 */
final class SecurityMapper {

	private SecurityMapper() {
	}

	static RequiredNamespaces requiredNamespaces(StickyClusterProperties.Security properties) {
		Map<String, Boolean> required = properties.required();
		for (Map.Entry<String, Boolean> entry : required.entrySet()) {
			String name = "security.required[" + entry.getKey() + "]";
			PropertyChecks.check(entry.getKey().startsWith("/"), name, entry.getValue(),
					"A namespace begins with a slash. In YAML, write its name as \"[/name]\", "
							+ "since a slash is dropped from a key without brackets.");
			try {
				NamePattern.of(entry.getKey());
			}
			catch (IllegalArgumentException ex) {
				PropertyChecks.check(false, name, entry.getValue(), ex.getMessage() + ".");
			}
		}
		return new RequiredNamespaces(required);
	}

	static TokenLife tokenLife(StickyClusterProperties.Security properties) {
		PropertyChecks.inRange("security.refresh-notice", properties.refreshNotice(), Duration.ZERO,
				Duration.ofHours(1));
		PropertyChecks.check(properties.expiryGrace().compareTo(Duration.ofHours(1)) <= 0, "security.expiry-grace",
				properties.expiryGrace(), "Use at most 1h, or a negative duration if sessions outlive their tokens.");
		return new TokenLife(properties.refreshNotice(), properties.expiryGrace());
	}

	static Duration offlineGrace(StickyClusterProperties.Security properties) {
		return PropertyChecks.inRange("security.offline-grace", properties.offlineGrace(), Duration.ZERO,
				Duration.ofHours(1));
	}

	/**
	 * Returns the parameter of the query that has a token.
	 * @param tokens whether there is the module of bearer tokens
	 */
	static @Nullable String tokenParameter(StickyClusterProperties.Security properties, boolean tokens) {
		String parameter = properties.tokenParameter();
		PropertyChecks.check(parameter == null || tokens, "security.token-parameter", String.valueOf(parameter),
				"Add 'spring-boot-starter-security-oauth2-resource-server', which checks tokens, or remove the property.");
		return parameter;
	}

}
