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

package io.github.stickycluster.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes tables into the project's documentation, between their two marks.
 */
final class Documentation {

	private static final String BEGIN = "<!-- benchmarks: written by the command, not by hand -->\n";

	private static final String END = "<!-- benchmarks: end -->\n";

	private final Path project;

	Documentation(Path project) {
		this.project = project;
	}

	/**
	 * Puts tables in the place of those before.
	 * @param report the whole report
	 * @param headline what the README tells of it
	 */
	void update(String report, String headline) throws IOException {
		replace(this.project.resolve("docs/performance.md"), report);
		replace(this.project.resolve("README.md"), headline);
	}

	private static void replace(Path file, String table) throws IOException {
		String text = Files.readString(file);
		int begin = text.indexOf(BEGIN);
		int end = text.indexOf(END, begin);
		if (begin < 0 || end < 0) {
			throw new IOException("No marks for the tables in " + file);
		}
		Files.writeString(file, text.substring(0, begin + BEGIN.length()) + table + text.substring(end));
	}

}
