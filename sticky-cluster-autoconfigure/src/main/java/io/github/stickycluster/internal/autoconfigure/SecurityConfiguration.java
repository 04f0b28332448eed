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

import java.util.ArrayList;
import java.util.List;

import io.github.stickycluster.autoconfigure.StickyClusterProperties;
import io.github.stickycluster.internal.cluster.ClusterAdapter;
import io.github.stickycluster.internal.security.AccessRules;
import io.github.stickycluster.internal.security.AuthenticationManagers;
import io.github.stickycluster.internal.security.ConnectAuthenticator;
import io.github.stickycluster.internal.security.Credentials;
import io.github.stickycluster.internal.security.EventGate;
import io.github.stickycluster.internal.security.IdentityArguments;
import io.github.stickycluster.internal.security.NoAuthenticationException;
import io.github.stickycluster.internal.security.RequiredNamespaces;
import io.github.stickycluster.internal.security.SessionLogin;
import io.github.stickycluster.security.SocketAccess;
import io.github.stickycluster.security.SocketAuthenticationConverter;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.authentication.AuthenticationManagerResolver;
import org.springframework.security.authorization.AuthorizationEventPublisher;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.authorization.SpringAuthorizationEventPublisher;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextHolderStrategy;

/**
 * The identity of clients by Spring Security, where the application uses it.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass(name = "org.springframework.security.core.Authentication")
public class SecurityConfiguration {

	@Bean
	SecurityReport stickyClusterSecurityReport(ObjectProvider<RequiredNamespaces> required,
			ObjectProvider<AccessRules> rules) {
		return new SecurityReport(required, rules);
	}

	/**
	 * What is there if the application authenticates somebody.
	 */
	@Configuration(proxyBeanMethods = false)
	@Conditional(OnAuthentication.class)
	static class IdentityConfiguration {

		@Bean
		RequiredNamespaces stickyClusterRequiredNamespaces(StickyClusterProperties properties) {
			return SecurityMapper.requiredNamespaces(properties.security());
		}

		@Bean
		ConnectAuthenticator stickyClusterConnectAuthenticator(ListableBeanFactory beanFactory,
				StickyClusterProperties properties, ObjectProvider<SocketAuthenticationConverter> converters,
				ObjectProvider<SessionLogin> sessions, RequiredNamespaces required, AccessRules rules,
				ObjectProvider<SecurityContextHolderStrategy> contexts) {
			boolean certificates = properties.security().certificateLogin() && Credentials.includeCertificates();
			AuthenticationManagerResolver<SocketAccess> managers = new AuthenticationManagers(beanFactory)
				.find(certificates);
			SessionLogin session = sessions.getIfAvailable();
			if (managers == null && session == null && required.isAny()) {
				throw new NoAuthenticationException();
			}
			List<SocketAuthenticationConverter> all = new ArrayList<>(converters.orderedStream().toList());
			all.addAll(Credentials
				.converters(SecurityMapper.tokenParameter(properties.security(), Credentials.includeTokens())));
			if (certificates) {
				all.add(Credentials.ofCertificates(beanFactory));
			}
			return new ConnectAuthenticator(all, (managers != null) ? managers : AuthenticationManagers.NONE, session,
					required, rules, strategy(contexts), SecurityMapper.tokenLife(properties.security()));
		}

		@Bean
		IdentityArguments stickyClusterIdentityArguments(BeanFactory beanFactory) {
			return new IdentityArguments(beanFactory);
		}

		@Bean
		AccessRules stickyClusterAccessRules(ObjectProvider<AuthorizationManager<SocketAccess>> managers,
				ObjectProvider<AuthorizationEventPublisher> publishers, ApplicationEventPublisher events,
				ObjectProvider<SecurityContextHolderStrategy> contexts) {
			return new AccessRules(managers.getIfAvailable(),
					publishers.getIfUnique(() -> new SpringAuthorizationEventPublisher(events)), strategy(contexts));
		}

		@Bean
		UserEventLifecycle stickyClusterUserEventLifecycle(ApplicationContext context, ClusterAdapter link,
				StickyClusterProperties properties) {
			return new UserEventLifecycle(context, link, SecurityMapper.offlineGrace(properties.security()));
		}

		@Bean
		EventGate stickyClusterEventGate(AccessRules rules) {
			return new EventGate(rules);
		}

		private static SecurityContextHolderStrategy strategy(ObjectProvider<SecurityContextHolderStrategy> contexts) {
			return contexts.getIfUnique(SecurityContextHolder::getContextHolderStrategy);
		}

	}

}
