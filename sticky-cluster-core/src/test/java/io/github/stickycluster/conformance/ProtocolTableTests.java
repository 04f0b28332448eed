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

package io.github.stickycluster.conformance;

import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that {@code docs/protocol.md} and the conformance tests say the same.
 */
class ProtocolTableTests {

	private static final Path TABLE = Path.of("..", "docs", "protocol.md");

	@Test
	void rowsAndTestsMatchBothWays() throws Exception {
		assertThat(rows()).isEqualTo(tests());
	}

	@Test
	void idsAreUniqueAndEveryRowIsWhole() throws IOException {
		List<String> lines = lines();
		assertThat(lines.stream().map((line) -> cells(line)[0])).doesNotHaveDuplicates();
		assertThat(lines).allSatisfy((line) -> assertThat(cells(line)).hasSize(4).doesNotContain(""));
	}

	private static Map<String, String> rows() throws IOException {
		Map<String, String> rows = new TreeMap<>();
		for (String line : lines()) {
			String[] cells = cells(line);
			rows.put(cells[0], String.join(", ", new TreeSet<>(List.of(cells[3].replace("`", "").split(", ")))));
		}
		return rows;
	}

	private static List<String> lines() throws IOException {
		try (Stream<String> lines = Files.lines(TABLE)) {
			return lines.filter((line) -> line.matches("\\| [A-Z0-9]+-\\d+ \\|.*")).toList();
		}
	}

	private static String[] cells(String line) {
		return line.substring(2, line.length() - 2).split(" \\| ", -1);
	}

	private static Map<String, String> tests() throws Exception {
		Map<String, TreeSet<String>> tests = new TreeMap<>();
		for (Class<?> type : testClasses()) {
			for (Method method : type.getDeclaredMethods()) {
				Statement statement = method.getAnnotation(Statement.class);
				for (String id : (statement != null) ? statement.value() : new String[0]) {
					tests.computeIfAbsent(id, (key) -> new TreeSet<>())
						.add(type.getSimpleName() + "." + method.getName());
				}
			}
		}
		Map<String, String> joined = new TreeMap<>();
		tests.forEach((id, names) -> joined.put(id, String.join(", ", names)));
		return joined;
	}

	private static List<Class<?>> testClasses() throws IOException, URISyntaxException, ClassNotFoundException {
		Path folder = Path.of(ProtocolTableTests.class.getResource("Statement.class").toURI()).getParent();
		List<Class<?>> types = new ArrayList<>();
		try (Stream<Path> files = Files.list(folder)) {
			for (String name : files.map((file) -> file.getFileName().toString()).toList()) {
				if (name.endsWith("Tests.class")) {
					types.add(Class
						.forName(ProtocolTableTests.class.getPackageName() + "." + name.replace(".class", "")));
				}
			}
		}
		return types;
	}

}
