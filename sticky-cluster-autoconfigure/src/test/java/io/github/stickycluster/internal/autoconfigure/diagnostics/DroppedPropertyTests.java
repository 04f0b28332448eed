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

package io.github.stickycluster.internal.autoconfigure.diagnostics;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.stickycluster.testsupport.GeneratedPage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DroppedProperty}: each property of an earlier version is refused with
 * what to do instead, wherever and however it is set.
 */
class DroppedPropertyTests {

	private static final Path METADATA = Path.of("target", "classes", "META-INF", "spring-configuration-metadata.json");

	private static final Pattern REPLACEMENT = Pattern.compile("Set '(sticky-cluster\\.[a-z0-9.-]+)'");

	private static final Pattern NAMED = Pattern.compile("'(sticky-cluster\\.[a-z0-9.-]+)'");

	private final PropertyNames names = PropertyNames.ofTheCluster();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withUserConfiguration(PropertiesCheck.class);

	static List<DroppedProperty> all() {
		return DroppedProperty.ALL;
	}

	@ParameterizedTest
	@MethodSource("all")
	void isRefusedWithItsValueAndTheAdvice(DroppedProperty dropped) {
		this.runner.withPropertyValues(dropped.name() + "=1,2")
			.run((context) -> assertThat(context).getFailure()
				.isInstanceOf(DroppedPropertiesException.class)
				.message()
				.contains(dropped.name())
				.contains("'1,2'")
				.contains(dropped.advice()));
	}

	@ParameterizedTest
	@MethodSource("all")
	void isRefusedAsAnEnvironmentVariable(DroppedProperty dropped) {
		String variable = dropped.name().replace("-", "").replace('.', '_').toUpperCase(Locale.ROOT);
		for (String name : List.of(variable, variable + "_0")) {
			this.runner
				.withInitializer((context) -> context.getEnvironment()
					.getPropertySources()
					.replace(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
							new SystemEnvironmentPropertySource(
									StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, Map.of(name, "1"))))
				.run((context) -> assertThat(context).getFailure()
					.isInstanceOf(DroppedPropertiesException.class)
					.hasMessageContaining(dropped.name())
					.hasMessageContaining(dropped.advice()));
		}
	}

	@ParameterizedTest
	@MethodSource("all")
	void namesOnlyPropertiesThatExist(DroppedProperty dropped) {
		assertThat(this.names.contain(ConfigurationPropertyName.of(dropped.name()))).isFalse();
		Matcher named = NAMED.matcher(dropped.advice());
		while (named.find()) {
			assertThat(this.names.contain(ConfigurationPropertyName.of(named.group(1)))).as(named.group(1)).isTrue();
		}
	}

	/** IDEs mark the property as an error, and offer what replaces it. */
	@ParameterizedTest
	@MethodSource("all")
	void isDeprecatedInTheMetadata(DroppedProperty dropped) throws IOException {
		ObjectNode deprecation = JsonMapper.shared()
			.createObjectNode()
			.put("level", "error")
			.put("reason", dropped.advice());
		Matcher replacement = REPLACEMENT.matcher(dropped.advice());
		if (replacement.lookingAt()) {
			deprecation.put("replacement", replacement.group(1));
		}
		assertThat(metadata().path("properties").valueStream())
			.filteredOn((property) -> property.path("name").asString().equals(dropped.name()))
			.extracting((property) -> property.path("deprecation"))
			.containsExactly(deprecation);
	}

	@Test
	void theMetadataDeprecatesOnlyDroppedProperties() throws IOException {
		assertThat(metadata().path("properties").valueStream()).filteredOn((property) -> property.has("deprecation"))
			.hasSize(DroppedProperty.ALL.size());
	}

	private static JsonNode metadata() throws IOException {
		return JsonMapper.shared().readTree(Files.readString(METADATA));
	}

	@Test
	void upgradingPageListsEveryDroppedProperty() throws IOException {
		GeneratedPage.check("upgrading.md", """
				# Upgrading

				Generated from `DroppedProperty`; `DroppedPropertyTests` keeps it so.

				## From a snapshot before 0.1.0-M1

				These properties no longer exist. One that is set, also by an environment variable, fails start-up with
				its value and this advice.

				| property | in its place |
				| --- | --- |
				""",
				DroppedProperty.ALL.stream()
					.map((dropped) -> "| `%s` | %s |".formatted(dropped.name(),
							dropped.advice().replaceAll("'([^']*)'", "`$1`"))));
	}

}
