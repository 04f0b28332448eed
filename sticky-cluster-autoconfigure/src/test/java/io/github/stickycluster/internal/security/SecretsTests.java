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
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.github.stickycluster.actuate.StickyClusterActuatorAutoConfiguration;
import io.github.stickycluster.actuate.StickyClusterEndpoint;
import io.github.stickycluster.autoconfigure.LocalStickyClusterPort;
import io.github.stickycluster.autoconfigure.StickyClusterAutoConfiguration;
import io.github.stickycluster.autoconfigure.StickyClusterMetricsAutoConfiguration;
import io.github.stickycluster.cluster.SocketCluster;
import io.github.stickycluster.cluster.SocketDetails;
import io.github.stickycluster.socketio.OnEvent;
import io.github.stickycluster.test.SocketTestClient;
import io.github.stickycluster.test.SocketTestClientBuilder;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
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
		try (SocketTestClient payload = connect(Map.of("token", token, "more", MARK), Map.of());
				SocketTestClient header = connect(Map.of(),
						Map.of("Authorization", "Bearer " + token, "Cookie", "session=" + MARK, "Proxy-Authorization",
								"Basic " + MARK));
				SocketTestClient basic = connect(Map.of(), Map.of("Authorization", "Basic " + password))) {
			refused(Map.of("token", MARK), Map.of());
			refused(Map.of("token", MARK + "." + MARK + "." + MARK), Map.of());
			refused(Map.of("token", token + MARK), Map.of());
			refused(Map.of(), Map.of("Authorization", "Basic " + wrong));
			for (SocketTestClient client : List.of(payload, header, basic)) {
				client.emitWithAck("echo").expect().hasArguments("echo");
			}
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

	private SocketTestClient connect(Map<String, String> auth, Map<String, String> headers) {
		return client(auth, headers).connect();
	}

	private void refused(Map<String, String> auth, Map<String, String> headers) {
		client(auth, headers).expectConnectError();
	}

	private SocketTestClientBuilder client(Map<String, String> auth, Map<String, String> headers) {
		SocketTestClientBuilder client = SocketTestClient.bindToPort(this.port)
			.auth(auth)
			.timeout(Duration.ofSeconds(20));
		for (Map.Entry<String, String> header : headers.entrySet()) {
			client = client.header(header.getKey(), header.getValue());
		}
		return client;
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
