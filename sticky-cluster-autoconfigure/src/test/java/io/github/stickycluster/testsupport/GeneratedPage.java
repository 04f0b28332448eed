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

package io.github.stickycluster.testsupport;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A page of the documentation that is generated from its one source. A test fails when it
 * is stale, and writes it when run with {@code -Ddocs.update=true}.
 */
public final class GeneratedPage {

	private static final Path DOCS = Path.of("..", "docs");

	private GeneratedPage() {
	}

	/**
	 * Checks or writes a page.
	 * @param page the name of the file
	 * @param head what stands above the rows
	 * @param rows the rows, in any order
	 */
	public static void check(String page, String head, Stream<String> rows) throws IOException {
		String generated = head + rows.sorted().collect(Collectors.joining("\n")) + "\n";
		Path file = DOCS.resolve(page);
		if (Boolean.getBoolean("docs.update")) {
			Files.createDirectories(DOCS);
			Files.writeString(file, generated);
		}
		assertThat(file).as("stale; run this test with -Ddocs.update=true").hasContent(generated);
	}

}
