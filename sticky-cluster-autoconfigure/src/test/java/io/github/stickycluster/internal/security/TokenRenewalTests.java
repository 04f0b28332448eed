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

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import com.corundumstudio.socketio.SocketIOClient;
import io.github.stickycluster.autoconfigure.LocalStickyClusterPort;
import io.github.stickycluster.autoconfigure.StickyClusterAutoConfiguration;
import io.github.stickycluster.socketio.DisconnectReason;
import io.github.stickycluster.socketio.OnAnyEvent;
import io.github.stickycluster.socketio.OnDisconnect;
import io.github.stickycluster.socketio.OnEvent;
import io.github.stickycluster.socketio.SocketInterceptor;
import io.github.stickycluster.socketio.SocketNamespace;
import io.github.stickycluster.testsupport.JavaClient;
import io.github.stickycluster.testsupport.NodeProgram;
import io.socket.client.Ack;
import org.json.JSONException;
import org.json.JSONObject;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.config.annotation.method.configuration.EnableMethodSecurity;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.jwt.JwtDecoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for tokens that expire while their clients are connected.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.NONE,
		properties = { "sticky-cluster.port=0", "sticky-cluster.address=127.0.0.1", "sticky-cluster.workers.count=1",
				"sticky-cluster.security.refresh-notice=2s", "sticky-cluster.security.expiry-grace=1s",
				"sticky-cluster.security.required[/open]=false" })
class TokenRenewalTests {

	private static final Duration SHORT = Duration.ofMillis(3_500);

	@LocalStickyClusterPort
	private int port;

	@Autowired
	private TestTokens tokens;

	@Autowired
	private Log log;

	@BeforeEach
	void clear() {
		this.log.lines.clear();
	}

	@Test
	void tellsAClientBeforeItsTokenExpires() throws Exception {
		try (JavaClient client = connect("anna", "user", SHORT)) {
			List<Object> told = client.received("auth:expiring");
			await().until(() -> !told.isEmpty());
			long left = ((JSONObject) told.get(0)).getLong("expiresAt") - Instant.now().toEpochMilli();
			assertThat(left).isBetween(0L, 2_000L);
			assertThat(told).hasSize(1);
		}
	}

	@Test
	void closesTheSessionOfAClientThatDoesNotRenewItsToken() {
		try (JavaClient client = connect("anna", "user", SHORT)) {
			List<Object> reasons = client.received("disconnect");
			// At the end of its WebSocket the Java client says so, the JavaScript client
			// "transport close".
			await().untilAsserted(() -> assertThat(reasons).containsExactly("transport error"));
			assertThat(this.log.lines).containsExactly("disconnected token expired");
		}
	}

	@Test
	void aRenewedTokenReplacesTheAuthoritiesAndTheExpiry() throws Exception {
		try (JavaClient client = connect("anna", "user", SHORT)) {
			List<Object> reasons = client.received("disconnect");
			assertThat(status(client.emitWithAck("secured"))).isEqualTo(403);
			long expires = Instant.now().plusSeconds(10).toEpochMilli();
			JSONObject renewed = renew(client, auth("anna", "admin", Duration.ofSeconds(10)));
			assertThat(renewed.getLong("expiresAt")).isBetween(expires - 2_000, expires + 2_000);
			assertThat(client.emitWithAck("secured")).containsExactly("anna");
			List<Object> told = client.received("auth:expiring");
			await().atMost(Duration.ofSeconds(10)).until(() -> !told.isEmpty());
			assertThat(reasons).as("although the first token has expired").isEmpty();
		}
	}

	@Test
	void aTokenMayComeWithoutAnObject() throws Exception {
		try (JavaClient client = connect("anna", "user", Duration.ofMinutes(5))) {
			assertThat(renew(client, this.tokens.of("anna", "user")).has("expiresAt")).isTrue();
		}
	}

	@Test
	void refusesTheTokenOfAnotherUser() throws Exception {
		try (JavaClient client = connect("anna", "user", Duration.ofMinutes(5))) {
			assertThat(error(renew(client, auth("otto", "admin", Duration.ofMinutes(5))))).isEqualTo("403 other_user");
			assertThat(client.emitWithAck("name")).containsExactly("anna");
		}
	}

	@Test
	void refusesTheTokenOfAClientThatIsNobodyWithoutReadingIt() throws Exception {
		try (JavaClient client = JavaClient.create(this.port, "/open", "127.0.0.1", (options) -> {
		})) {
			client.socket().connect();
			await().until(client.socket()::connected);
			int before = this.log.decoded.get();
			assertThat(error(renew(client, auth("anna", "user", Duration.ofMinutes(5))))).isEqualTo("403 other_user");
			assertThat(this.log.decoded.get()).isEqualTo(before);
		}
	}

	@Test
	void refusesATokenThatIsNotValid() throws Exception {
		try (JavaClient client = connect("anna", "user", Duration.ofMinutes(5))) {
			assertThat(error(renew(client, new JSONObject(Map.of("token", "abc"))))).isEqualTo("401 invalid_token");
			assertThat(error(renew(client, new JSONObject()))).isEqualTo("401 missing_credentials");
			assertThat(error(renew(client, 7))).isEqualTo("400 missing_credentials");
			assertThat(error(renew(client))).isEqualTo("400 missing_credentials");
			assertThat(client.emitWithAck("name")).containsExactly("anna");
		}
	}

