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

import java.util.List;

import io.github.stickycluster.autoconfigure.StickyClusterProperties;
import io.github.stickycluster.internal.http.OriginPolicy;
import io.github.stickycluster.internal.net.OriginPattern;

/**
 * Checks that no page of others can use the credentials that a browser sends unasked. It
 * sends them with a WebSocket whatever CORS says, so that the origin alone protects them.
 */
final class OfferedCredentials {

	private static final String OPAQUE_ORIGIN = "null";

	private OfferedCredentials() {
	}

	/**
	 * Checks the allowed origins.
	 * @param property the property by which such credentials count
	 */
	static void checkOrigins(StickyClusterProperties.SocketIo socketIo, String property) {
		String reason = "With 'sticky-cluster." + property + "', every such page could act as the user who visits it: ";
		for (String origin : List.of(OriginPolicy.ANY, OPAQUE_ORIGIN)) {
			PropertyChecks.check(!socketIo.allowedOrigins().contains(origin), "socket-io.allowed-origins", origin,
					reason + "list the origins of your own pages.");
		}
		for (String text : socketIo.allowedOriginPatterns()) {
			OriginPattern pattern = OriginPattern.parse(text);
			PropertyChecks.check(pattern == null || !pattern.isWide(), "socket-io.allowed-origin-patterns", text,
					reason + "let the pattern end with a domain of your own, such as 'https://*.example.org'.");
		}
	}

}
