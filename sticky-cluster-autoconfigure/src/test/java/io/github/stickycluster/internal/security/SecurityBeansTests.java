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

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.github.stickycluster.autoconfigure.StickyClusterAutoConfiguration;
import io.github.stickycluster.internal.dispatch.Dispatcher;
import io.github.stickycluster.security.SocketAccess;
import io.github.stickycluster.socketio.OnEvent;
import io.github.stickycluster.socketio.SocketNamespace;
import io.github.stickycluster.testsupport.JavaClient;
import io.socket.client.IO;
import org.json.JSONException;
import org.json.JSONObject;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.AuthenticationManagerResolver;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.DefaultAuthenticationEventPublisher;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.authentication.event.AbstractAuthenticationEvent;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.authorization.AuthorizationResult;
import org.springframework.security.config.annotation.authentication.builders.AuthenticationManagerBuilder;
import org.springframework.security.config.annotation.authentication.configuration.EnableGlobalAuthentication;
import org.springframework.security.config.annotation.authentication.configuration.GlobalAuthenticationConfigurerAdapter;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.oauth2.core.DefaultOAuth2AuthenticatedPrincipal;
import org.springframework.security.oauth2.core.OAuth2AuthenticatedPrincipal;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.server.resource.InvalidBearerTokenException;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthenticationToken;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationProvider;
import org.springframework.security.oauth2.server.resource.introspection.BadOpaqueTokenException;
import org.springframework.security.oauth2.server.resource.introspection.OpaqueTokenAuthenticationConverter;
import org.springframework.security.oauth2.server.resource.introspection.OpaqueTokenIntrospector;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests of the beans of the application that decide about clients, such as those that
 * {@link AuthenticationManagers} finds.
 */
class SecurityBeansTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(StickyClusterAutoConfiguration.class))
		.withBean(Listeners.class)
		.withBean(TenantListeners.class)
		.withPropertyValues("sticky-cluster.port=0", "sticky-cluster.address=127.0.0.1",
				"sticky-cluster.workers.count=1");

	@Test
	void asksTheIntrospectorAboutOpaqueTokens() {
		AtomicInteger asked = new AtomicInteger();
		this.runner.withBean(OpaqueTokenIntrospector.class, () -> (token) -> {
			asked.incrementAndGet();
			return introspected(token);
		}).run((context) -> {
			assertThat(name(context, "/", token("opaque-anna"))).isEqualTo("anna");
			assertThat(asked).hasValue(1);
			assertThat(code(context, "/", token("opaque"))).isEqualTo("401 invalid_token");
		});
	}

	@Test
	void letsTheApplicationSayWhoTheOwnerOfAnOpaqueTokenIs() {
		this.runner.withBean(OpaqueTokenIntrospector.class, () -> SecurityBeansTests::introspected)
			.withBean(OpaqueTokenAuthenticationConverter.class,
					() -> (token, principal) -> authenticated("converted " + principal.getName()))
			.run((context) -> assertThat(name(context, "/", token("opaque-anna"))).isEqualTo("converted anna"));
	}

	private static OAuth2AuthenticatedPrincipal introspected(String token) {
		if (!token.startsWith("opaque-")) {
			throw new BadOpaqueTokenException("unknown");
		}
		return new DefaultOAuth2AuthenticatedPrincipal(token.substring("opaque-".length()), Map.of("active", true),
				AuthorityUtils.NO_AUTHORITIES);
	}

	@Test
	void letsAResolverChooseTheManagerOfATenant() {
		TestTokens seven = new TestTokens();
		TestTokens eight = new TestTokens();
		Map<String, JwtDecoder> decoders = Map.of("7", seven.decoder(), "8", eight.decoder());
		this.runner.withBean(Tenants.class, () -> new Tenants(decoders))
			// A resolver replaces all other beans.
			.withBean(JwtDecoder.class, () -> new TestTokens().decoder())
			.run((context) -> {
				assertThat(name(context, "/tenant-7", token(seven.of("anna", "user")))).isEqualTo("anna");
				assertThat(name(context, "/tenant-8", token(eight.of("bob", "user")))).isEqualTo("bob");
				assertThat(code(context, "/tenant-8", token(seven.of("anna", "user")))).isEqualTo("401 invalid_token");
			});
	}

	@Test
	void asksTheApplicationsManagerAboutWhatTheBeansOfTokensDoNotCheck() {
		TestTokens tokens = new TestTokens();
		AuthenticationManager manager = (request) -> {
			if (!"secret".equals(request.getCredentials())) {
				throw new BadCredentialsException("wrong");
			}
			return authenticated("managed " + request.getName());
		};
		this.runner.withBean(AuthenticationManager.class, () -> manager)
			.withBean(JwtDecoder.class, tokens::decoder)
			.run((context) -> {
				assertThat(name(context, "/", basic("anna:secret"))).isEqualTo("managed anna");
				assertThat(code(context, "/", basic("anna:wrong"))).isEqualTo("401 invalid_credentials");
				assertThat(name(context, "/", token(tokens.of("bob", "user")))).isEqualTo("bob");
			});
	}

	@Test
	void asksTheApplicationsManagerAloneIfThereIsNoOther() {
		AuthenticationManager manager = (request) -> {
			if (request instanceof BearerTokenAuthenticationToken bearer && bearer.getToken().equals("good")) {
				return authenticated("bearer");
			}
			throw new InvalidBearerTokenException("bad");
		};
		this.runner.withBean(AuthenticationManager.class, () -> manager).run((context) -> {
			assertThat(name(context, "/", token("good"))).isEqualTo("bearer");
			assertThat(code(context, "/", token("bad"))).isEqualTo("401 invalid_token");
		});
	}

	@Test
	void asksTheGlobalManagerOfSpringSecurity() {
		this.runner.withUserConfiguration(GlobalAuthentication.class).run((context) -> {
			assertThat(name(context, "/", basic("otto:secret"))).isEqualTo("otto");
			assertThat(code(context, "/", basic("otto:wrong"))).isEqualTo("401 invalid_credentials");
		});
	}

	@Test
	void asksProvidersBeforeUsersAndUsersWithThePasswordEncoder() {
		this.runner
			.withBean(UserDetailsService.class,
					() -> new InMemoryUserDetailsManager(
							User.withUsername("otto").password("terces").roles("user").build()))
			.withBean(PasswordEncoder.class, Reversed::new)
			.withBean(AuthenticationProvider.class, Robots::new)
			.run((context) -> {
				assertThat(name(context, "/", basic("otto:secret"))).isEqualTo("otto");
				assertThat(code(context, "/", basic("otto:terces"))).isEqualTo("401 invalid_credentials");
				assertThat(name(context, "/", basic("robot:any"))).isEqualTo("provided");
			});
	}

	@Test
	void publishesWhoWasAuthenticatedAndWhoWasNot() {
		TestTokens tokens = new TestTokens();
		this.runner.withBean(JwtDecoder.class, tokens::decoder)
			.withBean(DefaultAuthenticationEventPublisher.class)
			.withBean(Events.class)
			.run((context) -> {
				name(context, "/", token(tokens.of("anna", "user")));
				code(context, "/", token("abc"));
				assertThat(context.getBean(Events.class).seen).containsExactly("AuthenticationSuccessEvent",
						"AuthenticationFailureBadCredentialsEvent");
			});
	}

	@Test
	void deniesAnEventThatTheApplicationsRulesDoNotDecide() {
		TestTokens tokens = new TestTokens();
		this.runner.withBean(JwtDecoder.class, tokens::decoder)
			.withBean(Undecided.class)
			.run((context) -> assertThat(name(context, "/", token(tokens.of("anna", "user")))).contains("403"));
	}

	private static Authentication authenticated(String name) {
		return new TestingAuthenticationToken(name, "", "ROLE_USER");
	}

	private static Consumer<IO.Options> token(String token) {
		return (options) -> options.auth = Map.of("token", token);
	}

	private static Consumer<IO.Options> basic(String credentials) {
		String header = "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
		return (options) -> options.extraHeaders = Map.of("Authorization", List.of(header));
	}

	private static String name(ApplicationContext context, String namespace, Consumer<IO.Options> options) {
		try (JavaClient client = JavaClient.create(port(context), namespace, "127.0.0.1", options)) {
			client.socket().connect();
			await().until(client.socket()::connected);
			return String.valueOf(client.emitWithAck("name")[0]);
		}
	}

	private static String code(ApplicationContext context, String namespace, Consumer<IO.Options> options)
			throws JSONException {
		try (JavaClient client = JavaClient.create(port(context), namespace, "127.0.0.1", options)) {
			List<Object> errors = client.received("connect_error");
			client.socket().connect();
			await().until(() -> !errors.isEmpty());
			JSONObject data = ((JSONObject) errors.get(0)).getJSONObject("data");
			return data.getInt("status") + " " + data.getString("code");
		}
	}

	private static int port(ApplicationContext context) {
		return Objects.requireNonNull(context.getBean(Dispatcher.class).address()).getPort();
	}

	static class Listeners {

		@OnEvent("name")
		String name() {
			return SecurityContextHolder.getContext().getAuthentication().getName();
		}

	}

	@SocketNamespace("/tenant-{id}")
	static class TenantListeners extends Listeners {

	}

	/** A manager for each tenant. */
	record Tenants(Map<String, JwtDecoder> decoders) implements AuthenticationManagerResolver<SocketAccess> {

		@Override
		public AuthenticationManager resolve(SocketAccess access) {
			String tenant = access.handshake().namespaceVariables().get("id");
			JwtDecoder decoder = Objects.requireNonNull(this.decoders.get(tenant));
			return new JwtAuthenticationProvider(decoder)::authenticate;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableGlobalAuthentication
	static class GlobalAuthentication {

		@Bean
		static GlobalAuthenticationConfigurerAdapter users() {
			return new GlobalAuthenticationConfigurerAdapter() {

				@Override
				public void init(AuthenticationManagerBuilder builder) {
					builder.inMemoryAuthentication().withUser("otto").password("{noop}secret").roles("user");
				}

			};
		}

	}

	static class Undecided implements AuthorizationManager<SocketAccess> {

		@Override
		public @Nullable AuthorizationResult authorize(Supplier<? extends @Nullable Authentication> authentication,
				SocketAccess access) {
			return null;
		}

	}

	static class Events {

		private final List<String> seen = new CopyOnWriteArrayList<>();

		@EventListener
		void on(AbstractAuthenticationEvent event) {
			this.seen.add(event.getClass().getSimpleName());
		}

	}

	/** Knows one user, and leaves the others to the next provider. */
	static class Robots implements AuthenticationProvider {

		@Override
		public @Nullable Authentication authenticate(Authentication request) {
			return request.getName().equals("robot") ? authenticated("provided") : null;
		}

		@Override
		public boolean supports(Class<?> type) {
			return UsernamePasswordAuthenticationToken.class.isAssignableFrom(type);
		}

	}

	static class Reversed implements PasswordEncoder {

		@Override
		public String encode(CharSequence raw) {
			return new StringBuilder(raw).reverse().toString();
		}

		@Override
		public boolean matches(CharSequence raw, String encoded) {
			return encode(raw).equals(encoded);
		}

	}

}
