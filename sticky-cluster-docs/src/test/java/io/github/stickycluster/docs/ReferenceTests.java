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

import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.github.stickycluster.actuate.StickyClusterEndpoint;
import io.github.stickycluster.actuate.StickyClusterHealthIndicator;
import io.github.stickycluster.actuate.StickyRouteEndpoint;
import io.github.stickycluster.worker.FinishedOperation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests the page of the endpoints, the messages of the log, and the map of the packages
 * against the code.
 */
class ReferenceTests {

	private static final Page ENDPOINTS = Page.of("docs/reference/endpoints.md");

	private static final Path SOURCES = Page.PROJECT.resolve("sticky-cluster-autoconfigure/src/main/java");

	private static final Path CORE = Page.PROJECT.resolve("sticky-cluster-core/src/main/java");

	private static final Pattern FIRST_CELL = Pattern.compile("(?m)^\\| `([^`]+)`");

	@ParameterizedTest
	@ValueSource(classes = { StickyClusterEndpoint.ClusterDescriptor.class,
			StickyClusterEndpoint.DispatcherDescriptor.class, StickyClusterEndpoint.WorkerDescriptor.class,
			StickyClusterEndpoint.ProcessDescriptor.class, StickyClusterEndpoint.RefusalDescriptor.class,
			FinishedOperation.class, StickyRouteEndpoint.RouteDescriptor.class,
			StickyRouteEndpoint.CandidateDescriptor.class, StickyClusterHealthIndicator.WorkerHealth.class })
	void theFieldsOfAnAnswerAreListed(Class<?> answer) {
		assertThat(table(ENDPOINTS, "<!-- fields: " + answer.getSimpleName() + " -->"))
			.containsExactlyInAnyOrderElementsOf(fields(answer));
	}

	@Test
	void theExampleHasTheFieldsOfTheCluster() {
		JsonNode example = JsonMapper.shared().readTree(ENDPOINTS.snippets().get(0).text());
		assertThat(example.propertyNames())
			.containsExactlyElementsOf(fields(StickyClusterEndpoint.ClusterDescriptor.class));
		assertThat(fields(StickyClusterEndpoint.WorkerDescriptor.class))
			.containsAll(example.path("workers").path(0).propertyNames());
	}

	@Test
	void theDetailsOfTheHealthAreListed() throws Exception {
		String source = Files
			.readString(SOURCES.resolve(StickyClusterHealthIndicator.class.getName().replace('.', '/') + ".java"));
		List<String> details = Pattern.compile("withDetail\\(\"(\\w+)\"")
			.matcher(source)
			.results()
			.map((detail) -> detail.group(1))
			.toList();
		assertThat(table(ENDPOINTS, "<!-- details -->")).containsExactlyInAnyOrderElementsOf(details);
	}

	/**
	 * A message's fixed parts, of which one at least must be long enough to be found in a
	 * log.
	 */
	@Test
	void theMessagesOfTheLogAreThoseOfTheCode() throws Exception {
		StringBuilder literals = new StringBuilder();
		try (Stream<Path> files = Stream.concat(Files.walk(SOURCES), Files.walk(CORE))) {
			for (Path file : files.filter((path) -> path.toString().endsWith(".java")).toList()) {
				literals.append(Files.readString(file).replaceAll("\"\\s*\\+\\s*\"", ""));
			}
		}
		List<String> messages = table(Page.of("docs/operate/log-messages.md"), "");
		assertThat(messages).hasSizeGreaterThan(30);
		String code = literals.toString();
		for (String message : messages) {
			List<String> parts = Stream.of(message.split("…")).map(String::strip).toList();
			assertThat(parts).as(message).anyMatch((part) -> part.length() > 8);
			assertThat(parts.stream().filter((part) -> !code.contains(part))).as(message).isEmpty();
		}
	}

	@Test
	void theRoomsExist() {
		assertThat(table(Page.of("docs/architecture.md"), "## Rooms")).allSatisfy((room) -> {
			String folder = "io/github/stickycluster/internal/" + room.replace('.', '/');
			assertThat(List.of(SOURCES, CORE)).anyMatch((sources) -> Files.isDirectory(sources.resolve(folder)));
		});
	}

	private static List<String> fields(Class<?> answer) {
		return Arrays.stream(answer.getRecordComponents()).map(RecordComponent::getName).toList();
	}

	/** The code in the first cells of the table that follows a mark. */
	private static List<String> table(Page page, String mark) {
		int begin = page.text().indexOf(mark);
		assertThat(begin).as(mark).isNotNegative();
		String rest = page.text().substring(begin + mark.length());
		int end = mark.startsWith("<!--") ? rest.indexOf("\n\n") : rest.length();
		return FIRST_CELL.matcher((end < 0) ? rest : rest.substring(0, end))
			.results()
			.map((MatchResult cell) -> cell.group(1))
			.toList();
	}

}
