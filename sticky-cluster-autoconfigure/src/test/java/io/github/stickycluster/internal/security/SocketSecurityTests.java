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
import java.security.Principal;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

import com.corundumstudio.socketio.AckCallback;
import com.corundumstudio.socketio.SocketIOClient;
import io.github.stickycluster.autoconfigure.LocalStickyClusterPort;
import io.github.stickycluster.autoconfigure.StickyClusterAutoConfiguration;
import io.github.stickycluster.security.SocketAccess;
import io.github.stickycluster.security.SocketRules;
import io.github.stickycluster.socketio.Handshake;
import io.github.stickycluster.socketio.OnConnect;
import io.github.stickycluster.socketio.OnDisconnect;
import io.github.stickycluster.socketio.OnEvent;
import io.github.stickycluster.socketio.SocketExceptionHandler;
import io.github.stickycluster.socketio.SocketInterceptor;
import io.github.stickycluster.socketio.SocketNamespace;
import io.github.stickycluster.test.ConnectErrorAssert;
import io.github.stickycluster.test.SocketTestClient;
import io.github.stickycluster.test.SocketTestClientBuilder;
import io.github.stickycluster.test.engineio.ClientTransport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.security.access.hierarchicalroles.RoleHierarchy;
import org.springframework.security.access.hierarchicalroles.RoleHierarchyImpl;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.authorization.event.AuthorizationDeniedEvent;
import org.springframework.security.config.annotation.method.configuration.EnableMethodSecurity;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.core.annotation.CurrentSecurityContext;
import org.springframework.security.core.context.ReactiveSecurityContextHolder;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextHolderStrategy;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationConverter;
import org.springframework.security.oauth2.server.resource.authentication.JwtGrantedAuthoritiesConverter;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.test.annotation.DirtiesContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for the identity of clients by Spring Security.
 */
// The context keeps the strategy that is recorded here, which no other class may get.
@DirtiesContext
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.NONE,
		properties = { "sticky-cluster.port=0", "sticky-cluster.address=127.0.0.1", "sticky-cluster.workers.count=1",
				"sticky-cluster.security.required[/public]=false",
				"sticky-cluster.security.token-parameter=access_token",
				// A context of its own, since it keeps the strategy that records.
				"sticky-cluster.node-id=recorded" })
class SocketSecurityTests {

	private static final RecordedContexts CONTEXTS = new RecordedContexts();

	@LocalStickyClusterPort
	private int port;

	@Autowired
	private TestTokens tokens;

	@Autowired
	private Log log;

	@BeforeAll
	static void record() {
		SecurityContextHolder.setContextHolderStrategy(CONTEXTS);
	}

	@AfterAll
	static void stopRecording() {
		SecurityContextHolder.setStrategyName(SecurityContextHolder.MODE_THREADLOCAL);
	}

	@BeforeEach
	void clear() {
		this.log.lines.clear();
		this.log.decoded.clear();
		this.log.denied.clear();
	}

	// Authentication

	@Test
	void refusesAClientWithoutCredentials() {
		refused("/", UnaryOperator.identity()).hasMessage("Unauthorized").hasData(data(401, "missing_credentials"));
	}

	@Test
	void refusesATokenThatIsNotValidWithAFixedText() {
		for (String token : List.of("abc", "a b", new TestTokens().of("anna", "user"), "")) {
			refused("/", token(token)).hasMessage("Unauthorized").hasData(data(401, "invalid_token"));
		}
	}

	@Test
	void acceptsABearerTokenInTheAuthPayload() {
		try (SocketTestClient client = connect("/", token(this.tokens.of("anna", "user")))) {
			client.emitWithAck("name").expect().hasArguments("anna");
		}
	}

	@Test
	void acceptsABearerTokenInTheHeader() {
		try (SocketTestClient client = connect("/", header("bearer " + this.tokens.of("anna", "user")))) {
			client.emitWithAck("name").expect().hasArguments("anna");
		}
	}

	@Test
	void acceptsABearerTokenInTheParameterThatIsConfigured() {
		String token = this.tokens.of("anna", "user");
		try (SocketTestClient client = connect("/", (builder) -> builder.query("access_token", token))) {
			client.emitWithAck("name").expect().hasArguments("anna");
		}
	}

