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
import java.lang.reflect.AnnotatedElement;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.util.StringUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PropertyNames}.
 */
class PropertyNamesTests {

	private static final Path METADATA = Path.of("target", "classes", "META-INF", "spring-configuration-metadata.json");

	private final PropertyNames names = PropertyNames.ofTheCluster();

	@Test
	void containEveryPropertyOfTheMetadata() throws IOException {
		List<String> documented = new ArrayList<>();
		for (JsonNode property : JsonMapper.shared().readTree(Files.readString(METADATA)).path("properties")) {
			if (property.path("name").asString().startsWith("sticky-cluster.") && !property.has("deprecation")) {
				documented.add(property.path("name").asString());
			}
		}
		assertThat(documented).hasSizeGreaterThan(50).allMatch(this::contains);
		assertThat(this.names.all()).containsExactlyInAnyOrderElementsOf(documented);
	}

	@Test
	void containWhatConditionsRead() {
		List<String> read = new ArrayList<>();
		for (JavaClass imported : new ClassFileImporter().importPackages("io.github.stickycluster")) {
			if (!imported.isAnonymousClass() && !imported.getSimpleName().endsWith("Tests")) {
				Class<?> type = imported.reflect();
				Stream.concat(Stream.of(type), Stream.of(type.getDeclaredMethods())).forEach((element) -> {
					conditions(element, ConditionalOnProperty.class, read);
					conditions(element, ConditionalOnBooleanProperty.class, read);
				});
			}
		}
		assertThat(read).contains("sticky-cluster.child", "sticky-cluster.workers.mode", "sticky-cluster.enabled")
			.allMatch(this::contains);
	}

	@ParameterizedTest
	@ValueSource(strings = { "sticky-cluster.workers.count", "stickyCluster.workers.count",
			"stickycluster.workers.count", "sticky_cluster.workers.count", "STICKYCLUSTER.WORKERS.COUNT",
			"sticky-cluster.socket-io.ping-interval", "sticky-cluster.socketIo.pingInterval",
			"sticky-cluster.socket_io.ping_interval", "sticky-cluster.socket-io.allow-eio3",
			"sticky-cluster.client-address.ipv6-prefix-length", "sticky-cluster.socket-io.allowed-origins[0]",
			"sticky-cluster.socket-io.allowed-origins[17]", "sticky-cluster.workers",
			"sticky-cluster.internal.ssl.bundle", "sticky-cluster.internal.ssl", "sticky-cluster.child" })
	void containNamesInAnyForm(String name) {
		assertThat(contains(name)).isTrue();
	}

	@ParameterizedTest
	@CsvSource({ "sticky-cluster.worker.count, sticky-cluster.workers.count",
			"sticky-cluster.workers.cuont, sticky-cluster.workers.count",
			"sticky-cluster.worker-count, sticky-cluster.workers.count",
			"sticky-cluster.ping-interval, sticky-cluster.socket-io.ping-interval",
			"sticky-cluster.socket-io-ping-interval, sticky-cluster.socket-io.ping-interval",
			"sticky-cluster.socket-io.ping-intervall, sticky-cluster.socket-io.ping-interval",
			"sticky-cluster.socket-io.origins, sticky-cluster.socket-io.allowed-origins",
			"sticky-cluster.node, sticky-cluster.node-id",
			"sticky-cluster.redis.max-length, sticky-cluster.bus.redis.max-length",
			"sticky-cluster.tls.bundle, sticky-cluster.ssl.bundle", "sticky-cluster.port.public, sticky-cluster.port",
			"sticky-cluster.ports, sticky-cluster.port", "sticky-cluster.port[0], sticky-cluster.port",
			"sticky-cluster.socket-io.allowed-origins.first, sticky-cluster.socket-io.allowed-origins",
			"sticky-cluster.internal.secrit, sticky-cluster.internal.secret",
			"sticky-cluster.trusted-proxies, sticky-cluster.client-address.trusted-proxies" })
	void nameTheNearestOfAnUnknownName(String unknown, String nearest) {
		assertThat(contains(unknown)).isFalse();
		assertThat(this.names.nearest(name(unknown))).isEqualTo(nearest);
	}

	@Test
	void knowWhatIsInListsAndMaps() {
		PropertyNames deep = PropertyNames.of(Deep.class);
		assertThat(List.of("sticky-cluster.items[0].name", "sticky-cluster.items[3].tags[1]", "sticky-cluster.array[0]",
				"sticky-cluster.labels.any", "sticky-cluster.labels.any.thing", "sticky-cluster.labels[a/b]",
				"sticky-cluster.folder"))
			.allMatch((known) -> deep.contain(name(known)));
		assertThat(List.of("sticky-cluster.items.name", "sticky-cluster.items[0].nam", "sticky-cluster.items[x].name",
				"sticky-cluster.array.first", "sticky-cluster.folder[0]"))
			.noneMatch((unknown) -> deep.contain(name(unknown)));
	}

	@Test
	void knowTheTypes() {
		assertThat(this.names.ofType(Duration.class)).contains("sticky-cluster.socket-io.ping-interval")
			.doesNotContain("sticky-cluster.port");
	}

	private boolean contains(String name) {
		return this.names.contain(name(name));
	}

	private static ConfigurationPropertyName name(String name) {
		return ConfigurationPropertyName.adapt(name, '.');
	}

	private static void conditions(AnnotatedElement element, Class<? extends java.lang.annotation.Annotation> type,
			List<String> read) {
		for (MergedAnnotation<?> condition : MergedAnnotations.from(element).stream(type).toList()) {
			String prefix = condition.getString("prefix");
			Stream.of(condition.getStringArray("name"), condition.getStringArray("value"))
				.flatMap(Stream::of)
				.map((name) -> StringUtils.hasText(prefix) ? prefix + "." + name : name)
				.filter((name) -> name.startsWith("sticky-cluster"))
				.forEach(read::add);
		}
	}

	record Deep(List<Item> items, String[] array, Map<String, String> labels, Path folder) {

		record Item(String name, List<String> tags) {

		}

	}

}
