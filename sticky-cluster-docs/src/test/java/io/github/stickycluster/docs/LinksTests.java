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
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that links within the documentation lead somewhere, and that every page is
 * linked.
 */
class LinksTests {

	private static final Pattern LINK = Pattern.compile("\\[[^]]*]\\(([^)\\s]+)\\)");

	private static final Pattern PLACE = Pattern.compile("src=\"([^\"]+)\"");

	private static final Path SITE = Path.of("src", "main", "site", ".vitepress", "config.mjs");

	static List<Page> pages() {
		return Page.all();
	}

	@ParameterizedTest
	@MethodSource("pages")
	void everyLinkLeadsToAPageAndAHeading(Page page) throws IOException {
		for (String link : links(page).toList()) {
			String[] parts = link.split("#", 2);
			Path target = parts[0].isEmpty() ? page.file() : page.file().resolveSibling(parts[0]).normalize();
			assertThat(target).as(link).exists();
			if (parts.length > 1) {
				assertThat(Page.of(Page.PROJECT.relativize(target).toString()).anchors()).as(link).contains(parts[1]);
			}
		}
	}

	@Test
	void theOverviewLinksEveryPage() {
		Page overview = Page.of("docs/index.md");
		Set<Path> linked = links(overview).map((link) -> overview.file().resolveSibling(link.split("#")[0]).normalize())
			.collect(Collectors.toSet());
		linked.add(overview.file());
		assertThat(linked).containsAll(pagesOfTheSite().map(Page::file).toList());
	}

	@Test
	void theSitesMenuHasEveryPage() throws IOException {
		String menu = Files.readString(SITE);
		assertThat(pagesOfTheSite().map(LinksTests::place)).allSatisfy((place) -> assertThat(menu).contains(place));
	}

	private static String place(Page page) {
		String name = Page.DOCS.relativize(page.file()).toString().replace('\\', '/');
		return "\"/" + name.replaceAll("(index)?\\.md$", "") + "\"";
	}

	private static Stream<Page> pagesOfTheSite() {
		return Page.all().stream().filter((page) -> page.isBelow(Page.DOCS));
	}

	private static Stream<String> links(Page page) {
		return Stream.of(LINK, PLACE)
			.flatMap((pattern) -> pattern.matcher(page.text()).results())
			.map((link) -> link.group(1))
			.filter((link) -> !link.matches("[a-z]+:.*"));
	}

}
