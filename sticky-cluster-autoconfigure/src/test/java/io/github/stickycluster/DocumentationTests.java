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

package io.github.stickycluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.stickycluster.metrics.DefaultSocketIoListenerObservationConvention;
import io.github.stickycluster.metrics.SocketIoListenerObservationDocumentation;
import io.github.stickycluster.metrics.StickyClusterMeter;
import io.github.stickycluster.testsupport.GeneratedPage;
import io.micrometer.core.instrument.Meter;
import io.micrometer.prometheusmetrics.PrometheusNamingConvention;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Generates the reference pages from their one source and fails when they are stale; run
 * with {@code -Ddocs.update=true} to write them.
 */
class DocumentationTests {

	private static final Path METADATA = Path.of("target", "classes", "META-INF", "spring-configuration-metadata.json");

	@Test
	void configurationPageListsEveryProperty() throws IOException {
		JsonNode metadata = JsonMapper.shared().readTree(Files.readString(METADATA));
		List<String> rows = new ArrayList<>();
		for (JsonNode property : metadata.path("properties")) {
			if (property.has("deprecation")) {
				// Those are in upgrading.md.
				continue;
			}
			assertThat(property.path("description").asString()).as(property.path("name").asString()).isNotBlank();
			rows.add("| `%s` | %s | %s | %s |".formatted(property.path("name").asString(),
					type(property.path("type").asString()), defaultValue(property), escape(property)));
		}
		GeneratedPage.check("configuration.md", """
				# Configuration

				Generated from the configuration metadata; `DocumentationTests` keeps it so. Durations are written
				like `500ms`, `25s` or `2m`, sizes like `64KB` or `1MB`.

				| property | type | default | description |
				| --- | --- | --- | --- |
				""", rows.stream());
	}

	@Test
	void metricsPageListsEveryMeter() throws IOException {
		GeneratedPage.check("metrics.md", """
				# Meters

				Generated from `StickyClusterMeter`; `DocumentationTests` keeps it so.

				| meter | type | unit | tags | in Prometheus | description |
				| --- | --- | --- | --- | --- | --- |
				""",
				Stream.of(StickyClusterMeter.values())
					.map((meter) -> "| `%s` | %s | %s | %s | `%s` | %s |".formatted(meter.meterName(),
							meter.type().name().toLowerCase(Locale.ROOT), meter.unit(), String.join(", ", meter.tags()),
							prometheusName(meter), meter.description())));
	}

	@Test
	void observationsPageListsEveryKey() throws IOException {
		List<String> rows = new ArrayList<>();
		for (SocketIoListenerObservationDocumentation observation : SocketIoListenerObservationDocumentation.values()) {
			String name = new DefaultSocketIoListenerObservationConvention().getName();
			Stream.of(observation.getLowCardinalityKeyNames())
				.forEach((key) -> rows.add("| `%s` | `%s` | low: meters and spans |".formatted(name, key.asString())));
			Stream.of(observation.getHighCardinalityKeyNames())
				.forEach((key) -> rows.add("| `%s` | `%s` | high: spans only |".formatted(name, key.asString())));
		}
		GeneratedPage.check("observations.md",
				"""
						# Observations

						Generated from `SocketIoListenerObservationDocumentation`; `DocumentationTests` keeps it so.

						Each call of the listeners of an event is an observation if something besides meters handles observations, as
						tracing does, or if the application has a convention for them. Set `management.observations.enable.sticky.cluster`
						to `false` to have calls timed only. It is current while the listeners run, on whatever thread that is.
						A bean of type `SocketIoListenerObservationConvention` changes its name and keys; without one, its meter is
						the timer `sticky.cluster.listener` of [metrics.md](metrics.md), to which the meters' handler adds `error`.

						| observation | key | cardinality |
						| --- | --- | --- |
						""",
				rows.stream());
	}

	private static String prometheusName(StickyClusterMeter meter) {
		Meter.Type type = Meter.Type.valueOf(meter.type().name());
		String name = new PrometheusNamingConvention().name(meter.meterName(), type, meter.unit());
		return (meter.type() == StickyClusterMeter.Type.COUNTER) ? name + "_total" : name;
	}

	private static String defaultValue(JsonNode property) {
		JsonNode value = property.path("defaultValue");
		if (value.isMissingNode() || (value.isArray() && value.isEmpty())) {
			return "";
		}
		if (value.isArray()) {
			return value.valueStream().map((item) -> "`" + item.asString() + "`").collect(Collectors.joining(", "));
		}
		return "`" + value.asString() + "`";
	}

	/** The values of an enum, as they are written in YAML. */
	private static String type(String name) {
		try {
			if (Class.forName(name).getEnumConstants() instanceof Enum<?>[] values) {
				return Stream.of(values)
					.map((value) -> "`" + value.name().toLowerCase(Locale.ROOT).replace('_', '-') + "`")
					.collect(Collectors.joining(", "));
			}
		}
		catch (ClassNotFoundException ex) {
			// A generic type is none either.
		}
		String simple = name.replaceAll("[a-z]+(\\.[a-z0-9]+)*\\.(?=[A-Z])", "");
		// Outside code, angle brackets are a tag of HTML, which pages do not show.
		return simple.contains("<") ? "`" + simple + "`" : simple;
	}

	private static String escape(JsonNode property) {
		return property.path("description").asString().replace("|", "\\|").replace("\n", " ");
	}

}