	@Test
	void acceptsHttpBasic() {
		try (SocketTestClient client = connect("/", header(basic("otto:secret")))) {
			client.emitWithAck("name").expect().hasArguments("otto");
		}
	}

	@Test
	void refusesHttpBasicWithAWrongPassword() {
		for (String header : List.of(basic("otto:wrong"), basic("otto"), "Basic ###")) {
			refused("/", header(header)).hasData(data(401, "invalid_credentials"));
		}
	}

	@Test
	void acceptsATokenOfSevenKilobytes() {
		String token = this.tokens.of("anna", "user", Duration.ofMinutes(1), "x".repeat(5_000));
		assertThat(token.length()).isGreaterThan(7_000);
		try (SocketTestClient client = connect("/", token(token))) {
			client.emitWithAck("name").expect().hasArguments("anna");
		}
		try (SocketTestClient client = connect("/", header("Bearer " + token))) {
			client.emitWithAck("name").expect().hasArguments("anna");
		}
	}

	@Test
	void acceptsAClockThatIsAMinuteWrong() {
		try (SocketTestClient client = connect("/",
				token(this.tokens.of("anna", "user", Duration.ofSeconds(-50), "")))) {
			client.emitWithAck("name").expect().hasArguments("anna");
		}
		String expired = this.tokens.of("anna", "user", Duration.ofSeconds(-70), "");
		refused("/", token(expired)).hasData(data(401, "invalid_token"));
	}

	@Test
	void neverAuthenticatesOnAnEventLoop() {
		try (SocketTestClient client = connect("/", token(this.tokens.of("anna", "user")))) {
			assertThat(client.isConnected()).isTrue();
			assertThat(this.log.decoded).hasSize(1).allMatch((thread) -> thread.startsWith("sticky-cluster-security-"));
		}
	}

	@Test
	void authenticatesOnceForPollingAndTheWebSocketAfterIt() {
		UnaryOperator<SocketTestClientBuilder> anna = token(this.tokens.of("anna", "user"));
		try (SocketTestClient client = client("/", anna).transport(ClientTransport.UPGRADE).connect()) {
			client.emitWithAck("transport").expect().hasArguments("websocket");
			assertThat(this.log.decoded).hasSize(1);
		}
	}

	// Namespaces

	@Test
	void letsClientsWithoutCredentialsIntoAnOpenNamespace() {
		try (SocketTestClient client = connect("/public", UnaryOperator.identity())) {
			client.emitWithAck("who").expect().hasArguments("anonymousUser");
			client.emitWithAck("principal").expect().hasArguments("nobody");
		}
	}

	@Test
	void refusesATokenThatIsNotValidInAnOpenNamespaceToo() {
		refused("/public", token("abc")).hasData(data(401, "invalid_token"));
	}

	@Test
	void letsAClientIntoANamespaceByRule() {
		refused("/admin", token(this.tokens.of("anna", "user"))).hasMessage("Forbidden")
			.hasData(data(403, "access_denied"));
		refused("/admin", UnaryOperator.identity()).hasData(data(401, "missing_credentials"));
		try (SocketTestClient client = connect("/admin", token(this.tokens.of("root", "admin")))) {
			client.emitWithAck("who").expect().hasArguments("root");
		}
	}

	// Context

	@Test
	void knowsTheClientInEveryCallOfTheApplication() {
		try (SocketTestClient client = connect("/", token(this.tokens.of("ines", "user")))) {
			client.emitWithAck("ask").expect();
			client.expect("question").ack("answer");
			client.emitWithAck("throws").expect();
			client.emitWithAck("failsLater").expect();
			await().untilAsserted(() -> assertThat(this.log.lines).contains("beforeConnect ines", "connected ines",
					"before ask ines", "ask ines", "after ask ines", "answered ines", "throws ines", "handler ines",
					"after failsLater ines"));
		}
		await().untilAsserted(() -> assertThat(this.log.lines).contains("disconnected ines"));
		assertThat(this.log.lines.stream().filter((line) -> line.startsWith("handler ines"))).hasSize(2);
		// The client of the test before may still leave.
		assertThat(this.log.lines).filteredOn((line) -> !line.startsWith("disconnected "))
			.allMatch((line) -> line.endsWith(" ines"));
	}

