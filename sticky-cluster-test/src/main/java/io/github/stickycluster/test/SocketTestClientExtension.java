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

package io.github.stickycluster.test;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import io.github.stickycluster.test.time.TestClock;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.context.ApplicationContext;
import org.springframework.test.context.junit.jupiter.SpringExtension;

/**
 * Connects clients that tests have as parameters, and closes them after the test.
 */
class SocketTestClientExtension implements ParameterResolver {

	private static final ExtensionContext.Namespace STORE = ExtensionContext.Namespace
		.create(SocketTestClientExtension.class);

	@Override
	public boolean supportsParameter(ParameterContext parameter, ExtensionContext extension) {
		Class<?> type = parameter.getParameter().getType();
		return type == SocketTestClient.class || type == SocketTestClientBuilder.class || type == TestClock.class;
	}

	@Override
	public Object resolveParameter(ParameterContext parameter, ExtensionContext extension) {
		ApplicationContext context = SpringExtension.getApplicationContext(extension);
		if (parameter.getParameter().getType() == TestClock.class) {
			return context.getBean(TestClock.class);
		}
		SocketTestClientBuilder builder = builder(context).whenConnected(clients(extension)::add);
		return (parameter.getParameter().getType() == SocketTestClient.class) ? builder.connect() : builder;
	}

	private static SocketTestClientBuilder builder(ApplicationContext context) {
		Integer port = context.getEnvironment().getProperty("local.sticky-cluster.port", Integer.class);
		if (port == null) {
			throw new ParameterResolutionException("This application has no Socket.IO port to connect to. "
					+ "Set sticky-cluster.enabled to true, and sticky-cluster.role to 'all' or 'dispatcher'.");
		}
		String path = context.getEnvironment().getProperty("sticky-cluster.socket-io.path", "/socket.io");
		return SocketTestClient.bindToPort(port)
			.clock(context.getBean(TestClock.class))
			.path(path.endsWith("/") ? path : path + "/")
			.mapper(context.getBeanProvider(JsonMapper.class).getIfAvailable(JsonMapper::shared));
	}

	private static Clients clients(ExtensionContext extension) {
		return extension.getStore(STORE).computeIfAbsent(extension.getUniqueId(), (id) -> new Clients(), Clients.class);
	}

	/**
	 * The clients of a test, closed with JUnit's store.
	 */
	private static final class Clients implements AutoCloseable {

		private final Queue<SocketTestClient> clients = new ConcurrentLinkedQueue<>();

		void add(SocketTestClient client) {
			this.clients.add(client);
		}

		@Override
		public void close() {
			this.clients.forEach(SocketTestClient::close);
		}

	}

}
