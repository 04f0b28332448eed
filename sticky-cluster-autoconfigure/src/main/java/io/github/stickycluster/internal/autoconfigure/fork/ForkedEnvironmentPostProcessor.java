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

package io.github.stickycluster.internal.autoconfigure.fork;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;

import io.github.stickycluster.autoconfigure.ClusterRole;
import io.github.stickycluster.internal.autoconfigure.OnClusterRoleCondition;
import io.github.stickycluster.internal.fork.ChildFile;
import io.github.stickycluster.internal.fork.ParentWatch;

import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * Sets the properties in which the process of a forked worker differs from its parent,
 * and the secret that a parent shares with its child processes. From then on, a child
 * process ends with its parent.
 */
class ForkedEnvironmentPostProcessor implements EnvironmentPostProcessor, Ordered {

	static final String SOURCE = "stickyClusterForked";

	static final String DEFAULTS = "stickyClusterForkedDefaults";

	private static final String SECRET = "sticky-cluster.internal.secret";

	private static final String SSL_BUNDLE = "sticky-cluster.internal.ssl.bundle";

	private static final String BUS_TYPE = "sticky-cluster.bus.type";

	@Override
	public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
		if (environment.getPropertySources().contains(SOURCE)) {
			return;
		}
		String file = environment.getProperty(ChildFile.PROPERTY);
		if (file != null) {
			ChildFile child = ChildFile.read(Path.of(file));
			ParentWatch.start(Path.of(file), child, ChildExit::orphaned);
			ofChild(environment, child);
		}
		else if (OnClusterRoleCondition.roles(environment).equals(Set.of(ClusterRole.PARENT))) {
			ofParent(environment);
		}
	}

	private static void ofChild(ConfigurableEnvironment environment, ChildFile child) {
		Map<String, Object> different = new HashMap<>(child.properties());
		different.put("spring.main.web-application-type", "none");
		different.put("spring.main.banner-mode", "off");
		// What it logs goes through its parent's log.
		different.put("logging.file.name", "");
		different.put("logging.file.path", "");
		environment.getPropertySources().addFirst(new MapPropertySource(SOURCE, different));
		// Its parent adds the time and the worker, and logs the worker's states itself.
		environment.getPropertySources()
			.addLast(new MapPropertySource(DEFAULTS, Map.of("logging.pattern.console", "%p [%t] %c{1} : %m%n%wEx",
					"logging.level.io.github.stickycluster.internal.worker.WorkerRegistry", "warn")));
	}

	/**
	 * Where only the family is in the cluster, nobody else need know the secret.
	 */
	private static void ofParent(ConfigurableEnvironment environment) {
		boolean alone = "local".equalsIgnoreCase(environment.getProperty(BUS_TYPE, "local"));
		if (alone && !environment.containsProperty(SECRET) && !environment.containsProperty(SSL_BUNDLE)) {
			byte[] secret = new byte[24];
			new SecureRandom().nextBytes(secret);
			environment.getPropertySources()
				.addLast(new MapPropertySource(SOURCE, Map.of(SECRET, HexFormat.of().formatHex(secret))));
		}
	}

	/**
	 * After the application's own properties have been read.
	 */
	@Override
	public int getOrder() {
		return ConfigDataEnvironmentPostProcessor.ORDER + 1;
	}

}