	@Test
	void knowsTheClientInThePublisherOfAListenerAndOfAHandler() {
		try (SocketTestClient client = connect("/", token(this.tokens.of("anna", "user")));
				SocketTestClient root = connect("/", token(this.tokens.of("root", "admin")))) {
			client.emitWithAck("publishes").expect().hasArguments("anna");
			client.emitWithAck("failsForAPublisher").expect().hasArguments("anna");
			root.emitWithAck("publishes").expect().hasArguments("root");
		}
	}

	@Test
	void forgetsTheClientAfterACallAlsoAfterAThrow() {
		try (SocketTestClient client = connect("/", token(this.tokens.of("anna", "user")))) {
			client.emitWithAck("throws").expect();
			client.emitWithAck("failsLater").expect();
			client.emitWithAck("name").expect();
			assertThat(CONTEXTS.set.get()).isPositive();
			await().until(() -> CONTEXTS.present.isEmpty());
		}
	}

	@Test
	void givesEachNamespaceOfAConnectionItsOwnClient() {
		try (SocketTestClient client = connect("/", token(this.tokens.of("anna", "user")))) {
			SocketTestClient admin = client.of("/admin", Map.of("token", this.tokens.of("root", "admin")));
			client.emitWithAck("who").expect().hasArguments("anna");
			admin.emitWithAck("who").expect().hasArguments("root");
			client.emitWithAck("who").expect().hasArguments("anna");
		}
	}

	// Arguments

	@Test
	void resolvesTheArguments() {
		try (SocketTestClient client = connect("/", token(this.tokens.of("anna", "user")))) {
			client.emitWithAck("arguments", "x").expect().hasArguments("x anna anna anna anna anna true");
		}
	}

	@Test
	void aPrincipalOfAnotherTypeIsNullOrAnError() {
		try (SocketTestClient client = connect("/", token(this.tokens.of("anna", "user")))) {
			client.emitWithAck("other").expect().hasArguments("null");
			client.emitWithAck("otherError").expectError().hasStatus(500);
		}
	}

	// Rules and method security

	@Test
	void methodSecurityWorksAsItReads() {
		try (SocketTestClient client = connect("/", token(this.tokens.of("anna", "user")));
				SocketTestClient root = connect("/", token(this.tokens.of("root", "admin")))) {
			client.emitWithAck("secured").expectError().hasStatus(403);
			root.emitWithAck("secured").expect().hasArguments("root");
		}
	}

	@Test
	void deniesAnEventByRuleAndPublishesIt() {
		try (SocketTestClient client = connect("/", token(this.tokens.of("anna", "user")))) {
			client.emitWithAck("order:anna").expect().hasArguments("ordered");
			client.emitWithAck("order:bob").expectError().hasStatus(403);
			assertThat(this.log.denied).containsExactly("event 'order:bob' in /");
			assertThat(this.log.lines).contains("before order:anna anna").doesNotContain("before order:bob anna");
		}
	}

	@Test
	void honoursTheRoleHierarchy() {
		try (SocketTestClient client = connect("/", token(this.tokens.of("anna", "user")));
				SocketTestClient root = connect("/", token(this.tokens.of("root", "admin")))) {
			root.emitWithAck("support").expect().hasArguments("root");
			client.emitWithAck("support").expectError().hasStatus(403);
		}
	}

	@Test
	void deniesAnEventThatNoRuleMatches() {
		try (SocketTestClient root = connect("/admin", token(this.tokens.of("root", "admin")))) {
			root.emitWithAck("unruled").expectError().hasStatus(403);
		}
	}

	private static Map<String, Object> data(int status, String code) {
		return Map.of("status", status, "code", code);
	}

	private static UnaryOperator<SocketTestClientBuilder> token(String token) {
		return (client) -> client.auth(Map.of("token", token));
	}

	private static UnaryOperator<SocketTestClientBuilder> header(String value) {
		return (client) -> client.header("Authorization", value);
	}

	private static String basic(String credentials) {
		return "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
	}

	private SocketTestClient connect(String namespace, UnaryOperator<SocketTestClientBuilder> credentials) {
		return client(namespace, credentials).connect();
	}

