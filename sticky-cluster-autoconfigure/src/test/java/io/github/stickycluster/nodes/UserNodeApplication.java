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

package io.github.stickycluster.nodes;

import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.github.stickycluster.autoconfigure.UserEvent;
import io.github.stickycluster.autoconfigure.UserOfflineEvent;
import io.github.stickycluster.autoconfigure.UserOnlineEvent;
import io.github.stickycluster.cluster.OnlineUser;
import io.github.stickycluster.cluster.SocketCluster;
import io.github.stickycluster.socketio.OnEvent;
import io.github.stickycluster.testkit.EnableStickyCluster;
import io.github.stickycluster.testkit.KnownUsers;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;

/**
 * A node in a process of its own whose clients are users, and which prints the events
 * about them.
 */
public final class UserNodeApplication {

	private UserNodeApplication() {
	}

	public static void main(String[] args) {
		new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.properties("sticky-cluster.workers.count=2", "test.users=true")
			.run(args);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableStickyCluster
	@Import(KnownUsers.class)
	static class Application {

		@Bean
		Questions questions(SocketCluster cluster) {
			return new Questions(cluster);
		}

		@EventListener({ UserOnlineEvent.class, UserOfflineEvent.class })
		void heard(UserEvent event) {
			System.out.println(
					"HEARD " + event.getClass().getSimpleName() + " " + event.getUser() + " " + event.getOnlineId());
		}

		@EventListener
		void ready(ApplicationReadyEvent event) {
			Environment environment = event.getApplicationContext().getEnvironment();
			System.out.println("READY " + environment.getProperty("local.sticky-cluster.port", "0"));
		}

	}

	/**
	 * Answers what a test asks of the cluster.
	 */
	static class Questions {

		private final SocketCluster cluster;

		Questions(SocketCluster cluster) {
			this.cluster = cluster;
		}

		@OnEvent("isOnline")
		CompletableFuture<Boolean> isOnline(String user) {
			return this.cluster.isOnline(user);
		}

		@OnEvent("online")
		CompletableFuture<Integer> online() {
			return this.cluster.fetchUsers().thenApply(List<OnlineUser>::size);
		}

		@OnEvent("disconnectUser")
		CompletableFuture<Long> disconnectUser(String user) {
			return this.cluster.disconnectUser(user);
		}

		@OnEvent("members")
		int members() {
			return this.cluster.nodes().size();
		}

		@OnEvent("tell")
		boolean tell(List<String> users) {
			users.forEach((user) -> this.cluster.toUser(user).emit("told", user));
			return true;
		}

	}

}
