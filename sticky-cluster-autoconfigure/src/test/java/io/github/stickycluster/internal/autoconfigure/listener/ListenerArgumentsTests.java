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

package io.github.stickycluster.internal.autoconfigure.listener;

import java.lang.annotation.Annotation;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;

import com.corundumstudio.socketio.AckRequest;
import com.corundumstudio.socketio.SocketIOClient;
import io.github.stickycluster.autoconfigure.LocalStickyClusterPort;
import io.github.stickycluster.autoconfigure.SocketArgumentResolver;
import io.github.stickycluster.autoconfigure.StickyClusterAutoConfiguration;
import io.github.stickycluster.socketio.Handshake;
import io.github.stickycluster.socketio.OnConnect;
import io.github.stickycluster.socketio.OnDisconnect;
import io.github.stickycluster.socketio.OnEvent;
import io.github.stickycluster.testsupport.JavaClient;
import org.json.JSONException;
import org.json.JSONObject;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.MethodParameter;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.messaging.handler.annotation.Header;
import org.springframework.web.bind.annotation.CookieValue;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for the arguments of listener methods: those that resolvers give, and those that
 * are not sent.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.NONE,
		properties = { "sticky-cluster.port=0", "sticky-cluster.address=127.0.0.1", "sticky-cluster.workers.count=1" })
class ListenerArgumentsTests {

	@LocalStickyClusterPort
	private int port;

	@Autowired
	private Listeners listeners;

	@Autowired
	private Resolvers resolvers;

	private JavaClient client;

	@BeforeEach
	void connect() {
		this.listeners.seen.clear();
		this.client = JavaClient.connect(this.port, "127.0.0.1", (options) -> options.query = "tenant=acme&level=7");
	}

	@AfterEach
	void disconnect() {
		this.client.close();
	}

	// Resolvers

	@Test
	void aResolverGivesArgumentsAmongThoseOfTheEvent() {
		assertThat(this.client.emitWithAck("tenant", "a", 2)).containsExactly("a acme 2");
		assertThat(this.client.emitWithAck("optionalTenant")).containsExactly("Optional[acme]");
		assertThat(this.client.emitWithAck("stock", "a")).containsExactly("acme a");
	}

	@Test
	void aResolverGivesArgumentsOfConnectAndDisconnect() {
		await().untilAsserted(() -> assertThat(this.listeners.seen).containsExactly("connected acme"));
		this.client.close();
		await().untilAsserted(() -> assertThat(this.listeners.seen).containsExactly("connected acme", "left acme"));
	}

	@Test
	void theFirstResolverIsAskedFirstAndOnlyAtStartUp() {
		int asked = this.resolvers.asked.size();
		assertThat(this.client.emitWithAck("level")).containsExactly(7);
		assertThat(this.resolvers.asked).hasSize(asked)
			.contains("first level", "second tenant")
			.doesNotContain("second level");
	}

	@Test
	void theExceptionOfAResolverIsThatOfTheListener() throws JSONException {
		try (JavaClient other = JavaClient.connect(this.port, "127.0.0.1", (options) -> {
		})) {
			assertThat(error(other, "tenant", "a", 2).getInt("status")).isEqualTo(401);
			assertThat(other.emitWithAck("optionalTenant")).hasSize(1);
		}
	}

	// The handshake

	@Test
	void theHandshakeIsAnArgument() {
		try (JavaClient other = JavaClient.connect(this.port, "127.0.0.1", (options) -> {
			options.query = "tenant=acme&colour=red";
			options.auth = Map.of("token", "secret");
			options.extraHeaders = Map.of("X-Device", List.of("phone"), "Cookie", List.of("theme=dark; id=7; id=8"));
		})) {
			assertThat(other.emitWithAck("handshake"))
				.containsExactly("phone [phone] red dark {theme=dark, id=7} 127.0.0.1 false {token=secret} true");
			await().untilAsserted(() -> assertThat(this.listeners.seen).contains("device phone"));
		}
	}

	@Test
	void valuesOfTheHandshakeAreArguments() throws JSONException {
		try (JavaClient other = JavaClient.connect(this.port, "127.0.0.1", (options) -> {
			options.query = "tenant=acme&level=3&tag=a,b";
			options.extraHeaders = Map.of("X-Device", List.of("phone", "tablet"), "Cookie", List.of("theme=DARK"));
		})) {
			assertThat(other.emitWithAck("values", "first"))
				.containsExactly("first phone [phone, tablet] 3 [a, b] DARK");
		}
		assertThat(this.client.emitWithAck("absent")).containsExactly("Optional.empty null 5 []");
		JSONObject missing = error(this.client, "values", "first");
		assertThat(missing.getInt("status")).isEqualTo(400);
		assertThat(missing.getJSONObject("errors").getJSONArray("X-Device").getString(0))
			.isEqualTo("must be sent as a header");
		JSONObject unfit = error(this.client, "unfit");
		assertThat(unfit.getInt("status")).isEqualTo(400);
		assertThat(unfit.getJSONObject("errors").getJSONArray("tenant").getString(0)).isEqualTo("has the wrong type");
	}

	// Arguments that are not sent

	@Test
	void anArgumentThatMustNotBeNullMustBeSent() throws JSONException {
		JSONObject error = error(this.client, "required");
		assertThat(error.getInt("status")).isEqualTo(400);
		assertThat(error.getString("detail")).isEqualTo("An argument of the event is missing");
		assertThat(error.getJSONObject("errors").getJSONArray("text").getString(0)).isEqualTo("must not be null");
		assertThat(error(this.client, "required", (Object) null).getInt("status")).isEqualTo(400);
		assertThat(this.client.emitWithAck("required", "a")).containsExactly("a");
	}

