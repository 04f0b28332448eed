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

import io.github.stickycluster.autoconfigure.StickyClusterProperties;
import io.github.stickycluster.internal.http.proxy.ClientBounds;
import io.github.stickycluster.internal.http.proxy.ForwardSettings;

/**
 * Turns the properties of the web server behind the public port into settings.
 */
final class WebForwardMapper {

	private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);

	/** Half of Tomcat's own, the shortest of the servers that Boot brings. */
	private static final Duration IDLE_TIMEOUT = Duration.ofSeconds(10);

	private static final int MAX_IDLE = 256;

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private static final Duration MAX_WAIT = Duration.ofSeconds(10);

	private WebForwardMapper() {
	}

	static ForwardSettings settings(StickyClusterProperties.Web web, ClientBounds bounds) {
		Duration responseTimeout = PropertyChecks.inRange("web.response-timeout", web.responseTimeout(),
				PropertiesMapper.SHORTEST, Duration.ofDays(1));
		return new ForwardSettings(CONNECT_TIMEOUT, responseTimeout, IDLE_TIMEOUT, MAX_IDLE, bounds);
	}

	static ClientBounds bounds(StickyClusterProperties.Web web) {
		long rate = web.minRate().toBytes();
		return PropertyChecks.checked(
				() -> new ClientBounds(rate, rate, PATIENCE, web.maxRequestsPerClient(), web.maxRequests(), MAX_WAIT));
	}

}
