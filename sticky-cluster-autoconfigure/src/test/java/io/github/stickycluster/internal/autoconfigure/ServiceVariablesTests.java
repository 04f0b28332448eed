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

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

import io.github.stickycluster.autoconfigure.StickyClusterProperties;
import io.github.stickycluster.internal.autoconfigure.diagnostics.PropertiesCheckTests;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.logging.DeferredLogFactory;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ServiceVariablesEnvironmentPostProcessor}: the variables that
 * Kubernetes makes for a Service.
 */
@ExtendWith(OutputCaptureExtension.class)
@Tag("once")
class ServiceVariablesTests {

	private static final String WARNING = "holds the address of a service";

	@ParameterizedTest
	@ValueSource(strings = { "STICKY_CLUSTER", "STICKY_CLUSTER_WEB", "STICKY_CLUSTER_WORKERS_BASE", "STICKYCLUSTER",
			"STICKYCLUSTER_WEB" })
	void areNotTakenForProperties(String service, CapturedOutput output) {
		try (ConfigurableApplicationContext context = run(variables(service, "tcp"), null,
				"--sticky-cluster.node-id=node")) {
			StickyClusterProperties properties = context.getBean(StickyClusterProperties.class);
			assertThat(properties.port()).isEqualTo(9092);
			assertThat(properties.web().server()).isNull();
			assertThat(properties.workers().basePort()).isZero();
			assertThat(context.getEnvironment().getProperty(service + "_SERVICE_HOST")).isEqualTo("10.0.0.1");
		}
		assertThat(output).containsOnlyOnce(WARNING).contains("[" + service + "_PORT]");
	}

	@Test
	void leaveThePropertiesOfFilesInForce() {
		Map<String, Object> variables = variables("STICKY_CLUSTER", "sctp");
		try (ConfigurableApplicationContext context = run(variables, null, "--spring.config.location=optional:file:x/",
				"--spring.application.json={\"sticky-cluster\":{\"port\":4711}}")) {
			assertThat(context.getBean(StickyClusterProperties.class).port()).isEqualTo(4711);
		}
		SpringApplication application = application(variables);
		application.setDefaultProperties(Map.of("sticky-cluster.port", 4711));
		try (ConfigurableApplicationContext context = application.run()) {
			assertThat(context.getBean(StickyClusterProperties.class).port()).isEqualTo(4711);
		}
	}

	@Test
	void areFoundBehindThePrefixOfTheApplication(CapturedOutput output) {
		try (ConfigurableApplicationContext context = run(variables("MY_APP_STICKY_CLUSTER", "udp"), "my-app.")) {
			assertThat(context.getBean(StickyClusterProperties.class).port()).isEqualTo(9092);
		}
		assertThat(output).contains("[MY_APP_STICKY_CLUSTER_PORT]");
	}

	@Test
	void leaveOtherVariablesInForce(CapturedOutput output) {
		Map<String, Object> variables = Map.of("STICKY_CLUSTER_PORT", "4711", "STICKY_CLUSTER_NODE_ID", "node",
				"OTHER_PORT", "tcp://10.0.0.1:80");
		try (ConfigurableApplicationContext context = run(variables, null)) {
			StickyClusterProperties properties = context.getBean(StickyClusterProperties.class);
			assertThat(properties.port()).isEqualTo(4711);
			assertThat(properties.nodeId()).isEqualTo("node");
			assertThat(context.getEnvironment().getProperty("OTHER_PORT")).isEqualTo("tcp://10.0.0.1:80");
		}
		assertThat(output).doesNotContain(WARNING);
	}

	@Test
	void areWarnedOfInTheParentOfForkedWorkersAlone(CapturedOutput output) {
		StandardEnvironment environment = environment(variables("STICKY_CLUSTER", "tcp"));
		environment.getPropertySources()
			.addFirst(new MapPropertySource("child", Map.of("sticky-cluster.child", "file")));
		DeferredLogFactory logs = (log) -> log.get();
		new ServiceVariablesEnvironmentPostProcessor(logs).postProcessEnvironment(environment, new SpringApplication());
		assertThat(environment.getProperty("STICKY_CLUSTER_PORT")).isNull();
		assertThat(output).doesNotContain(WARNING);
	}

	private static Map<String, Object> variables(String service, String protocol) {
		String port = service + "_PORT_9092_" + protocol.toUpperCase(Locale.ROOT);
		String url = protocol + "://10.0.0.1:9092";
		return new HashMap<>(Map.of(service + "_SERVICE_HOST", "10.0.0.1", service + "_SERVICE_PORT", "9092",
				service + "_SERVICE_PORT_WEB", "9092", service + "_PORT", url, port, url, port + "_PROTO", protocol,
				port + "_PORT", "9092", port + "_ADDR", "10.0.0.1"));
	}

	private static ConfigurableApplicationContext run(Map<String, Object> variables, @Nullable String prefix,
			String... arguments) {
		SpringApplication application = application(variables);
		if (prefix != null) {
			application.setEnvironmentPrefix(prefix);
		}
		return application.run(arguments);
	}

	private static SpringApplication application(Map<String, Object> variables) {
		SpringApplication application = new SpringApplication(PropertiesCheckTests.Bound.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		application.setEnvironment(environment(variables));
		return application;
	}

	private static StandardEnvironment environment(Map<String, Object> variables) {
		StandardEnvironment environment = new StandardEnvironment();
		String name = StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME;
		environment.getPropertySources().replace(name, new SystemEnvironmentPropertySource(name, variables));
		return environment;
	}

}
