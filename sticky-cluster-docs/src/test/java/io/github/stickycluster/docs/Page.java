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
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A page of the documentation, as it is read on a code host.
 *
 * @param file its file, below the project's directory
 * @param text its text, without the blocks of code
 * @param snippets its blocks of code
 */
record Page(Path file, String text, List<Snippet> snippets) {

	static final Path PROJECT = Path.of("..").toAbsolutePath().normalize();

	static final Path DOCS = PROJECT.resolve("docs");

	private static final Path EXAMPLES = PROJECT.resolve("examples");

	private static final Pattern NAME = Pattern.compile("<!-- example: (\\S+) -->");

	private static final Pattern CODE = Pattern.compile("`([^`]+)`");

	private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.+)$");

	/**
	 * Reads all pages: those in {@code docs}, those beside the README, and those of the
	 * examples.
	 */
	static List<Page> all() {
		try (Stream<Path> root = Files.list(PROJECT);
				Stream<Path> docs = Files.walk(DOCS);
				Stream<Path> examples = Files.walk(EXAMPLES, 2)) {
			return Stream.of(root, docs, examples)
				.flatMap((files) -> files)
				.filter((file) -> file.toString().endsWith(".md"))
				.sorted()
				.map(Page::read)
				.toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Reads a page.
	 * @param name its name, below the project's directory
	 */
	static Page of(String name) {
		return read(PROJECT.resolve(name));
	}

	private static Page read(Path file) {
		List<String> lines;
		try {
			lines = Files.readAllLines(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		StringBuilder text = new StringBuilder();
		List<Snippet> snippets = new ArrayList<>();
		Path shown = PROJECT.relativize(file);
		String before = "";
		for (int i = 0; i < lines.size(); i++) {
			String line = lines.get(i);
			if (line.startsWith("```")) {
				int begin = i + 1;
				int end = lines.subList(begin, lines.size()).indexOf("```") + begin;
				Matcher name = NAME.matcher(before);
				snippets.add(new Snippet(shown, begin, line.substring(3), name.matches() ? name.group(1) : "",
						String.join("\n", lines.subList(begin, end)) + "\n"));
				i = end;
			}
			else {
				text.append(line).append('\n');
			}
			before = line;
		}
		return new Page(file, text.toString(), snippets);
	}

	boolean isBelow(Path directory) {
		return this.file.startsWith(directory);
	}

	/**
	 * Returns the code within the text, as it stands between backticks.
	 */
	List<String> codes() {
		return CODE.matcher(this.text).results().map((code) -> code.group(1)).toList();
	}

	/**
	 * Returns what the headings are linked by, as code hosts and VitePress make it.
	 */
	List<String> anchors() {
		return HEADING.matcher(this.text).results().map((heading) -> anchor(heading.group(1))).toList();
	}

	private static String anchor(String heading) {
		return heading.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}_ -]", "").replace(' ', '-');
	}

	Snippet snippet(String name) {
		return this.snippets.stream()
			.filter((snippet) -> snippet.is(name))
			.findFirst()
			.orElseThrow(() -> new IllegalArgumentException("No example " + name + " in " + this));
	}

	@Override
	public String toString() {
		return PROJECT.relativize(this.file).toString();
	}

}
