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
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.github.stickycluster.actuate.StickyClusterActuatorAutoConfiguration;
import io.github.stickycluster.actuate.StickyClusterEndpoint;
import io.github.stickycluster.autoconfigure.LocalStickyClusterPort;
import io.github.stickycluster.autoconfigure.StickyClusterAutoConfiguration;
import io.github.stickycluster.autoconfigure.StickyClusterMetricsAutoConfiguration;
import io.github.stickycluster.cluster.SocketCluster;
import io.github.stickycluster.cluster.SocketDetails;
import io.github.stickycluster.socketio.OnEvent;
import io.github.stickycluster.testsupport.JavaClient;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.socket.client.IO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Holds that what proves who a client is leaves this node nowhere.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.NONE,
		properties = { "sticky-cluster.port=0", "sticky-cluster.address=127.0.0.1", "sticky-cluster.workers.count=1",
				"logging.level.io.github.stickycluster=debug", "logging.level.org.springframework.security=debug",
				"management.endpoints.web.exposure.include=stickycluster" })
@ExtendWith(OutputCaptureExtension.class)
class SecretsTests {

	private static final String MARK = "s3cr3tMark";

	@LocalStickyClusterPort
	private int port;

	@Autowired
	private TestTokens tokens;

	@Autowired
	private SocketCluster cluster;

	@Autowired
	private StickyClusterEndpoint endpoint;

	@Autowired
	private MeterRegistry meters;

	@Test
	void credentialsLeaveNowhere(CapturedOutput output) {
		String token = this.tokens.of("anna", "user");
		String password = Base64.getEncoder().encodeToString(("otto:" + MARK).getBytes(StandardCharsets.UTF_8));
		String wrong = Base64.getEncoder().encodeToString(("otto:x" + MARK).getBytes(StandardCharsets.UTF_8));
		List<String> secrets = List.of(MARK, token, token.substring(token.lastIndexOf('.')), password, wrong);
		try (JavaClient payload = connect(Map.of("token", token, "more", MARK), Map.of());
				JavaClient header = connect(Map.of(),
						Map.of("Authorization", List.of("Bearer " + token), "Cookie", List.of("session=" + MARK),
								"Proxy-Authorization", List.of("Basic " + MARK)));
				JavaClient basic = connect(Map.of(), Map.of("Authorization", List.of("Basic " + password)))) {
			refused(Map.of("token", MARK), Map.of());
			refused(Map.of("token", MARK + "." + MARK + "." + MARK), Map.of());
			refused(Map.of("token", token + MARK), Map.of());
			refused(Map.of(), Map.of("Authorization", List.of("Basic " + wrong)));
			assertThat(List.of(payload, header, basic))
				.allMatch((client) -> client.emitWithAck("echo")[0].equals("echo"));
			List<SocketDetails> sockets = this.cluster.fetchSockets().orTimeout(5, TimeUnit.SECONDS).join();
			assertThat(sockets).hasSize(3)
				.allSatisfy((one) -> assertThat(one.handshake().headers()).containsKey("host"));
			String endpoint = JsonMapper.shared().writeValueAsString(this.endpoint.cluster());
			StringBuilder meters = new StringBuilder();
			this.meters.forEachMeter((meter) -> meters.append(meter.getId()));
			assertThat(meters).contains("sticky.cluster");
			assertThat(output).contains("DEBUG").contains("Refused connect to /");
			for (String secret : secrets) {
				assertThat(sockets.toString()).doesNotContain(secret);
				assertThat(endpoint).doesNotContain(secret);
				assertThat(meters).doesNotContain(secret);
				assertThat(output.toString()).doesNotContain(secret);
			}
			assertThat(meters).doesNotContain("anna", "otto");
		}
	}

	private JavaClient connect(Map<String, String> auth, Map<String, List<String>> headers) {
		JavaClient client = create(auth, headers);
		client.socket().connect();
		await().until(client.socket()::connected);
		return client;
	}

	private void refused(Map<String, String> auth, Map<String, List<String>> headers) {
		try (JavaClient client = create(auth, headers)) {
			List<Object> errors = client.received("connect_error");
			client.socket().connect();
			await().until(() -> !errors.isEmpty());
		}
	}

	private JavaClient create(Map<String, String> auth, Map<String, List<String>> headers) {
		Consumer<IO.Options> options = (all) -> {
			all.auth = auth;
			all.extraHeaders = headers;
		};
		return JavaClient.create(this.port, "/", "127.0.0.1", options);
	}

	static class Listeners {

		@OnEvent("echo")
		String echo() {
			return "echo";
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ StickyClusterAutoConfiguration.class, StickyClusterActuatorAutoConfiguration.class,
			StickyClusterMetricsAutoConfiguration.class })
	static class Application {

		@Bean
		TestTokens tokens() {
			return new TestTokens();
		}

		@Bean
		JwtDecoder decoder(TestTokens tokens) {
			return tokens.decoder();
		}

		@Bean
		UserDetailsService users() {
			return new InMemoryUserDetailsManager(
					User.withUsername("otto").password("{noop}" + MARK).roles("user").build());
		}

		@Bean
		MeterRegistry meterRegistry() {
			return new SimpleMeterRegistry();
		}

		@Bean
		Listeners listeners() {
			return new Listeners();
		}

	}

}
