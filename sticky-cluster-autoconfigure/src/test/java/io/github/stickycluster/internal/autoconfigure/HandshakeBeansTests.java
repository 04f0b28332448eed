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

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import io.github.stickycluster.autoconfigure.LocalStickyClusterPort;
import io.github.stickycluster.cluster.SocketCluster;
import io.github.stickycluster.socketio.Handshake;
import io.github.stickycluster.socketio.HandshakeAuthorizer;
import io.github.stickycluster.socketio.HandshakeDecision;
import io.github.stickycluster.socketio.HandshakeHeaders;
import io.github.stickycluster.socketio.ResponseHeaders;
import io.github.stickycluster.testkit.EnableStickyCluster;
import org.junit.jupiter.api.Test;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.ResponseCookie;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the beans that take part in handshakes.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.NONE,
		properties = { "sticky-cluster.port=0", "sticky-cluster.address=127.0.0.1", "sticky-cluster.workers.count=1" })
class HandshakeBeansTests {

	@LocalStickyClusterPort
	private int port;

	@Test
	void asksAuthorizersInTheirOrder() throws Exception {
		HttpResponse<String> refused = open("unknown");
		assertThat(refused.statusCode()).isEqualTo(403);
		assertThat(refused.body()).isEqualTo("{\"code\":4,\"message\":\"Unknown client unknown\"}");
		assertThat(open("blocked").body()).contains("Blocked");
	}

	@Test
	void addsTheCookieOfABean() throws Exception {
		HttpResponse<String> admitted = open("ada");
		assertThat(admitted.statusCode()).isEqualTo(200);
		assertThat(admitted.headers().allValues("Set-Cookie")).containsExactly("client=ada; Path=/; HttpOnly");
		assertThat(admitted.headers().allValues("X-Nodes")).containsExactly("1");
	}

	private HttpResponse<String> open(String client) throws Exception {
		URI uri = URI.create("http://127.0.0.1:" + this.port + "/socket.io/?EIO=4&transport=polling&client=" + client);
		return HttpClient.newHttpClient()
			.send(HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(5)).build(),
					HttpResponse.BodyHandlers.ofString());
	}

	@Configuration(proxyBeanMethods = false)
	@EnableStickyCluster
	static class Application {

		@Bean
		@Order(2)
		HandshakeAuthorizer known() {
			return Application::known;
		}

		@Bean
		@Order(1)
		HandshakeAuthorizer blocked() {
			return (handshake) -> CompletableFuture.completedFuture("blocked".equals(handshake.parameter("client"))
					? HandshakeDecision.refuse("Blocked") : HandshakeDecision.admit());
		}

		// Needs a bean that needs the workers.
		@Bean
		HandshakeHeaders cookie(SocketCluster cluster) {
			return new HandshakeHeaders() {

				@Override
				public void onHandshake(Handshake handshake, ResponseHeaders response) {
					response.add("Set-Cookie",
							ResponseCookie.from("client", handshake.parameter("client"))
								.path("/")
								.httpOnly(true)
								.build()
								.toString());
					response.set("X-Nodes", String.valueOf(cluster.nodes().size()));
				}

			};
		}

		private static CompletionStage<HandshakeDecision> known(Handshake handshake) {
			String client = String.valueOf(handshake.parameter("client"));
			return CompletableFuture.supplyAsync(() -> client.equals("ada") ? HandshakeDecision.admit()
					: HandshakeDecision.refuse("Unknown client " + client));
		}

	}

}