	private ConnectErrorAssert refused(String namespace, UnaryOperator<SocketTestClientBuilder> credentials) {
		return client(namespace, credentials).expectConnectError();
	}

	private SocketTestClientBuilder client(String namespace, UnaryOperator<SocketTestClientBuilder> credentials) {
		return credentials
			.apply(SocketTestClient.bindToPort(this.port).namespace(namespace).timeout(Duration.ofSeconds(20)));
	}

	/** The contexts of all threads, as the standard strategy keeps them. */
	private static final class RecordedContexts implements SecurityContextHolderStrategy {

		private final Map<Thread, SecurityContext> present = new ConcurrentHashMap<>();

		private final AtomicInteger set = new AtomicInteger();

		@Override
		public void clearContext() {
			this.present.remove(Thread.currentThread());
		}

		@Override
		public SecurityContext getContext() {
			return this.present.getOrDefault(Thread.currentThread(), createEmptyContext());
		}

		@Override
		public void setContext(SecurityContext context) {
			this.set.incrementAndGet();
			this.present.put(Thread.currentThread(), context);
		}

		@Override
		public SecurityContext createEmptyContext() {
			return new SecurityContextImpl();
		}

	}

	static final class Log {

		private final List<String> lines = new CopyOnWriteArrayList<>();

		private final List<String> decoded = new CopyOnWriteArrayList<>();

		private final List<String> denied = new CopyOnWriteArrayList<>();

		void add(String what) {
			Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
			this.lines.add(what + " " + ((authentication != null) ? authentication.getName() : null));
		}

		@EventListener
		void denied(AuthorizationDeniedEvent<?> event) {
			if (event.getSource() instanceof SocketAccess access) {
				this.denied.add(access.toString());
			}
		}

	}

	static class Interceptor implements SocketInterceptor {

		private final Log log;

		Interceptor(Log log) {
			this.log = log;
		}

		@Override
		public boolean supports(String namespace) {
			return namespace.equals("/");
		}

		@Override
		public void beforeConnect(SocketIOClient client, Handshake handshake) {
			this.log.add("beforeConnect");
		}

		@Override
		public List<@Nullable Object> beforeEvent(SocketIOClient client, String event,
				List<@Nullable Object> arguments) {
			this.log.add("before " + event);
			return arguments;
		}

		@Override
		public void afterEvent(SocketIOClient client, String event, Duration duration, @Nullable Throwable failure) {
			this.log.add("after " + event);
		}

	}

	static class Listeners {

		private final Log log;

		Listeners(Log log) {
			this.log = log;
		}

		@OnConnect
		void connected(SocketIOClient client) {
			this.log.add("connected");
		}

		@OnDisconnect
		void disconnected(SocketIOClient client) {
			this.log.add("disconnected");
		}

		@OnEvent("name")
		String name(Principal principal) {
			return principal.getName();
		}

		@OnEvent("who")
		String who() {
			return SecurityContextHolder.getContext().getAuthentication().getName();
		}

		@OnEvent("transport")
		String transport(SocketIOClient client) {
			return client.getTransport().getValue();
		}

		@OnEvent("ask")
		void ask(SocketIOClient client) {
			this.log.add("ask");
			client.sendEvent("question", new AckCallback<>(String.class) {

				@Override
				public void onSuccess(String result) {
					Listeners.this.log.add("answered");
				}

			});
		}

		@OnEvent("throws")
		void fails() {
			this.log.add("throws");
			throw new IllegalStateException("thrown");
		}

		@OnEvent("failsLater")
		CompletableFuture<String> failsLater() {
			return CompletableFuture.supplyAsync(() -> {
				throw new IllegalStateException("later");
			}, CompletableFuture.delayedExecutor(30, TimeUnit.MILLISECONDS));
		}

		@OnEvent("publishes")
		Mono<String> publishes() {
			return Mono.delay(Duration.ofMillis(10))
				.then(ReactiveSecurityContextHolder.getContext())
				.mapNotNull((context) -> context.getAuthentication().getName());
		}

		@OnEvent("failsForAPublisher")
		void failsForAPublisher() {
			throw new UnsupportedOperationException("thrown");
		}

		@SocketExceptionHandler
		Mono<String> publish(UnsupportedOperationException ex) {
			return publishes();
		}

