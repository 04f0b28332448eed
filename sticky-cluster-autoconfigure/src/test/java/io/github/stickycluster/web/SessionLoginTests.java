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

package io.github.stickycluster.web;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import io.github.stickycluster.autoconfigure.LocalStickyClusterPort;
import io.github.stickycluster.socketio.OnEvent;
import io.github.stickycluster.socketio.SocketNamespace;
import io.github.stickycluster.testkit.HttpAnswer;
import io.github.stickycluster.testkit.HttpRequest;
import io.github.stickycluster.testkit.RawWebSocket;
import io.github.stickycluster.testkit.Wire;
import io.github.stickycluster.testsupport.JavaClient;
import io.socket.client.IO;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSessionEvent;
import jakarta.servlet.http.HttpSessionListener;
import org.json.JSONException;
import org.json.JSONObject;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.boot.web.servlet.DelegatingFilterProxyRegistrationBean;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.web.servlet.ServletListenerRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A user who is logged in on the page is logged in on the socket.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = { "server.address=127.0.0.1", "server.forward-headers-strategy=native", "sticky-cluster.port=0",
				"sticky-cluster.address=127.0.0.1", "sticky-cluster.workers.count=1", "sticky-cluster.web.forward=true",
				"sticky-cluster.security.session-login=true", "sticky-cluster.security.required[/public]=false",
				"sticky-cluster.socket-io.allowed-origins=https://own.example",
				"sticky-cluster.socket-io.allowed-origin-patterns=https://*.own.example" })
class SessionLoginTests {

	private static final String TICKET = "Sticky-Cluster-Login";

	private static final String PASSWORD = "username=anna&password=secret";

	@LocalStickyClusterPort
	private int port;

	@LocalServerPort
	private int webPort;

	@Autowired
	private Requests requests;

	@Autowired
	private Sessions sessions;

	@BeforeEach
	void clear() {
		this.requests.all.clear();
		this.requests.behaviour = (response) -> true;
	}

	@ParameterizedTest
	@ValueSource(strings = { "polling", "websocket" })
	void aUserOfThePageIsTheUserOfTheSocket(String transport) {
		String cookie = logIn();
		try (JavaClient client = connect("/", (options) -> {
			cookies(cookie).accept(options);
			options.transports = new String[] { transport };
		})) {
			assertThat(client.emitWithAck("name")).containsExactly("anna User");
		}
	}

	@Test
	void theUserOfAPageIsKnownInAnOpenNamespaceToo() {
		try (JavaClient client = connect("/public", cookies(logIn()))) {
			assertThat(client.emitWithAck("who")).containsExactly("anna");
		}
		try (JavaClient client = connect("/public", cookies("JSESSIONID=0"))) {
			assertThat(client.emitWithAck("who")).containsExactly("anonymousUser");
		}
	}

	@Test
	void refusesAClientWhoseCookieIsOfNoUser() throws JSONException {
		assertThat(code(cookies("JSESSIONID=0123456789ABCDEF"))).isEqualTo("401 missing_credentials");
		assertThat(code((options) -> {
		})).isEqualTo("401 missing_credentials");
	}

	@Test
	void refusesAClientThatTheFilterChainLetsPassWithoutAUser() throws JSONException {
		assertThat(code(cookies("mode=open"))).isEqualTo("401 missing_credentials");
		assertThat(this.requests.all).hasSize(1);
	}

	@Test
	void refusesAClientAfterTheLogout() throws JSONException {
		String cookie = logIn();
		try (JavaClient client = connect("/", cookies(cookie))) {
			assertThat(client.socket().connected()).isTrue();
		}
		assertThat(exchange(HttpRequest.post("/logout", "").header("Cookie", cookie)).status()).isEqualTo(302);
		assertThat(code(cookies(cookie))).isEqualTo("401 missing_credentials");
	}

	@Test
	void asksTheFilterChainOnceForEachNamespaceAndNotWithoutACookie() throws JSONException {
		String cookie = logIn();
		this.requests.all.clear();
		code((options) -> {
		});
		assertThat(this.requests.all).isEmpty();
		try (JavaClient client = connect("/", cookies(cookie))) {
			await().until(() -> "websocket".equals(client.emitWithAck("transport")[0]));
			assertThat(this.requests.all).hasSize(1);
		}
	}

	@Test
	void showsTheFilterChainTheRequestOfTheClient() {
		String cookie = logIn();
		this.requests.all.clear();
		try (JavaClient client = connect("/",
				(options) -> options.extraHeaders = Map.of("Cookie", List.of(cookie), "Host",
						List.of("chat.own.example"), "User-Agent", List.of("Test"), "Authorization",
						List.of("Digest x")))) {
			assertThat(client.socket().connected()).isTrue();
		}
		assertThat(this.requests.all).containsExactly("GET http://chat.own.example/socket.io/ from 127.0.0.1 by Test");
	}

