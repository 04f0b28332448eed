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

import io.github.stickycluster.security.SocketAccess;
import io.github.stickycluster.security.SocketRules;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Scope;
import org.springframework.security.access.hierarchicalroles.RoleHierarchy;
import org.springframework.security.authorization.AuthorizationManagerFactory;
import org.springframework.security.authorization.DefaultAuthorizationManagerFactory;

/**
 * The builder of the application's rules, which it injects whether the cluster is enabled
 * or not.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass(name = "org.springframework.security.core.Authentication")
public class SocketRulesConfiguration {

	/**
	 * A new builder for each method that makes rules.
	 */
	@Bean
	@Scope("prototype")
	SocketRules stickyClusterSocketRules(ObjectProvider<AuthorizationManagerFactory<SocketAccess>> factories,
			ObjectProvider<RoleHierarchy> hierarchies) {
		return new SocketRules(factories.getIfUnique(() -> {
			DefaultAuthorizationManagerFactory<SocketAccess> factory = new DefaultAuthorizationManagerFactory<>();
			hierarchies.ifUnique(factory::setRoleHierarchy);
			return factory;
		}));
	}

}
