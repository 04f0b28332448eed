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
import io.github.stickycluster.test.SocketTestClient;
import io.github.stickycluster.test.SocketTestClientBuilder;
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

	private SocketTestClient client;

	@BeforeEach
	void connect() {
		this.listeners.seen.clear();
		this.client = client().query("tenant", "acme").query("level", "7").connect();
	}

	@AfterEach
	void disconnect() {
		this.client.close();
	}

	// Resolvers

	@Test
	void aResolverGivesArgumentsAmongThoseOfTheEvent() {
		this.client.emitWithAck("tenant", "a", 2).expect().hasArguments("a acme 2");
		this.client.emitWithAck("optionalTenant").expect().hasArguments("Optional[acme]");
		this.client.emitWithAck("stock", "a").expect().hasArguments("acme a");
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
		this.client.emitWithAck("level").expect().hasArguments(7);
		assertThat(this.resolvers.asked).hasSize(asked)
			.contains("first level", "second tenant")
			.doesNotContain("second level");
	}

	@Test
	void theExceptionOfAResolverIsThatOfTheListener() {
		try (SocketTestClient other = client().connect()) {
			other.emitWithAck("tenant", "a", 2).expectError().hasStatus(401);
			other.emitWithAck("optionalTenant").expect(String.class).isEqualTo("Optional.empty");
		}
	}

	// The handshake

	@Test
	void theHandshakeIsAnArgument() {
		SocketTestClientBuilder phone = client().query("tenant", "acme")
			.query("colour", "red")
			.auth(Map.of("token", "secret"))
			.header("X-Device", "phone")
			.header("Cookie", "theme=dark; id=7; id=8");
		try (SocketTestClient other = phone.connect()) {
			other.emitWithAck("handshake")
				.expect()
				.hasArguments("phone [phone] red dark {theme=dark, id=7} 127.0.0.1 false {token=secret} true");
			await().untilAsserted(() -> assertThat(this.listeners.seen).contains("device phone"));
		}
	}

	@Test
	void valuesOfTheHandshakeAreArguments() {
		SocketTestClientBuilder devices = client().query("tenant", "acme")
			.query("level", "3")
			.query("tag", "a,b")
			.header("X-Device", "phone", "tablet")
			.header("Cookie", "theme=DARK");
		try (SocketTestClient other = devices.connect()) {
			other.emitWithAck("values", "first").expect().hasArguments("first phone [phone, tablet] 3 [a, b] DARK");
		}
		this.client.emitWithAck("absent").expect().hasArguments("Optional.empty null 5 []");
		this.client.emitWithAck("values", "first")
			.expectError()
			.hasStatus(400)
			.hasProperty("errors", Map.of("X-Device", List.of("must be sent as a header")));
		this.client.emitWithAck("unfit")
			.expectError()
			.hasStatus(400)
			.hasProperty("errors", Map.of("tenant", List.of("has the wrong type")));
	}

	// Arguments that are not sent

	@Test
	void anArgumentThatMustNotBeNullMustBeSent() {
		this.client.emitWithAck("required")
			.expectError()
			.hasStatus(400)
			.hasDetail("An argument of the event is missing")
			.hasProperty("errors", Map.of("text", List.of("must not be null")));
		this.client.emitWithAck("required", (Object) null).expectError().hasStatus(400);
		this.client.emitWithAck("required", "a").expect().hasArguments("a");
	}

	@Test
	void anOptionalArgumentNeedNotBeSent() {
		this.client.emitWithAck("nullable", "a").expect().hasArguments("a null Optional.empty");
		this.client.emitWithAck("nullable", "a", null, null).expect().hasArguments("a null Optional.empty");
		this.client.emitWithAck("nullable", "a", "b", 3).expect().hasArguments("a b Optional[3]");
		this.client.emitWithAck("stock").expect().hasArguments("acme null");
	}

	private SocketTestClientBuilder client() {
		return SocketTestClient.bindToPort(this.port).timeout(Duration.ofSeconds(20));
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