	@Test
	void keepsNoSessionForAClientThatHasNone() throws JSONException {
		int before = this.sessions.created.get();
		code(cookies("JSESSIONID=0123456789ABCDEF; other=1"));
		assertThat(this.requests.all).isNotEmpty();
		assertThat(this.sessions.created).hasValue(before);
	}

	// The origin is the protection of the session.

	@ParameterizedTest
	@ValueSource(
			strings = { "https://evil.example", "https://own.example.evil.example", "null", "http://127.0.0.1:81" })
	void refusesAPageOfAnotherSiteWithTheCookie(String origin) {
		String cookie = logIn();
		HttpRequest polling = HttpRequest.get("/socket.io/?EIO=4&transport=polling");
		HttpRequest webSocket = RawWebSocket.handshake("/socket.io/?EIO=4&transport=websocket");
		for (HttpRequest request : List.of(polling, webSocket)) {
			assertThat(exchange(request.header("Cookie", cookie).header("Origin", origin)).status()).isEqualTo(403);
			int accepted = request.equals(polling) ? 200 : 101;
			assertThat(exchange(request.header("Cookie", cookie).header("Origin", "https://own.example")).status())
				.isEqualTo(accepted);
			assertThat(exchange(request.header("Cookie", cookie).header("Origin", "http://127.0.0.1")).status())
				.isEqualTo(accepted);
		}
	}

	@Test
	void refusesAScriptOfAnotherSiteWithTheCookie() {
		HttpRequest script = HttpRequest.get("/socket.io/?EIO=3&transport=polling&j=0").header("Cookie", logIn());
		assertThat(exchange(script.header("Sec-Fetch-Site", "cross-site")).status()).isEqualTo(403);
		// Old browsers do not say that it is one: the cookie counts for nothing there.
		String opened = exchange(script).text();
		String sid = opened.substring(opened.indexOf("sid\\\":\\\"") + 8);
		String poll = "/socket.io/?EIO=3&transport=polling&j=1&sid=" + sid.substring(0, sid.indexOf('\\'));
		String answer = opened.contains("44") ? opened : exchange(HttpRequest.get(poll)).text();
		assertThat(answer).as(opened).contains("missing_credentials");
	}

	// The request for the session is none of clients.

	@Test
	void hidesTheRequestForTheSessionFromClients() {
		String cookie = logIn();
		for (String path : List.of("//socket.io/", "/socket.io/x", "/%73ocket.io/", "/x/../socket.io/")) {
			HttpRequest request = HttpRequest.get(path).header("Cookie", cookie).header(TICKET, "0".repeat(32));
			assertThat(exchange(request).status()).isIn(400, 404);
		}
		HttpRequest direct = HttpRequest.get("/socket.io/").header("Cookie", cookie).header(TICKET, "0".repeat(32));
		assertThat(exchange(this.webPort, direct).status()).isEqualTo(404);
	}

	@Test
	void takesATicketOnce() {
		String cookie = logIn();
		try (JavaClient client = connect("/", cookies(cookie))) {
			assertThat(client.socket().connected()).isTrue();
		}
		HttpRequest again = HttpRequest.get("/socket.io/").header("Cookie", cookie);
		String ticket = this.requests.ticket;
		assertThat(ticket).hasSize(32);
		assertThat(exchange(this.webPort, again.header(TICKET, ticket)).status()).isEqualTo(404);
	}

	// The web server may be slow or broken.

	@Test
	void blocksNoEventLoopWhileTheWebServerIsAsked() throws Exception {
		String cookie = logIn();
		CountDownLatch asked = new CountDownLatch(1);
		CountDownLatch go = new CountDownLatch(1);
		try (JavaClient first = connect("/", cookies(cookie));
				JavaClient second = JavaClient.create(this.port, "/", "127.0.0.1", cookies(cookie))) {
			this.requests.behaviour = (response) -> {
				asked.countDown();
				return go.await(20, TimeUnit.SECONDS);
			};
			second.socket().connect();
			assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();
			assertThat(first.emitWithAck("name")).containsExactly("anna User");
			assertThat(second.socket().connected()).isFalse();
			go.countDown();
			await().until(second.socket()::connected);
		}
	}

