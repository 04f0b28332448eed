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

package io.github.stickycluster.testkit;

import java.util.List;
import java.util.Map;

import io.github.stickycluster.security.SocketAuthenticationConverter;

import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;

/**
 * Believes each client that sends {@code {"user":"anna"}} as {@code auth}.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty("test.users")
public class KnownUsers {

	@Bean
	SocketAuthenticationConverter userOfAuth() {
		return (handshake) -> (handshake.auth() instanceof Map<?, ?> auth && auth.get("user") instanceof String user)
				? UsernamePasswordAuthenticationToken.unauthenticated(user, "") : null;
	}

	@Bean
	AuthenticationManager believing() {
		return (request) -> UsernamePasswordAuthenticationToken.authenticated(request.getName(), null, List.of());
	}

}
