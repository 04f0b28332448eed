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

package io.github.stickycluster.internal.fork;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

import com.corundumstudio.socketio.AckRequest;
import com.corundumstudio.socketio.SocketIOClient;
import com.corundumstudio.socketio.annotation.OnConnect;
import com.corundumstudio.socketio.annotation.OnEvent;
import io.github.stickycluster.actuate.StickyClusterActuatorAutoConfiguration;
import io.github.stickycluster.autoconfigure.ClusterRole;
import io.github.stickycluster.autoconfigure.ConditionalOnClusterRole;
import io.github.stickycluster.autoconfigure.StickyClusterAutoConfiguration;
import io.github.stickycluster.autoconfigure.UserEvent;
import io.github.stickycluster.autoconfigure.UserOfflineEvent;
import io.github.stickycluster.autoconfigure.UserOnlineEvent;
import io.github.stickycluster.cluster.SocketCluster;
import io.github.stickycluster.cluster.SocketDetails;
import io.github.stickycluster.internal.transport.IoTransport;
import io.github.stickycluster.socketio.SocketNamespace;
import io.github.stickycluster.testkit.KnownUsers;
import io.github.stickycluster.testsupport.QuickRestarts;
import jakarta.servlet.ServletContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;
import org.springframework.context.event.EventListener;
import org.springframework.messaging.handler.annotation.DestinationVariable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * An application whose workers are forked. The parent runs in the test's own JVM, or in
 * one of its own.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@Import(ForkedApplication.Application.class)
public final class ForkedApplication {

	private ForkedApplication() {
	}

	public static void main(String[] args) {
		run(args);
	}

	static ConfigurableApplicationContext run(String... args) {
		return new SpringApplicationBuilder(ForkedApplication.class).web(WebApplicationType.NONE).run(args);
	}

	@Configuration(proxyBeanMethods = false)
	@Import({ FamilyEngines.class, QuickRestarts.class, KnownUsers.class })
	@ImportAutoConfiguration({ StickyClusterAutoConfiguration.class, StickyClusterActuatorAutoConfiguration.class,
			JacksonAutoConfiguration.class, SslAutoConfiguration.class, TomcatServletWebServerAutoConfiguration.class,
			DispatcherServletAutoConfiguration.class, WebMvcAutoConfiguration.class })
	static class Application {

		@Bean
		@ConditionalOnProperty(name = "transport", havingValue = "nio")
		@Primary
		IoTransport transport() {
			return IoTransport.NIO;
		}

		/**
		 * First, so that the child has not connected to its parent yet.
		 */
		@Bean
		@ConditionalOnClusterRole(ClusterRole.CHILD)
		@ConditionalOnProperty("stalls")
		Object stalling() throws InterruptedException {
			LoggerFactory.getLogger(ForkedApplication.class).warn("Waits for a database");
			new CountDownLatch(1).await();
			return new Object();
		}

		@Bean
		@ConditionalOnClusterRole(ClusterRole.CHILD)
		Listener listener(SocketCluster cluster) {
			return new Listener(cluster);
		}

		@Bean
		@ConditionalOnClusterRole(ClusterRole.CHILD)
		Tenants tenants() {
			return new Tenants();
		}

		@Bean
		@ConditionalOnClusterRole(ClusterRole.CHILD)
		@ConditionalOnProperty("fails")
		Object failing() {
			throw new IllegalStateException("There is no such database");
		}

		@Bean
		@ConditionalOnProperty("needs-a-servlet")
		Object report(ServletContext context) {
			return new Object();
		}

		@Bean
		@ConditionalOnClusterRole(ClusterRole.PARENT)
		@ConditionalOnProperty("test.users")
		UserEvents userEvents() {
			return new UserEvents();
		}

		@Bean
		@ConditionalOnClusterRole(ClusterRole.PARENT)
		Unique unique() {
			return new Unique();
		}

	}

	/**
	 * Is asked where there is a web server. A bean, as a component of the class around
	 * it.
	 */
	@RestController
	static class Page {

		@GetMapping("/pid")
		String pid() {
			return Long.toString(ProcessHandle.current().pid());
		}

	}

	/**
	 * Hears of users, in the parent alone.
	 */
	static class UserEvents {

		final List<UserEvent> heard = new CopyOnWriteArrayList<>();

		@EventListener({ UserOnlineEvent.class, UserOfflineEvent.class })
		void heard(UserEvent event) {
			this.heard.add(event);
		}

	}

	/**
	 * Exists once in a family.
	 */
	static class Unique {

	}

	/**
	 * Exists in each child, for the namespaces of a pattern.
	 */
	@SocketNamespace("/tenant-{id}")
	static class Tenants {

		@io.github.stickycluster.socketio.OnEvent("tenant")
		String tenant(@DestinationVariable String id) {
			return id;
		}

	}

	/**
	 * Exists in each child.
	 */
	static class Listener {

		private static final Logger logger = LoggerFactory.getLogger(Listener.class);

		private final SocketCluster cluster;

		Listener(SocketCluster cluster) {
			this.cluster = cluster;
		}

		@OnConnect
		void connected(SocketIOClient client) {
			client.joinRoom("all");
		}

		@OnEvent("store")
		void store(AckRequest ack, String message) {
			ack.sendAckData(message);
		}

		@OnEvent("echo")
		void echo(AckRequest ack, byte[] bytes) {
			ack.sendAckData((Object) bytes);
		}

		@OnEvent("whoami")
		void whoami(SocketIOClient client, AckRequest ack) {
			ack.sendAckData(this.cluster.workerOf(client.getSessionId()).orElseThrow(), ProcessHandle.current().pid(),
					client.getHandshakeData().getAddress().getAddress().getHostAddress());
		}

		@OnEvent("tell")
		void tell(AckRequest ack, String message) {
			this.cluster.to("all").emit("told", message);
			ack.sendAckData(true);
		}

		@OnEvent("workers")
		void workers(SocketIOClient client) {
			this.cluster.fetchSockets()
				.thenAccept((sockets) -> client.sendEvent("workers",
						sockets.stream().map(SocketDetails::worker).sorted().toList()));
		}

		@OnEvent("warn")
		void warn(AckRequest ack, String message) {
			logger.warn("Warned: {}", message);
			ack.sendAckData(true);
		}

	}

}