	@Test
	void saysThatItCannotTellWhileTheFilterChainFails() throws JSONException {
		String cookie = logIn();
		this.requests.behaviour = (response) -> {
			response.sendError(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
			return false;
		};
		assertThat(code(cookies(cookie))).isEqualTo("503 unavailable");
	}

	private String logIn() {
		HttpRequest request = HttpRequest.of("POST", "/login")
			.header("Content-Type", "application/x-www-form-urlencoded")
			.header("Content-Length", String.valueOf(PASSWORD.length()))
			.body(PASSWORD);
		String cookie = Objects.requireNonNull(exchange(request).header("Set-Cookie"));
		return cookie.substring(0, cookie.indexOf(';'));
	}

	private HttpAnswer exchange(HttpRequest request) {
		return exchange(this.port, request);
	}

	private static HttpAnswer exchange(int port, HttpRequest request) {
		try (Wire wire = Wire.to(port)) {
			return wire.exchange(request);
		}
	}

	private static Consumer<IO.Options> cookies(String cookies) {
		return (options) -> options.extraHeaders = Map.of("Cookie", List.of(cookies));
	}

	private JavaClient connect(String namespace, Consumer<IO.Options> options) {
		JavaClient client = JavaClient.create(this.port, namespace, "127.0.0.1", options);
		client.socket().connect();
		await().until(client.socket()::connected);
		return client;
	}

	private String code(Consumer<IO.Options> options) throws JSONException {
		try (JavaClient client = JavaClient.create(this.port, "/", "127.0.0.1", options)) {
			List<Object> errors = client.received("connect_error");
			client.socket().connect();
			await().until(() -> !errors.isEmpty());
			JSONObject data = ((JSONObject) errors.get(0)).getJSONObject("data");
			return data.getInt("status") + " " + data.getString("code");
		}
	}

	/** What the application does with a request before Spring Security sees it. */
	interface Behaviour {

		boolean passes(HttpServletResponse response) throws IOException, InterruptedException;

	}

	/** The requests with a ticket that the application's own filters see. */
	static class Requests implements Filter {

		private final List<String> all = new CopyOnWriteArrayList<>();

		private volatile @Nullable String ticket;

		private volatile Behaviour behaviour = (response) -> true;

		@Override
		public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
				throws IOException, ServletException {
			HttpServletRequest http = (HttpServletRequest) request;
			if (http.getHeader(TICKET) != null) {
				this.ticket = http.getHeader(TICKET);
				this.all.add(http.getMethod() + " " + http.getRequestURL() + " from " + http.getRemoteAddr() + " by "
						+ http.getHeader("User-Agent")
						+ ((http.getHeader("Authorization") != null) ? " with Authorization" : ""));
				try {
					if (!this.behaviour.passes((HttpServletResponse) response)) {
						return;
					}
				}
				catch (InterruptedException ex) {
					Thread.currentThread().interrupt();
				}
			}
			chain.doFilter(request, response);
		}

	}

	static class Sessions implements HttpSessionListener {

		private final AtomicInteger created = new AtomicInteger();

		@Override
		public void sessionCreated(HttpSessionEvent event) {
			this.created.incrementAndGet();
		}

	}

	static class Listeners {

		@OnEvent("name")
		String name(@AuthenticationPrincipal User user) {
			return user.getUsername() + " " + user.getClass().getSimpleName();
		}

		@OnEvent("transport")
		String transport(com.corundumstudio.socketio.SocketIOClient client) {
			return client.getTransport().getValue();
		}

	}

	@SocketNamespace("/public")
	static class Public {

		@OnEvent("who")
		String who() {
			return SecurityContextHolder.getContext().getAuthentication().getName();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@EnableWebSecurity
	static class Application {

		@Bean
		SecurityFilterChain chain(HttpSecurity http) {
			return http.authorizeHttpRequests((
					requests) -> requests.requestMatchers(Application::isOpen).permitAll().anyRequest().authenticated())
				.formLogin(Customizer.withDefaults())
				.csrf(AbstractHttpConfigurer::disable)
				.build();
		}

		private static boolean isOpen(HttpServletRequest request) {
			return "mode=open".equals(request.getHeader("Cookie"));
		}

		// As Spring Boot's own module registers it.
		@Bean
		DelegatingFilterProxyRegistrationBean securityFilter() {
			DelegatingFilterProxyRegistrationBean registration = new DelegatingFilterProxyRegistrationBean(
					"springSecurityFilterChain");
			registration.setOrder(-100);
			return registration;
		}

		@Bean
		UserDetailsService users() {
			return new InMemoryUserDetailsManager(
					User.withUsername("anna").password("{noop}secret").roles("USER").build());
		}

		@Bean
		FilterRegistrationBean<Requests> requestsFilter(Requests requests) {
			FilterRegistrationBean<Requests> registration = new FilterRegistrationBean<>(requests);
			registration.setOrder(-200);
			return registration;
		}

		@Bean
		Requests requests() {
			return new Requests();
		}

		@Bean
		Sessions sessions() {
			return new Sessions();
		}

		@Bean
		ServletListenerRegistrationBean<Sessions> sessionListener(Sessions sessions) {
			return new ServletListenerRegistrationBean<>(sessions);
		}

		@Bean
		Listeners listeners() {
			return new Listeners();
		}

		@Bean
		Public open() {
			return new Public();
		}

	}

}
