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

import java.util.List;
import java.util.Objects;

import com.corundumstudio.socketio.AckRequest;
import com.corundumstudio.socketio.SocketIOClient;
import com.corundumstudio.socketio.annotation.OnEvent;
import io.github.stickycluster.cluster.SocketCluster;
import io.github.stickycluster.internal.dispatch.Dispatcher;
import io.github.stickycluster.internal.dispatch.RefusalReason;
import io.github.stickycluster.testkit.EnableStickyCluster;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * An application of four workers that a test starts with the properties it is about.
 */
final class RunningApplication implements AutoCloseable {

	private final ConfigurableApplicationContext context;

	private RunningApplication(ConfigurableApplicationContext context) {
		this.context = context;
	}

	static RunningApplication start(String... properties) {
		return start(List.of(), properties);
	}

	/**
	 * Starts the application with more beans.
	 */
	static RunningApplication start(List<Class<?>> beans, String... properties) {
		return new RunningApplication(new SpringApplicationBuilder(beans.toArray(Class<?>[]::new))
			.sources(Application.class)
			.web(WebApplicationType.NONE)
			.properties("sticky-cluster.port=0", "sticky-cluster.address=127.0.0.1", "sticky-cluster.workers.count=4",
					"sticky-cluster.node-id=node", "server.shutdown=immediate")
			.properties(properties)
			.run());
	}

	int port() {
		return Objects.requireNonNull(dispatcher().address()).getPort();
	}

	long refused(RefusalReason reason) {
		return dispatcher().refused().count(reason);
	}

	int connections() {
		return dispatcher().connections().active();
	}

	ConfigurableApplicationContext context() {
		return this.context;
	}

	<T> T bean(Class<T> type) {
		return this.context.getBean(type);
	}

	private Dispatcher dispatcher() {
		return this.context.getBean(Dispatcher.class);
	}

	@Override
	public void close() {
		this.context.close();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableStickyCluster
	static class Application {

		@Bean
		Listener listener(SocketCluster cluster) {
			return new Listener(cluster);
		}

	}

	static class Listener {

		private final SocketCluster cluster;

		Listener(SocketCluster cluster) {
			this.cluster = cluster;
		}

		@OnEvent("echo")
		void echo(AckRequest ack, String text) {
			ack.sendAckData(text);
		}

		@OnEvent("worker")
		void worker(SocketIOClient client, AckRequest ack) {
			ack.sendAckData(this.cluster.workerOf(client.getSessionId()).orElseThrow());
		}

	}

}
