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
import java.util.Map;

import io.github.stickycluster.autoconfigure.StickyClusterAutoConfiguration;
import io.github.stickycluster.autoconfigure.StickyClusterProperties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.support.StaticApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link SessionLoginCheck}.
 */
@ExtendWith(OutputCaptureExtension.class)
class SessionLoginCheckTests {

	private final StaticApplicationContext context = new StaticApplicationContext();

	SessionLoginCheckTests() {
		this.context.registerSingleton(SessionLoginCheck.FILTER_CHAIN, Object.class);
	}

	@ParameterizedTest
	@CsvSource({ "allowed-origins, *", "allowed-origins, null", "allowed-origin-patterns, *",
			"allowed-origin-patterns, https://*", "allowed-origin-patterns, https://*.com",
			"allowed-origin-patterns, https://*example.org", "allowed-origin-patterns, https://example.*",
			"allowed-origin-patterns, https://*:[*]", "allowed-origin-patterns, 'https://*.org:[443]'" })
	void refusesOriginsOfOthers(String property, String value) {
		assertThatExceptionOfType(InvalidConfigurationPropertyValueException.class)
			.isThrownBy(() -> check(Map.of("socket-io." + property, value)))
			.satisfies((failure) -> {
				assertThat(failure.getName()).isEqualTo("sticky-cluster.socket-io." + property);
				assertThat(failure.getReason()).contains("session-login", "could act as");
			});
	}

	@ParameterizedTest
	@CsvSource({ "allowed-origins, https://example.org", "allowed-origins, http://localhost:3000",
			"allowed-origin-patterns, https://*.example.org", "allowed-origin-patterns, http://localhost:[*]",
			"allowed-origin-patterns, *://app.example.org", "allowed-origin-patterns, 'https://*.example.org:[80,443]'",
			"allowed-origin-patterns, https://*.example.org:8443",
			"allowed-origin-patterns, https://pr-*-preview.example.org" })
	void acceptsOriginsOfOneOwner(String property, String value) {
		check(Map.of("socket-io." + property, value));
	}

	@Test
	void needsTheApplicationsOwnWebServer() {
		assertThatExceptionOfType(InvalidConfigurationPropertyValueException.class)
			.isThrownBy(() -> check(Map.of("web.forward", "false")))
			.satisfies((failure) -> assertThat(failure.getReason()).contains("sticky-cluster.web.forward"));
		assertThatExceptionOfType(InvalidConfigurationPropertyValueException.class)
			.isThrownBy(() -> check(Map.of("web.server", "127.0.0.1:81")))
			.satisfies((failure) -> assertThat(failure.getReason()).contains("sticky-cluster.web.server"));
	}

	@Test
	void needsWorkersInThisProcess() {
		assertThatExceptionOfType(InvalidConfigurationPropertyValueException.class)
			.isThrownBy(() -> check(Map.of("workers.mode", "forked")))
			.satisfies((failure) -> assertThat(failure.getReason()).contains("workers.mode"));
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void needsAFilterChain(boolean security) {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(StickyClusterAutoConfiguration.class))
			.withClassLoader(security ? getClass().getClassLoader()
					: new FilteredClassLoader("org.springframework.security", "jakarta.servlet"))
			.withPropertyValues("sticky-cluster.port=0", "sticky-cluster.security.session-login=true",
					"sticky-cluster.web.forward=true")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOfSatisfying(InvalidConfigurationPropertyValueException.class,
						(failure) -> assertThat(failure.getReason()).contains("filter chain")));
	}

	@Test
	void warnsOnSeveralNodesWithoutSpringSession(CapturedOutput output) {
		check(Map.of()).afterSingletonsInstantiated();
		assertThat(output).doesNotContain("Spring Session");
		check(Map.of("bus.type", "redis")).afterSingletonsInstantiated();
		assertThat(output).containsOnlyOnce("Add Spring Session");
		this.context.registerSingleton("springSessionRepositoryFilter", Object.class);
		check(Map.of("bus.type", "redis")).afterSingletonsInstantiated();
		assertThat(output).containsOnlyOnce("Add Spring Session");
	}

	private SessionLoginCheck check(Map<String, String> properties) {
		Map<String, String> all = new HashMap<>(Map.of("sticky-cluster.web.forward", "true"));
		properties.forEach((name, value) -> all.put("sticky-cluster." + name, value));
		return new SessionLoginCheck(new Binder(new MapConfigurationPropertySource(all)).bindOrCreate("sticky-cluster",
				StickyClusterProperties.class), this.context);
	}

}
