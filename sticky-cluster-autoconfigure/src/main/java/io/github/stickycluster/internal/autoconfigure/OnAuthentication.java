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

import org.springframework.boot.autoconfigure.condition.AnyNestedCondition;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;

/**
 * Matches if the application has a bean that authenticates or authorizes somebody. The
 * classes of Spring Security alone may be there for its exceptions or its encoders.
 */
class OnAuthentication extends AnyNestedCondition {

	private static final String SECURITY = "org.springframework.security.";

	OnAuthentication() {
		super(ConfigurationPhase.REGISTER_BEAN);
	}

	@ConditionalOnBean(type = SECURITY + "authentication.AuthenticationManager")
	static class Manager {

	}

	@ConditionalOnBean(type = SECURITY + "authentication.AuthenticationManagerResolver")
	static class ManagerResolver {

	}

	@ConditionalOnBean(type = SECURITY + "authentication.AuthenticationProvider")
	static class Provider {

	}

	@ConditionalOnBean(type = SECURITY + "config.annotation.authentication.configuration.AuthenticationConfiguration")
	static class GlobalManager {

	}

	@ConditionalOnBean(type = SECURITY + "core.userdetails.UserDetailsService")
	static class Users {

	}

	@ConditionalOnBean(type = SECURITY + "oauth2.jwt.JwtDecoder")
	static class Jwt {

	}

	@ConditionalOnBean(type = SECURITY + "oauth2.server.resource.introspection.OpaqueTokenIntrospector")
	static class OpaqueToken {

	}

	// Nothing asks the reactive beans: they say that clients must not enter unasked.
	@ConditionalOnBean(type = SECURITY + "authentication.ReactiveAuthenticationManager")
	static class ReactiveManager {

	}

	@ConditionalOnBean(type = SECURITY + "core.userdetails.ReactiveUserDetailsService")
	static class ReactiveUsers {

	}

	@ConditionalOnBean(type = SECURITY + "oauth2.jwt.ReactiveJwtDecoder")
	static class ReactiveJwt {

	}

	@ConditionalOnBean(type = SECURITY + "oauth2.server.resource.introspection.ReactiveOpaqueTokenIntrospector")
	static class ReactiveOpaqueToken {

	}

	@ConditionalOnBean(type = SECURITY + "web.server.SecurityWebFilterChain")
	static class ReactiveRules {

	}

	@ConditionalOnBean(type = "io.github.stickycluster.security.SocketAuthenticationConverter")
	static class Converter {

	}

	@ConditionalOnBean(type = SECURITY + "authorization.AuthorizationManager")
	static class Rules {

	}

	@ConditionalOnBooleanProperty("sticky-cluster.security.certificate-login")
	static class Certificates {

	}

	@ConditionalOnBean(type = "io.github.stickycluster.internal.security.SessionLogin")
	static class Sessions {

	}

}