		@SocketExceptionHandler
		String handle(IllegalStateException ex) {
			this.log.add("handler");
			return "handled";
		}

		@OnEvent("arguments")
		String arguments(Authentication authentication, Optional<Principal> principal, String argument,
				@AuthenticationPrincipal Jwt jwt, @AuthenticationPrincipal(expression = "subject") String subject,
				@CurrentSecurityContext(expression = "authentication.name") String name,
				@CurrentSecurityContext(expression = "authentication.authenticated") boolean authenticated) {
			return argument + " " + authentication.getName() + " " + principal.orElseThrow().getName() + " "
					+ jwt.getSubject() + " " + subject + " " + name + " " + authenticated;
		}

		@OnEvent("other")
		String other(@AuthenticationPrincipal @Nullable User user) {
			return String.valueOf(user);
		}

		@OnEvent("otherError")
		String otherError(@AuthenticationPrincipal(errorOnInvalidType = true) @Nullable User user) {
			return String.valueOf(user);
		}

		@OnEvent("order:anna")
		String orderOfAnna() {
			return "ordered";
		}

		@OnEvent("order:bob")
		String orderOfBob() {
			return "ordered";
		}

		@OnEvent("support")
		String support(Principal principal) {
			return principal.getName();
		}

	}

	static class Secured {

		@OnEvent("secured")
		@PreAuthorize("hasRole('admin')")
		String secured() {
			return SecurityContextHolder.getContext().getAuthentication().getName();
		}

	}

	@SocketNamespace("/admin")
	static class Admin {

		@OnEvent("who")
		String who(Principal principal) {
			return principal.getName();
		}

		@OnEvent("unruled")
		String unruled() {
			return "reached";
		}

	}

	@SocketNamespace("/public")
	static class Public {

		@OnEvent("who")
		String who() {
			return SecurityContextHolder.getContext().getAuthentication().getName();
		}

		@OnEvent("principal")
		String principal(@Nullable Principal principal) {
			return (principal != null) ? principal.getName() : "nobody";
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableMethodSecurity
	@ImportAutoConfiguration(StickyClusterAutoConfiguration.class)
	static class Application {

		@Bean
		TestTokens tokens() {
			return new TestTokens();
		}

		@Bean
		Log log() {
			return new Log();
		}

		@Bean
		JwtDecoder decoder(TestTokens tokens, Log log) {
			JwtDecoder decoder = tokens.decoder();
			return (token) -> {
				log.decoded.add(Thread.currentThread().getName());
				return decoder.decode(token);
			};
		}

		@Bean
		JwtAuthenticationConverter converter() {
			JwtGrantedAuthoritiesConverter authorities = new JwtGrantedAuthoritiesConverter();
			authorities.setAuthorityPrefix("ROLE_");
			JwtAuthenticationConverter converter = new JwtAuthenticationConverter();
			converter.setJwtGrantedAuthoritiesConverter(authorities);
			return converter;
		}

		@Bean
		UserDetailsService users() {
			return new InMemoryUserDetailsManager(
					User.withUsername("otto").password("{noop}secret").roles("user").build());
		}

		@Bean
		static RoleHierarchy hierarchy() {
			return RoleHierarchyImpl.withDefaultRolePrefix().role("admin").implies("support").build();
		}

		@Bean
		AuthorizationManager<SocketAccess> rules(SocketRules rules) {
			AuthorizationManager<SocketAccess> own = (authentication,
					access) -> new org.springframework.security.authorization.AuthorizationDecision(
							authentication.get().getName().equals(access.variable("user")));
			return rules.connect("/admin")
				.hasRole("admin")
				.event("/", "order:{user}")
				.access(own)
				.event("/", "support")
				.hasRole("support")
				.anyEvent("/")
				.authenticated()
				.event("/admin", "who")
				.hasRole("admin")
				.anyEvent("/public")
				.permitAll()
				.build();
		}

		@Bean
		Interceptor interceptor(Log log) {
			return new Interceptor(log);
		}

		@Bean
		Listeners listeners(Log log) {
			return new Listeners(log);
		}

		@Bean
		Secured secured() {
			return new Secured();
		}

		@Bean
		Admin admin() {
			return new Admin();
		}

		@Bean
		Public open() {
			return new Public();
		}

	}

}
