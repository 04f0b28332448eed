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

package io.github.stickycluster.benchmarks.server;

import com.corundumstudio.socketio.SocketIOClient;
import com.corundumstudio.socketio.annotation.OnEvent;
import io.github.stickycluster.autoconfigure.ClusterRole;
import io.github.stickycluster.autoconfigure.ConditionalOnClusterRole;
import io.github.stickycluster.cluster.SocketCluster;
import io.github.stickycluster.security.SocketAuthenticationConverter;

import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.authority.AuthorityUtils;

/**
 * Our cluster, as an application has it: the starter with its defaults, listeners on a
 * bean, the Actuator and its meters.
 */
@SpringBootApplication(proxyBeanMethods = false)
public class ClusterServer {

	public static void main(String[] args) {
		SpringApplication.run(ClusterServer.class, args);
	}

	/** Forked workers have no input of their own. */
	@Bean
	@ConditionalOnClusterRole(ClusterRole.PARENT)
	ApplicationRunner control() {
		return (arguments) -> Control.serve();
	}

	@Bean
	Listeners listeners(SocketCluster cluster) {
		return new Listeners(cluster);
	}

	/**
	 * Authenticates each client as a user of its own, who need not send credentials.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnBooleanProperty("benchmark.security")
	static class Identity {

		@Bean
		SocketAuthenticationConverter everybody() {
			return (handshake) -> UsernamePasswordAuthenticationToken
				.unauthenticated(handshake.clientAddress().toString(), "");
		}

		@Bean
		AuthenticationManager manager() {
			return (request) -> UsernamePasswordAuthenticationToken.authenticated(request.getName(), "",
					AuthorityUtils.createAuthorityList("ROLE_USER"));
		}

	}

	/**
	 * The events of the scenarios.
	 */
	static class Listeners {

		private final SocketCluster cluster;

		Listeners(SocketCluster cluster) {
			this.cluster = cluster;
		}

		@OnEvent("echo")
		void echo(SocketIOClient client, String text) {
			client.sendEvent("echo", text);
		}

		@OnEvent("object")
		void object(SocketIOClient client, Item item) {
			client.sendEvent("object", item);
		}

		@OnEvent("binary")
		void binary(SocketIOClient client, byte[] bytes) {
			client.sendEvent("binary", bytes);
		}

		@OnEvent("join")
		void join(SocketIOClient client, String room) {
			client.joinRoom(room);
			client.sendEvent("joined", room);
		}

		@OnEvent("broadcast")
		void broadcast(String text) {
			this.cluster.to("crowd").emit("news", text);
		}

	}

}
