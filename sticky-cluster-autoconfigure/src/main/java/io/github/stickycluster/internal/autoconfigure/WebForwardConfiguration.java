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

import io.github.stickycluster.autoconfigure.StickyClusterProperties;
import io.github.stickycluster.internal.dispatch.WebForward;
import io.github.stickycluster.internal.fork.ChildFile;
import io.github.stickycluster.internal.http.proxy.ClientBounds;
import io.github.stickycluster.internal.http.proxy.Forwarder;
import io.github.stickycluster.internal.transport.IoTransport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/**
 * The application's own web server behind the public port.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnBooleanProperty("sticky-cluster.web.forward")
public class WebForwardConfiguration {

	private static final Logger logger = LoggerFactory.getLogger(WebForwardConfiguration.class);

	@Bean
	WebServerAddress stickyClusterWebServerAddress(StickyClusterProperties properties, ApplicationContext context) {
		Environment environment = context.getEnvironment();
		boolean told = environment.containsProperty(ChildFile.PROPERTY);
		boolean mock = MockWebEnvironment.is(context);
		if (mock) {
			logger.info("Requests outside the Socket.IO path get the status 502, because this test has a mock web "
					+ "environment; use a web environment with a port to have them forwarded");
		}
		return WebServerAddress.of(properties, environment, !told && !mock);
	}

	@Bean
	ClientBounds stickyClusterWebClientBounds(StickyClusterProperties properties) {
		return WebForwardMapper.bounds(properties.web());
	}

	@Bean
	WebForward stickyClusterWebForward(StickyClusterProperties properties, ClientBounds bounds, IoTransport transport,
			WebServerAddress address) {
		return new WebForward(new Forwarder(transport, WebForwardMapper.settings(properties.web(), bounds)), address);
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(WebServerInitializedEvent.class)
	static class OwnWebServerConfiguration {

		@Bean
		WebServerListener stickyClusterWebServerListener(WebServerAddress address, ApplicationContext context) {
			return new WebServerListener(address::listensOn, context);
		}

	}

}
