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

import java.util.ArrayList;
import java.util.List;

import io.github.stickycluster.security.SocketAccess;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.core.ResolvableType;
import org.springframework.security.authentication.AuthenticationEventPublisher;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.AuthenticationManagerResolver;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.ProviderManager;
import org.springframework.security.authentication.ProviderNotFoundException;
import org.springframework.security.authentication.dao.DaoAuthenticationProvider;
import org.springframework.security.config.annotation.authentication.configuration.AuthenticationConfiguration;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationConverter;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationProvider;
import org.springframework.security.oauth2.server.resource.authentication.OpaqueTokenAuthenticationProvider;
import org.springframework.security.oauth2.server.resource.introspection.OpaqueTokenAuthenticationConverter;
import org.springframework.security.oauth2.server.resource.introspection.OpaqueTokenIntrospector;
import org.springframework.util.ClassUtils;

/**
 * Finds what checks the credentials of clients among the application's beans.
 */
public final class AuthenticationManagers {

	/** For namespaces that are open: credentials that nobody can check are refused. */
	public static final AuthenticationManagerResolver<SocketAccess> NONE = (access) -> (request) -> {
		throw new ProviderNotFoundException("No bean checks credentials");
	};

	private static final boolean TOKENS = isPresent(
			"org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationProvider")
			&& isPresent("org.springframework.security.oauth2.jwt.JwtDecoder");

	private static final boolean CONFIGURED = isPresent(
			"org.springframework.security.config.annotation.authentication.configuration.AuthenticationConfiguration");

	private final ListableBeanFactory beanFactory;

	/**
	 * Creates the search.
	 * @param beanFactory has the beans
	 */
	public AuthenticationManagers(ListableBeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	private static boolean isPresent(String type) {
		return ClassUtils.isPresent(type, AuthenticationManagers.class.getClassLoader());
	}

	/**
	 * Finds the application's resolver, or else one manager for all clients: of tokens by
	 * the beans of the resource server, and of all else by the application's manager, by
	 * Spring Security's global one, or by its providers and users.
	 * @param certificates whether there are certificates, whose users the application's
	 * service knows
	 * @return the resolver, or {@code null} if there is nothing that could check
	 * credentials
	 */
	@SuppressWarnings("unchecked")
	public @Nullable AuthenticationManagerResolver<SocketAccess> find(boolean certificates) {
		ResolvableType type = ResolvableType.forClassWithGenerics(AuthenticationManagerResolver.class,
				SocketAccess.class);
		Object own = this.beanFactory.getBeanProvider(type).getIfAvailable();
		if (own != null) {
			return (AuthenticationManagerResolver<SocketAccess>) own;
		}
		List<AuthenticationProvider> providers = new ArrayList<>();
		if (TOKENS) {
			Tokens.addTo(providers, this.beanFactory);
		}
		if (certificates) {
			this.beanFactory.getBeanProvider(UserDetailsService.class)
				.ifUnique((users) -> providers.add(CertificateCredentials.provider(users)));
		}
		AuthenticationManager parent = parent();
		if (parent == null) {
			addOwn(providers);
		}
		if (providers.isEmpty()) {
			return (parent != null) ? (access) -> parent : null;
		}
		ProviderManager manager = new ProviderManager(providers, parent);
		this.beanFactory.getBeanProvider(AuthenticationEventPublisher.class)
			.ifAvailable(manager::setAuthenticationEventPublisher);
		return (access) -> manager;
	}

	private @Nullable AuthenticationManager parent() {
		AuthenticationManager manager = this.beanFactory.getBeanProvider(AuthenticationManager.class).getIfUnique();
		return (manager != null || !CONFIGURED) ? manager : Configured.manager(this.beanFactory);
	}

	private void addOwn(List<AuthenticationProvider> providers) {
		this.beanFactory.getBeanProvider(AuthenticationProvider.class).orderedStream().forEach(providers::add);
		UserDetailsService users = this.beanFactory.getBeanProvider(UserDetailsService.class).getIfUnique();
		if (users != null) {
			DaoAuthenticationProvider provider = new DaoAuthenticationProvider(users);
			this.beanFactory.getBeanProvider(PasswordEncoder.class).ifUnique(provider::setPasswordEncoder);
			providers.add(provider);
		}
	}

	/**
	 * Loaded only where the resource server's module is.
	 */
	private static final class Tokens {

		private static void addTo(List<AuthenticationProvider> providers, ListableBeanFactory beanFactory) {
			beanFactory.getBeanProvider(JwtDecoder.class).ifUnique((decoder) -> {
				JwtAuthenticationProvider provider = new JwtAuthenticationProvider(decoder);
				beanFactory.getBeanProvider(JwtAuthenticationConverter.class)
					.ifUnique(provider::setJwtAuthenticationConverter);
				providers.add(provider);
			});
			beanFactory.getBeanProvider(OpaqueTokenIntrospector.class).ifUnique((introspector) -> {
				OpaqueTokenAuthenticationProvider provider = new OpaqueTokenAuthenticationProvider(introspector);
				beanFactory.getBeanProvider(OpaqueTokenAuthenticationConverter.class)
					.ifUnique(provider::setAuthenticationConverter);
				providers.add(provider);
			});
		}

	}

	/**
	 * Loaded only where Spring Security's configuration module is.
	 */
	private static final class Configured {

		private static @Nullable AuthenticationManager manager(ListableBeanFactory beanFactory) {
			AuthenticationConfiguration configuration = beanFactory.getBeanProvider(AuthenticationConfiguration.class)
				.getIfAvailable();
			return (configuration != null) ? configuration.getAuthenticationManager() : null;
		}

	}

}
