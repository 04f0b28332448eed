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

package io.github.stickycluster.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.stickycluster.metrics.StickyClusterMeter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the properties and meters that a page names exist.
 */
class NamesTests {

	/** A property's whole name, and perhaps a value. */
	private static final Pattern PROPERTY = Pattern
		.compile("((?:sticky-cluster|spring|management|server)(?:\\.[a-z0-9-]+)+(?:\\.\\*)?)(?:[:=].*)?");

	/** A name without the prefix, which begins with a group of ours. */
	private static final Pattern SHORT = Pattern
		.compile("((?:%s)(?:\\.[a-z0-9-]+)+)(?:[:=].*)?".formatted(String.join("|", groups())));

	private static final Pattern METER = Pattern.compile("sticky\\.cluster(\\.[a-z*]+)+");

	/** A page that lists properties which do not exist has a test of its own. */
	private static final Path UPGRADING = Path.of("upgrading.md");

	/** Some rooms are called like properties, which this page does not have. */
	private static final Path ARCHITECTURE = Path.of("architecture.md");

	static List<Page> pages() {
		return Page.all();
	}

	static List<Page> pagesOfThisVersion() {
		return Page.all()
			.stream()
			.filter((page) -> !page.file().endsWith(UPGRADING) && !page.file().endsWith(ARCHITECTURE))
			.toList();
	}

	@ParameterizedTest
	@MethodSource("pagesOfThisVersion")
	void everyPropertyExists(Page page) {
		for (String code : page.codes()) {
			names(PROPERTY, code).forEach((name) -> assertThat(isProperty(name)).as(name).isTrue());
			names(SHORT, code).map("sticky-cluster."::concat)
				.forEach((name) -> assertThat(isProperty(name)).as(name).isTrue());
		}
	}

	@ParameterizedTest
	@MethodSource("pages")
	void everyMeterExists(Page page) {
		Set<String> meters = Arrays.stream(StickyClusterMeter.values())
			.map(StickyClusterMeter::meterName)
			.collect(Collectors.toSet());
		METER.matcher(page.text()).results().map(MatchResult::group).forEach((name) -> {
			if (name.endsWith(".*")) {
				String group = name.substring(0, name.length() - 1);
				assertThat(meters).as(name).anyMatch((meter) -> meter.startsWith(group));
			}
			else {
				assertThat(meters).as(name).contains(name);
			}
		});
	}

	/** IDEs offer the hints for the values of properties. */
	@Test
	void everyHintIsForAProperty() throws IOException {
		String metadata = Files.readString(Page.PROJECT.resolve("sticky-cluster-autoconfigure/src/main/resources")
			.resolve("META-INF/additional-spring-configuration-metadata.json"));
		List<String> names = JsonMapper.shared()
			.readTree(metadata)
			.path("hints")
			.valueStream()
			.map((hint) -> hint.path("name").asString())
			.toList();
		assertThat(names).isNotEmpty().allMatch(Properties.ALL::has);
	}

	private static Stream<String> names(Pattern pattern, String code) {
		return Stream.of(pattern.matcher(code))
			.filter((matcher) -> matcher.matches())
			.map((matcher) -> matcher.group(1));
	}

	private static boolean isProperty(String name) {
		return name.endsWith(".*") ? Properties.ALL.hasBelow(name.substring(0, name.length() - 2))
				: Properties.ALL.has(name) || Properties.ALL.hasBelow(name);
	}

	private static List<String> groups() {
		return Properties.ALL.names()
			.stream()
			.filter((name) -> name.startsWith("sticky-cluster."))
			.map((name) -> name.split("\\."))
			.filter((parts) -> parts.length > 2)
			.map((parts) -> parts[1])
			.distinct()
			.toList();
	}

}