	@Test
	void anOptionalArgumentNeedNotBeSent() {
		assertThat(this.client.emitWithAck("nullable", "a")).containsExactly("a null Optional.empty");
		assertThat(this.client.emitWithAck("nullable", "a", null, null)).containsExactly("a null Optional.empty");
		assertThat(this.client.emitWithAck("nullable", "a", "b", 3)).containsExactly("a b Optional[3]");
		assertThat(this.client.emitWithAck("stock")).containsExactly("acme null");
	}

	private static JSONObject error(JavaClient client, String event, Object... arguments) throws JSONException {
		Object[] ack = client.emitWithAck(event, arguments);
		assertThat(ack).hasSize(1);
		return ((JSONObject) ack[0]).getJSONObject("error");
	}

	@Target(ElementType.PARAMETER)
	@Retention(RetentionPolicy.RUNTIME)
	@interface Tenant {

	}

	@Target(ElementType.PARAMETER)
	@Retention(RetentionPolicy.RUNTIME)
	@interface Level {

	}

	enum Theme {

		LIGHT, DARK

	}

	interface Contract {

		void tenant(String first, @Tenant String tenant, SocketIOClient client, int second, AckRequest ack);

	}

	static class Listeners implements Contract {

		private final BlockingQueue<String> seen = new LinkedBlockingQueue<>();

		@OnConnect
		void connected(@Tenant String tenant, SocketIOClient client) {
			this.seen.add("connected " + tenant);
		}

		@OnDisconnect
		void left(@Tenant String tenant) {
			this.seen.add("left " + tenant);
		}

		@Override
		@OnEvent("tenant")
		public void tenant(String first, String tenant, SocketIOClient client, int second, AckRequest ack) {
			ack.sendAckData(first + " " + tenant + " " + second);
		}

		@OnEvent("optionalTenant")
		String optionalTenant(@Tenant Optional<String> tenant) {
			return tenant.toString();
		}

		@OnEvent("level")
		int level(@Level int level) {
			return level;
		}

		@OnEvent("required")
		String required(String text) {
			return text;
		}

		@OnEvent("nullable")
		String nullable(String text, @Nullable String second, Optional<Integer> third) {
			return text + " " + second + " " + third;
		}

		@OnConnect
		void device(Handshake handshake) {
			if (handshake.header("x-device") != null) {
				this.seen.add("device " + handshake.header("x-device"));
			}
		}

		@OnEvent("handshake")
		String handshake(Handshake handshake) {
			boolean recent = Duration.between(handshake.time(), Instant.now()).toMinutes() < 5;
			return handshake.header("x-device") + " " + handshake.headers().get("X-DEVICE") + " "
					+ handshake.parameter("colour") + " " + handshake.cookie("theme") + " " + handshake.cookies() + " "
					+ handshake.clientAddress().getAddress().getHostAddress() + " " + handshake.isSecure() + " "
					+ handshake.auth() + " " + (recent && handshake.url().contains("colour=red"));
		}

		@OnEvent("values")
		String values(@RequestHeader("X-Device") String device, String first,
				@Header(name = "x-device") List<String> again, @RequestParam int level,
				@RequestParam("tag") List<String> tags, @CookieValue Theme theme) {
			return first + " " + device + " " + again + " " + level + " " + tags + " " + theme;
		}

		@OnEvent("absent")
		String absent(@RequestHeader("X-Device") Optional<String> device, @CookieValue @Nullable Theme theme,
				@RequestParam(defaultValue = "5") int count, @RequestParam(defaultValue = "") List<String> tags) {
			return device + " " + theme + " " + count + " " + tags;
		}

		@OnEvent("unfit")
		int unfit(@RequestParam int tenant) {
			return tenant;
		}

		@com.corundumstudio.socketio.annotation.OnEvent("stock")
		void stock(@Tenant String tenant, String text, AckRequest ack) {
			ack.sendAckData(tenant + " " + text);
		}

	}

	static class Resolvers {

		private final List<String> asked = new CopyOnWriteArrayList<>();

		boolean ask(String resolver, MethodParameter parameter) {
			for (Annotation annotation : parameter.getParameterAnnotations()) {
				this.asked.add(resolver + " " + annotation.annotationType().getSimpleName().toLowerCase(Locale.ROOT));
			}
			return false;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(StickyClusterAutoConfiguration.class)
	static class Application {

		@Bean
		Listeners listeners() {
			return new Listeners();
		}

		@Bean
		Resolvers resolvers() {
			return new Resolvers();
		}

		@Bean
		@Order(2)
		SocketArgumentResolver tenants(Resolvers resolvers) {
			return new SocketArgumentResolver() {

				@Override
				public boolean supports(MethodParameter parameter) {
					return resolvers.ask("second", parameter) || (parameter.hasParameterAnnotation(Tenant.class)
							&& parameter.getNestedParameterType() == String.class);
				}

				@Override
				public @Nullable Object resolve(MethodParameter parameter, SocketIOClient client) {
					String tenant = client.getHandshakeData().getSingleUrlParam("tenant");
					if (tenant == null && !parameter.isOptional()) {
						throw new ResponseStatusException(HttpStatus.UNAUTHORIZED);
					}
					return tenant;
				}

			};
		}

		@Bean
		@Order(1)
		SocketArgumentResolver levels(Resolvers resolvers) {
			return new SocketArgumentResolver() {

				@Override
				public boolean supports(MethodParameter parameter) {
					return resolvers.ask("first", parameter) || parameter.hasParameterAnnotation(Level.class);
				}

				@Override
				public @Nullable Object resolve(MethodParameter parameter, SocketIOClient client) {
					return Integer.valueOf(client.getHandshakeData().getSingleUrlParam("level"));
				}

			};
		}

	}

}