	@Test
	void renewsOnceAtATime() throws Exception {
		try (JavaClient client = connect("anna", "user", Duration.ofMinutes(5))) {
			CountDownLatch slow = new CountDownLatch(1);
			this.log.slow = slow;
			CompletableFuture<Object[]> first = new CompletableFuture<>();
			client.socket()
				.emit("auth:refresh", new Object[] { auth("anna", "user", Duration.ofMinutes(5)) },
						(Ack) first::complete);
			assertThat(error(renew(client, auth("anna", "user", Duration.ofMinutes(5)))))
				.isEqualTo("429 refresh_under_way");
			slow.countDown();
			assertThat(((JSONObject) first.get(5, TimeUnit.SECONDS)[0]).has("expiresAt")).isTrue();
			assertThat(renew(client, auth("anna", "user", Duration.ofMinutes(5))).has("expiresAt")).isTrue();
		}
		finally {
			this.log.slow = null;
		}
	}

	@Test
	void noListenerAndNoInterceptorSeesTheToken() throws Exception {
		try (JavaClient client = connect("anna", "user", Duration.ofMinutes(5))) {
			renew(client, auth("anna", "user", Duration.ofMinutes(5)));
			client.emitWithAck("else");
			assertThat(this.log.lines).containsExactly("intercepted else", "any else");
		}
	}

	@Test
	@Tag("once")
	void javaScriptClientsRenewTheirTokenOrComeBackWithAnother() throws Exception {
		JsonNode heard = NodeProgram.run("token-client.js", "http://127.0.0.1:" + this.port,
				this.tokens.of("anna", "user", SHORT, ""), this.tokens.of("anna", "user"));
		assertThat(heard.path("renewed")).hasToString("{\"later\":true,\"name\":\"anna\",\"connected\":true}");
		assertThat(heard.path("back")).hasToString("{\"reason\":\"transport close\",\"name\":\"anna\",\"unused\":0}");
	}

	private JavaClient connect(String user, String scope, Duration expiry) {
		String token = this.tokens.of(user, scope, expiry, "");
		return JavaClient.connect(this.port, "127.0.0.1", (options) -> {
			options.auth = Map.of("token", token);
			options.reconnection = false;
		});
	}

	private JSONObject auth(String user, String scope, Duration expiry) {
		return new JSONObject(Map.of("token", this.tokens.of(user, scope, expiry, "")));
	}

	private static JSONObject renew(JavaClient client, Object... auth) {
		return (JSONObject) client.emitWithAck("auth:refresh", auth)[0];
	}

	private static String error(JSONObject answer) throws JSONException {
		JSONObject error = answer.getJSONObject("error");
		return error.getInt("status") + " " + error.getString("code");
	}

	private static int status(Object[] ack) throws JSONException {
		return ((JSONObject) ack[0]).getJSONObject("error").getInt("status");
	}

	static class Log {

		private final List<String> lines = new CopyOnWriteArrayList<>();

		/** Tokens that were checked. */
		private final AtomicInteger decoded = new AtomicInteger();

		/** What the check of a token waits for. */
		private volatile @Nullable CountDownLatch slow;

	}

	static class Listeners {

		private final Log log;

		Listeners(Log log) {
			this.log = log;
		}

		@OnEvent("name")
		String name() {
			return SecurityContextHolder.getContext().getAuthentication().getName();
		}

		@OnEvent("secured")
		@PreAuthorize("hasAuthority('SCOPE_admin')")
		String secured() {
			return name();
		}

		@OnAnyEvent
		void any(String event) {
			if (!event.equals("name")) {
				this.log.lines.add("any " + event);
			}
		}

		@OnDisconnect
		void disconnected(DisconnectReason reason) {
			if (reason == DisconnectReason.TOKEN_EXPIRED) {
				this.log.lines.add("disconnected " + reason);
			}
		}

	}

	@SocketNamespace("/open")
	static class Open {

		@OnEvent("ask")
		void ask() {
			// Answers.
		}

	}

	static class Interceptor implements SocketInterceptor {

		private final Log log;

		Interceptor(Log log) {
			this.log = log;
		}

		@Override
		public List<@Nullable Object> beforeEvent(SocketIOClient client, String event,
				List<@Nullable Object> arguments) {
			if (event.equals("else") || event.startsWith("auth")) {
				this.log.lines.add("intercepted " + event);
			}
			return arguments;
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
		JwtDecoder decoder(TestTokens tokens, Log log) {
			JwtDecoder decoder = tokens.decoder();
			return (token) -> {
				log.decoded.incrementAndGet();
				CountDownLatch slow = log.slow;
				if (slow != null) {
					try {
						slow.await(10, TimeUnit.SECONDS);
					}
					catch (InterruptedException ex) {
						Thread.currentThread().interrupt();
					}
				}
				return decoder.decode(token);
			};
		}

		@Bean
		Log log() {
			return new Log();
		}

		@Bean
		Listeners listeners(Log log) {
			return new Listeners(log);
		}

		@Bean
		Open open() {
			return new Open();
		}

		@Bean
		Interceptor interceptor(Log log) {
			return new Interceptor(log);
		}

	}

}
