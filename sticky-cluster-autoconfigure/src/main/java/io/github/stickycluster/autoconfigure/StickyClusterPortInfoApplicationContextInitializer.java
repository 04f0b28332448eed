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

package io.github.stickycluster.autoconfigure;

import java.util.HashMap;
import java.util.Map;

import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;

/**
 * Sets the property {@value #PROPERTY} to the bound public port, for tests that use a
 * free port.
 *
 * @since 0.1.0
 */
public class StickyClusterPortInfoApplicationContextInitializer
		implements ApplicationContextInitializer<ConfigurableApplicationContext> {

	static final String PROPERTY = "local.sticky-cluster.port";

	private static final String SOURCE = "server.ports";

	@Override
	public void initialize(ConfigurableApplicationContext applicationContext) {
		applicationContext.addApplicationListener(new Listener(applicationContext));
	}

	private record Listener(
			ConfigurableApplicationContext applicationContext) implements ApplicationListener<DispatcherStartedEvent> {

		@Override
		public void onApplicationEvent(DispatcherStartedEvent event) {
			if (event.getApplicationContext() == this.applicationContext) {
				publish(this.applicationContext, event.getPort());
			}
		}

		private static void publish(ApplicationContext context, int port) {
			if (context.getEnvironment() instanceof ConfigurableEnvironment environment) {
				source(environment.getPropertySources()).put(PROPERTY, port);
			}
			if (context.getParent() != null) {
				publish(context.getParent(), port);
			}
		}

		/**
		 * Returns the property source in which Spring Boot's web servers publish their
		 * ports.
		 */
		@SuppressWarnings("unchecked")
		private static Map<String, Object> source(MutablePropertySources sources) {
			PropertySource<?> present = sources.get(SOURCE);
			if (present == null) {
				present = new MapPropertySource(SOURCE, new HashMap<>());
				sources.addFirst(present);
			}
			return (Map<String, Object>) present.getSource();
		}

	}

}
